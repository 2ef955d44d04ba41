import { FileSystemError, normalizePath } from './filesystem.ts';
import type { FileStatus, FileSystem } from './filesystem.ts';
import { namesOf, resolvePathLater } from './resolve-path.ts';
import type { Place } from './resolve-path.ts';

export interface Mount {
  /** Absolute path in the whole tree. */
  target: string;
  fileSystem: FileSystem;
  /** Changes are refused with EROFS. */
  isReadOnly?: boolean;
}

/**
 * A root with other file systems mounted in it; the longest matching target wins, whatever the root holds below it.
 * Symbolic links lead across mounts. A mount point shows in its parent's list even where the root lacks it; it cannot be
 * removed or renamed (EBUSY). A rename from one file system to another is refused with EINVAL: a program copies then.
 */
export function mountedFileSystem(root: FileSystem, mounts: readonly Mount[]): FileSystem {
  const targets = new Map(mounts.map((mount) => [normalizePath(mount.target), mount]));

  /** The file system that a resolved place belongs to, and its path there. */
  function owner(names: readonly string[]): Mount & { path: string } {
    for (let length = names.length; length >= 0; length -= 1) {
      const mount = targets.get(`/${names.slice(0, length).join('/')}`);
      if (mount !== undefined) return { ...mount, path: `/${names.slice(length).join('/')}` };
    }
    return { target: '/', fileSystem: root, path: `/${names.join('/')}` };
  }
  /** Names of mount points, or of the way to them, directly below a place. */
  function mountsBelow(names: readonly string[]): string[] {
    const prefix = names.length === 0 ? '/' : `/${names.join('/')}/`;
    return [...targets.keys()].filter((target) => target.startsWith(prefix)).flatMap((target) => namesOf(target)[names.length] ?? []);
  }
  async function statusAt(names: readonly string[]): Promise<FileStatus> {
    const { fileSystem, path } = owner(names);
    try {
      return await fileSystem.lstat(path);
    } catch (error) {
      if (mountsBelow(names).length === 0) throw error;
      return { kind: 'directory', size: 4096, mode: 0o755, uid: 0, gid: 0, modifiedAt: 0 };
    }
  }
  async function place(names: readonly string[]): Promise<Place> {
    try {
      const { kind } = await statusAt(names);
      if (kind !== 'symlink') return { kind: kind === 'directory' ? 'directory' : 'other' };
      const { fileSystem, path } = owner(names);
      return { kind, target: await fileSystem.readLink(path) };
    } catch (error) {
      if (error instanceof FileSystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return { kind: 'missing' };
      throw error;
    }
  }
  function locate(path: string, followLast: boolean): Promise<string[]> {
    return resolvePathLater(path, place, followLast);
  }
  /** Calls the owner with its own path; an error names the path that the caller gave. */
  async function at<Result>(
    path: string,
    names: readonly string[],
    isChange: boolean,
    call: (fileSystem: FileSystem, path: string) => Promise<Result>,
  ): Promise<Result> {
    const found = owner(names);
    if (isChange && found.isReadOnly === true) throw new FileSystemError('EROFS', path);
    try {
      return await call(found.fileSystem, found.path);
    } catch (error) {
      throw error instanceof FileSystemError ? new FileSystemError(error.code, path) : error;
    }
  }
  function refuseMountPoint(path: string, names: readonly string[]): void {
    if (targets.has(`/${names.join('/')}`) || mountsBelow(names).length > 0) throw new FileSystemError('EBUSY', path);
  }
  async function read<Result>(path: string, followLast: boolean, call: (fileSystem: FileSystem, path: string) => Promise<Result>) {
    return at(path, await locate(path, followLast), false, call);
  }
  async function change<Result>(path: string, followLast: boolean, call: (fileSystem: FileSystem, path: string) => Promise<Result>) {
    return at(path, await locate(path, followLast), true, call);
  }

  return {
    readFile: (path) => read(path, true, (files, inner) => files.readFile(inner)),
    writeFile: (path, data, options) => change(path, true, (files, inner) => files.writeFile(inner, data, options)),
    async stat(path) {
      const names = await locate(path, true);
      return at(path, names, false, () => statusAt(names));
    },
    async lstat(path) {
      const names = await locate(path, false);
      return at(path, names, false, () => statusAt(names));
    },
    async list(path) {
      const names = await locate(path, true);
      const below = mountsBelow(names);
      const own = await at(path, names, false, async (files, inner) => {
        if (below.length > 0 && (await place(names)).kind === 'directory') return files.list(inner).catch(() => []);
        return files.list(inner);
      });
      return [...new Set([...own, ...below])].sort();
    },
    async makeDirectory(path, options = {}) {
      const all = namesOf(normalizePath(path));
      const steps = options.recursive === true ? all.map((_, index) => `/${all.slice(0, index + 1).join('/')}`) : [path];
      for (const step of steps) {
        const names = await locate(step, options.recursive === true);
        const { kind } = await place(names);
        if (kind === 'directory' && options.recursive === true) continue;
        if (kind !== 'missing') throw new FileSystemError(step === steps.at(-1) ? 'EEXIST' : 'ENOTDIR', path);
        await at(path, names, true, (files, inner) => files.makeDirectory(inner, options.mode === undefined ? {} : { mode: options.mode }));
      }
    },
    async remove(path, options) {
      const names = await locate(path, false);
      refuseMountPoint(path, names);
      await at(path, names, true, (files, inner) => files.remove(inner, options));
    },
    async rename(from, to) {
      const source = await locate(from, false);
      const target = await locate(to, false);
      refuseMountPoint(from, source);
      refuseMountPoint(to, target);
      const goal = owner(target);
      await at(from, source, true, (files, inner) => {
        if (goal.fileSystem !== files) throw new FileSystemError('EINVAL', from);
        return files.rename(inner, goal.path);
      });
    },
    symlink: (target, path) => change(path, false, (files, inner) => files.symlink(target, inner)),
    readLink: (path) => read(path, false, (files, inner) => files.readLink(inner)),
    changeMode: (path, mode) => change(path, true, (files, inner) => files.changeMode(inner, mode)),
    changeOwner: (path, uid, gid) => change(path, true, (files, inner) => files.changeOwner(inner, uid, gid)),
    touch: (path, modifiedAt) => change(path, true, (files, inner) => files.touch(inner, modifiedAt)),
    declareSize: (path, size) => change(path, true, (files, inner) => files.declareSize(inner, size)),
  };
}
