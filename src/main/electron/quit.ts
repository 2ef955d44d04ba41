import { app } from 'electron';

/** Milliseconds that saving and ending everything may take before the app leaves anyway. */
const closeLimit = 12_000;

/** Lets the app quit only after `close` has ended what it started. */
export function closeBeforeQuit(close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const limit = new Promise<void>((resolve) => setTimeout(resolve, closeLimit).unref());
    void Promise.race([close().catch(() => undefined), limit]).then(() => {
      state = 'closed';
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}
