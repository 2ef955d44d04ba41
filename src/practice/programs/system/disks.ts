import { statfs } from 'node:fs/promises';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { humanSize } from '../files/sizes.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

type Mount = ReturnType<ProgramContext['system']['mounts']>[number];

/** Kernel interfaces, which take no space and are not shown by `df`. */
const pseudo = new Set([
  'proc',
  'sysfs',
  'cgroup',
  'cgroup2',
  'devpts',
  'mqueue',
  'securityfs',
  'debugfs',
  'bpf',
  'tracefs',
  'pstore',
  'configfs',
]);

export const mount = defineProgram(
  {
    usage: 'NAME [-l] [-t <type>]',
    summary: 'List the mounted file systems. Mounting is not permitted on the practice device.',
    version: 'from util-linux 2.41',
    options: {
      all: { short: 'a', long: 'all', help: 'refused' },
      bind: { long: 'bind', help: 'refused' },
      labels: { short: 'l', long: 'show-labels', help: 'show also file system labels (there are none)' },
      options: { short: 'o', long: 'options', value: 'LIST', help: 'refused' },
      types: { short: 't', long: 'types', value: 'LIST', help: 'limit the set of file system types' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const [source, target] = operands;
    if (source !== undefined || values.all || values.bind || values.options !== undefined) {
      const account = context.process.user.split(':')[0];
      await complain(
        account === 'root' || account === '0'
          ? `${target ?? source ?? '/'}: permission denied.`
          : `${target ?? source ?? '/'}: must be superuser to use mount.`,
      );
      return 32;
    }
    const types = values.types?.split(',');
    for (const one of context.system.mounts()) {
      if (types === undefined || types.includes(one.type))
        await print(`${one.source} on ${one.target} type ${one.type} (${one.options})\n`);
    }
    return 0;
  },
);

export const umount = defineProgram(
  {
    usage: 'NAME [options] <source> | <directory>',
    summary: 'Unmounting is not permitted on the practice device.',
    version: 'from util-linux 2.41',
    options: { force: { short: 'f', long: 'force', help: 'refused' }, lazy: { short: 'l', long: 'lazy', help: 'refused' } },
  },
  async ({ context, operands, complain }) => {
    if (operands.length === 0) throw new UsageError('bad usage');
    for (const name of operands) {
      const path = pathOf(context, name);
      const known = context.system.mounts().some((one) => one.target === path || one.source === name);
      await complain(known ? `${path}: must be superuser to unmount.` : `${name}: not mounted.`);
    }
    return 32;
  },
);

export const df = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Show information about the file system on which each FILE resides, or all file systems by default.',
    version: coreutils,
    unsupported: 'BHilP',
    options: {
      all: { short: 'a', long: 'all', help: 'include pseudo, duplicate, inaccessible file systems' },
      human: { short: 'h', long: 'human-readable', help: 'print sizes in powers of 1024 (e.g., 1023M)' },
      kilobytes: { short: 'k', help: 'like --block-size=1K' },
      type: { short: 't', long: 'type', value: 'TYPE', help: 'limit listing to file systems of type TYPE' },
      printType: { short: 'T', long: 'print-type', help: 'print file system type' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const mounts = context.system.mounts();
    let status = 0;
    const chosen: Mount[] = [];
    if (operands.length === 0) chosen.push(...mounts.filter((one) => values.all || !pseudo.has(one.type)));
    for (const name of operands) {
      try {
        const path = pathOf(context, name);
        await context.system.fileSystem.stat(path);
        const holder = mountOf(mounts, path);
        if (holder !== undefined) chosen.push(holder);
      } catch (error) {
        await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        status = 1;
      }
    }
    const listed = chosen.filter((one) => values.type === undefined || one.type === values.type);
    if (listed.length === 0) {
      if (status === 0) await complain('no file systems processed');
      return 1;
    }
    const disk = await diskSpace();
    const shown = (bytes: number): string => (values.human ? humanSize(bytes) : String(Math.ceil(bytes / 1024)));
    const rows = [];
    for (const one of listed) {
      const { total, available, used } = pseudo.has(one.type)
        ? { total: 0, available: 0, used: 0 }
        : ((await memorySpace(context.system.fileSystem, one)) ?? disk);
      const percent = total === 0 ? '-' : `${String(Math.ceil((used * 100) / Math.max(1, used + available)))}%`;
      rows.push([one.source, ...(values.printType ? [one.type] : []), shown(total), shown(used), shown(available), percent, one.target]);
    }
    const titles = [
      'Filesystem',
      ...(values.printType ? ['Type'] : []),
      values.human ? 'Size' : '1K-blocks',
      'Used',
      values.human ? 'Avail' : 'Available',
      'Use%',
      'Mounted on',
    ];
    await print(layOut([titles, ...rows], values.printType ? 2 : 1));
    return status;
  },
);

/** The practice device has no disk of its own: the space is that of the computer it runs on. */
async function diskSpace(): Promise<{ total: number; available: number; used: number }> {
  const { blocks, bavail, bfree, bsize } = await statfs(process.cwd());
  return { total: blocks * bsize, available: bavail * bsize, used: (blocks - bfree) * bsize };
}

/** A tmpfs tells its size in its options; it is filled by the pages of its files. Undefined where there is no size. */
async function memorySpace(
  files: FileSystem,
  { type, target, options }: Mount,
): Promise<{ total: number; available: number; used: number } | undefined> {
  const kilobytes = type === 'tmpfs' ? /(?:^|,)size=(\d+)k/.exec(options)?.[1] : undefined;
  if (kilobytes === undefined) return undefined;
  const total = Number(kilobytes) * 1024;
  const used = Math.min(total, await pagesBelow(files, target));
  return { total, available: total - used, used };
}

async function pagesBelow(files: FileSystem, path: string): Promise<number> {
  const status = await files.lstat(path).catch(() => undefined);
  if (status?.kind === 'file') return Math.ceil(status.size / 4096) * 4096;
  if (status?.kind !== 'directory') return 0;
  let used = 0;
  for (const name of await files.list(path)) used += await pagesBelow(files, normalizePath(name, path));
  return used;
}

/** The mount that holds a path: the one with the longest target above it. */
function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts
    .filter(({ target }) => target === '/' || path === target || path.startsWith(`${normalizePath(target)}/`))
    .sort((a, b) => b.target.length - a.target.length)[0];
}

/** Text columns to the left, numbers to the right, the last one as it is. */
function layOut(rows: readonly (readonly string[])[], textColumns: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(column === 0 ? 14 : column < textColumns ? 4 : 5, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) =>
          column === row.length - 1
            ? text
            : column < textColumns
              ? text.padEnd(widths[column] ?? 0)
              : text.padStart(column === row.length - 2 ? 4 : (widths[column] ?? 0)),
        )
        .join(' '),
    )
    .map((line) => `${line}\n`)
    .join('');
}
