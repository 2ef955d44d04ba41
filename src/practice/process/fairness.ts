import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Many simulated processes share one thread. A loop that only awaits finished promises (`while true; do :; done`,
 * `yes > /dev/null`) would keep timers, sockets and signals from ever running, so everything that can loop takes a breath.
 * Machines take turns, whatever the number of their processes: a fork bomb slows its own container down, and no other.
 */

/** Milliseconds that all processes together may run before the event loop gets its turn. */
const slice = 4;

const machine = new AsyncLocalStorage<object>();
const nobody = {};
/** Who waits for a turn, by machine; the machine whose turn is next comes first. */
const waiting = new Map<object, (() => void)[]>();

let sliceStartedAt = 0;
let isScheduled = false;

/** Runs work that takes turns with that of other machines. */
export function onMachine<Result>(owner: object, work: () => Result): Result {
  return machine.run(owner, work);
}

/** True when the event loop should have its turn now: await `breathe()`. */
export function isOutOfBreath(): boolean {
  return performance.now() - sliceStartedAt > slice;
}

/** Resolves after timers and sockets had their turn, and it is this machine's. */
export function breathe(): Promise<void> {
  const owner = machine.getStore() ?? nobody;
  return new Promise((resolve) => {
    const queue = waiting.get(owner);
    if (queue === undefined) waiting.set(owner, [resolve]);
    else queue.push(resolve);
    schedule();
  });
}

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  setImmediate(takeTurn);
}

function takeTurn(): void {
  isScheduled = false;
  const [first] = waiting;
  if (first === undefined) return;
  const [owner, queue] = first;
  const resume = queue.shift();
  waiting.delete(owner);
  if (queue.length > 0) waiting.set(owner, queue);
  sliceStartedAt = performance.now();
  resume?.();
  schedule();
}
