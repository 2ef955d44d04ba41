import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import type { Line } from '../lines.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { UsageError } from '../options.ts';

const options = {
  bytes: { short: 'c', long: 'bytes', value: '[-]NUM', help: 'print the first NUM bytes; with -, all but the last NUM' },
  lines: {
    short: 'n',
    long: 'lines',
    value: '[-]NUM',
    help: 'print the first NUM lines instead of the first 10; with -, all but the last NUM',
  },
  quiet: { short: 'q', long: 'quiet', help: 'never print headers giving file names' },
  verbose: { short: 'v', long: 'verbose', help: 'always print headers giving file names' },
  zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
} as const;

export const head = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Print the first 10 lines of each FILE to standard output. With more than one FILE, precede each with a header.',
    version: coreutils,
    options,
    prepare: (given) => (/^-\d+[bkmcqvlz]*$/.test(given[0] ?? '') ? [...oldForm(given[0] ?? ''), ...given.slice(1)] : given),
  },
  async (call) => {
    const { context, values, operands, complain, occurrences } = call;
    const last = occurrences.findLast(({ name }) => name === 'bytes' || name === 'lines');
    const inBytes = last?.name === 'bytes';
    const text = last?.value ?? '10';
    const count = parseCount(text.replace(/^[-+]/, ''));
    if (count === undefined) throw new UsageError(`invalid number of ${inBytes ? 'bytes' : 'lines'}: ${quote(text)}`, false);
    const files = operands.length === 0 ? ['-'] : operands;
    const headed = values.verbose || (files.length > 1 && !values.quiet);
    let status = 0;
    let first = true;
    for (const name of files) {
      try {
        const input = await openInput(context, name);
        if (headed) await call.print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
        first = false;
        const show = inBytes ? showBytes : showLines;
        await show(call, input, count, text.startsWith('-'));
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === 'Is a directory' && headed) await call.print(`${first ? '' : '\n'}==> ${name} <==\n`);
        await complain(
          reason === 'Is a directory' ? `error reading ${quote(name)}: ${reason}` : `cannot open ${quote(name)} for reading: ${reason}`,
        );
        status = 1;
        if (reason === 'Is a directory') first = false;
      }
    }
    return status;
  },
);

async function showLines(
  { context, values }: Call<typeof options>,
  input: AsyncIterable<Buffer>,
  count: number,
  allBut: boolean,
): Promise<void> {
  if (count === 0 && !allBut) return;
  const separator = values.zero ? '\0' : '\n';
  const held: Line[] = [];
  let shown = 0;
  for await (const line of splitLines(input, separator)) {
    if (allBut) {
      held.push(line);
      if (held.length <= count) continue;
    }
    const next = allBut ? (held.shift() ?? line) : line;
    await write(context.stdout, next.text + (next.terminated ? separator : ''), context.ended);
    shown += 1;
    if (!allBut && shown === count) return;
  }
}

async function showBytes({ context }: Call<typeof options>, input: AsyncIterable<Buffer>, count: number, allBut: boolean): Promise<void> {
  let left = count;
  let held = Buffer.alloc(0);
  if (left === 0 && !allBut) return;
  for await (const chunk of input) {
    if (allBut) {
      held = Buffer.concat([held, chunk]);
      const ready = Math.max(0, held.length - count);
      await write(context.stdout, held.subarray(0, ready), context.ended);
      held = held.subarray(ready);
    } else {
      await write(context.stdout, chunk.subarray(0, left), context.ended);
      left -= chunk.length;
      if (left <= 0) return;
    }
  }
}

/** `-20`, `-20c`, `-5q`. */
function oldForm(argument: string): string[] {
  const [, digits = '', letters = ''] = /^-(\d+)(.*)$/.exec(toBytes(argument)) ?? [];
  const unit = /[bkm]/.exec(letters)?.[0];
  const amount = digits + (unit === undefined ? '' : unit === 'b' ? 'b' : unit.toUpperCase());
  const others = letters.replaceAll(/[bkmcl]/g, '');
  return [`-${unit !== undefined || letters.includes('c') ? 'c' : 'n'}${amount}`, ...(others === '' ? [] : [`-${others}`])];
}
