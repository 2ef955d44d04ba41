import { parseSignal } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import type { Process } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { AnyCall } from '../define-program.ts';
import { PatternError, translatePattern } from '../text/regular-expression.ts';
import { toBytes, write } from '../lines.ts';
import { UsageError } from '../options.ts';
import { commandName, numericIds } from './process-selection.ts';

const selection = {
  count: { short: 'c', long: 'count', help: 'count of matching processes' },
  exact: { short: 'x', long: 'exact', help: 'match exactly with the command name' },
  full: { short: 'f', long: 'full', help: 'use full process name to match' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'match case insensitively' },
  newest: { short: 'n', long: 'newest', help: 'select most recently started' },
  oldest: { short: 'o', long: 'oldest', help: 'select least recently started' },
  parent: { short: 'P', long: 'parent', value: 'PPID,...', help: 'match only child processes of the given parent' },
  user: { short: 'u', long: 'euid', value: 'ID,...', help: 'match by user' },
  inverse: { short: 'v', long: 'inverse', help: 'negates the matching' },
} as const;

interface Selection {
  exact: boolean;
  full: boolean;
  ignoreCase: boolean;
  newest: boolean;
  oldest: boolean;
  inverse: boolean;
  parent: string | undefined;
  user: string | undefined;
}

export const pgrep = defineProgram(
  {
    usage: 'NAME [options] <pattern>',
    summary: 'List the processes whose name matches the pattern.',
    version: 'from procps-ng 4.0.4',
    usageStatus: 2,
    options: {
      ...selection,
      listFull: { short: 'a', long: 'list-full', help: 'list PID and full command line' },
      delimiter: { short: 'd', long: 'delimiter', value: 'STRING', help: 'specify output delimiter' },
      listName: { short: 'l', long: 'list-name', help: 'list PID and process name' },
    },
  },
  async (call) => {
    const { values, operands, print } = call;
    const found = select(call, operands, values);
    if (values.count) await print(`${String(found.length)}\n`);
    else if (found.length > 0) {
      const shown = found.map((process) => {
        if (values.listFull) return `${String(process.pid)} ${process.arguments.join(' ')}`;
        return values.listName ? `${String(process.pid)} ${commandName(process)}` : String(process.pid);
      });
      await print(`${shown.join(values.delimiter ?? '\n')}\n`);
    }
    return found.length > 0 ? 0 : 1;
  },
);

export const pkill = defineProgram(
  {
    usage: 'NAME [options] <pattern>',
    summary: 'Send a signal to the processes whose name matches the pattern.',
    version: 'from procps-ng 4.0.4',
    usageStatus: 2,
    options: {
      ...selection,
      echo: { short: 'e', long: 'echo', help: 'display what is killed' },
      signal: { long: 'signal', value: 'SIG', help: 'signal to send (either number or name)' },
    },
    prepare: takeSignal,
  },
  async (call) => {
    const { context, values, operands, print } = call;
    const signal = readSignal(values.signal);
    const found = select(call, operands, values);
    for (const process of found) {
      context.system.processes.signal(process.pid, signal);
      if (values.echo) await print(`${commandName(process)} killed (pid ${String(process.pid)})\n`);
    }
    if (values.count) await print(`${String(found.length)}\n`);
    return found.length > 0 ? 0 : 1;
  },
);

export const pidof = defineProgram(
  {
    usage: 'NAME [options] [program [...]]',
    summary: 'Find the process IDs of running programs.',
    version: 'from procps-ng 4.0.4',
    options: {
      single: { short: 's', long: 'single-shot', help: 'return one PID only' },
      omit: { short: 'o', long: 'omit-pid', value: 'PID,...', help: 'omit processes with PID' },
    },
  },
  async ({ context, values, operands, print }) => {
    const omitted = numericIds(values.omit ?? '0') ?? new Set();
    const found = context.system.processes.list().filter((process) => {
      const [called = ''] = process.arguments;
      return !omitted.has(process.pid) && operands.some((name) => called === name || called.slice(called.lastIndexOf('/') + 1) === name);
    });
    if (found.length === 0) return 1;
    const newestFirst = found.map((process) => process.pid).reverse();
    await print(`${(values.single ? newestFirst.slice(0, 1) : newestFirst).join(' ')}\n`);
    return 0;
  },
);

export const killall = defineProgram(
  {
    usage: 'NAME [OPTION]... NAME...',
    summary: 'Send a signal to all processes of each NAME.',
    version: '(PSmisc) 23.7',
    options: {
      list: { short: 'l', long: 'list', help: 'list all known signal names' },
      quiet: { short: 'q', long: 'quiet', help: "don't print complaints" },
      signal: { short: 's', long: 'signal', value: 'SIGNAL', help: 'send this signal instead of SIGTERM' },
      verbose: { short: 'v', long: 'verbose', help: 'report if the signal was successfully sent' },
    },
    prepare: takeSignal,
  },
  async ({ context, values, operands, print }) => {
    const signal = readSignal(values.signal);
    if (operands.length === 0) throw new UsageError('missing operand');
    let status = 0;
    for (const name of operands) {
      const found = context.system.processes
        .list()
        .filter((process) => commandName(process) === name.slice(name.lastIndexOf('/') + 1).slice(0, 15));
      if (found.length === 0) {
        // Unlike others, without its own name in front.
        if (!values.quiet) await write(context.stderr, Buffer.from(`${name}: no process found\n`), context.ended);
        status = 1;
      }
      for (const process of found) {
        context.system.processes.signal(process.pid, signal);
        if (values.verbose) await print(`Killed ${name}(${String(process.pid)}) with signal ${signal}\n`);
      }
    }
    return status;
  },
);

function select({ context }: AnyCall, operands: readonly string[], values: Selection): Process[] {
  const [pattern, extra] = operands;
  if (extra !== undefined) throw new UsageError('only one pattern can be provided');
  if (pattern === undefined && values.parent === undefined && values.user === undefined)
    throw new UsageError('no matching criteria specified');
  let expression: RegExp | undefined;
  try {
    const source = pattern === undefined ? undefined : translatePattern(toBytes(pattern), 'extended');
    expression = source === undefined ? undefined : new RegExp(values.exact ? `^(?:${source})$` : source, values.ignoreCase ? 'is' : 's');
  } catch (error) {
    if (error instanceof PatternError) throw new UsageError(`regex error: ${error.message}`, false);
    throw error;
  }
  const parents = values.parent === undefined ? undefined : numericIds(values.parent);
  const users = values.user?.split(',');
  const found = context.system.processes.list().filter((process) => {
    if (process.pid === context.process.pid) return false;
    const matches =
      (expression === undefined || expression.test(values.full ? process.arguments.join(' ') : commandName(process))) &&
      (parents === undefined || parents.has(process.parent)) &&
      (users === undefined || users.includes(process.user.split(':')[0] ?? ''));
    return matches !== values.inverse;
  });
  if (values.newest) return found.slice(-1);
  return values.oldest ? found.slice(0, 1) : found;
}

/** `-9`, `-TERM`, `-SIGTERM` in front stand for `--signal`. */
function takeSignal(given: readonly string[]): readonly string[] {
  const [first, ...rest] = given;
  const name = first === undefined || !/^-(\d+|[A-Z][A-Z\d+]+)$/.test(first) ? undefined : first.slice(1);
  return name !== undefined && parseSignal(name) !== undefined ? [`--signal=${name}`, ...rest] : given;
}

function readSignal(text: string | undefined): Signal {
  const signal = parseSignal(text ?? 'TERM');
  if (signal === undefined) throw new UsageError(`Unknown signal "${text ?? ''}".`, false);
  return signal;
}
