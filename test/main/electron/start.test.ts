import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeElectron, FakeWindow } from './support/fake-electron.ts';

const app = vi.hoisted(() => ({
  closed: 0,
  busy: [] as string[],
  failure: undefined as Error | undefined,
  openExternal: undefined as ((url: string) => unknown) | undefined,
}));
let fake: ReturnType<typeof createFakeElectron>;
let folder: string;

vi.mock('../../../src/main/app.ts', () => ({
  createFleetlab: (options: { openExternal: (url: string) => unknown }) => {
    app.openExternal = options.openExternal;
    if (app.failure !== undefined) return Promise.reject(app.failure);
    return Promise.resolve({
      call: () => Promise.resolve({ ok: true }),
      subscribe: () => () => undefined,
      busyTerminals: () => app.busy,
      close: () => {
        app.closed += 1;
        return Promise.resolve();
      },
    });
  },
}));

beforeEach(async () => {
  vi.resetModules();
  fake = createFakeElectron();
  vi.doMock('electron', () => fake.module);
  app.closed = 0;
  app.busy = [];
  app.failure = undefined;
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-electron-'));
  await mkdir(join(folder, 'root', 'out', 'renderer'), { recursive: true });
  await writeFile(join(folder, 'root', 'out', 'renderer', 'index.html'), 'the page');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start() {
  const { startElectron } = await import('../../../src/main/electron/start.ts');
  await startElectron({ root: join(folder, 'root'), dataDirectory: join(folder, 'data') });
}

describe('the Electron shell', () => {
  it('opens one window that is shut off from Node', async () => {
    await start();
    expect(FakeWindow.made).toHaveLength(1);
    const [window] = FakeWindow.made;
    expect(window?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(window?.options.webPreferences['preload']).toBe(join(folder, 'root', 'out', 'preload', 'index.cjs'));
    expect(window?.loaded).toEqual(['app://fleetlab/']);
    expect(window?.shown).toBe(true);
    expect(fake.state.handlers.has('fleetlab:call')).toBe(true);
    expect(fake.state.permissionRequest).toBeDefined();
    expect(fake.state.errors).toEqual([]);
  });

  it('opens the trainer’s window for the page, and no other', async () => {
    await start();
    const contents = FakeWindow.made[0]?.webContents;
    const allowed = contents?.openHandler?.({ url: 'app://fleetlab/?view=notes' });
    expect(allowed?.action).toBe('allow');
    expect(allowed?.overrideBrowserWindowOptions?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(allowed?.overrideBrowserWindowOptions?.webPreferences).not.toHaveProperty('preload');
    // It goes with its opener.
    expect(allowed?.outlivesOpener).toBeUndefined();
    for (const url of ['app://fleetlab/', 'app://fleetlab/?view=notes&x=1', 'https://evil.example/?view=notes', 'about:blank'])
      expect(contents?.openHandler?.({ url }), url).toEqual({ action: 'deny' });
  });

  it('keeps the trainer’s window to its page, without windows of its own', async () => {
    await start();
    const child = new FakeWindow({ webPreferences: {} });
    FakeWindow.made[0]?.webContents.emit('did-create-window', child, { url: 'app://fleetlab/?view=notes' });
    const preventDefault = vi.fn();
    child.webContents.emit('will-navigate', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(child.webContents.openHandler?.({ url: 'app://fleetlab/?view=notes' })).toEqual({ action: 'deny' });
  });

  it('opens an allowed link in the machine’s browser', async () => {
    await start();
    await app.openExternal?.('https://docs.balena.io/');
    expect(fake.state.opened).toEqual(['https://docs.balena.io/']);
  });

  it('ends a second start and brings the first one forward', async () => {
    await start();
    const [window] = FakeWindow.made;
    if (window !== undefined) window.minimized = true;
    fake.state.appEvents.emit('second-instance');
    expect(window).toMatchObject({ minimized: false, focused: 1 });
    fake.state.isFirst = false;
    vi.resetModules();
    await start();
    expect(FakeWindow.made).toHaveLength(1);
    expect(fake.state.quits).toBe(1);
  });

  it('quits only after everything has ended, however often it is asked', async () => {
    await start();
    const quit = new Promise((resolve) => fake.state.appEvents.once('really-quit', resolve));
    fake.module.app.quit();
    fake.state.appEvents.emit('window-all-closed');
    expect(app.closed).toBeLessThanOrEqual(1);
    await quit;
    expect(app.closed).toBe(1);
  });

  it('asks before its window is closed where programs run, and holds up no quit', async () => {
    await start();
    const [window] = FakeWindow.made;
    app.busy = ['laptop', 'service backend'];
    window?.close();
    expect(fake.state.questions).toEqual(['Programs run in 2 terminals.']);
    expect(window?.destroyed).toBe(false);
    fake.state.answer = 'End and close';
    window?.close();
    expect(window?.destroyed).toBe(true);
    vi.resetModules();
    await start();
    const quit = new Promise((resolve) => fake.state.appEvents.once('really-quit', resolve));
    fake.module.app.quit();
    FakeWindow.made[1]?.close();
    await quit;
    expect(fake.state.questions).toHaveLength(2);
  });

  it('asks at Quit in the menu of macOS as it does before its window is closed', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      await start();
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
    const { template } = fake.state.menu as { template: { submenu?: { accelerator?: string; click?: () => void }[] }[] };
    const quit = template.flatMap(({ submenu }) => submenu ?? []).find(({ accelerator }) => accelerator === 'Command+Q');
    app.busy = ['laptop'];
    quit?.click?.();
    expect(fake.state.questions).toEqual(['A program runs in laptop.']);
    expect(FakeWindow.made[0]?.destroyed).toBe(false);
    expect(fake.state.quits).toBe(0);
    fake.state.answer = 'End and close';
    quit?.click?.();
    expect(FakeWindow.made[0]?.destroyed).toBe(true);
    quit?.click?.();
    expect(fake.state.quits).toBe(1);
  });

  it('starts anew, once, where it is started again while it closes', async () => {
    await start();
    const quit = new Promise((resolve) => fake.state.appEvents.once('really-quit', resolve));
    FakeWindow.made[0]?.close();
    fake.state.appEvents.emit('window-all-closed');
    fake.state.appEvents.emit('second-instance');
    fake.state.appEvents.emit('second-instance');
    // Not before everything has ended.
    expect([app.closed, fake.state.relaunches]).toEqual([0, 0]);
    await quit;
    expect([app.closed, fake.state.relaunches]).toEqual([1, 1]);
  });

  it('starts anew as well where its window is still there while it closes', async () => {
    await start();
    const quit = new Promise((resolve) => fake.state.appEvents.once('really-quit', resolve));
    fake.module.app.quit();
    fake.state.appEvents.emit('second-instance');
    await quit;
    expect(fake.state.relaunches).toBe(1);
  });

  it('stays away after it was closed, where nobody starts it meanwhile', async () => {
    await start();
    fake.state.appEvents.emit('second-instance');
    const quit = new Promise((resolve) => fake.state.appEvents.once('really-quit', resolve));
    FakeWindow.made[0]?.close();
    fake.state.appEvents.emit('window-all-closed');
    await quit;
    expect(fake.state.relaunches).toBe(0);
  });

  it('says why it cannot start, and ends', async () => {
    app.failure = new Error('The course is unreadable.');
    await start();
    expect(fake.state.errors[0]).toContain('The course is unreadable.');
    expect(fake.state.quits).toBe(1);
  });

  it('comes back where it was, as long as a screen shows that place', async () => {
    await start();
    const [window] = FakeWindow.made;
    window?.emit('move');
    const place = join(folder, 'data', 'window.json');
    await expect.poll(() => readFile(place, 'utf8').catch(() => '')).toContain('"width":1000');
    fake.module.app.quit();
    await expect.poll(() => app.closed).toBe(1);
    await expect.poll(() => readFile(join(folder, 'data', 'fleetlab.lock'), 'utf8').catch(() => 'released')).toBe('released');
    vi.resetModules();
    await start();
    expect(FakeWindow.made[1]?.options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
    fake.module.app.quit();
    await expect.poll(() => readFile(join(folder, 'data', 'fleetlab.lock'), 'utf8').catch(() => 'released')).toBe('released');
    fake.state.workArea = { x: 5000, y: 0, width: 1920, height: 1080 };
    vi.resetModules();
    await start();
    expect(FakeWindow.made[2]?.options).toMatchObject({ width: 1280, height: 800 });
  });
});
