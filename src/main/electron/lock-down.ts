import type { Session, WebContents } from 'electron';
import { pageOrigin } from './page-protocol.ts';

/** The Copy buttons and the terminal's selection need it; Chromium lets the page ask only after a key or a click. */
const grantedPermission = 'clipboard-sanitized-write';

/** No permission but writing text to the clipboard, for the page only. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === grantedPermission && isPage(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === grantedPermission && isPage(origin));
  session.setDevicePermissionHandler(() => false);
}

/** The window shows the one page it was made for: no other address, no second window (but the trainer's, see `offerNotesWindow`), no embedded page. */
export function keepToPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function isPage(address: string): boolean {
  return address === pageOrigin || address.startsWith(`${pageOrigin}/`);
}
