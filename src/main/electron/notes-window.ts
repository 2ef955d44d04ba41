import type { WebContents } from 'electron';
import { keepToPage } from './lock-down.ts';
import { pageAddress } from './page-protocol.ts';

/** The trainer's window: the same page, which then shows notes and talks to the main window alone. */
export const notesAddress = `${pageAddress}?view=notes`;

/**
 * Lets the page open the trainer's window and no other, to be called after `keepToPage`. It has no preload script, so it reaches nothing of the
 * app, and Electron closes it with the window that opened it.
 */
export function offerNotesWindow(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (url !== notesAddress) return { action: 'deny' };
    return {
      action: 'allow',
      overrideBrowserWindowOptions: {
        width: 960,
        height: 720,
        minWidth: 640,
        minHeight: 400,
        title: 'Fleetlab: trainer’s notes',
        webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
      },
    };
  });
  contents.on('did-create-window', (window) => keepToPage(window.webContents));
}
