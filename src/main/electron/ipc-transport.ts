import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { callChannel, eventChannel } from '../../shared/ipc-channels.ts';
import type { Reply } from '../../shared/wire.ts';
import type { Fleetlab } from '../app.ts';
import { isPage } from './lock-down.ts';

/** Carries calls and events between the window's page and the app. Returns the function that ends it. */
export function connectWindow(window: BrowserWindow, fleetlab: Promise<Pick<Fleetlab, 'call' | 'subscribe'>>): () => void {
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isTrusted(event, window)) return { ok: false, error: { code: 'refused', message: 'Only Fleetlab’s own page may call this.' } };
    return (await fleetlab).call(String(name), input);
  });
  let unsubscribe: (() => void) | undefined;
  let isConnected = true;
  fleetlab.then(
    (ready) => {
      if (!isConnected) return;
      unsubscribe = ready.subscribe((name, payload) => {
        if (!window.isDestroyed()) window.webContents.send(eventChannel, name, payload);
      });
    },
    // Whoever started the app shows why it failed.
    () => undefined,
  );
  return () => {
    isConnected = false;
    unsubscribe?.();
    ipcMain.removeHandler(callChannel);
  };
}

/** The call comes from the top frame of our own window, and that frame shows our own page. */
function isTrusted(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return frame !== null && !window.isDestroyed() && frame === window.webContents.mainFrame && isPage(frame.url);
}
