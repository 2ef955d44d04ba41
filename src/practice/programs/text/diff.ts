import type { FileStatus } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { joinName, lastName } from '../files/destination.ts';
import { openInput, pathOf } from '../inputs.ts';
import { readAll, toBytes, write } from '../lines.ts';
import { quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { formatDate } from '../system/date-format.ts';
import { differences } from './diff-lines.ts';
import type { Change } from './diff-lines.ts';

const options = {
  brief: { short: 'q', long: 'brief', help: 'report only when files differ' },
  ignoreAllSpace: { short: 'w', long: 'ignore-all-space', help: 'ignore all white space' },
  ignoreBlank: { short: 'b', long: 'ignore-space-change', help: 'ignore changes in the amount of white space' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore case differences in file contents' },
  newFile: { short: 'N', long: 'new-file', help: 'treat absent files as empty' },
  recursive: { short: 'r', long: 'recursive', help: 'recursively compare any subdirectories found' },
  identical: { short: 's', long: 'report-identical-files', help: 'report when two files are the same' },
  unified: { short: 'u', help: 'output 3 lines of unified context' },
  unifiedLines: { short: 'U', long: 'unified', value: 'NUM', help: 'output NUM (default 3) lines of unified context' },
} as const;

type DiffCall = Call<typeof options>;

interface Side {
  name: string;
  status: FileStatus | undefined;
  lines: string[];
  endsWithNewline: boolean;
  content: Buffer;
}

export const diff = defineProgram(
  {
    usage: 'NAME [OPTION]... FILES',
    summary: 'Compare FILES line by line.',
    version: '(GNU diffutils) 3.10',
    usageStatus: 2,
    usageHint: "NAME: Try 'NAME --help' for more information.",
    unsupported: 'acCdeEfFHIlLnpStTWxXyZB',
    options,
  },
  async (call) => {
    const { context, operands, complain } = call;
    const [first, second, extra] = operands;
    if (first === undefined) throw new UsageError('missing operand after ' + quote('diff'));
    if (second === undefined) throw new UsageError(`missing operand after ${quote(first)}`);
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const statuses = new Map<string, FileStatus>();
    let status = 0;
    for (const name of [first, second]) {
      if (name === '-') continue;
      try {
        statuses.set(name, await context.system.fileSystem.stat(pathOf(context, name)));
      } catch (error) {
        await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        status = 2;
      }
    }
    if (status !== 0) return status;
    const isDirectory = (name: string): boolean => statuses.get(name)?.kind === 'directory';
    if (isDirectory(first) && isDirectory(second)) return compareDirectories(call, first, second);
    if (isDirectory(first)) return compareFiles(call, joinName(first, lastName(second)), second, false);
    if (isDirectory(second)) return compareFiles(call, first, joinName(second, lastName(first)), false);
    return compareFiles(call, first, second, false);
  },
);

async function compareDirectories(call: DiffCall, first: string, second: string): Promise<number> {
  const { context, values, print } = call;
  const { fileSystem } = context.system;
  const [left, right] = [await fileSystem.list(pathOf(context, first)), await fileSystem.list(pathOf(context, second))];
  let status = 0;
  for (const name of [...new Set([...left, ...right])].sort()) {
    if (!left.includes(name) || !right.includes(name)) {
      await print(`Only in ${left.includes(name) ? first : second}: ${name}\n`);
      status = Math.max(status, 1);
      continue;
    }
    const [a, b] = [joinName(first, name), joinName(second, name)];
    const kinds = await Promise.all([a, b].map(async (one) => (await fileSystem.stat(pathOf(context, one))).kind));
    if (kinds[0] === 'directory' && kinds[1] === 'directory') {
      if (values.recursive) status = Math.max(status, await compareDirectories(call, a, b));
      else await print(`Common subdirectories: ${a} and ${b}\n`);
    } else if (kinds.includes('directory')) {
      const described = (name: string, kind: FileStatus['kind'] | undefined): string =>
        `${name} is a ${kind === 'directory' ? 'directory' : 'regular file'}`;
      await print(`File ${described(a, kinds[0])} while file ${described(b, kinds[1])}\n`);
      status = Math.max(status, 1);
    } else status = Math.max(status, await compareFiles(call, a, b, true));
  }
  return status;
}

async function compareFiles(call: DiffCall, first: string, second: string, inDirectory: boolean): Promise<number> {
  const { context, values, print, complain } = call;
  const sides: Side[] = [];
  for (const name of [first, second]) {
    try {
      sides.push(await readSide(call, name));
    } catch (error) {
      await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
    }
  }
  const [a, b] = sides;
  if (a === undefined || b === undefined) return 2;
  if (a.content.equals(b.content)) {
    if (values.identical) await print(`Files ${first} and ${second} are identical\n`);
    return 0;
  }
  if (values.brief || isBinary(a) || isBinary(b)) {
    await print(`${values.brief ? 'Files' : 'Binary files'} ${first} and ${second} differ\n`);
    return values.brief ? 1 : 2;
  }
  const changes = differences(marked(a), marked(b), sameness(values));
  if (changes.length === 0) return 0;
  const flags = call.occurrences.map(({ name, value }) =>
    options[name as keyof typeof options].short === 'U' ? `-U ${value}` : `-${options[name as keyof typeof options].short}`,
  );
  if (inDirectory) await print(`diff ${flags.map((flag) => `${flag} `).join('')}${first} ${second}\n`);
  const context3 = values.unifiedLines === undefined ? (values.unified ? 3 : undefined) : Number(values.unifiedLines);
  if (context3 !== undefined && !Number.isInteger(context3)) throw new UsageError(`invalid context length '${values.unifiedLines ?? ''}'`);
  await write(
    context.stdout,
    context3 === undefined ? normal(a, b, changes) : unified(a, b, changes, context3, context.system.now()),
    context.ended,
  );
  return 1;
}

async function readSide({ context, values }: DiffCall, name: string): Promise<Side> {
  const status =
    name === '-'
      ? undefined
      : await context.system.fileSystem.stat(pathOf(context, name)).catch((error: unknown) => {
          if (values.newFile) return undefined;
          throw error;
        });
  const content = name !== '-' && status === undefined ? Buffer.alloc(0) : await readAll(await openInput(context, name));
  const text = content.toString('latin1');
  const endsWithNewline = text === '' || text.endsWith('\n');
  const lines = text === '' ? [] : (endsWithNewline ? text.slice(0, -1) : text).split('\n');
  return { name, status, lines, endsWithNewline, content };
}

/** Lines with a mark on a last one without its newline, which makes it another line. */
function marked(side: Side): string[] {
  return side.endsWithNewline ? side.lines : side.lines.map((line, index) => (index === side.lines.length - 1 ? `${line}\0` : line));
}

function sameness(values: { ignoreCase: boolean; ignoreBlank: boolean; ignoreAllSpace: boolean }): (a: string, b: string) => boolean {
  if (!values.ignoreCase && !values.ignoreBlank && !values.ignoreAllSpace) return (a, b) => a === b;
  const reduce = (line: string): string => {
    let text = values.ignoreCase ? line.toLowerCase() : line;
    if (values.ignoreAllSpace) text = text.replaceAll(/\s+/g, '');
    else if (values.ignoreBlank) text = text.replaceAll(/\s+/g, ' ').trimEnd();
    return text;
  };
  return (a, b) => reduce(a) === reduce(b);
}

const noNewline = '\\ No newline at end of file\n';

function lineOf(side: Side, index: number, prefix: string): string {
  const isLast = index === side.lines.length - 1;
  return `${prefix}${side.lines[index] ?? ''}\n${isLast && !side.endsWithNewline ? noNewline : ''}`;
}

function normal(a: Side, b: Side, changes: readonly Change[]): string {
  const range = (start: number, end: number): string =>
    end - start <= 1 ? String(end > start ? start + 1 : start) : `${String(start + 1)},${String(end)}`;
  let text = '';
  for (const { fromStart, fromEnd, toStart, toEnd } of changes) {
    const letter = fromStart === fromEnd ? 'a' : toStart === toEnd ? 'd' : 'c';
    text += `${range(fromStart, fromEnd)}${letter}${range(toStart, toEnd)}\n`;
    for (let index = fromStart; index < fromEnd; index += 1) text += lineOf(a, index, '< ');
    if (letter === 'c') text += '---\n';
    for (let index = toStart; index < toEnd; index += 1) text += lineOf(b, index, '> ');
  }
  return text;
}

function unified(a: Side, b: Side, changes: readonly Change[], around: number, now: number): string {
  const title = (sign: string, side: Side): string => {
    const time = side.status?.modifiedAt ?? (side.name === '-' ? now : 0);
    return `${sign} ${toBytes(side.name)}\t${formatDate('%F %T.%N %z', time)}\n`;
  };
  let text = title('---', a) + title('+++', b);
  for (let at = 0; at < changes.length;) {
    // Changes that are near each other share a hunk.
    let last = at;
    while (last + 1 < changes.length && (changes[last + 1]?.fromStart ?? 0) - (changes[last]?.fromEnd ?? 0) <= 2 * around) last += 1;
    text += hunk(a, b, changes.slice(at, last + 1), around);
    at = last + 1;
  }
  return text;
}

function hunk(a: Side, b: Side, changes: readonly Change[], around: number): string {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return '';
  const before = Math.min(around, first.fromStart);
  const after = Math.min(around, a.lines.length - last.fromEnd);
  const [fromStart, fromEnd] = [first.fromStart - before, last.fromEnd + after];
  const [toStart, toEnd] = [first.toStart - before, last.toEnd + after];
  const range = (start: number, end: number): string =>
    end - start === 1 ? String(start + 1) : `${String(end === start ? start : start + 1)},${String(end - start)}`;
  let text = `@@ -${range(fromStart, fromEnd)} +${range(toStart, toEnd)} @@\n`;
  let at = fromStart;
  for (const change of changes) {
    for (; at < change.fromStart; at += 1) text += lineOf(a, at, ' ');
    for (; at < change.fromEnd; at += 1) text += lineOf(a, at, '-');
    for (let index = change.toStart; index < change.toEnd; index += 1) text += lineOf(b, index, '+');
  }
  for (; at < fromEnd; at += 1) text += lineOf(a, at, ' ');
  return text;
}

function isBinary(side: Side): boolean {
  return side.content.subarray(0, 4096).includes(0);
}
