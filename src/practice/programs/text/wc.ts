import { defineProgram } from '../define-program.ts';
import { openInput, pathOf, statusOf } from '../inputs.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

export const wc = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Print newline, word, and byte counts for each FILE, and a total line if more than one FILE is specified.',
    version: coreutils,
    options: {
      bytes: { short: 'c', long: 'bytes', help: 'print the byte counts' },
      characters: { short: 'm', long: 'chars', help: 'print the character counts' },
      lines: { short: 'l', long: 'lines', help: 'print the newline counts' },
      longest: { short: 'L', long: 'max-line-length', help: 'print the maximum display width' },
      words: { short: 'w', long: 'words', help: 'print the word counts' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const order = ['lines', 'words', 'characters', 'bytes', 'longest'] as const;
    const chosen = order.filter((name) => values[name]);
    const columns = chosen.length === 0 ? (['lines', 'words', 'bytes'] as const) : chosen;
    const width = await columnWidth(operands.length === 0 ? ['-'] : operands, columns.length);
    const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
    let status = 0;

    async function columnWidth(names: readonly string[], columnCount: number): Promise<number> {
      if (names.length === 1 && columnCount === 1) return 1;
      let sizes = 0;
      let least = 1;
      for (const name of names) {
        const found = name === '-' ? undefined : await statusOf(context, pathOf(context, name));
        if (found?.kind === 'file') sizes += found.size;
        // What is no regular file has no size to judge by.
        else if (found !== undefined || name === '-') least = 7;
      }
      return Math.max(least, String(sizes).length);
    }

    async function printCounts(counts: Counts, name: string | undefined): Promise<void> {
      const text = columns.map((column) => String(counts[column]).padStart(width)).join(' ');
      await print(`${text}${name === undefined ? '' : ` ${quoteIfNeeded(name)}`}\n`);
    }

    for (const name of operands.length === 0 ? [undefined] : operands) {
      let counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
      try {
        counts = await count(await openInput(context, name ?? '-'));
      } catch (error) {
        const reason = reasonOf(error);
        await complain(`${quoteIfNeeded(name ?? '-')}: ${reason}`);
        status = 1;
        if (reason !== 'Is a directory') continue;
      }
      for (const column of order)
        total[column] = column === 'longest' ? Math.max(total.longest, counts.longest) : total[column] + counts[column];
      await printCounts(counts, name);
    }
    if (operands.length > 1) await printCounts(total, 'total');
    return status;
  },
);

async function count(input: AsyncIterable<Buffer>): Promise<Counts> {
  const counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
  let inWord = false;
  let width = 0;
  for await (const chunk of input) {
    counts.bytes += chunk.length;
    counts.characters += chunk.length;
    for (const byte of chunk) {
      const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
      if (!isSpace && !inWord) counts.words += 1;
      inWord = !isSpace;
      if (byte === 10) counts.lines += 1;
      if (byte === 10 || byte === 13 || byte === 12) {
        counts.longest = Math.max(counts.longest, width);
        width = 0;
      } else if (byte === 9) width += 8 - (width % 8);
      else if (byte >= 32 && byte < 127) width += 1;
    }
  }
  counts.longest = Math.max(counts.longest, width);
  return counts;
}
