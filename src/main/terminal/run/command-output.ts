import type { TerminalSize } from '../../../shared/domain/terminal.ts';
import type { CommandOutcome } from './command-runner.ts';
import { withoutSequences } from '../output/escape-sequences.ts';
import { mostScreenLines, screenText } from '../output/screen-text.ts';

/** Characters that are told of a command's output. */
export const longestOutput = 20_000;

/**
 * What zsh prints before its prompt (PROMPT_SP): a mark that stays only behind a line without an end, and blanks up to the end of the screen's
 * line, which lead to the next one there.
 */
const missingLineEnd = /(?:(?:\x1b\[[\d;]*m)+[^\x1b](?:\x1b\[[\d;]*m)+)? +\r \r$/;
/** Longer than any line of a screen. */
const longestMark = 2000;

export interface CommandOutput {
  push(data: string): void;
  /** zsh has drawn its mark for a line without an end, and is about to draw its prompt. */
  dropMissingLineEnd(): void;
  /** What one command leaves without a line end is not the begin of the next one's. */
  startLine(): void;
  /** Whole lines, as long as one fits, as they stand on a screen of this size. */
  told(size: TerminalSize): Promise<Pick<CommandOutcome, 'output' | 'omittedLines'>>;
  raw(): string;
}

/** What a command prints, as plain text: the last characters of it. */
export function createCommandOutput(): CommandOutput {
  let kept = '';
  let droppedLines = 0;

  /** Without the lines that are too many for the screen. */
  function dropFirstLines(): void {
    let start = kept.length;
    for (let lines = 0; lines <= mostScreenLines && start > 0; lines += 1) start = kept.lastIndexOf('\n', start - 1);
    if (start <= 0) return;
    droppedLines += lineEndsIn(kept.slice(0, start + 1));
    kept = kept.slice(start + 1);
  }

  return {
    push(data) {
      kept += data;
      // Escape sequences take room that the limit does not count.
      if (kept.length <= longestOutput * 8) return;
      droppedLines += lineEndsIn(kept.slice(0, -longestOutput * 4));
      kept = kept.slice(-longestOutput * 4);
    },
    dropMissingLineEnd() {
      kept = kept.slice(0, -longestMark) + kept.slice(-longestMark).replace(missingLineEnd, '');
    },
    startLine() {
      if (!/(?:^|[\r\n])$/.test(withoutSequences(kept.slice(-200)))) kept += '\r\n';
    },
    async told(size) {
      dropFirstLines();
      const all = await screenText(kept, size);
      if (all.length <= longestOutput && droppedLines === 0) return { output: all };
      const end = all.slice(-longestOutput);
      const output = end.includes('\n') ? end.slice(end.indexOf('\n') + 1) : end;
      return { output, omittedLines: droppedLines + lineEndsIn(all.slice(0, all.length - output.length)) };
    },
    raw: () => kept,
  };
}

function lineEndsIn(text: string): number {
  return text.match(/\n/g)?.length ?? 0;
}
