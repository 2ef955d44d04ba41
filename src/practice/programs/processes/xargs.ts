import { PassThrough } from 'node:stream';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { fromBytes, splitLines, write } from '../lines.ts';
import { quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { runCommand } from '../run-command.ts';

const options = {
  zero: { short: '0', long: 'null', help: 'items are separated by a null, not whitespace; disables quote and backslash processing' },
  argumentFile: { short: 'a', long: 'arg-file', value: 'FILE', help: 'read arguments from FILE, not standard input' },
  delimiter: {
    short: 'd',
    long: 'delimiter',
    value: 'CHARACTER',
    help: 'items in input stream are separated by CHARACTER, not by whitespace',
  },
  replace: { short: 'I', value: 'R', help: 'replace R in INITIAL-ARGS with names read from input, one for each command' },
  replaceLong: { long: 'replace', value: 'R', optional: true, help: 'same as -I R, R being {} where it is not given' },
  lines: { short: 'L', long: 'max-lines', value: 'MAX-LINES', help: 'use at most MAX-LINES nonblank input lines per command' },
  most: { short: 'n', long: 'max-args', value: 'MAX-ARGS', help: 'use at most MAX-ARGS arguments per command' },
  processes: { short: 'P', long: 'max-procs', value: 'MAX-PROCS', help: 'run at most MAX-PROCS processes at a time' },
  noRunIfEmpty: { short: 'r', long: 'no-run-if-empty', help: 'if there are no arguments, do not run COMMAND' },
  size: { short: 's', long: 'max-chars', value: 'MAX-CHARS', help: 'limit length of command line to MAX-CHARS' },
  trace: { short: 't', long: 'verbose', help: 'print commands before executing them' },
  exitOnSize: { short: 'x', long: 'exit', help: 'exit if the size is exceeded' },
} as const;

/** xargs ends at once with 124 when a command exits with 255, and with 125 when one is killed by a signal. */
class Stop extends Error {
  readonly status: number;

  constructor(status: number) {
    super('xargs stops');
    this.name = 'Stop';
    this.status = status;
  }
}

export const xargs = defineProgram(
  {
    usage: 'NAME [OPTION]... COMMAND [INITIAL-ARGS]...',
    summary: 'Run COMMAND with arguments INITIAL-ARGS and more arguments read from input. Without COMMAND, echo them.',
    version: '(GNU findutils) 4.10.0',
    stopAtOperand: true,
    unsupported: 'eEilop',
    options,
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const command = operands.length === 0 ? ['echo'] : operands;
    const replaced = values.replace ?? (values.replaceLong === '' ? '{}' : values.replaceLong);
    const most = count(values.most, '-n');
    const mostLines = count(values.lines, '-L');
    const atOnce = values.processes === undefined ? 1 : Number(values.processes) || Infinity;
    const running = new Set<Promise<void>>();
    const outcome = { status: 0, stop: undefined as number | undefined };
    // The commands get no input; the items come from there.
    const nothing = new PassThrough();
    nothing.end();

    async function run(items: readonly string[]): Promise<void> {
      const line =
        replaced === undefined ? [...command, ...items] : command.map((argument) => argument.replaceAll(replaced, items[0] ?? ''));
      if (values.trace) await write(context.stderr, Buffer.from(`${line.map(quoteIfNeeded).join(' ')}\n`), context.ended);
      const code = await runCommand(call, line, { stdin: nothing }, (name, reason) => `${name}: ${reason}`);
      const [name = ''] = line;
      if (code === 255) {
        await complain(`${name}: exited with status 255; aborting`);
        throw new Stop(124);
      }
      if (code === 126 || code === 127) throw new Stop(code);
      if (code !== 0) outcome.status = 123;
    }

    async function start(items: readonly string[]): Promise<void> {
      if (outcome.stop !== undefined) throw new Stop(outcome.stop);
      if (atOnce === 1) return run(items);
      while (running.size >= atOnce) await Promise.race(running);
      const one: Promise<void> = run(items)
        .catch((error: unknown) => {
          if (!(error instanceof Stop)) throw error;
          outcome.stop = error.status;
        })
        .finally(() => running.delete(one));
      running.add(one);
    }

    try {
      let batch: string[] = [];
      let batchLines = 0;
      let any = false;
      for await (const { item, endsLine } of readItems(call, replaced !== undefined)) {
        batch.push(item);
        any = true;
        if (endsLine) batchLines += 1;
        const isFull =
          replaced !== undefined || (mostLines !== undefined ? batchLines >= mostLines : batch.length >= (most ?? argumentsAtMost));
        if (!isFull) continue;
        await start(batch);
        batch = [];
        batchLines = 0;
      }
      if (batch.length > 0 || (!any && !values.noRunIfEmpty && replaced === undefined)) await start(batch);
      await Promise.all(running);
    } catch (error) {
      if (error instanceof Stop) return error.status;
      if (error instanceof UnmatchedQuote) {
        await complain(error.message);
        return 1;
      }
      throw error;
    }
    return outcome.stop ?? outcome.status;
  },
);

/** Far below what a real command line may hold (128 KiB of arguments), so that commands start while items still come. */
const argumentsAtMost = 5000;

class UnmatchedQuote extends Error {
  constructor(kind: string) {
    super(`unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`);
    this.name = 'UnmatchedQuote';
  }
}

async function* readItems({ context, values }: Call<typeof options>, byLine: boolean): AsyncGenerator<{ item: string; endsLine: boolean }> {
  let input: AsyncIterable<Buffer>;
  try {
    input = await openInput(context, values.argumentFile ?? '-');
  } catch (error) {
    throw new UsageError(`Cannot open input file ${values.argumentFile ?? ''}: ${reasonOf(error)}`, false);
  }
  const delimiter = values.zero ? '\0' : values.delimiter === undefined ? undefined : parseDelimiter(values.delimiter);
  if (delimiter !== undefined) {
    for await (const { text } of splitLines(input, delimiter)) yield { item: fromBytes(text), endsLine: true };
    return;
  }
  let joined: string[] = [];
  for await (const { text } of splitLines(input)) {
    const items = byLine ? [unquote(text.trimStart())].filter((item) => item !== '') : splitWords(text);
    // With -L a line that ends in a blank goes on in the next one.
    const goesOn = values.lines !== undefined && /[ \t]$/.test(text);
    joined = [...joined, ...items];
    if (goesOn) continue;
    for (const [index, item] of joined.entries()) yield { item: fromBytes(item), endsLine: index === joined.length - 1 };
    joined = [];
  }
  for (const [index, item] of joined.entries()) yield { item: fromBytes(item), endsLine: index === joined.length - 1 };
}

function splitWords(line: string): string[] {
  const found: string[] = [];
  let rest = line.replace(/^[ \t]+/, '');
  while (rest !== '') {
    const word = /^(?:[^\s'"\\]|'[^']*'|"[^"]*"|\\[^])+/.exec(rest)?.[0];
    if (word === undefined || /^['"]/.test(rest.slice(word.length)))
      throw new UnmatchedQuote(rest.slice(word?.length ?? 0).startsWith('"') ? 'double' : 'single');
    found.push(unquote(word));
    rest = rest.slice(word.length).replace(/^[ \t]+/, '');
  }
  return found;
}

function unquote(text: string): string {
  return text.replaceAll(
    /'([^']*)'|"([^"]*)"|\\([^])/g,
    (_, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? '',
  );
}

function parseDelimiter(text: string): string {
  const escapes: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\0': '\0', '\\\\': '\\' };
  const delimiter = escapes[text] ?? text;
  if (delimiter.length !== 1)
    throw new UsageError(
      `Invalid input delimiter specification ${text}: the delimiter must be either a single character or an escape sequence starting with \\.`,
      false,
    );
  return delimiter;
}

function count(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`invalid number "${text}" for ${option} option`);
  if (Number(text) < 1) throw new UsageError(`value ${text} for ${option} option should be >= 1`);
  return Number(text);
}
