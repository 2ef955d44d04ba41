import { FileSystemError } from './filesystem.ts';
import type { FileStatus, FileSystem } from './filesystem.ts';
import { resolvePath } from './resolve-path.ts';

/** One name of a tree that is made up at the moment somebody looks, as the kernel's /proc and /dev are. */
export type GeneratedNode =
  | { kind: 'directory'; names: () => readonly string[] }
  | { kind: 'file' | 'device'; read: (path: string) => Buffer | string; write?: (path: string) => void; mode?: number }
  | { kind: 'symlink'; target: string };

/**
 * A file system whose names and contents come from `lookUp`. Names can be neither made nor removed (EPERM); only a node
 * with `write` takes data, which it discards. `now` gives the times, in milliseconds since 1970.
 */
export function generatedFileSystem(lookUp: (names: readonly string[]) => GeneratedNode | undefined, now: () => number): FileSystem {
  function find(path: string, followLast: boolean): GeneratedNode {
    const names = resolvePath(
      path,
      (place) => {
        const node = lookUp(place);
        if (node === undefined) return { kind: 'missing' };
        if (node.kind === 'symlink') return node;
        return { kind: node.kind === 'directory' ? 'directory' : 'other' };
      },
      followLast,
    );
    const node = lookUp(names);
    if (node === undefined) throw new FileSystemError('ENOENT', path);
    return node;
  }
  function statusOf(node: GeneratedNode): FileStatus {
    const times = { uid: 0, gid: 0, modifiedAt: now() };
    if (node.kind === 'directory') return { kind: 'directory', size: 0, mode: 0o555, ...times };
    if (node.kind === 'symlink') return { kind: 'symlink', size: 0, mode: 0o777, ...times };
    // The kernel gives length 0 for what it generates.
    return { kind: node.kind, size: 0, mode: node.mode ?? (node.write === undefined ? 0o444 : 0o666), ...times };
  }
  function refuse(path: string): Promise<never> {
    return Promise.reject(new FileSystemError('EPERM', path));
  }

  return {
    readFile: async (path) => {
      const node = await later(() => find(path, true));
      if (node.kind === 'directory' || node.kind === 'symlink') throw new FileSystemError('EISDIR', path);
      return Buffer.from(node.read(path));
    },
    writeFile: async (path) => {
      const node = await later(() => find(path, true));
      if (node.kind === 'directory') throw new FileSystemError('EISDIR', path);
      if (node.kind === 'symlink' || node.write === undefined) throw new FileSystemError('EACCES', path);
      node.write(path);
    },
    stat: (path) => later(() => statusOf(find(path, true))),
    lstat: (path) => later(() => statusOf(find(path, false))),
    list: async (path) => {
      const node = await later(() => find(path, true));
      if (node.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
      return [...node.names()].sort();
    },
    readLink: async (path) => {
      const node = await later(() => find(path, false));
      if (node.kind !== 'symlink') throw new FileSystemError('EINVAL', path);
      return node.target;
    },
    makeDirectory: refuse,
    remove: refuse,
    rename: refuse,
    symlink: (_target, path) => refuse(path),
    changeMode: refuse,
    changeOwner: refuse,
    declareSize: refuse,
    touch: (path) => later(() => void find(path, true)),
  };
}

/** Errors become rejections. */
function later<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
