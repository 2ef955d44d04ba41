import { defineProgram } from '../define-program.ts';
import { openInput, pathOf } from '../inputs.ts';
import { readAll, readChunks, splitLines, write } from '../lines.ts';
import type { Line } from '../lines.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { UsageError } from '../options.ts';
import { followFiles } from './tail-follow.ts';
import type { Followed } from './tail-follow.ts';

export const tail = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Print the last 10 lines of each FILE to standard output. With more than one FILE, precede each with a header.',
    version: coreutils,
    options: {
      bytes: { short: 'c', long: 'bytes', value: '[+]NUM', help: 'output the last NUM bytes; or use +NUM to start with byte NUM' },
      follow: { short: 'f', help: 'output appended data as the file grows' },
      followBy: { long: 'follow', value: 'HOW', optional: true, help: "follow by 'name' or 'descriptor'" },
      followName: { short: 'F', help: 'same as --follow=name --retry' },
      lines: {
        short: 'n',
        long: 'lines',
        value: '[+]NUM',
        help: 'output the last NUM lines, instead of the last 10; or +NUM to start with line NUM',
      },
      pid: { long: 'pid', value: 'PID', help: 'with -f, terminate after process ID, PID dies' },
      quiet: { short: 'q', long: 'quiet', help: 'never output headers giving file names' },
      retry: { long: 'retry', help: 'keep trying to open a file if it is inaccessible' },
      sleep: {
        short: 's',
        long: 'sleep-interval',
        value: 'N',
        help: 'with -f, sleep for approximately N seconds (default 0.2) between iterations',
      },
      verbose: { short: 'v', long: 'verbose', help: 'always output headers giving file names' },
      zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
    },
    prepare: (given) => (/^(-\d+[lcbf]*|\+\d+[lcf]*)$/.test(given[0] ?? '') ? [...oldForm(given[0] ?? ''), ...given.slice(1)] : given),
  },
  async (call) => {
    const { context, values, operands, complain, occurrences } = call;
    const last = occurrences.findLast(({ name }) => name === 'bytes' || name === 'lines');
    const inBytes = last?.name === 'bytes';
    const text = last?.value ?? '10';
    const count = parseCount(text.replace(/^[-+]/, ''));
    if (count === undefined) throw new UsageError(`invalid number of ${inBytes ? 'bytes' : 'lines'}: ${quote(text)}`, false);
    const separator = values.zero ? '\0' : '\n';
    const follows = values.follow || values.followBy !== undefined || values.followName;
    const byName = values.followName || values.followBy === 'name';
    const files = operands.length === 0 ? ['-'] : operands;
    const headed = values.verbose || (files.length > 1 && !values.quiet);
    const followed: Followed[] = [];
    let status = 0;
    let first = true;
    for (const name of files) {
      try {
        const input = await openInput(context, name);
        const content = name === '-' ? undefined : await readAll(input);
        if (headed) await call.print(`${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
        first = false;
        const selected = inBytes
          ? selectBytes(content === undefined ? readChunks(context.stdin, context.ended) : once(content), count, text.startsWith('+'))
          : selectLines(
              content === undefined ? readChunks(context.stdin, context.ended) : once(content),
              count,
              text.startsWith('+'),
              separator,
            );
        for await (const part of selected) await write(context.stdout, part, context.ended);
        if (content !== undefined) followed.push({ name, path: pathOf(context, name), position: content.length, isMissing: false });
      } catch (error) {
        const reason = reasonOf(error);
        await complain(
          reason === 'Is a directory' ? `error reading ${quote(name)}: ${reason}` : `cannot open ${quote(name)} for reading: ${reason}`,
        );
        status = 1;
        if (values.retry || values.followName) followed.push({ name, path: pathOf(context, name), position: 0, isMissing: true });
      }
    }
    if (!follows) return status;
    if (followed.length === 0) {
      if (files.some((name) => name !== '-')) await complain('no files remaining');
      return status;
    }
    const seconds = values.sleep === undefined ? 0.2 : Number(values.sleep);
    if (Number.isNaN(seconds)) throw new UsageError(`invalid number of seconds: ${quote(values.sleep ?? '')}`, false);
    const lastShown = files.at(-1) ?? '';
    return followFiles(call, followed, {
      byName,
      headed,
      lastShown,
      interval: seconds * 1000,
      ...(values.pid === undefined ? {} : { pid: Number(values.pid) }),
    });
  },
);

async function* selectLines(input: AsyncIterable<Buffer>, count: number, fromStart: boolean, separator: string): AsyncGenerator<string> {
  const ended = (line: Line): string => line.text + (line.terminated ? separator : '');
  let held: Line[] = [];
  let number = 0;
  for await (const line of splitLines(input, separator)) {
    number += 1;
    if (fromStart) {
      if (number >= count) yield ended(line);
      continue;
    }
    held.push(line);
    // Cutting only now and then keeps the cost of a long input linear.
    if (held.length > 2 * count + 1000) held = held.slice(held.length - count);
  }
  if (!fromStart && count > 0) yield held.slice(-count).map(ended).join('');
}

async function* selectBytes(input: AsyncIterable<Buffer>, count: number, fromStart: boolean): AsyncGenerator<Buffer> {
  if (!fromStart) {
    const all = await readAll(input);
    yield all.subarray(Math.max(0, all.length - count));
    return;
  }
  let skip = Math.max(0, count - 1);
  for await (const chunk of input) {
    yield chunk.subarray(Math.min(skip, chunk.length));
    skip = Math.max(0, skip - chunk.length);
  }
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}

/** `-20`, `+5`, `-20f`. */
function oldForm(argument: string): string[] {
  const [, sign = '', digits = '', letters = ''] = /^([-+])(\d+)(.*)$/.exec(argument) ?? [];
  const amount = `${sign === '+' ? '+' : ''}${digits}${letters.includes('b') ? 'b' : ''}`;
  return [`-${/[bc]/.test(letters) ? 'c' : 'n'}${amount}`, ...(letters.includes('f') ? ['-f'] : [])];
}
