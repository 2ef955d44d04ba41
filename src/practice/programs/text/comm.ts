import { defineProgram } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

export const comm = defineProgram(
  {
    usage: 'NAME [OPTION]... FILE1 FILE2',
    summary: 'Compare sorted files FILE1 and FILE2 line by line: lines only in FILE1, only in FILE2, and in both, in three columns.',
    version: coreutils,
    options: {
      first: { short: '1', help: 'suppress column 1 (lines unique to FILE1)' },
      second: { short: '2', help: 'suppress column 2 (lines unique to FILE2)' },
      both: { short: '3', help: 'suppress column 3 (lines that appear in both files)' },
      noCheck: { long: 'nocheck-order', help: 'do not check that the input is correctly sorted' },
      delimiter: { long: 'output-delimiter', value: 'STR', help: 'separate columns with STR' },
      total: { long: 'total', help: 'output a summary' },
    },
  },
  async ({ context, values, operands, complain }) => {
    const [first, second, extra] = operands;
    if (first === undefined) throw new UsageError('missing operand');
    if (second === undefined) throw new UsageError(`missing operand after ${quote(first)}`);
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const files: string[][] = [];
    for (const name of [first, second]) {
      try {
        const lines: string[] = [];
        for await (const { text } of splitLines(await openInput(context, name))) lines.push(text);
        files.push(lines);
      } catch (error) {
        await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        return 1;
      }
    }
    const [left = [], right = []] = files;
    const delimiter = toBytes(values.delimiter ?? '\t');
    const hidden = [values.first, values.second, values.both];
    const totals = [0, 0, 0];
    const show = async (column: number, text: string): Promise<void> => {
      totals[column] = (totals[column] ?? 0) + 1;
      if (hidden[column] === true) return;
      const before = hidden.slice(0, column).filter((isHidden) => !isHidden).length;
      await write(context.stdout, `${delimiter.repeat(before)}${text}\n`, context.ended);
    };
    let unsorted = 0;
    const disorder = async (number: 1 | 2, lines: readonly string[], at: number): Promise<void> => {
      if (values.noCheck || (unsorted & number) !== 0 || at === 0 || (lines[at - 1] ?? '') <= (lines[at] ?? '')) return;
      unsorted |= number;
      await complain(`file ${String(number)} is not in sorted order`);
    };
    let [i, j] = [0, 0];
    while (i < left.length || j < right.length) {
      const [a, b] = [left[i], right[j]];
      if (b === undefined || (a !== undefined && a < b)) {
        await disorder(1, left, i);
        await show(0, a ?? '');
        i += 1;
      } else if (a === undefined || b < a) {
        await disorder(2, right, j);
        await show(1, b);
        j += 1;
      } else {
        await show(2, a);
        i += 1;
        j += 1;
      }
    }
    if (values.total) await write(context.stdout, `${totals.join(delimiter)}${delimiter}total\n`, context.ended);
    if (unsorted !== 0) await complain('input is not in sorted order');
    return unsorted !== 0 ? 1 : 0;
  },
);
