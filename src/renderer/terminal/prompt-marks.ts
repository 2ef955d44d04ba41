import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';
import type { TerminalView } from '../../shared/domain/terminal.ts';

export interface PromptMarks {
  /** What the shell does now; its marks do not come this far, so the line of a prompt is where the cursor rests while it waits. */
  setShell: (view: Pick<TerminalView, 'state' | 'exitCode'>) => void;
  /** The text up to a prompt of the past has been drawn; `isLast` where none comes behind it. */
  restore: (exitCode: number | undefined, isLast: boolean) => void;
  /** To the prompt before or after the one that is in view; tells the line's text, undefined where there is none. */
  jump: (direction: 'previous' | 'next') => string | undefined;
  dispose(): void;
}

/**
 * Milliseconds after which what a shell has printed at its prompt is drawn. A prompt that stands for less (one between two lines of a block) is
 * not remembered.
 */
const rest = 60;
/** Milliseconds for which the line that was jumped to is lit. */
const glow = 1500;

export function createPromptMarks(terminal: Terminal): PromptMarks {
  let prompts: IMarker[] = [];
  /** The prompt that waits now. */
  let waiting: IMarker | undefined;
  /** That of the command that runs. */
  let command: IMarker | undefined;
  let isAtPrompt = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let jumped: { marker: IMarker; viewportY: number } | undefined;
  let light: IDecoration | undefined;

  /** The first line of what the cursor is in; undefined on the other screen. */
  function cursorLine(): number | undefined {
    const { active } = terminal.buffer;
    if (active.type !== 'normal') return undefined;
    let line = active.baseY + active.cursorY;
    while (line > 0 && active.getLine(line)?.isWrapped === true) line -= 1;
    return line;
  }

  function markAt(line: number): IMarker {
    const { active } = terminal.buffer;
    const marker = terminal.registerMarker(line - active.baseY - active.cursorY);
    prompts = [...prompts.filter((known) => !known.isDisposed), marker];
    return marker;
  }

  function note(): void {
    timer = undefined;
    const line = cursorLine();
    if (!isAtPrompt || line === undefined || waiting?.line === line) return;
    waiting?.dispose();
    waiting = markAt(line);
  }

  function noteSoon(): void {
    if (isAtPrompt) timer ??= setTimeout(note, rest);
  }

  // What is printed while a command runs costs no more than the look at a flag.
  const written = terminal.onWriteParsed(noteSoon);

  function tell(marker: IMarker, exitCode: number | undefined): void {
    if (exitCode === undefined || marker.isDisposed) return;
    const mark = terminal.registerDecoration({ marker, width: 1, layer: 'top' });
    mark?.onRender((element) => {
      element.classList.add('prompt-mark', exitCode === 0 ? 'is-ok' : 'is-failed');
      element.title = exitCode === 0 ? 'Worked' : `Exit code ${exitCode}`;
    });
  }

  return {
    restore(exitCode, isLast) {
      const line = cursorLine();
      if (line === undefined) return;
      const marker = markAt(line);
      if (exitCode !== undefined) tell(marker, exitCode);
      else if (isLast && isAtPrompt) waiting = marker;
      else if (isLast) command = marker;
    },
    setShell({ state, exitCode }) {
      const waits = state === 'prompt';
      if (waits === isAtPrompt) return;
      isAtPrompt = waits;
      if (waits) {
        if (command !== undefined) tell(command, exitCode);
        command = undefined;
        noteSoon();
      } else {
        command = state === 'running' ? waiting : undefined;
        waiting = undefined;
      }
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
    dispose() {
      clearTimeout(timer);
      written.dispose();
    },
  };
}
