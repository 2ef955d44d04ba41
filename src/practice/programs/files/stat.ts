import type { FileStatus } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { AnyCall } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { ownerNames } from '../system/accounts.ts';
import { formatDate } from '../system/date-format.ts';
import { deviceNumbers, modeText } from './mode-text.ts';
import { allocatedBytes } from './sizes.ts';

export const stat = defineProgram(
  {
    usage: 'NAME [OPTION]... FILE...',
    summary: 'Display file status. The practice device keeps one time for each file: its last modification.',
    version: coreutils,
    unsupported: 'f',
    options: {
      format: {
        short: 'c',
        long: 'format',
        value: 'FORMAT',
        help: 'use FORMAT, with a newline after each use: %n %s %a %A %U %G %u %g %F %y %Y',
      },
      dereference: { short: 'L', long: 'dereference', help: 'follow links' },
      printf: { long: 'printf', value: 'FORMAT', help: 'like --format, but interpret backslash escapes, and no newline' },
      terse: { short: 't', long: 'terse', help: 'print the information in terse form' },
    },
  },
  async (call) => {
    const { context, values, operands, print, complain } = call;
    const { fileSystem } = context.system;
    if (operands.length === 0) throw new UsageError('missing operand');
    const given = values.printf === undefined ? undefined : unescape(values.printf);
    const format = given ?? `${values.format ?? (values.terse ? terseFormat : '')}\n`;
    let status = 0;
    for (const name of operands) {
      const path = pathOf(context, name);
      try {
        const found = await (values.dereference || name.endsWith('/') ? fileSystem.stat(path) : fileSystem.lstat(path));
        const link = found.kind === 'symlink' ? await fileSystem.readLink(path) : undefined;
        const shown = given === undefined && values.format === undefined && !values.terse ? longFormat(found) : format;
        await print(await render(call, shown, { name, path, status: found, link }));
      } catch (error) {
        await complain(`cannot statx ${quote(name)}: ${reasonOf(error)}`);
        status = 1;
      }
    }
    return status;
  },
);

const terseFormat = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o';

interface Subject {
  name: string;
  path: string;
  status: FileStatus;
  link: string | undefined;
}

function longFormat(status: FileStatus): string {
  return `  File: %Hn
  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
Device: 0,40\tInode: %-11i Links: %-5h${status.kind === 'device' ? ' Device type: %Hr,%Lr' : ''}
Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z
 Birth: -
`;
}

async function render(call: AnyCall, format: string, subject: Subject): Promise<string> {
  const names = await ownerNames(call.context);
  return format.replaceAll(
    /%([-0#+ ]*)(\d*)(?:\.(\d+))?([HL]?[a-zA-Z%])/g,
    (whole: string, flags: string, width: string, precision: string | undefined, letter: string) => {
      const value = directive(letter, subject, names);
      if (value === undefined) return whole;
      const cut = precision === undefined ? value : value.slice(0, Number(precision));
      if (flags.includes('-')) return cut.padEnd(Number(width));
      return cut.padStart(Number(width), flags.includes('0') ? '0' : ' ');
    },
  );
}

const kindNames: Record<FileStatus['kind'], string> = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  device: 'character special file',
};

const kindBits: Record<FileStatus['kind'], number> = { file: 0o100000, directory: 0o040000, symlink: 0o120000, device: 0o020000 };

function directive(letter: string, subject: Subject, names: Awaited<ReturnType<typeof ownerNames>>): string | undefined {
  const { name, path, status, link } = subject;
  const time = formatDate('%Y-%m-%d %H:%M:%S.%N %z', status.modifiedAt);
  const seconds = String(Math.floor(status.modifiedAt / 1000));
  const values: Record<string, () => string> = {
    '%': () => '%',
    n: () => name,
    N: () => (link === undefined ? quote(name) : `${quote(name)} -> ${quote(link)}`),
    Hn: () => (link === undefined ? quoteIfNeeded(name) : `${quoteIfNeeded(name)} -> ${quoteIfNeeded(link)}`),
    s: () => String(status.kind === 'device' ? 0 : status.size),
    a: () => status.mode.toString(8),
    A: () => modeText(status),
    f: () => (kindBits[status.kind] | status.mode).toString(16),
    F: () => (status.kind === 'file' && status.size === 0 ? 'regular empty file' : kindNames[status.kind]),
    u: () => String(status.uid),
    U: () => names.user(status.uid),
    g: () => String(status.gid),
    G: () => names.group(status.gid),
    b: () => String(allocatedBytes(status) / 512),
    B: () => '512',
    o: () => '4096',
    h: () => '1',
    i: () => String(inodeNumber(path)),
    d: () => '40',
    D: () => '28',
    Hr: () => String(deviceNumbers(path)[0]),
    Lr: () => String(deviceNumbers(path)[1]),
    t: () => deviceNumbers(path)[0].toString(16),
    T: () => deviceNumbers(path)[1].toString(16),
    x: () => time,
    y: () => time,
    z: () => time,
    X: () => seconds,
    Y: () => seconds,
    Z: () => seconds,
    w: () => '-',
    W: () => '0',
  };
  return values[letter]?.();
}

/** The practice device numbers no inodes; a number of the path (FNV-1a) stands for it, the same each time. */
function inodeNumber(path: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(path)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % 10_000_000;
}

function unescape(text: string): string {
  const known: Record<string, string> = { n: '\n', t: '\t', '\\': '\\', '"': '"', a: '\u0007', e: '\u001b', '0': '\0' };
  return text.replaceAll(/\\(.)/g, (whole: string, letter: string) => known[letter] ?? whole);
}
