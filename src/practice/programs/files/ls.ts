import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { outputTerminal } from '../terminal-output.ts';
import { layOutColumns } from './columns.ts';
import { longLines } from './long-listing.ts';
import type { Entry, LongStyle } from './long-listing.ts';
import { allocatedBytes, humanSize } from './sizes.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'do not ignore entries starting with .' },
  almostAll: { short: 'A', long: 'almost-all', help: 'do not list implied . and ..' },
  columns: { short: 'C', help: 'list entries by columns' },
  color: { long: 'color', value: 'WHEN', optional: true, help: 'color the output: always, auto or never' },
  directory: { short: 'd', long: 'directory', help: 'list directories themselves, not their contents' },
  classify: { short: 'F', long: 'classify', help: 'append indicator (one of */=>@|) to entries' },
  noOwner: { short: 'g', help: 'like -l, but do not list owner' },
  directoriesFirst: { long: 'group-directories-first', help: 'group directories before files' },
  noGroup: { short: 'G', long: 'no-group', help: 'in a long listing, do not print group names' },
  human: { short: 'h', long: 'human-readable', help: 'with -l and -s, print sizes like 1K 234M 2G' },
  long: { short: 'l', help: 'use a long listing format' },
  dereference: { short: 'L', long: 'dereference', help: 'show what a symbolic link leads to' },
  numeric: { short: 'n', long: 'numeric-uid-gid', help: 'like -l, but list numeric user and group IDs' },
  groupless: { short: 'o', help: 'like -l, but do not list group information' },
  slash: { short: 'p', help: 'append / indicator to directories' },
  reverse: { short: 'r', long: 'reverse', help: 'reverse order while sorting' },
  recursive: { short: 'R', long: 'recursive', help: 'list subdirectories recursively' },
  blocks: { short: 's', long: 'size', help: 'print the allocated size of each file, in blocks' },
  bySize: { short: 'S', help: 'sort by file size, largest first' },
  byTime: { short: 't', help: 'sort by time, newest first' },
  unsorted: { short: 'U', help: 'do not sort' },
  fullTime: { long: 'full-time', help: 'like -l --time-style=full-iso' },
  width: { short: 'w', long: 'width', value: 'COLS', help: 'set output width to COLS' },
  one: { short: '1', help: 'list one file per line' },
} as const;

type LsCall = Call<typeof options>;

export const ls = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'List information about the FILEs (the current directory by default).',
    version: coreutils,
    usageStatus: 2,
    unsupported: 'bBcDfHiIkmNqQTuvxXZ',
    options,
  },
  async (call) => {
    const { context, operands } = call;
    let status = 0;
    const files: Entry[] = [];
    const directories: Entry[] = [];
    for (const name of operands.length === 0 ? ['.'] : operands) {
      try {
        const entry = await readEntry(context, name, normalizePath(name, context.workingDirectory), followsOperand(call, name));
        (entry.status.kind === 'directory' && !call.values.directory ? directories : files).push(entry);
      } catch (error) {
        await call.complain(`cannot access ${quote(name)}: ${reasonOf(error)}`);
        status = 2;
      }
    }
    if (files.length > 0) await printEntries(call, inOrder(call, files));
    const headed = operands.length > 1 || call.values.recursive;
    let first = files.length === 0;
    for (const directory of inOrder(call, directories)) {
      if (!first) await call.print('\n');
      first = false;
      status = Math.max(status, await printDirectory(call, directory, headed));
    }
    return status;
  },
);

async function printDirectory(call: LsCall, directory: Entry, headed: boolean): Promise<number> {
  const { context, values } = call;
  let names: string[];
  try {
    names = await context.system.fileSystem.list(directory.path);
  } catch (error) {
    await call.complain(`cannot open directory ${quote(directory.name)}: ${reasonOf(error)}`);
    return 2;
  }
  if (!values.all && !values.almostAll) names = names.filter((name) => !name.startsWith('.'));
  if (values.all) names = ['.', '..', ...names];
  const entries: Entry[] = [];
  for (const name of names) {
    try {
      entries.push(await readEntry(context, name, normalizePath(name, directory.path), values.dereference));
    } catch (error) {
      // Removed between the listing and now: the real program says so and goes on.
      await call.complain(`cannot access ${quote(`${directory.name}/${name}`)}: ${reasonOf(error)}`);
    }
  }
  const sorted = inOrder(call, entries);
  if (headed) await call.print(`${directory.name}:\n`);
  if (isLong(call) || values.blocks) {
    const bytes = sorted.reduce((sum, entry) => sum + allocatedBytes(entry.status), 0);
    await call.print(`total ${values.human ? humanSize(bytes) : String(bytes / 1024)}\n`);
  }
  await printEntries(call, sorted);
  let status = 0;
  if (!values.recursive) return status;
  for (const entry of sorted) {
    if (entry.status.kind !== 'directory' || entry.name === '.' || entry.name === '..') continue;
    await call.print('\n');
    const name = directory.name.endsWith('/') ? directory.name + entry.name : `${directory.name}/${entry.name}`;
    status = Math.max(status, await printDirectory(call, { ...entry, name }, true));
  }
  return status;
}

async function printEntries(call: LsCall, entries: readonly Entry[]): Promise<void> {
  const { context, values } = call;
  const terminal = outputTerminal(context);
  const style: LongStyle = {
    colored: usesColor(call),
    quoted: terminal !== undefined,
    indicators: values.classify ? 'all' : values.slash ? 'directories' : 'none',
    human: values.human,
    numeric: values.numeric,
    owner: !values.noOwner,
    group: !values.noGroup && !values.groupless,
    fullTime: values.fullTime,
    blocks: values.blocks,
  };
  const lines = await longLines(context, entries, style);
  if (isLong(call)) {
    for (const line of lines) await call.print(`${line.long}\n`);
    return;
  }
  const inColumns = values.columns || (terminal !== undefined && !values.one);
  const names = lines.map(({ shown, width }) => ({ shown, width }));
  const lineWidth = lineWidthOf(values.width) ?? terminal?.columns ?? (Number(context.environment.get('COLUMNS')) || 80);
  for (const line of inColumns ? layOutColumns(names, lineWidth) : names.map((name) => name.shown)) await call.print(`${line}\n`);
}

async function readEntry(context: ProgramContext, name: string, path: string, follow: boolean): Promise<Entry> {
  const { fileSystem } = context.system;
  if (name === '') throw new FileSystemError('ENOENT', name);
  const own = await fileSystem.lstat(path);
  if (own.kind !== 'symlink') {
    if (name.endsWith('/') && own.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
    return { name, path, status: own };
  }
  const leadsTo = await fileSystem.stat(path).catch(() => undefined);
  if ((follow || name.endsWith('/')) && leadsTo !== undefined) return { name, path, status: leadsTo };
  return { name, path, status: own, link: { target: await fileSystem.readLink(path), leadsTo } };
}

/** A link named on the command line is followed to a directory unless its own look is asked for. */
function followsOperand(call: LsCall, name: string): boolean {
  return call.values.dereference || name.endsWith('/') || !(isLong(call) || call.values.directory || call.values.classify);
}

function isLong({ values, occurrences }: LsCall): boolean {
  // The last of -l and -C or -1 wins, but -1 after -l changes nothing.
  const last = occurrences.findLast(({ name }) => ['long', 'columns', 'noOwner', 'groupless', 'numeric', 'fullTime'].includes(name));
  return last !== undefined && last.name !== 'columns' ? true : values.fullTime && !values.columns;
}

function inOrder({ values, occurrences }: LsCall, entries: readonly Entry[]): Entry[] {
  const sorted = [...entries];
  const sort = occurrences.findLast(({ name }) => ['bySize', 'byTime', 'unsorted'].includes(name))?.name;
  if (sort !== 'unsorted') {
    sorted.sort((a, b) => byteOrder(a.name, b.name));
    if (sort === 'bySize') sorted.sort((a, b) => b.status.size - a.status.size);
    if (sort === 'byTime') sorted.sort((a, b) => b.status.modifiedAt - a.status.modifiedAt);
    if (values.reverse) sorted.reverse();
  }
  if (!values.directoriesFirst) return sorted;
  const isDirectory = (entry: Entry): boolean => (entry.link?.leadsTo ?? entry.status).kind === 'directory';
  return [...sorted.filter(isDirectory), ...sorted.filter((entry) => !isDirectory(entry))];
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function usesColor({ context, values }: LsCall): boolean {
  const when = values.color;
  if (when === 'never' || when === 'no' || when === 'none') return false;
  // As dircolors: no colours for a terminal that nothing is known of.
  const term = context.environment.get('TERM') ?? '';
  if (term === '' || term === 'dumb') return false;
  if (when === '' || when === 'always' || when === 'yes' || when === 'force') return true;
  if (when !== undefined && when !== 'auto' && when !== 'tty' && when !== 'if-tty') {
    throw new UsageError(`invalid argument ${quote(when)} for '--color'`);
  }
  return outputTerminal(context) !== undefined;
}

function lineWidthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`invalid line width: ${quote(text)}`, false);
  return Number(text) === 0 ? Infinity : Number(text);
}
