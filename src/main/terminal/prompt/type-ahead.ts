import { withoutSequences } from '../output/escape-sequences.ts';
import type { OutputText } from '../output/output-text.ts';
import { withoutReports } from './typed-line.ts';

/**
 * Keys pressed before a shell's prompt (while a program runs, or the shell starts) are read by the program, or stand on the shell's next line; a
 * line that was ended with Enter is run by the shell as its next command. Only what the shell draws after its prompt tells which: any text there may be the line. It is not compared with the keys, which recall, complete
 * and rub out. What the shell draws by itself is left out; a wrong "half typed" costs a click, a wrong "empty" pastes a command into theirs.
 */
export interface TypeAhead {
  /** Keys that went to the shell. */
  push(keys: string): void;
  /** At a new prompt: whether something may stand on its line. */
  isPossible(): boolean;
  /** Whether a line was ended that neither the shell nor, as far as is known, a program has read. */
  hasLine(): boolean;
  /** The shell has read a line. */
  takeLine(): void;
  /** A prompt was drawn, perhaps anew: its line comes after it. */
  beginLine(): void;
  /** What was drawn after the prompt. */
  draw(output: OutputText): void;
  /** Whether any of it is text that may be the line's. */
  isShown(): boolean;
  clear(): void;
}

/** Characters after a prompt that are looked at; a right prompt comes first, and may be full of colours. */
const longest = 4000;

/** Enter and Ctrl-C: nothing before them stands on a line. */
const lineEnd = /[\r\n\x03]/;
/** Its own line ends end no line. */
const paste = /\x1b\[200~[^]*?\x1b\[201~/g;

export function createTypeAhead(): TypeAhead {
  let isPossible = false;
  let lines = 0;
  let drawn = '';
  return {
    push(keys) {
      const pressed = withoutReports(keys).replace(paste, 'pasted');
      const parts = pressed.split(lineEnd);
      isPossible = parts.at(-1) !== '' || (isPossible && parts.length === 1);
      const interrupt = pressed.lastIndexOf('\x03');
      lines = (interrupt === -1 ? lines : 0) + (pressed.slice(interrupt + 1).match(/[\r\n]/g)?.length ?? 0);
    },
    isPossible: () => isPossible,
    hasLine: () => lines > 0,
    takeLine: () => void (lines = Math.max(0, lines - 1)),
    beginLine: () => void (drawn = ''),
    draw(output) {
      if (drawn.length < longest) drawn = (drawn + output.data).slice(0, longest);
    },
    isShown: () => /\S/.test(withoutControls(drawn.replace(rightPrompt, ''))),
    clear() {
      isPossible = false;
      lines = 0;
      drawn = '';
    },
  };
}

/**
 * A right prompt, by how the cursor comes and goes. zsh goes right from the prompt, and back by columns or from the line's begin. fish comes from
 * the line's begin, goes back to where it began to draw, and to the line's begin again.
 */
const rightPrompt = /(?<!\r)\x1b\[\d*C[^\r\n]*?(?:\x1b\[\d*D|\r)|\r\x1b\[(\d*)C[^\r\n]*\r\x1b\[\1C\r/g;

function withoutControls(text: string): string {
  return withoutSequences(text).replace(/[\x00-\x1f\x7f]/g, '');
}
