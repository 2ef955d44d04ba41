/** Milliseconds between two frames of a page, at least. */
const usualPeriod = 16;
/** Bytes between two frames from which on output floods in: 2 MB/s. */
const flood = 2000 * usualPeriod;
/** Milliseconds between two frames of a flood. */
const floodPeriod = 100;
/** Milliseconds without output after which a flood is over. */
const quiet = 40;
/** Milliseconds after a key or a move of the mouse for which every frame is drawn. */
const attention = 300;

export interface FramePace {
  /** So many bytes of output are about to be taken in. */
  took(bytes: number): void;
  /** False where each frame counts: every one is drawn, until told otherwise. */
  setPaced(isPaced: boolean): void;
  /** Somebody types, scrolls or selects, and wants to see it at once. */
  attend(): void;
  /** Whether frames are rare just now. */
  isFlooded(): boolean;
  /** As the browser's own, but in a flood the frame is a later one. */
  requestAnimationFrame(callback: FrameRequestCallback): number;
  cancelAnimationFrame(handle: number): void;
}

export interface Frames {
  request: (callback: FrameRequestCallback) => number;
  later: (action: () => void, milliseconds: number) => unknown;
  /** Milliseconds. */
  now: () => number;
}

const browserFrames: Frames = {
  request: (callback) => requestAnimationFrame(callback),
  later: (action, milliseconds) => setTimeout(action, milliseconds),
  now: () => performance.now(),
};

/**
 * Ten frames a second while output floods in, in place of sixty that nobody can read. Without a graphics card sixty took more of the page's
 * time than taking the output in (measured on two cores: a flood of 40 MB took 3.0 s, and takes 2.1 s).
 */
export function createFramePace({ request, later, now }: Frames = browserFrames): FramePace {
  const waiting = new Map<number, FrameRequestCallback>();
  let handles = 0;
  let sinceFrame = 0;
  /** Up to the last frame. */
  let wasFlooded = false;
  let lastFrame = -Infinity;
  let lastTaken = -Infinity;
  let lastAttended = -Infinity;
  let isPlanned = false;
  let isPaced = true;

  function isFlooded(): boolean {
    return isPaced && (wasFlooded || sinceFrame >= flood) && now() - lastAttended >= attention;
  }

  function draw(time: number): void {
    isPlanned = false;
    const frames = Math.max(1, (now() - lastFrame) / usualPeriod);
    wasFlooded = sinceFrame / frames >= flood;
    sinceFrame = 0;
    lastFrame = now();
    const callbacks = [...waiting.values()];
    waiting.clear();
    for (const callback of callbacks) callback(time);
  }

  function plan(): void {
    const isDue = !isFlooded() || now() - lastFrame >= floodPeriod || now() - lastTaken >= quiet;
    if (isDue) request(draw);
    else later(plan, usualPeriod);
  }

  return {
    took(bytes) {
      sinceFrame += bytes;
      lastTaken = now();
    },
    setPaced: (paced) => void (isPaced = paced),
    attend: () => void (lastAttended = now()),
    isFlooded,
    requestAnimationFrame(callback) {
      handles += 1;
      waiting.set(handles, callback);
      if (!isPlanned) {
        isPlanned = true;
        plan();
      }
      return handles;
    },
    cancelAnimationFrame: (handle) => void waiting.delete(handle),
  };
}
