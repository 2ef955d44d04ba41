import { app, dialog, session, shell, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { toErrorData } from '../../shared/errors.ts';
import { createFleetlab, type Fleetlab } from '../app.ts';
import { openStaticFiles } from '../page/static-files.ts';
import { applicationPaths } from '../paths.ts';
import { acquireInstanceLock, type InstanceLock } from '../settings/instance-lock.ts';
import { openStateFile } from '../../storage/state-file.ts';
import { setApplicationMenu } from './application-menu.ts';
import { askBeforeClose } from './ask-before-close.ts';
import { connectWindow } from './ipc-transport.ts';
import { denyPermissions } from './lock-down.ts';
import { declarePageScheme, servePage } from './page-protocol.ts';
import { closeBeforeQuit } from './quit.ts';
import { systemSafe } from './system-safe.ts';
import { rememberPlace, usableBounds, windowPlace, type WindowPlace } from './window-bounds.ts';
import { openWindow } from './window.ts';

export interface ElectronOptions {
  root: string;
  dataDirectory: string;
}

/**
 * Starts the app in Electron; a second start on the same data brings the first one's window to the front and ends. Where the
 * first is closing by then, it starts anew after that.
 */
export async function startElectron({ root, dataDirectory }: ElectronOptions): Promise<void> {
  declarePageScheme();
  // Chromium's profile, and with it the lock for a second start, belongs to the data folder.
  app.setPath('userData', join(dataDirectory, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let window: BrowserWindow | undefined;
  let fleetlab: Promise<Fleetlab> | undefined;
  let started: Fleetlab | undefined;
  let lock: InstanceLock | undefined;
  const quitting = closeBeforeQuit(async () => {
    await fleetlab?.then((made) => made.close()).catch(() => undefined);
    await lock?.release();
  });
  app.on('second-instance', () => {
    // The window is gone or about to go, and the second process leaves because this one is still there.
    if (quitting.isUnderWay()) quitting.thenStartAgain();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });

  await app.whenReady();
  try {
    lock = await acquireInstanceLock(dataDirectory);
    const starting = createFleetlab({ dataDirectory, root, openExternal: (url) => shell.openExternal(url), safe: await systemSafe() });
    fleetlab = starting;
    // A failure is told below, once the page's own files are open.
    starting.then(
      (made) => (started = made),
      () => undefined,
    );
    const paths = applicationPaths(root);
    const [files, place] = await Promise.all([
      openStaticFiles(paths.renderer),
      openStateFile<WindowPlace>({
        path: join(dataDirectory, 'window.json'),
        version: 1,
        schema: windowPlace,
        initial: () => ({ isMaximized: false }),
      }),
    ]);
    setApplicationMenu(process.platform, () => {
      // Its window asks where programs run; the app goes with it.
      if (window === undefined) app.quit();
      else window.close();
    });
    denyPermissions(session.defaultSession);
    servePage(session.defaultSession, files);
    const opening = openWindow({
      session: session.defaultSession,
      preload: paths.preload,
      bounds: usableBounds(place.value),
      isMaximized: place.value.isMaximized,
      onMade: (made) => {
        window = made;
        rememberPlace(made, place);
        askBeforeClose(made, () => (quitting.isUnderWay() ? [] : (started?.busyTerminals() ?? [])));
        const disconnect = connectWindow(made, starting);
        made.once('closed', () => {
          window = undefined;
          disconnect();
        });
      },
    });
    await Promise.all([opening, starting]);
  } catch (error) {
    const { message, action } = toErrorData(error);
    dialog.showErrorBox('Fleetlab cannot start', action === undefined ? message : `${message}\n\n${action}`);
    app.quit();
  }
}
