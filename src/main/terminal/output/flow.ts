import { mostOnItsWay, pauseAbove, resumeBelow } from '../../../shared/domain/terminal.ts';

export interface Flow {
  /** UTF-8, whole characters. */
  push(bytes: Buffer): void;
  /** The screen has shown so many bytes. */
  acknowledge(bytes: number): void;
  /** Sends what waits now. */
  flush(): void;
  /** A screen starts over: what was sent before no longer counts. */
  restart(): void;
  /** Whether any screen is there; without one nothing is held back. */
  setWatched(isWatched: boolean): void;
}

export interface FlowOptions {
  /** UTF-8, whole characters. */
  send: (bytes: Uint8Array) => void;
  pause: () => void;
  resume: () => void;
}

/** Milliseconds between two messages at least, unless there is much to say: one frame at 120 per second. */
const batch = 8;
/** Bytes that are sent at once. Two such messages are on their way in a flood: the screen has one to work on while it tells of the other. */
const full = 60_000;

/** Output in batches, held back at its source while screens are behind. With several screens the quickest sets the pace. */
export function createFlow(options: FlowOptions): Flow {
  /** Bytes that were sent and not acknowledged. */
  let onItsWay = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let lastSent = -Infinity;
  let callOff: (() => void) | undefined;
  let isWatched = true;
  let isPaused = false;

  function regulate(): void {
    const pending = onItsWay + waitingBytes;
    const shouldPause = isWatched && (isPaused ? pending >= resumeBelow : pending > pauseAbove);
    if (shouldPause === isPaused) return;
    isPaused = shouldPause;
    if (isPaused) options.pause();
    else options.resume();
  }

  function send(): void {
    callOff?.();
    callOff = undefined;
    if (waiting.length === 0) return;
    // Not a Buffer: a small one is a view of memory that it shares with others, all of which Electron would copy to the page.
    const bytes = new Uint8Array(waitingBytes);
    let length = 0;
    for (const piece of waiting) {
      bytes.set(piece, length);
      length += piece.length;
    }
    if (isWatched) onItsWay += waitingBytes;
    waiting = [];
    waitingBytes = 0;
    lastSent = performance.now();
    options.send(bytes);
  }

  function sendWhereRoom(): void {
    if (!isWatched || onItsWay === 0 || onItsWay + waitingBytes <= mostOnItsWay) send();
  }

  function plan(): void {
    const wait = lastSent + batch - performance.now();
    // The echo of a key goes out in the same turn of the event loop; a timer would take a millisecond at least.
    callOff ??= wait <= 0 ? soon(sendWhereRoom) : later(sendWhereRoom, wait);
  }

  return {
    push(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      // A program that was started in the place of the one that is held back does not know of it yet.
      if (isPaused) options.pause();
      else regulate();
      // What is paused brings no more to wait for.
      if (waitingBytes >= full || isPaused) sendWhereRoom();
      else plan();
    },
    acknowledge(bytes) {
      onItsWay = Math.max(0, onItsWay - bytes);
      if (isPaused) sendWhereRoom();
      regulate();
    },
    flush: send,
    restart() {
      onItsWay = 0;
      regulate();
    },
    setWatched(watched) {
      isWatched = watched;
      if (!watched) {
        onItsWay = 0;
        send();
      }
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
