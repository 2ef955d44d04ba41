import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { memoryFileSystem } from '../../filesystem/memory-file-system.ts';
import { EngineError } from '../engine.ts';
import type { ContainerSpec } from '../engine.ts';

type TmpfsSpec = NonNullable<ContainerSpec['tmpfs']>[number];

export interface Tmpfs {
  target: string;
  fileSystem: FileSystem;
  isReadOnly: boolean;
  /** As /proc/mounts shows them. */
  options: string;
}

/** The practice device's tmpfs is memory of the learner's computer: none grows beyond this, whatever it asks for. */
const largestSize = 512 * 1024 * 1024;
const usualSize = 128 * 1024 * 1024;
/** Memory is given by the page. */
const pageSize = 4096;

const flags = new Set(
  'ro rw nosuid suid nodev dev noexec exec sync async noatime atime nodiratime diratime relatime strictatime'.split(' '),
);

interface TmpfsOptions {
  size: number;
  mode: number;
  uid: number;
  gid: number;
  flags: string[];
}

/** An empty tmpfs; a write beyond its size is refused with ENOSPC. Throws EngineError `invalid` for options that mount(8) does not know. */
export function createTmpfs(spec: TmpfsSpec, now: () => number): Tmpfs {
  const options = readTmpfsOptions(spec);
  const root = memoryFileSystem({}, now);
  void root.changeMode('/', options.mode);
  void root.changeOwner('/', options.uid, options.gid);
  const isReadOnly = options.flags.includes('ro');
  const shown = ['nosuid', 'nodev', 'noexec'].filter(
    (flag) => options.flags.includes(flag) || !options.flags.includes(flag.replace(/^no/, '')),
  );
  const words = [isReadOnly ? 'ro' : 'rw', ...shown, 'relatime', `size=${String(Math.ceil(options.size / 1024))}k`];
  if (options.mode !== 0o1777) words.push(`mode=${options.mode.toString(8)}`);
  if (options.uid !== 0) words.push(`uid=${String(options.uid)}`);
  if (options.gid !== 0) words.push(`gid=${String(options.gid)}`);
  return { target: spec.target, fileSystem: limitedFileSystem(root, options.size), isReadOnly, options: words.join(',') };
}

/** Throws EngineError `invalid` in the engine's words. */
export function readTmpfsOptions({ target, options = '' }: TmpfsSpec): TmpfsOptions {
  const result: TmpfsOptions = { size: usualSize, mode: 0o1777, uid: 0, gid: 0, flags: [] };
  for (const option of options.split(',').filter((word) => word !== '')) {
    const [name = '', value] = option.split('=');
    if (value === undefined && flags.has(name)) result.flags.push(name);
    else if (name === 'size' && value !== undefined) result.size = Math.min(largestSize, bytesOf(value) ?? refuse(target, option));
    else if (name === 'mode' && /^[0-7]{3,4}$/.test(value ?? '')) result.mode = parseInt(value ?? '', 8);
    else if ((name === 'uid' || name === 'gid') && /^\d+$/.test(value ?? '')) result[name] = Number(value);
    // How many inodes there may be: nothing here counts them.
    else if (!(name === 'nr_inodes' || name === 'nr_blocks') || value === undefined) refuse(target, option);
  }
  return result;
}

function refuse(target: string, option: string): never {
  throw new EngineError('invalid', `Invalid tmpfs option ${JSON.stringify(option)} for ${target}`);
}

/** `64m`, `1g`, `65536`; 0 means no limit of its own. */
function bytesOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Number(digits) * 1024 ** ' kmg'.indexOf(unit === '' ? ' ' : unit.toLowerCase());
  return bytes === 0 ? largestSize : bytes;
}

/** Counts the pages of the files in a file system that only this one writes, and refuses what does not fit. */
function limitedFileSystem(files: FileSystem, capacity: number): FileSystem {
  let used = 0;

  async function pagesAt(path: string): Promise<number> {
    const status = await files.lstat(path).catch(() => undefined);
    if (status === undefined || status.kind === 'symlink') return 0;
    if (status.kind !== 'directory') return pagesOf(status.size);
    let total = 0;
    for (const name of await files.list(path)) total += await pagesAt(`${path === '/' ? '' : path}/${name}`);
    return total;
  }

  return {
    ...files,
    async writeFile(path, data, options = {}) {
      const before = await files.stat(path).then(
        (status) => status.size,
        () => 0,
      );
      const added = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
      const growth = pagesOf(options.append === true ? before + added : added) - pagesOf(before);
      if (growth > 0 && used + growth > capacity) throw new FileSystemError('ENOSPC', path);
      used += growth;
      try {
        await files.writeFile(path, data, options);
      } catch (error) {
        used -= growth;
        throw error;
      }
    },
    async declareSize(path, size) {
      const growth = pagesOf(size) - pagesOf((await files.stat(path)).size);
      if (growth > 0 && used + growth > capacity) throw new FileSystemError('ENOSPC', path);
      await files.declareSize(path, size);
      used += growth;
    },
    async remove(path, options) {
      const freed = await pagesAt(path);
      await files.remove(path, options);
      used -= freed;
    },
    async rename(from, to) {
      const replaced = from === to ? 0 : await pagesAt(to);
      await files.rename(from, to);
      used -= replaced;
    },
  };
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageSize) * pageSize;
}
