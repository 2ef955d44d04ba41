import type { WindowOpenHandlerResponse } from 'electron';
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/**
 * Stands for Electron, whose module cannot be loaded without its runtime. It implements what the shell uses and throws on all else, so that
 * an API that is new to the shell, or misspelt, fails a test instead of passing it by.
 */
export function strict<Api extends object>(name: string, api: Api): Api {
  return new Proxy(api, {
    get(target, property, receiver) {
      // What test tools and promises ask of any object.
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON' || property === 'asymmetricMatch')
        return Reflect.get(target, property, receiver) as unknown;
      if (!(property in target)) throw new Error(`The fake Electron has no ${name}.${property}.`);
      return Reflect.get(target, property, target) as unknown;
    },
  });
}

export class FakeContents extends EventEmitter {
  mainFrame = { url: 'app://fleetlab/' };
  openHandler: ((details: { url: string }) => WindowOpenHandlerResponse) | undefined;
  send = vi.fn();
  setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse) {
    this.openHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  static made: FakeWindow[] = [];
  options: Record<string, unknown> & { webPreferences: Record<string, unknown> };
  webContents = strict('webContents', new FakeContents());
  loaded: string[] = [];
  destroyed = false;
  maximized = false;
  minimized = false;
  shown = false;
  focused = 0;
  bounds = { x: 10, y: 20, width: 1000, height: 700 };

  constructor(options: FakeWindow['options']) {
    super();
    this.options = options;
    FakeWindow.made.push(this);
  }
  loadURL(address: string) {
    this.loaded.push(address);
    this.emit('ready-to-show');
    return Promise.resolve();
  }
  close() {
    const event = { prevented: false, preventDefault: () => (event.prevented = true) };
    this.emit('close', event);
    if (event.prevented) return;
    this.destroyed = true;
    this.emit('closed');
  }
  isDestroyed = () => this.destroyed;
  isMinimized = () => this.alive().minimized;
  isMaximized = () => this.alive().maximized;
  maximize = () => (this.alive().maximized = true);
  restore = () => (this.alive().minimized = false);
  show = () => (this.alive().shown = true);
  focus = () => (this.alive().focused += 1);
  getNormalBounds = () => this.alive().bounds;
  /** As Electron does with all but `isDestroyed`. */
  private alive(): this {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    return this;
  }
}

export function createFakeElectron() {
  FakeWindow.made = [];
  const handlers = new Map<string, (...args: unknown[]) => unknown>();
  const appEvents = new EventEmitter();
  const state = {
    handlers,
    isFirst: true,
    paths: new Map<string, string>(),
    schemes: [] as unknown[],
    protocolHandlers: new Map<string, (request: Request) => Promise<Response>>(),
    permissionRequest: undefined as
      ((contents: unknown, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void) | undefined,
    permissionCheck: undefined as ((contents: unknown, permission: string, origin: string) => boolean) | undefined,
    devicePermission: undefined as (() => boolean) | undefined,
    workArea: { x: 0, y: 0, width: 1920, height: 1080 },
    errors: [] as string[],
    questions: [] as string[],
    /** The button that is pressed in a dialog. */
    answer: 'Cancel',
    opened: [] as string[],
    quits: 0,
    relaunches: 0,
    menu: 'unset' as unknown,
    popups: [] as { template: unknown; options: unknown }[],
    /** `undefined`: the system has no store for secrets. */
    secretStore: 'gnome_libsecret' as 'gnome_libsecret' | 'basic_text' | undefined,
    appEvents,
  };
  const session = strict('session', {
    protocol: strict('session.protocol', {
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void state.protocolHandlers.set(scheme, handler),
    }),
    setPermissionRequestHandler: (handler: typeof state.permissionRequest) => (state.permissionRequest = handler),
    setPermissionCheckHandler: (handler: typeof state.permissionCheck) => (state.permissionCheck = handler),
    setDevicePermissionHandler: (handler: typeof state.devicePermission) => (state.devicePermission = handler),
  });
  const module = {
    app: strict('app', {
      setPath: (name: string, path: string) => void state.paths.set(name, path),
      requestSingleInstanceLock: () => state.isFirst,
      whenReady: () => Promise.resolve(),
      on: (name: string, listener: (...args: unknown[]) => void) => appEvents.on(name, listener),
      quit: () => {
        state.quits += 1;
        const event = { prevented: false, preventDefault: () => (event.prevented = true) };
        appEvents.emit('before-quit', event);
        if (event.prevented) return;
        appEvents.emit('will-quit');
        appEvents.emit('really-quit');
      },
      relaunch: () => (state.relaunches += 1),
    }),
    BrowserWindow: FakeWindow,
    dialog: strict('dialog', {
      showErrorBox: (title: string, text: string) => void state.errors.push(`${title}: ${text}`),
      showMessageBoxSync: (_window: unknown, { message, buttons }: { message: string; buttons: string[] }) => {
        state.questions.push(message);
        return buttons.indexOf(state.answer);
      },
    }),
    ipcMain: strict('ipcMain', {
      handle: (channel: string, handler: (...args: unknown[]) => unknown) => void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    }),
    Menu: strict('Menu', {
      setApplicationMenu: (menu: unknown) => (state.menu = menu),
      buildFromTemplate: (template: unknown) =>
        strict('menu', { template, popup: (options: unknown) => void state.popups.push({ template, options }) }),
    }),
    protocol: strict('protocol', { registerSchemesAsPrivileged: (schemes: unknown[]) => state.schemes.push(...schemes) }),
    safeStorage: strict('safeStorage', {
      isAsyncEncryptionAvailable: () => Promise.resolve(state.secretStore !== undefined),
      getSelectedStorageBackend: () => state.secretStore,
      encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0x5a)),
      decryptStringAsync: (sealed: Buffer) =>
        Promise.resolve({ shouldReEncrypt: false, result: Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString() }),
    }),
    screen: strict('screen', { getDisplayMatching: () => ({ workArea: state.workArea }) }),
    session: strict('session module', { defaultSession: session }),
    shell: strict('shell', {
      openExternal: (url: string) => {
        state.opened.push(url);
        return Promise.resolve();
      },
    }),
  };
  return { module, state, session };
}
