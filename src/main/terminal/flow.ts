import { pauseAbove, resumeBelow } from '../../shared/domain/terminal.ts';
import { createPendingBytes } from './pending-bytes.ts';

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
  const pending = createPendingBytes();
  let waiting: string[] = [];
  let waitingLength = 0;
  let lastSent = -Infinity;
  let callOff: (() => void) | undefined;
  let isWatched = true;
  let isPaused = false;

  function regulate(): void {
    const shouldPause = isWatched && (isPaused ? pending.count() >= resumeBelow : pending.count() > pauseAbove);
    if (shouldPause === isPaused) return;
    isPaused = shouldPause;
    if (isPaused) options.pause();
    else options.resume();
  }

  function flush(): void {
    callOff?.();
    callOff = undefined;
    if (waiting.length === 0) return;
    const data = waiting.join('');
    waiting = [];
    waitingLength = 0;
    lastSent = performance.now();
    options.send(data);
  }

  function plan(): void {
    const wait = lastSent + (options.batchMilliseconds ?? 8) - performance.now();
    // The echo of a key goes out in the same turn of the event loop; a timer would take a millisecond at least.
    callOff ??= wait <= 0 ? soon(flush) : later(flush, wait);
  }

  return {
    push(data) {
      waiting.push(data);
      waitingLength += data.length;
      pending.add(data);
      // A program that was started in the place of the one that is held back does not know of it yet.
      if (isPaused) options.pause();
      else regulate();
      // What is paused brings no more to wait for.
      if (waitingLength >= full || isPaused) flush();
      else plan();
    },
    acknowledge(characters) {
      pending.take(characters);
      regulate();
    },
    flush,
    restart() {
      pending.clear();
      regulate();
    },
    setWatched(watched) {
      isWatched = watched;
      if (!watched) pending.clear();
      regulate();
    },
  };
}

function soon(action: () => void): () => void {
  const immediate = setImmediate(action);
  return () => clearImmediate(immediate);
}

function later(action: () => void, milliseconds: number): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
