import { BrowserWindow, type Rectangle, type Session } from 'electron';
import { offerEditMenu } from './edit-menu.ts';
import { keepToPage } from './lock-down.ts';
import { offerNotesWindow } from './notes-window.ts';
import { pageAddress } from './page-protocol.ts';

export interface WindowOptions {
  session: Session;
  /** Absolute path of the built preload script. */
  preload: string;
  bounds: Rectangle | undefined;
  isMaximized: boolean;
  /** Called before the page is loaded, so that its first call finds somebody. */
  onMade: (window: BrowserWindow) => void;
}

/** The app's window, with a page that can reach nothing but what the preload script offers. */
export async function openWindow({ session, preload, bounds, isMaximized, onMade }: WindowOptions): Promise<void> {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 500,
    ...(bounds ?? {}),
    show: false,
    title: 'Fleetlab',
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  keepToPage(window.webContents);
  offerNotesWindow(window.webContents);
  offerEditMenu(window);
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  onMade(window);
  await window.loadURL(pageAddress);
}
