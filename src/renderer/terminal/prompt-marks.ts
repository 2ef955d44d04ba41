import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';

/** The lines of the prompts, and beside each how its command ended. */
export interface PromptMarks {
  /** A prompt ends where the cursor is. It takes the place of one at which nothing was sent. */
  prompt(): void;
  /** The line at the last prompt was sent. */
  sent(): void;
  /** The command of that line has ended. */
  ended(exitCode: number): void;
  /** All above the cursor's line was cleared. */
  cleared(): void;
  /** To the prompt before or after the one that is in view; tells the line's text, undefined where there is none. */
  jump: (direction: 'previous' | 'next') => string | undefined;
}

/** Milliseconds for which the line that was jumped to is lit. */
const glow = 1500;

export function createPromptMarks(terminal: Terminal): PromptMarks {
  let prompts: IMarker[] = [];
  /** The prompt that waits now. */
  let waiting: IMarker | undefined;
  /** That of the command that runs. */
  let command: IMarker | undefined;
  let jumped: { marker: IMarker; viewportY: number } | undefined;
  let light: IDecoration | undefined;

  /** On the first line of what the cursor is in; undefined on the other screen. */
  function markHere(): IMarker | undefined {
    const { active } = terminal.buffer;
    if (active.type !== 'normal') return undefined;
    const here = active.baseY + active.cursorY;
    let line = here;
    while (line > 0 && active.getLine(line)?.isWrapped === true) line -= 1;
    const marker = terminal.registerMarker(line - here);
    prompts = [...prompts.filter((known) => !known.isDisposed), marker];
    return marker;
  }

  function tell(marker: IMarker, exitCode: number): void {
    if (marker.isDisposed) return;
    const mark = terminal.registerDecoration({ marker, width: 1, layer: 'top' });
    mark?.onRender((element) => {
      element.classList.add('prompt-mark', exitCode === 0 ? 'is-ok' : 'is-failed');
      element.title = exitCode === 0 ? 'Worked' : `Exit code ${exitCode}`;
    });
  }

  return {
    prompt() {
      waiting?.dispose();
      command = undefined;
      waiting = markHere();
    },
    sent() {
      command = waiting;
      waiting = undefined;
    },
    ended(exitCode) {
      if (command !== undefined) tell(command, exitCode);
      command = undefined;
    },
    cleared() {
      // Its marker is gone with all others.
      if (waiting !== undefined) waiting = markHere();
    },
    jump(direction) {
      const { active } = terminal.buffer;
      const known = prompts.filter((marker) => !marker.isDisposed && marker !== waiting).sort((one, other) => one.line - other.line);
      const isStillThere = jumped !== undefined && !jumped.marker.isDisposed && jumped.viewportY === active.viewportY;
      const from =
        isStillThere && jumped !== undefined ? jumped.marker.line : active.viewportY >= active.baseY ? Infinity : active.viewportY;
      const next = direction === 'previous' ? known.findLast(({ line }) => line < from) : known.find(({ line }) => line > from);
      light?.dispose();
      if (next === undefined) {
        jumped = undefined;
        if (direction === 'next') terminal.scrollToBottom();
        return undefined;
      }
      terminal.scrollToLine(next.line);
      jumped = { marker: next, viewportY: active.viewportY };
      const lit = terminal.registerDecoration({ marker: next, width: terminal.cols });
      lit?.onRender((element) => element.classList.add('prompt-lit'));
      light = lit;
      setTimeout(() => lit?.dispose(), glow);
      return active.getLine(next.line)?.translateToString(true) ?? '';
    },
  };
}
