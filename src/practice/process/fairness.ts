/**
 * Many simulated processes share one thread. A loop that only awaits finished promises (`while true; do :; done`,
 * `yes > /dev/null`) would keep timers, sockets and signals from ever running, so everything that can loop takes a breath.
 */

/** Milliseconds that all processes together may run before the event loop gets its turn. */
const slice = 4;

let sliceStartedAt = 0;

/** True when the event loop should have its turn now: await `breathe()`. */
export function isOutOfBreath(): boolean {
  return performance.now() - sliceStartedAt > slice;
}

/** Resolves after timers, sockets and other processes had their turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      sliceStartedAt = performance.now();
      resolve();
    });
  });
}
