import { app } from 'electron';

/** Milliseconds that saving and ending everything may take before the app leaves anyway. */
const closeLimit = 12_000;

export interface Quitting {
  isUnderWay(): boolean;
  /** Starts the app anew once it is gone; asked again, no more than once. */
  thenStartAgain(): void;
}

/** Lets the app quit only after `close` has ended what it started. */
export function closeBeforeQuit(close: () => Promise<void>): Quitting {
  let state: 'open' | 'closing' | 'closed' = 'open';
  let isWantedAgain = false;
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
  // Not before: what waits for this process to end, to start the next one, must not wait through all of closing.
  app.on('will-quit', () => {
    if (isWantedAgain) app.relaunch();
  });
  return {
    isUnderWay: () => state !== 'open',
    thenStartAgain: () => {
      isWantedAgain = true;
    },
  };
}
