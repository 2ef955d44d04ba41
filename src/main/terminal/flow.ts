import { pauseAbove, resumeBelow } from '../../shared/domain/terminal.ts';

export interface Flow {
  push(data: string): void;
  /** The screen has shown so much of it. */
  acknowledge(characters: number): void;
  /** Sends what waits now. */
  flush(): void;
  /** A screen starts over: what was sent before no longer counts. */
  restart(): void;
  /** Whether any screen is there; without one nothing is held back. */
  setWatched(isWatched: boolean): void;
}

export interface FlowOptions {
  send: (data: string) => void;
  pause: () => void;
  resume: () => void;
  /** Milliseconds between two messages at least, unless there is much to say: one frame at 120 per second. */
  batchMilliseconds?: number;
}

/** Characters that are sent at once: the screen is not to wait while there is work for it. */
const full = 32_000;

/** Output in batches, held back at its source while screens are behind. With several screens the quickest sets the pace. */
export function createFlow(options: FlowOptions): Flow {
  let waiting: string[] = [];
  let waitingLength = 0;
  let lastSent = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let unacknowledged = 0;
  let isWatched = true;
  let isPaused = false;

  function regulate(): void {
    const shouldPause = isWatched && (isPaused ? unacknowledged >= resumeBelow : unacknowledged > pauseAbove);
    if (shouldPause === isPaused) return;
    isPaused = shouldPause;
    if (isPaused) options.pause();
    else options.resume();
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const data = waiting.join('');
    waiting = [];
    waitingLength = 0;
    lastSent = performance.now();
    options.send(data);
  }

  return {
    push(data) {
      waiting.push(data);
      waitingLength += data.length;
      unacknowledged += data.length;
      if (waitingLength >= full) flush();
      // The echo of a key goes out at once, with what comes in the same turn.
      else timer ??= setTimeout(flush, Math.max(0, lastSent + (options.batchMilliseconds ?? 8) - performance.now()));
      regulate();
    },
    acknowledge(characters) {
      unacknowledged = Math.max(0, unacknowledged - characters);
      regulate();
    },
    flush,
    restart() {
      unacknowledged = 0;
      regulate();
    },
    setWatched(watched) {
      isWatched = watched;
      if (!watched) unacknowledged = 0;
      regulate();
    },
  };
}
