import type { Process, ProgramContext } from '../../process/process.ts';
import { formatDate } from '../system/date-format.ts';
import { commandName, onTheSameTerminal, sessionLeader } from './process-selection.ts';

/** A column of `ps -o`. */
export interface ProcessColumn {
  header: string;
  /** The least width. */
  minimum: number;
  right: boolean;
  /** Without a context only what the process itself knows. */
  text(process: Process, context: ProgramContext | undefined): string;
}

/** Simulated processes take no measurable processor time or memory, so those columns stand at zero. */
const zeroTime = '00:00:00';

const pid: ProcessColumn = { header: 'PID', minimum: 7, right: true, text: (process) => String(process.pid) };
const user: ProcessColumn = { header: 'USER', minimum: 8, right: false, text: (process) => process.user.split(':')[0] ?? '' };
const comm: ProcessColumn = { header: 'COMMAND', minimum: 15, right: false, text: commandName };
const commandLine: ProcessColumn = { header: 'COMMAND', minimum: 27, right: false, text: (process) => process.arguments.join(' ') };
const terminal: ProcessColumn = { header: 'TT', minimum: 8, right: false, text: terminalText };
const state: ProcessColumn = { header: 'STAT', minimum: 4, right: false, text: stateText };
const processorTime: ProcessColumn = { header: 'TIME', minimum: 8, right: true, text: () => zeroTime };

/** By the names that `-o` takes. */
export const processColumns: Readonly<Record<string, ProcessColumn>> = {
  pid,
  ppid: { header: 'PPID', minimum: 7, right: true, text: (process) => String(process.parent) },
  pgid: { header: 'PGID', minimum: 7, right: true, text: (process) => String(process.group) },
  sid: {
    header: 'SID',
    minimum: 7,
    right: true,
    text: (process, context) => String(context === undefined ? 0 : sessionLeader(process, context).pid),
  },
  user,
  euser: { ...user, header: 'EUSER' },
  uid: { ...user, header: 'UID' },
  tty: { ...terminal, header: 'TTY' },
  tt: terminal,
  tname: { ...terminal, header: 'TTY' },
  stat: state,
  state: { ...state, header: 'S', minimum: 1, text: (process, context) => stateText(process, context).charAt(0) },
  s: { ...state, header: 'S', minimum: 1, text: (process, context) => stateText(process, context).charAt(0) },
  c: { header: 'C', minimum: 2, right: true, text: () => '0' },
  '%cpu': { header: '%CPU', minimum: 4, right: true, text: () => '0.0' },
  pcpu: { header: '%CPU', minimum: 4, right: true, text: () => '0.0' },
  '%mem': { header: '%MEM', minimum: 4, right: true, text: () => '0.0' },
  pmem: { header: '%MEM', minimum: 4, right: true, text: () => '0.0' },
  vsz: { header: 'VSZ', minimum: 6, right: true, text: () => '0' },
  rss: { header: 'RSS', minimum: 5, right: true, text: () => '0' },
  ni: { header: 'NI', minimum: 3, right: true, text: () => '0' },
  start: { header: 'START', minimum: 5, right: false, text: startText },
  start_time: { header: 'START', minimum: 5, right: false, text: startText },
  stime: { header: 'STIME', minimum: 5, right: false, text: startText },
  lstart: { header: 'STARTED', minimum: 24, right: true, text: (process) => formatDate('%a %b %e %H:%M:%S %Y', process.startedAt) },
  etime: { header: 'ELAPSED', minimum: 11, right: true, text: (process, context) => elapsedText(elapsedSeconds(process, context)) },
  etimes: { header: 'ELAPSED', minimum: 7, right: true, text: (process, context) => String(elapsedSeconds(process, context)) },
  time: processorTime,
  cputime: processorTime,
  comm,
  ucomm: { ...comm, header: 'COMMAND' },
  args: commandLine,
  command: commandLine,
  cmd: { ...commandLine, header: 'CMD' },
};

/** The table as ps prints it; the header line is left out where every header is empty. */
export function printTable(
  processes: readonly Process[],
  columns: readonly ProcessColumn[],
  context: ProgramContext,
  headers: boolean,
): string {
  const rows = processes.map((process) => columns.map((column) => column.text(process, context)));
  const showHeaders = headers && columns.some((column) => column.header !== '');
  const all = showHeaders ? [columns.map((column) => column.header), ...rows] : rows;
  const widths = columns.map((column, index) => Math.max(column.minimum, ...all.map((row) => row[index]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((text, index) => {
        const width = widths[index] ?? 0;
        if (columns[index]?.right === true) return text.padStart(width);
        return index === row.length - 1 ? text : text.padEnd(width);
      })
      .join(' '),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** `05:03`, `1-02:03:04`. */
export function elapsedText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days > 0) return `${String(days)}-${two(hours)}:${rest}`;
  return hours > 0 ? `${two(hours)}:${rest}` : rest;
}

function elapsedSeconds(process: Process, context: ProgramContext | undefined): number {
  return Math.max(0, Math.floor(((context?.system.now() ?? process.startedAt) - process.startedAt) / 1000));
}

function startText(process: Process, context: ProgramContext | undefined): string {
  const sameDay = context !== undefined && formatDate('%F', process.startedAt) === formatDate('%F', context.system.now());
  return formatDate(sameDay ? '%H:%M' : '%b%d', process.startedAt);
}

function terminalText(process: Process, context: ProgramContext | undefined): string {
  return context?.terminal !== undefined && onTheSameTerminal(process, context) ? 'pts/0' : '?';
}

function stateText(process: Process, context: ProgramContext | undefined): string {
  const letter = process.state === 'stopped' ? 'T' : process.pid === context?.process.pid ? 'R' : 'S';
  const leads = context !== undefined && sessionLeader(process, context).pid === process.pid ? 's' : '';
  return letter + leads + (context?.terminal !== undefined && process.group === context.process.group ? '+' : '');
}
