import { FileSystemError, normalizePath } from './filesystem.ts';
import type { FileStatus, FileSystem } from './filesystem.ts';
import { namesOf, resolvePath } from './resolve-path.ts';
import type { Place } from './resolve-path.ts';

interface Attributes {
  mode: number;
  uid: number;
  gid: number;
  modifiedAt: number;
}
type FileNode = Attributes & { kind: 'file'; data: Buffer; declaredSize?: number };
type DirectoryNode = Attributes & { kind: 'directory'; entries: Map<string, TreeNode> };
type LinkNode = Attributes & { kind: 'symlink'; target: string };
type TreeNode = FileNode | DirectoryNode | LinkNode;

/**
 * A file system in memory. `files` maps absolute paths to content; their directories are made, a path that ends in `/`
 * is an empty directory, and content that starts as a program does (`#!`, ELF) is executable.
 */
export function memoryFileSystem(files: Record<string, string> = {}, now: () => number = Date.now): FileSystem {
  const root = directory(0o755, now());
  for (const [path, content] of Object.entries(files)) plant(root, path, content, now());

  function lookUp(names: readonly string[]): TreeNode | undefined {
    let node: TreeNode | undefined = root;
    for (const name of names) {
      if (node?.kind !== 'directory') return undefined;
      node = node.entries.get(name);
    }
    return node;
  }
  function placeAt(names: readonly string[]): Place {
    const node = lookUp(names);
    if (node === undefined) return { kind: 'missing' };
    if (node.kind === 'symlink') return { kind: 'symlink', target: node.target };
    return { kind: node.kind === 'directory' ? 'directory' : 'other' };
  }
  function existing(path: string, followLast = true): TreeNode {
    const node = lookUp(resolvePath(path, placeAt, followLast));
    if (node === undefined) throw new FileSystemError('ENOENT', path);
    return node;
  }
  /** The directory that holds `path`'s last name, and that name; undefined for the root. */
  function seat(path: string, followLast = false): { parent: DirectoryNode; name: string; names: string[] } | undefined {
    const names = resolvePath(path, placeAt, followLast);
    const name = names.at(-1);
    if (name === undefined) return undefined;
    const parent = lookUp(names.slice(0, -1));
    if (parent === undefined) throw new FileSystemError('ENOENT', path);
    if (parent.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
    return { parent, name, names };
  }
  function put(parent: DirectoryNode, name: string, node: TreeNode): void {
    parent.entries.set(name, node);
    parent.modifiedAt = now();
  }

  return {
    readFile: act((path) => {
      const node = existing(path);
      if (node.kind === 'directory') throw new FileSystemError('EISDIR', path);
      return Buffer.from((node as FileNode).data);
    }),
    writeFile: act((path, data: Buffer | string, options: { append?: boolean; mode?: number } = {}) => {
      const place = seat(path, true);
      const node = place?.parent.entries.get(place.name);
      if (place === undefined || node?.kind === 'directory') throw new FileSystemError('EISDIR', path);
      const bytes = Buffer.from(data);
      if (node?.kind === 'file') {
        if (options.append !== true) delete node.declaredSize;
        else if (node.declaredSize !== undefined) node.declaredSize += bytes.length;
        node.data = options.append === true ? Buffer.concat([node.data, bytes]) : bytes;
        node.modifiedAt = now();
      } else put(place.parent, place.name, file(bytes, options.mode ?? 0o644, now()));
    }),
    stat: act((path) => statusOf(existing(path))),
    lstat: act((path) => statusOf(existing(path, false))),
    list: act((path) => {
      const node = existing(path);
      if (node.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
      return [...node.entries.keys()].sort();
    }),
    makeDirectory: act((path, options: { recursive?: boolean; mode?: number } = {}) => {
      const all = namesOf(normalizePath(path));
      const steps = options.recursive === true ? all.map((_, index) => `/${all.slice(0, index + 1).join('/')}`) : [path];
      for (const step of steps) {
        const place = seat(step, options.recursive === true);
        const node = place === undefined ? root : place.parent.entries.get(place.name);
        if (node?.kind === 'directory' && options.recursive === true) continue;
        if (node !== undefined || place === undefined) throw new FileSystemError(step === steps.at(-1) ? 'EEXIST' : 'ENOTDIR', path);
        put(place.parent, place.name, directory(options.mode ?? 0o755, now()));
      }
    }),
    remove: act((path, options: { recursive?: boolean; directory?: boolean } = {}) => {
      const place = seat(path);
      if (place === undefined) throw new FileSystemError('EBUSY', path);
      const node = place.parent.entries.get(place.name);
      if (node === undefined) throw new FileSystemError('ENOENT', path);
      if (node.kind === 'directory' && options.recursive !== true) {
        if (options.directory !== true) throw new FileSystemError('EISDIR', path);
        if (node.entries.size > 0) throw new FileSystemError('ENOTEMPTY', path);
      } else if (node.kind !== 'directory' && options.directory === true && options.recursive !== true)
        throw new FileSystemError('ENOTDIR', path);
      place.parent.entries.delete(place.name);
      place.parent.modifiedAt = now();
    }),
    rename: act((from, to: string) => {
      const source = seat(from);
      const target = seat(to);
      if (source === undefined || target === undefined) throw new FileSystemError('EBUSY', from);
      const node = source.parent.entries.get(source.name);
      const replaced = target.parent.entries.get(target.name);
      if (node === undefined) throw new FileSystemError('ENOENT', from);
      if (node === replaced) return;
      if (node.kind === 'directory' && isInside(target.names, source.names)) throw new FileSystemError('EINVAL', from);
      if (node.kind === 'directory' && replaced !== undefined && replaced.kind !== 'directory') throw new FileSystemError('ENOTDIR', to);
      if (node.kind !== 'directory' && replaced?.kind === 'directory') throw new FileSystemError('EISDIR', to);
      if (replaced?.kind === 'directory' && replaced.entries.size > 0) throw new FileSystemError('ENOTEMPTY', to);
      source.parent.entries.delete(source.name);
      source.parent.modifiedAt = now();
      put(target.parent, target.name, node);
    }),
    symlink: act((target, path: string) => {
      if (target === '') throw new FileSystemError('ENOENT', path);
      const place = seat(path);
      if (place?.parent.entries.has(place.name) !== false) throw new FileSystemError('EEXIST', path);
      put(place.parent, place.name, { kind: 'symlink', target, mode: 0o777, uid: 0, gid: 0, modifiedAt: now() });
    }),
    readLink: act((path) => {
      const node = existing(path, false);
      if (node.kind !== 'symlink') throw new FileSystemError('EINVAL', path);
      return node.target;
    }),
    changeMode: act((path, mode: number) => {
      existing(path).mode = mode & 0o7777;
    }),
    changeOwner: act((path, uid: number, gid: number) => {
      Object.assign(existing(path), { uid, gid });
    }),
    touch: act((path, modifiedAt: number) => {
      existing(path).modifiedAt = modifiedAt;
    }),
    declareSize: act((path, size: number) => {
      const node = existing(path);
      if (node.kind !== 'file') throw new FileSystemError('EINVAL', path);
      node.declaredSize = size;
    }),
  };
}

/** Whether the place `names` lies below the place `above`. */
function isInside(names: readonly string[], above: readonly string[]): boolean {
  return names.length > above.length && above.every((name, index) => names[index] === name);
}

/** The whole call happens at once, so that two calls never see each other half done; errors become rejections. */
function act<Rest extends unknown[], Result>(
  work: (path: string, ...rest: Rest) => Result,
): (path: string, ...rest: Rest) => Promise<Result> {
  return (path, ...rest) =>
    new Promise((resolve) => {
      resolve(work(path, ...rest));
    });
}

function statusOf(node: TreeNode): FileStatus {
  const { kind, mode, uid, gid, modifiedAt } = node;
  const about = { kind, mode, uid, gid, modifiedAt };
  if (node.kind === 'file' && node.declaredSize !== undefined)
    return { ...about, size: node.declaredSize, declaredSize: node.declaredSize };
  const size = node.kind === 'file' ? node.data.length : node.kind === 'symlink' ? Buffer.byteLength(node.target) : 4096;
  return { ...about, size };
}

function plant(root: DirectoryNode, path: string, content: string, modifiedAt: number): void {
  const names = namesOf(normalizePath(path));
  const last = path.endsWith('/') ? undefined : names.pop();
  let parent = root;
  for (const name of names) {
    const next = parent.entries.get(name) ?? directory(0o755, modifiedAt);
    if (next.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
    parent.entries.set(name, next);
    parent = next;
  }
  if (last === undefined) return;
  const isProgram = content.startsWith('#!') || content.startsWith('\x7fELF');
  parent.entries.set(last, file(Buffer.from(content), isProgram ? 0o755 : 0o644, modifiedAt));
}

function file(data: Buffer, mode: number, modifiedAt: number): FileNode {
  return { kind: 'file', data, mode: mode & 0o7777, uid: 0, gid: 0, modifiedAt };
}

function directory(mode: number, modifiedAt: number): DirectoryNode {
  return { kind: 'directory', entries: new Map(), mode: mode & 0o7777, uid: 0, gid: 0, modifiedAt };
}
