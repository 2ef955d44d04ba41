import type { Process, Program, ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { BrokenPipe, ProcessEnded, write } from '../lines.ts';
import { UsageError } from '../options.ts';
import { printTable, processColumns } from './process-columns.ts';
import type { ProcessColumn } from './process-columns.ts';
import { numericIds, onTheSameTerminal } from './process-selection.ts';

interface Request {
  columns: ProcessColumn[];
  headers: boolean;
  chosen(process: Process, context: ProgramContext): boolean;
}

const userColumns = 'user,pid,%cpu,%mem,vsz,rss,tty,stat,start,time,command';
const fullColumns = 'uid,pid,ppid,c,stime,tty,time,cmd';

/** procps' ps: options with a dash as in UNIX, without as in BSD (`ps aux`). */
export const ps: Program = async (context) => {
  const print = (text: string): Promise<void> => write(context.stdout, Buffer.from(text), context.ended);
  try {
    if (context.arguments.includes('--help') || context.arguments[1] === '-h') {
      await print(usage);
      return 0;
    }
    if (context.arguments.includes('--version') || context.arguments[1] === '-V') {
      await print('ps from procps-ng 4.0.4\n');
      return 0;
    }
    const request = readRequest(context.arguments.slice(1));
    const chosen = context.system.processes.list().filter((process) => request.chosen(process, context));
    await print(printTable(chosen, request.columns, context, request.headers));
    return chosen.length > 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      await write(context.stderr, Buffer.from(`error: ${error.message}\n\n${usage}`));
      return 1;
    }
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

/** busybox's ps: every process, four columns; `-o` as its own. */
export const busyboxPs = defineProgram(
  {
    usage: 'NAME [-o COL1,COL2=HEADER] [-T]',
    summary: 'Show list of processes',
    options: { columns: { short: 'o', value: 'COL1,COL2=HEADER', help: 'Select columns for display' } },
    unsupported: 'T',
  },
  async ({ context, values, print }) => {
    const processes = context.system.processes.list();
    if (values.columns !== undefined) {
      await print(printTable(processes, columnsOf(values.columns), context, true));
      return 0;
    }
    await print('PID   USER     TIME  COMMAND\n');
    for (const process of processes) {
      await print(`${String(process.pid).padStart(5)} ${process.user.padEnd(8)}  0:00 ${process.arguments.join(' ')}\n`);
    }
    return 0;
  },
);

const usage = `Usage: ps [options]
 -A, -e            all processes
 -f                full format: UID PID PPID C STIME TTY TIME CMD
 -o, o FORMAT      columns: pid,ppid,pgid,user,uid,tty,stat,start,lstart,etime,time,args,comm
 -p PIDLIST        by process ID
 -C NAME           by command name
 -u USERLIST       by user
 aux               all processes in BSD's user format
 --no-headers      no line of headers
`;

function readRequest(given: readonly string[]): Request {
  const rest = [...given];
  let columns: ProcessColumn[] | undefined;
  let preset: string | undefined;
  let all = false;
  let withoutTerminal = false;
  let headers = true;
  const selections: ((process: Process) => boolean)[] = [];
  const take = (attached: string, what: string): string => {
    const value = attached === '' ? rest.shift() : attached;
    if (value === undefined) throw new UsageError(what);
    return value;
  };
  const addColumns = (text: string): void => {
    columns = [...(columns ?? []), ...columnsOf(text)];
  };

  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const [long = '', longValue] = argument.split('=', 2);
    if (argument === '--no-headers' || argument === '--no-heading') headers = false;
    else if (long === '--pid') selections.push(byPid(longValue ?? take('', 'the --pid option needs a value')));
    else if (long === '--format') addColumns(longValue ?? take('', 'format specification must follow --format'));
    else if (argument.startsWith('--')) throw new UsageError(`unknown gnu long option`);
    else if (/^\d+(,\d+)*$/.test(argument)) selections.push(byPid(argument));
    else {
      const isUnix = argument.startsWith('-');
      const letters = isUnix ? argument.slice(1) : argument;
      for (let at = 0; at < letters.length; at += 1) {
        const letter = letters.charAt(at);
        const attached = letters.slice(at + 1);
        const takesRest = isUnix ? 'opCu'.includes(letter) : 'op'.includes(letter);
        if (takesRest) {
          if (letter === 'o') addColumns(take(attached, 'format specification must follow -o'));
          else if (letter === 'p') selections.push(byPid(take(attached, 'list of process IDs must follow -p')));
          else if (letter === 'C') selections.push(byName(take(attached, 'list of command names must follow -C')));
          else selections.push(byUser(take(attached, 'list of users must follow -u')));
          break;
        }
        if (isUnix && (letter === 'e' || letter === 'A')) all = true;
        else if (letter === 'f') preset = isUnix ? fullColumns : preset;
        else if (letter === 'a') all ||= !isUnix && letters.includes('x');
        else if (letter === 'x') withoutTerminal = true;
        else if (!isUnix && letter === 'u') preset = userColumns;
        else if (!isUnix && letter === 'h') headers = false;
        else if (!'wH'.includes(letter)) throw new UsageError(isUnix ? 'unsupported SysV option' : 'unsupported option (BSD syntax)');
      }
    }
  }
  const bsd = preset === userColumns || withoutTerminal;
  const defaults = preset ?? (bsd ? 'pid,tty,stat,time,command' : 'pid,tty,time,comm');
  return {
    columns: columns ?? columnsOf(defaults),
    headers,
    chosen(process, context) {
      if (selections.length > 0) return selections.some((selected) => selected(process));
      if (all) return true;
      if (withoutTerminal) return process.user === context.process.user;
      return onTheSameTerminal(process, context);
    },
  };
}

function columnsOf(text: string): ProcessColumn[] {
  // A header may follow the last name of a list: `-o pid=,comm=Name`; an empty one for all means no header line.
  return text
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', header] = part.split('=', 2);
      const column = processColumns[name];
      if (column === undefined) throw new UsageError(`unknown user-defined format specifier "${name}"`);
      return header === undefined ? column : { ...column, header, minimum: header === '' ? column.minimum : header.length };
    });
}

function byPid(list: string): (process: Process) => boolean {
  const wanted = numericIds(list);
  if (wanted === undefined) throw new UsageError('process ID list syntax error');
  return (process) => wanted.has(process.pid);
}

function byName(list: string): (process: Process) => boolean {
  const wanted = new Set(list.split(','));
  return (process) => wanted.has(processColumns.comm?.text(process, undefined) ?? '');
}

function byUser(list: string): (process: Process) => boolean {
  const wanted = new Set(list.split(','));
  return (process) => wanted.has(process.user.split(':')[0] ?? '');
}
