import type { Terminal } from '@xterm/xterm';
import type { FramePace } from './frame-pace.ts';

/** What xterm 6.0 has inside. It has no option for when it draws; a version that calls this otherwise draws as often as it likes. */
interface Inside {
  _core?: { _coreBrowserService?: { window: Window } };
}

const attended = ['keydown', 'wheel', 'pointerdown', 'pointermove'] as const;

/** Has an opened terminal draw when `pace` lets it, for as long as it lives. */
export function drawAtPace(terminal: Terminal, pace: FramePace): void {
  const service = (terminal as Inside)._core?._coreBrowserService;
  if (service !== undefined) service.window = withFrames(service.window, pace);
  if (terminal.textarea !== undefined) moveAtPace(terminal.textarea, pace);
  for (const name of attended) terminal.element?.addEventListener(name, () => pace.attend(), { capture: true, passive: true });
}

/** All that xterm draws begins with a frame of the window that it was opened in. */
function withFrames(window: Window, pace: FramePace): Window {
  const frames = new Map<PropertyKey, unknown>([
    ['requestAnimationFrame', (callback: FrameRequestCallback) => pace.requestAnimationFrame(callback)],
    ['cancelAnimationFrame', (handle: number) => pace.cancelAnimationFrame(handle)],
  ]);
  return new Proxy(window, { get: (target, name) => frames.get(name) ?? read(target, name) });
}

/**
 * xterm has the field that takes the keys follow the cursor, for the window of an input method. That is after each piece of output, and each
 * move is a frame of the page: in a flood the last move counts, in the next frame.
 */
function moveAtPace(field: HTMLTextAreaElement, pace: FramePace): void {
  const style = field.style;
  const moves = new Map<PropertyKey, unknown>();
  const move = () => {
    for (const [name, value] of moves) Reflect.set(style, name, value, style);
    moves.clear();
  };
  const late = new Proxy(style, {
    get: read,
    set(_style, name, value) {
      if (moves.size === 0) pace.requestAnimationFrame(move);
      moves.set(name, value);
      return true;
    },
  });
  Object.defineProperty(field, 'style', {
    configurable: true,
    get() {
      if (pace.isFlooded()) return late;
      if (moves.size > 0) move();
      return style;
    },
  });
}

/** The browser's own functions want the browser's own object. */
function read(target: object, name: PropertyKey): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
}
