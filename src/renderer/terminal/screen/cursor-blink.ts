import type { Terminal } from '@xterm/xterm';

/** Milliseconds that the cursor is there, and that it is not. */
export const blinkPhase = 600;

/**
 * Lets the cursor of `element`'s terminal blink while it has the keys: `data-cursor="away"` in every second phase (`theme/terminal.css`).
 *
 * xterm's own blinking, without WebGL, is an animation that the page draws sixty times a second. Chromium holds back whatever comes after a
 * key for the frame that is due already, so that each echo waited for one frame and was drawn in the next (measured: 30 ms at the median,
 * 9 ms without).
 */
export function createCursorBlink(terminal: Terminal, element: HTMLElement): { stop(): void } {
  let timer: ReturnType<typeof setInterval> | undefined;
  let moved = 0;

  function show(): void {
    // Nothing is written where it would change nothing: that would ask for a frame.
    if (element.dataset['cursor'] !== undefined) delete element.dataset['cursor'];
  }

  function end(): void {
    clearInterval(timer);
    timer = undefined;
    show();
  }

  function begin(): void {
    timer ??= setInterval(() => {
      if (element.dataset['cursor'] === undefined && performance.now() - moved >= blinkPhase) element.dataset['cursor'] = 'away';
      else show();
    }, blinkPhase);
  }

  // It stands still where one is typing or a program prints. Asked of the output, not of the keys: see above.
  const moves = terminal.onCursorMove(() => {
    moved = performance.now();
    show();
  });
  element.addEventListener('focusin', begin);
  element.addEventListener('focusout', end);
  return {
    stop() {
      moves.dispose();
      element.removeEventListener('focusin', begin);
      element.removeEventListener('focusout', end);
      end();
    },
  };
}
