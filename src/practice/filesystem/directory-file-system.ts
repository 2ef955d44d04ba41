import * as fs from 'node:fs';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { FileSystemError, normalizePath } from './filesystem.ts';
import type { FileStatus, FileSystem } from './filesystem.ts';
import { openHostDirectory, toFileSystemError } from './host-directory.ts';
import type { HostDirectory } from './host-directory.ts';
import { copyUp, copyUpTree, forgetPlace, statusOfLower } from './copy-up.ts';
import { namingOf } from './host-names.ts';
import type { HostNaming } from './host-names.ts';
import type { LowerDirectory } from './lower-tree.ts';
import { namesOf, resolvePath } from './resolve-path.ts';
import { openSidecar } from './sidecar.ts';
import type { Sidecar } from './sidecar.ts';

export interface DirectoryFileSystemOptions {
  /** The host directory that is the tree's root; made where it is missing. */
  root: string;
  /** The sidecar; must lie outside `root`. */
  attributesFile: string;
  /** Shows through wherever nothing was changed; changes are made beside it. */
  lower?: LowerDirectory;
  /** How the host names files; the platform's way unless a test says otherwise. */
  naming?: HostNaming;
}

/** One name of a whole tree. */
export type TreeItem = { path: string; mode: number; uid: number; gid: number; modifiedAt: number } & (
  { kind: 'directory' } | { kind: 'file'; content: Buffer; declaredSize?: number } | { kind: 'symlink'; target: string }
);

export type DirectoryFileSystem = FileSystem & {
  /** Puts items into an empty file system, each parent before what is in it; much faster than one call an item. */
  fill(items: Iterable<TreeItem>): Promise<void>;
  /** All names below the root with what `lstat` says; each parent before what is in it. */
  scan(): Promise<{ path: string; status: FileStatus; target?: string }[]>;
  /** As `scan`, without what only shows through from the tree below. */
  scanOwn(): Promise<{ path: string; status: FileStatus; target?: string }[]>;
  /** Resolves when modes, owners and links are on the disk. Rejects with FleetlabError (`not-saved`). */
  flush(): Promise<void>;
};

/**
 * A file system kept in a directory of the host. Files and directories are real, so that other processes read and write
 * them at once; modes, owners, symbolic links and names that the host cannot hold live in the attributes file, so that it
 * is the same on every host and no real link ever leads out. Links that another process puts there are resolved inside
 * the tree. Host calls are synchronous: a call is never interleaved with another one, and a local one takes microseconds.
 */
export async function directoryFileSystem(options: DirectoryFileSystemOptions): Promise<DirectoryFileSystem> {
  await mkdir(options.root, { recursive: true });
  const root = await realpath(options.root);
  const sidecar = await openSidecar(options.attributesFile);
  const host = openHostDirectory(root, sidecar, options.naming ?? namingOf(process.platform), options.lower);

  function locate(path: string, followLast: boolean): string[] {
    return resolvePath(path, host.place, followLast);
  }
  function existing(path: string, followLast = true): string[] {
    const names = locate(path, followLast);
    if (host.place(names).kind === 'missing') throw new FileSystemError('ENOENT', path);
    return names;
  }
  /** An existing place that is about to be changed. */
  function changeable(path: string): string[] {
    const names = existing(path);
    copyUp(host, sidecar, names);
    return names;
  }
  /** A missing place that is about to be made. */
  function makeRoom(names: string[]): void {
    copyUp(host, sidecar, names.slice(0, -1));
    forget(sidecar, names);
  }

  return {
    readFile: act((path) => readRegularFile(host, existing(path), path)),
    writeFile: act((path, data: Buffer | string, { append = false, mode }: { append?: boolean; mode?: number } = {}) => {
      const names = locate(path, true);
      const { kind } = host.place(names);
      const isNew = kind === 'missing';
      if (kind === 'directory') throw new FileSystemError('EISDIR', path);
      if (isNew) makeRoom(names);
      else copyUp(host, sidecar, names, { withoutContent: !append });
      const declared = isNew ? undefined : declaredSize(host, sidecar, names);
      writeRegularFile(isNew ? host.prepare(names) : host.hostPath(names), data, append, path);
      if (declared !== undefined) declareSize(host, sidecar, names, append ? declared + Buffer.byteLength(data) : undefined);
      if (isNew && mode !== undefined) setMode(sidecar, names, mode, 0o644);
    }),
    stat: act((path) => statusAt(host, sidecar, existing(path))),
    lstat: act((path) => statusAt(host, sidecar, existing(path, false))),
    list: act((path) => {
      const names = existing(path);
      if (host.place(names).kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
      return host.list(names);
    }),
    makeDirectory: act((path, { recursive = false, mode }: { recursive?: boolean; mode?: number } = {}) => {
      const all = namesOf(normalizePath(path));
      const steps = recursive ? all.map((_, index) => `/${all.slice(0, index + 1).join('/')}`) : [path];
      for (const step of steps) {
        const names = locate(step, recursive);
        const { kind } = host.place(names);
        if (kind === 'directory' && recursive) continue;
        if (kind !== 'missing') throw new FileSystemError(step === steps.at(-1) ? 'EEXIST' : 'ENOTDIR', path);
        makeRoom(names);
        fs.mkdirSync(host.prepare(names));
        if (mode !== undefined) setMode(sidecar, names, mode, 0o755);
      }
    }),
    remove: act((path, { recursive = false, directory = false }: { recursive?: boolean; directory?: boolean } = {}) => {
      const names = existing(path, false);
      if (names.length === 0) throw new FileSystemError('EBUSY', path);
      const isDirectory = host.place(names).kind === 'directory';
      if (isDirectory && !recursive) {
        if (!directory) throw new FileSystemError('EISDIR', path);
        if (host.list(names).length > 0) throw new FileSystemError('ENOTEMPTY', path);
      }
      if (!isDirectory && directory && !recursive) throw new FileSystemError('ENOTDIR', path);
      const hostPath = host.hostPath(names);
      copyUp(host, sidecar, names.slice(0, -1));
      if (host.hostStatus(names) === undefined) touchParent(host, names);
      forgetPlace(host, sidecar, names);
      return removeFromHost(hostPath, isDirectory);
    }),
    rename: act((from, to: string) => {
      rename(host, sidecar, { from, to, source: locate(from, false), target: locate(to, false) });
    }),
    symlink: act((target, path: string) => {
      if (target === '') throw new FileSystemError('ENOENT', path);
      const names = locate(path, false);
      if (host.place(names).kind !== 'missing') throw new FileSystemError('EEXIST', path);
      copyUp(host, sidecar, names.slice(0, -1));
      sidecar.put(names, { link: { target, modifiedAt: Date.now() } });
      touchParent(host, names);
    }),
    readLink: act((path) => {
      const place = host.place(existing(path, false));
      if (place.kind !== 'symlink') throw new FileSystemError('EINVAL', path);
      return place.target;
    }),
    changeMode: act((path, mode: number) => {
      const names = changeable(path);
      setMode(sidecar, names, mode, host.place(names).kind === 'directory' ? 0o755 : 0o644);
    }),
    changeOwner: act((path, uid: number, gid: number) => {
      Object.assign(sidecar.reach(changeable(path)), { uid, gid });
      sidecar.changed();
    }),
    touch: act((path, modifiedAt: number) => {
      fs.utimesSync(host.hostPath(changeable(path)), new Date(modifiedAt), new Date(modifiedAt));
    }),
    declareSize: act((path, size: number) => {
      const names = changeable(path);
      if (host.hostStatus(names)?.isFile() !== true) throw new FileSystemError('EINVAL', path);
      declareSize(host, sidecar, names, size);
    }),
    fill: (items) => act(() => fill(host, sidecar, items))('/'),
    scan: () => act(() => scan(host, sidecar, (names) => host.list(names)))('/'),
    scanOwn: () => act(() => scan(host, sidecar, (names) => host.list(names).filter((name) => host.isOwn([...names, name]))))('/'),
    flush: () => sidecar.flush(),
  };
}

function fill(host: HostDirectory, sidecar: Sidecar, items: Iterable<TreeItem>): void {
  for (const item of items) {
    const { path, kind, mode, uid, gid, modifiedAt } = item;
    const names = namesOf(path);
    if (kind === 'symlink') {
      sidecar.put(names, { link: { target: item.target, modifiedAt }, ...(uid === 0 && gid === 0 ? {} : { uid, gid }) });
      continue;
    }
    if (kind === 'directory') fs.mkdirSync(host.prepare(names));
    else {
      const file = fs.openSync(host.prepare(names), 'wx', 0o644);
      try {
        fs.writeFileSync(file, item.content);
        fs.futimesSync(file, modifiedAt / 1000, modifiedAt / 1000);
      } finally {
        fs.closeSync(file);
      }
    }
    setMode(sidecar, names, mode, kind === 'directory' ? 0o755 : 0o644);
    if (kind === 'file' && item.declaredSize !== undefined)
      sidecar.reach(names).declared = { bytes: item.declaredSize, content: item.content.length };
    if (uid !== 0 || gid !== 0) Object.assign(sidecar.reach(names), { uid, gid });
  }
  sidecar.changed();
}

function scan(
  host: HostDirectory,
  sidecar: Sidecar,
  namesIn: (names: readonly string[]) => string[],
): { path: string; status: FileStatus; target?: string }[] {
  const found: { path: string; status: FileStatus; target?: string }[] = [];
  function visit(parent: string[]): void {
    for (const name of namesIn(parent)) {
      const names = [...parent, name];
      const status = statusAt(host, sidecar, names);
      const place = status.kind === 'symlink' ? host.place(names) : undefined;
      found.push({ path: `/${names.join('/')}`, status, ...(place?.kind === 'symlink' ? { target: place.target } : {}) });
      if (status.kind === 'directory') visit(names);
    }
  }
  visit([]);
  return found;
}

/** The work is done at once where it can be; what the host throws becomes a rejection without a host path. */
function act<Rest extends unknown[], Result>(
  work: (path: string, ...rest: Rest) => Result | Promise<Result>,
): (path: string, ...rest: Rest) => Promise<Result> {
  return async (path, ...rest) => {
    try {
      return await work(path, ...rest);
    } catch (error) {
      throw toFileSystemError(error, path);
    }
  };
}

function statusAt(host: HostDirectory, sidecar: Sidecar, names: string[]): FileStatus {
  const { mode, uid = 0, gid = 0, link, declared } = sidecar.find(names) ?? {};
  const status = host.hostStatus(names);
  const node = status === undefined && link === undefined ? host.lower(names) : undefined;
  if (node !== undefined) return statusOfLower(node);
  if (status === undefined || status.isSymbolicLink()) {
    const place = host.place(names);
    const size = place.kind === 'symlink' ? Buffer.byteLength(place.target) : 0;
    return { kind: 'symlink', size, mode: 0o777, uid, gid, modifiedAt: link?.modifiedAt ?? Math.floor(status?.mtimeMs ?? 0) };
  }
  const modifiedAt = Math.floor(status.mtimeMs);
  if (status.isDirectory()) return { kind: 'directory', size: 4096, mode: mode ?? 0o755, uid, gid, modifiedAt };
  const kind = status.isFile() ? 'file' : 'device';
  const about = { kind, mode: mode ?? 0o644, uid, gid, modifiedAt } as const;
  if (kind !== 'file' || declared?.content !== status.size) return { ...about, size: status.size };
  return { ...about, size: declared.bytes, declaredSize: declared.bytes };
}

function declaredSize(host: HostDirectory, sidecar: Sidecar, names: string[]): number | undefined {
  const declared = sidecar.find(names)?.declared;
  return declared?.content === host.hostStatus(names)?.size ? declared?.bytes : undefined;
}

/** Undefined: the file is as big as its content again. */
function declareSize(host: HostDirectory, sidecar: Sidecar, names: string[], bytes: number | undefined): void {
  const entry = sidecar.reach(names);
  if (bytes === undefined) delete entry.declared;
  else entry.declared = { bytes, content: host.hostStatus(names)?.size ?? 0 };
  sidecar.changed();
}

// Not defined on Windows, where making a link needs a privilege; elsewhere it closes the gap between look and open.
const { O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } = fs.constants;
const noFollow = (fs.constants as Partial<typeof fs.constants>).O_NOFOLLOW ?? 0;

function readRegularFile(host: HostDirectory, names: string[], path: string): Buffer {
  const status = host.hostStatus(names);
  const node = status === undefined ? host.lower(names) : undefined;
  if (node?.kind === 'file') return Buffer.from(node.read());
  if (status?.isDirectory() === true || node?.kind === 'directory') throw new FileSystemError('EISDIR', path);
  // A pipe or socket that another process made would block the whole practice device.
  if (status?.isFile() !== true) throw new FileSystemError('EINVAL', path);
  const file = fs.openSync(host.hostPath(names), O_RDONLY | noFollow);
  try {
    return fs.readFileSync(file);
  } finally {
    fs.closeSync(file);
  }
}

function writeRegularFile(hostPath: string, data: Buffer | string, append: boolean, path: string): void {
  const status = fs.lstatSync(hostPath, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) throw new FileSystemError('EISDIR', path);
  if (status?.isFile() === false) throw new FileSystemError('EINVAL', path);
  const file = fs.openSync(hostPath, O_WRONLY | O_CREAT | noFollow | (append ? O_APPEND : O_TRUNC), 0o644);
  try {
    fs.writeFileSync(file, data);
  } finally {
    fs.closeSync(file);
  }
}

function removeFromHost(hostPath: string, isDirectory: boolean): Promise<void> | undefined {
  if (isDirectory) return rm(hostPath, { recursive: true, force: true, maxRetries: 3 });
  if (fs.lstatSync(hostPath, { throwIfNoEntry: false }) !== undefined) fs.unlinkSync(hostPath);
  return undefined;
}

interface Renaming {
  from: string;
  to: string;
  source: string[];
  target: string[];
}

function rename(host: HostDirectory, sidecar: Sidecar, { from, to, source, target }: Renaming): void {
  if (source.length === 0 || target.length === 0) throw new FileSystemError('EBUSY', from);
  const moved = host.place(source);
  if (moved.kind === 'missing') throw new FileSystemError('ENOENT', from);
  if (source.join('/') === target.join('/')) return;
  const replaced = host.place(target);
  const isDirectory = moved.kind === 'directory';
  if (isDirectory && source.every((name, index) => target[index] === name)) throw new FileSystemError('EINVAL', from);
  if (isDirectory && replaced.kind !== 'missing' && replaced.kind !== 'directory') throw new FileSystemError('ENOTDIR', to);
  if (!isDirectory && replaced.kind === 'directory') throw new FileSystemError('EISDIR', to);
  if (replaced.kind === 'directory') {
    if (host.list(target).length > 0) throw new FileSystemError('ENOTEMPTY', to);
    // Windows refuses to rename onto a directory, even an empty one.
    if (host.hostStatus(target) !== undefined) fs.rmdirSync(host.hostPath(target));
  }
  copyUpTree(host, sidecar, source);
  copyUp(host, sidecar, target.slice(0, -1));
  const sourcePath = host.hostPath(source);
  const isOnHost = host.hostStatus(source) !== undefined;
  if (!isOnHost && host.hostStatus(target) !== undefined) fs.unlinkSync(host.hostPath(target));
  const entry = { ...sidecar.find(source) };
  delete entry.hostName;
  delete entry.hides;
  if (host.hostStatus(target) === undefined) forgetPlace(host, sidecar, target);
  if (isOnHost) fs.renameSync(sourcePath, host.prepare(target));
  else [source, target].forEach((names) => touchParent(host, names));
  const hostName = isOnHost ? sidecar.find(target)?.hostName : undefined;
  forgetPlace(host, sidecar, source);
  forgetPlace(host, sidecar, target);
  const kept = { ...entry, ...sidecar.find(target), ...(hostName === undefined ? {} : { hostName }) };
  if (Object.keys(kept).length > 0) sidecar.put(target, kept);
}

/** What the sidecar still says of a file that another process has removed must not pass on to a new one. */
function forget(sidecar: Sidecar, names: string[]): void {
  sidecar.put(names, sidecar.find(names)?.hides === true ? { hides: true } : undefined);
}

function setMode(sidecar: Sidecar, names: string[], mode: number, usual: number): void {
  const entry = sidecar.find(names);
  const bits = mode & 0o7777;
  if (bits === usual && entry?.mode === undefined) return;
  sidecar.reach(names).mode = bits;
  sidecar.changed();
}

/** A link is no entry of the host directory, so its parent's time has to be set by hand. */
function touchParent(host: HostDirectory, names: string[]): void {
  fs.utimesSync(host.hostPath(names.slice(0, -1)), new Date(), new Date());
}
