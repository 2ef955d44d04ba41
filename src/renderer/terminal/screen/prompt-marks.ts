import type { IDecoration, IMarker, Terminal } from '@xterm/xterm';
import { interruptedExitCode } from '../../../shared/domain/terminal.ts';
import type { CommandEnd } from '../../../shared/screen-marks.ts';
import {
  cursorPlace,
  inputLinesAt,
  linesBetween,
  readCommand,
  startBefore,
  type CommandPlace,
  type LinePlace,
  type ShownCommand,
} from '../../../shared/shown-command.ts';
import { describeEnd } from './command-end.ts';

/** The lines of the prompts, beside each how its command ended, and what that command printed. */
export interface PromptMarks {
  /** A prompt ends where the cursor is. It takes the place of one at which nothing was sent. */
  prompt(): void;
  /** The line at the last prompt was sent: output begins where the cursor is. */
  sent(): void;
  /** The command of that line has ended where the cursor is. */
  ended(end: CommandEnd): void;
  /** All goes but the row that the cursor is in. */
  clear(): void;
  /** The terminal was reset: nothing stands anywhere. */
  reset(): void;
  /** To the prompt before or after the one that is in view; tells the line's text and how its command ended, undefined where there is none. */
  jump: (direction: 'previous' | 'next') => string | undefined;
  /** The newest output is looked at again. */
  leave(): void;
  /** The command that was jumped to and is in view, else the newest; undefined where there is none. */
  command: () => MarkedCommand | undefined;
}

export interface MarkedCommand extends ShownCommand {
  /** Undefined while it runs, and where its end was not told. */
  told: CommandEnd | undefined;
}

/** A mark was clicked; `read` tells what stands there now, undefined where it has been let go of. */
export type OnMark = (mark: Element, read: () => MarkedCommand | undefined) => void;

interface Prompt {
  place: CommandPlace & { prompt: IMarker };
  /** Not all that was typed there by then was left when the terminal was cleared. */
  isCut: boolean;
  /** How its command ended. */
  told: CommandEnd | undefined;
  /** The line in which its command has ended, until that at the next prompt is sent. */
  end: IMarker | undefined;
  /** Cells of that line which are output: its end was missing, and the prompt may stand behind it. */
  endColumn: number;
  /** From that line to the next prompt's, in lines as they were printed; undefined where its end was not told. */
  endLines: number | undefined;
}

/** Milliseconds for which the line that was jumped to is lit. */
const glow = 1500;

export function createPromptMarks(terminal: Terminal, onMark: OnMark): PromptMarks {
  /** In their order; the last one may wait. */
  let prompts: Prompt[] = [];
  let isWaiting = false;
  /** The command of the last one runs. */
  let isRunning = false;
  let jumped: { prompt: Prompt; viewportY: number } | undefined;
  let light: IDecoration | undefined;

  function isThere({ place }: Prompt): boolean {
    return !place.prompt.isDisposed;
  }

  /** On the first row of the line that the cursor is in. */
  function markHere(): { marker: IMarker; place: LinePlace } {
    const { active } = terminal.buffer;
    const place = cursorPlace(active, terminal.cols);
    return { marker: terminal.registerMarker(place.row - active.baseY - active.cursorY), place };
  }

  function isOnOtherScreen(): boolean {
    return terminal.buffer.active.type !== 'normal';
  }

  function addHere(): void {
    const { marker, place } = markHere();
    prompts = prompts.filter(isThere);
    const before = prompts.at(-1);
    if (before?.end?.isDisposed === false) before.endLines = linesBetween(terminal.buffer.active, before.end.line, place.row);
    push({ prompt: marker, column: place.column });
    isWaiting = true;
  }

  function push(place: Pick<Prompt['place'], 'prompt' | 'column'>, isCut = false): void {
    prompts.push({ place: { ...place, inputLines: 1 }, isCut, told: undefined, end: undefined, endColumn: 0, endLines: undefined });
  }

  function markEnd(prompt: Prompt): void {
    // Where zsh fills a row to come to the next one, the two are no line.
    const isAtBegin = terminal.buffer.active.cursorX === 0;
    const { marker, place } = isAtBegin ? { marker: terminal.registerMarker(0), place: { column: 0 } } : markHere();
    prompt.end = marker;
    prompt.endColumn = place.column;
  }

  function drop(prompt: Prompt | undefined): void {
    prompt?.place.prompt.dispose();
    prompts = prompts.filter((known) => known !== prompt);
  }

  function tell(prompt: Prompt, told: CommandEnd): void {
    prompt.told = told;
    const look = told.exitCode === 0 ? 'is-ok' : told.exitCode === interruptedExitCode ? 'is-stopped' : 'is-failed';
    const mark = terminal.registerDecoration({ marker: prompt.place.prompt, width: 1, layer: 'top' });
    mark?.onRender((element) => {
      element.classList.add('prompt-mark', look);
      element.title = `${describeEnd(told, Date.now())}: click to copy`;
      element.onclick = () => onMark(element, () => read(prompt));
    });
  }

  /** Where the output ends: at the cursor as long as it goes on. */
  function outputEnd(prompt: Prompt): LinePlace {
    const { normal } = terminal.buffer;
    const next = prompts[prompts.indexOf(prompt) + 1];
    const { end, endLines, endColumn } = prompt;
    if (next === undefined)
      // Before its next prompt fish draws a mark behind a line without an end.
      return end?.isDisposed === false ? { row: end.line, column: endColumn } : cursorPlace(normal, terminal.cols);
    if (endLines === undefined) return { row: next.place.prompt.line, column: 0 };
    return { row: startBefore(normal, next.place.prompt.line, endLines), column: endColumn };
  }

  function read(prompt: Prompt): MarkedCommand | undefined {
    if (!isThere(prompt)) return undefined;
    const command = readCommand(terminal.buffer.normal, terminal.cols, prompt.place, outputEnd(prompt));
    return { ...command, ...(prompt.isCut ? { line: undefined } : {}), told: prompt.told };
  }

  /** Those whose line was sent. */
  function commands(): Prompt[] {
    const sent = isWaiting ? prompts.slice(0, -1) : prompts;
    return sent.filter(isThere);
  }

  /** The one that was jumped to, unless it was scrolled on since. */
  function inView(): Prompt | undefined {
    const isInView = jumped !== undefined && isThere(jumped.prompt) && jumped.viewportY === terminal.buffer.active.viewportY;
    return isInView ? jumped?.prompt : undefined;
  }

  return {
    prompt() {
      if (isWaiting) drop(prompts.at(-1));
      isWaiting = false;
      isRunning = false;
      if (!isOnOtherScreen()) addHere();
    },
    sent() {
      isRunning = isWaiting;
      isWaiting = false;
      jumped = undefined;
      const prompt = prompts.at(-1);
      if (!isRunning || prompt === undefined) return;
      prompts.at(-2)?.end?.dispose();
      if (!isThere(prompt)) return;
      const { normal } = terminal.buffer;
      prompt.place.inputLines = inputLinesAt(normal, terminal.cols, prompt.place.prompt.line);
    },
    ended(told) {
      const prompt = prompts.at(-1);
      if (isRunning && prompt !== undefined && isThere(prompt) && !isOnOtherScreen()) {
        markEnd(prompt);
        tell(prompt, told);
      }
      isRunning = false;
    },
    clear() {
      const { active } = terminal.buffer;
      const prompt = isWaiting ? prompts.at(-1) : undefined;
      const row = active.baseY + active.cursorY;
      const goesOn = active.getLine(row + 1)?.isWrapped === true;
      // Of the line in which the prompt ends.
      const above = prompt === undefined || !isThere(prompt) ? 0 : (row - prompt.place.prompt.line) * terminal.cols;
      terminal.clear();
      // All markers are gone, unless the cursor was in the first row already.
      if (prompt === undefined || isThere(prompt)) return;
      const { column } = prompt.place;
      prompts = [];
      push({ prompt: terminal.registerMarker(0), column: Math.max(0, column - above) }, prompt.isCut || goesOn || above > column);
    },
    reset() {
      prompts = [];
      isWaiting = false;
      jumped = undefined;
    },
    leave() {
      jumped = undefined;
    },
    jump(direction) {
      const { active } = terminal.buffer;
      const known = commands();
      const from = inView()?.place.prompt.line ?? (active.viewportY >= active.baseY ? Infinity : active.viewportY);
      const isNext = (prompt: Prompt): boolean =>
        direction === 'previous' ? prompt.place.prompt.line < from : prompt.place.prompt.line > from;
      const next = direction === 'previous' ? known.findLast(isNext) : known.find(isNext);
      light?.dispose();
      if (next === undefined) {
        jumped = undefined;
        if (direction === 'next') terminal.scrollToBottom();
        return undefined;
      }
      const marker = next.place.prompt;
      terminal.scrollToLine(marker.line);
      jumped = { prompt: next, viewportY: active.viewportY };
      const lit = terminal.registerDecoration({ marker, width: terminal.cols });
      lit?.onRender((element) => element.classList.add('prompt-lit'));
      light = lit;
      setTimeout(() => lit?.dispose(), glow);
      const line = active.getLine(marker.line)?.translateToString(true) ?? '';
      return next.told === undefined ? line : `${line}: ${describeEnd(next.told, Date.now())}`;
    },
    command() {
      const prompt = inView() ?? commands().at(-1);
      return prompt === undefined ? undefined : read(prompt);
    },
  };
}
