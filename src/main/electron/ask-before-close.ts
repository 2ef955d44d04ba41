import { dialog, type BrowserWindow } from 'electron';

/**
 * Asks before the window is closed while programs run in terminals, which end with it. `running` gives their tabs' titles; none where the app quits
 * already: what the system asks for (a log-off, SIGTERM) is not held up.
 */
export function askBeforeClose(window: BrowserWindow, running: () => readonly string[]): void {
  window.on('close', (event) => {
    const [first, ...others] = running();
    if (first === undefined) return;
    const count = others.length + 1;
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: count === 1 ? `A program runs in ${first}.` : `Programs run in ${String(count)} terminals.`,
      detail: count === 1 ? 'It ends with Fleetlab.' : 'They end with Fleetlab.',
      buttons: ['End and close', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    });
    if (answer !== 0) event.preventDefault();
  });
}
