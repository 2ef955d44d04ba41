import type { OutputText } from '../output/output-text.ts';
import type { ShellKind } from '../shells/shells.ts';
import { createTypeAhead } from './type-ahead.ts';
import { afterKeys, blankLine, emptyLine, withoutReports, type TypedLine } from './typed-line.ts';

/** What stands on the line of a shell's prompt, as far as keys and output tell. */
export interface PromptLine {
  state(): TypedLine['state'];
  /** What it is shows in a moment; until then it is taken to be half typed, or sent. */
  isUndecided(): boolean;
  /** Something was drawn. */
  draw(output: OutputText): void;
  /** A prompt is there: a new one, or the same one drawn again. `isAfterPrompt`: no command ran since the one before. */
  begin(prompt: { isNew: boolean; isAfterPrompt: boolean }): void;
  commandStarts(): void;
  /** The shell asks for more. */
  goesOn(): void;
  /** Keys of the learner's. */
  press(keys: string): void;
  /** Fleetlab types at an empty prompt, or interrupts: nothing is ahead of it. */
  typeBehind(): void;
  /** Nothing stands there, although the shell has not answered. */
  assumeEmpty(): void;
  /** Another shell. */
  reset(): void;
}

export interface PromptLineOptions {
  shell: ShellKind;
  isAtPrompt: () => boolean;
  /** What it is was undecided and is known now. */
  onKnown: () => void;
  /** The shell has not answered a line that was sent: it waits for more. */
  onSilence: () => void;
}

/**
 * Milliseconds after a prompt, or after a key at it, in which the shell shows what came of it. Mostly it does at once; but fish shows a line with a
 * typed-ahead Tab only when it has completed it (120 ms and more), and a busy machine is slow. Hardly anyone comes from the prompt to Run in that time.
 */
const drawingLimit = 500;
/** Milliseconds after which a line that was sent without an answer is one that goes on. */
const answerLimit = 2000;

export function createPromptLine({ shell, isAtPrompt, onKnown, onSilence }: PromptLineOptions): PromptLine {
  const ahead = createTypeAhead();
  let line: TypedLine = emptyLine;
  let undecided: TypedLine | undefined;
  let unanswered: NodeJS.Timeout | undefined;

  /** What the line is, should the shell have shown nothing on it in a moment. */
  function decideUnlessShown(otherwise: TypedLine): void {
    const unsure = line;
    undecided = unsure;
    const decide = () => {
      if (undecided !== unsure) return;
      undecided = undefined;
      // Another line, or one that was typed on since.
      if (line !== unsure) return;
      if (ahead.isShown()) line = { state: 'unknown' };
      else {
        ahead.clear();
        line = otherwise;
      }
      onKnown();
    };
    // A timer that is late, because this process was busy, comes before the output that waits to be read.
    setTimeout(() => setImmediate(decide), drawingLimit).unref();
  }

  /** Fish and PowerShell put a line that is not whole on to the next one, and say nothing. Nor does fish 4 say that Ctrl-C has emptied the line. */
  function awaitAnswer(isInterrupt: boolean): void {
    if (shell !== 'fish' && shell !== 'powershell') return;
    clearTimeout(unanswered);
    unanswered = setTimeout(() => {
      if (!isAtPrompt() || line.state !== 'sent') return;
      line = isInterrupt ? blankLine : { state: 'unknown' };
      if (isInterrupt) onKnown();
      else onSilence();
    }, answerLimit).unref();
  }

  return {
    state: () => line.state,
    isUndecided: () => line === undecided,
    draw: (output) => ahead.draw(output),
    begin({ isNew, isAfterPrompt }) {
      ahead.beginLine();
      if (isNew && isAfterPrompt) ahead.takeLine();
      if (!isNew && line.state !== 'sent') return;
      // What was typed ahead is on it, or run, where the shell shows it in a moment.
      line = ahead.hasLine() ? { state: 'sent' } : ahead.isPossible() ? { state: 'unknown' } : emptyLine;
      if (line !== emptyLine) decideUnlessShown(emptyLine);
    },
    commandStarts() {
      line = emptyLine;
      ahead.takeLine();
    },
    goesOn() {
      line = { state: 'unknown' };
      ahead.takeLine();
    },
    press(keys) {
      const isUnsure = line === undecided;
      // What is typed at a prompt is on its line, whatever comes of the keys before: there is nothing more to decide.
      if (withoutReports(keys) !== '') line = { ...line };
      // Fish keeps silent about an interrupt on an empty line.
      if (shell !== 'fish' || line.state !== 'empty' || keys !== '\x03') line = afterKeys(line, keys);
      ahead.push(keys);
      if (line.state === 'sent') {
        awaitAnswer(keys.endsWith('\x03'));
        // A key that changes nothing (Backspace) behind a line that may have been a program's.
        if (isUnsure && !/[\r\n\x03]/.test(keys)) decideUnlessShown(emptyLine);
      } else if (line.state === 'unknown' && isAtPrompt()) decideUnlessShown(blankLine);
    },
    typeBehind: () => ahead.clear(),
    assumeEmpty: () => void (line = emptyLine),
    reset() {
      ahead.clear();
      line = emptyLine;
    },
  };
}
