import type { CommandOutcome } from './command-runner.ts';
import { withoutSequences } from './escape-sequences.ts';

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
  /** Whole lines, as long as one fits. */
  told(): Pick<CommandOutcome, 'output' | 'omittedLines'>;
  raw(): string;
}

/** What a command prints, as plain text: the last characters of it. */
export function createCommandOutput(): CommandOutput {
  let kept = '';
  let droppedLines = 0;
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
      if (!/(?:^|[\r\n])$/.test(withoutSequences(kept.slice(-200)))) kept += '\n';
    },
    told() {
      const all = asShown(kept);
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

/** What stands on the screen: without colours, and with what was written over (progress) replaced. */
function asShown(raw: string): string {
  const lines = withoutSequences(raw)
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => line.split('\r').reduce((shown, over) => over + shown.slice(over.length)));
  const last = lines.pop()?.trimEnd() ?? '';
  return [...lines, last].join('\n');
}
