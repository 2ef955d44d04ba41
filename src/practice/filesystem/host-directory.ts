import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { FileSystemError, errorTexts } from './filesystem.ts';
import type { FileSystemErrorCode } from './filesystem.ts';
import { canHold, isSameName, standIn } from './host-names.ts';
import type { HostNaming } from './host-names.ts';
import type { LowerDirectory, LowerNode } from './lower-tree.ts';
import type { Place } from './resolve-path.ts';
import type { Sidecar } from './sidecar.ts';

/**
 * The meeting of a host directory and its sidecar: which host file stands for a place, and what is there. What lies on
 * the host wins over the sidecar, because other processes write there. Host links are read, never followed.
 */
export interface HostDirectory {
  hostPath(names: readonly string[]): string;
  /** The host's own entry; undefined where there is none. */
  hostStatus(names: readonly string[]): Stats | undefined;
  place: (names: readonly string[]) => Place;
  list(names: readonly string[]): string[];
  /** What shows through from the tree below, where the file system has nothing of its own there. */
  lower(names: readonly string[]): LowerNode | undefined;
  /** True where the file system itself has something: on the host, or a link. */
  isOwn(names: readonly string[]): boolean;
  /** Chooses and records a host name for a file that is about to be made; returns its host path. */
  prepare(names: readonly string[]): string;
}

export function openHostDirectory(root: string, sidecar: Sidecar, naming: HostNaming, below?: LowerDirectory): HostDirectory {
  function hostPath(names: readonly string[]): string {
    let entry = sidecar.root as typeof sidecar.root | undefined;
    const hostNames = names.map((name) => {
      entry = entry?.entries?.[name];
      return entry?.hostName ?? name;
    });
    return join(root, ...hostNames);
  }

  function hostStatus(names: readonly string[]): Stats | undefined {
    const name = names.at(-1);
    const hostName = name === undefined ? undefined : (sidecar.find(names)?.hostName ?? name);
    if (hostName !== undefined && !canHold(naming, hostName)) return undefined;
    const path = hostPath(names);
    const status = statusOrNothing(path);
    if (status === undefined || hostName === undefined || !naming.foldsCase) return status;
    // `lstat` finds `A` under the name `a` on such a host; for a link `realpath` would name its target, so the list is asked.
    const trueName = status.isSymbolicLink()
      ? readdirSync(join(path, '..')).find((other) => other === hostName)
      : basename(realpathSync.native(path));
    return trueName?.normalize('NFC') === hostName.normalize('NFC') ? status : undefined;
  }

  function place(names: readonly string[]): Place {
    const status = hostStatus(names);
    if (status === undefined) {
      const link = sidecar.find(names)?.link;
      if (link !== undefined) return { kind: 'symlink', target: link.target };
      const node = lower(names);
      if (node === undefined) return { kind: 'missing' };
      return node.kind === 'symlink' ? node : { kind: node.kind === 'directory' ? 'directory' : 'other' };
    }
    if (status.isSymbolicLink()) return { kind: 'symlink', target: readlinkSync(hostPath(names)).replaceAll('\\', '/') };
    return { kind: status.isDirectory() ? 'directory' : 'other' };
  }

  function lower(names: readonly string[]): LowerNode | undefined {
    let node: LowerNode | undefined = below;
    let entry = sidecar.root as typeof sidecar.root | undefined;
    for (const name of names) {
      entry = entry?.entries?.[name];
      if (node?.kind !== 'directory' || entry?.hides === true || entry?.link !== undefined) return undefined;
      node = node.entries.get(name);
    }
    return node;
  }

  return {
    hostPath,
    hostStatus,
    place,
    lower,
    isOwn: (names) => hostStatus(names) !== undefined || sidecar.find(names)?.link !== undefined,
    list(names) {
      const entries = Object.entries(sidecar.find(names)?.entries ?? {});
      const byHostName = new Map(entries.flatMap(([name, entry]) => (entry.hostName === undefined ? [] : [[entry.hostName, name]])));
      const node = lower(names);
      const onHost = node === undefined || hostStatus(names) !== undefined ? readdirSync(hostPath(names)) : [];
      const found = new Set(onHost.map((hostName) => byHostName.get(hostName) ?? hostName));
      const known = sidecar.find(names)?.entries;
      if (node?.kind === 'directory') for (const name of node.entries.keys()) if (known?.[name]?.hides !== true) found.add(name);
      for (const [name, entry] of entries) if (entry.link !== undefined) found.add(name);
      return [...found].sort();
    },
    prepare(names) {
      const name = names.at(-1);
      const known = sidecar.find(names);
      if (name === undefined || known?.hostName !== undefined) return hostPath(names);
      const parent = hostPath(names.slice(0, -1));
      const present = naming.foldsCase ? readdirSync(parent) : [];
      const isTaken = (wanted: string) => present.some((other) => isSameName(naming, other, wanted));
      if (!canHold(naming, name) || (present.length > 0 && isTaken(name))) {
        const siblings = naming.foldsCase ? present : readdirSync(parent);
        sidecar.reach(names).hostName = standIn(name, (wanted) => siblings.some((other) => isSameName(naming, other, wanted)));
        sidecar.changed();
      }
      return hostPath(names);
    },
  };
}

function statusOrNothing(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A parent that another process has just replaced by a file.
    if (hostCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The error of a host call in the words of the simulated file system, which names no host path. */
export function toFileSystemError(error: unknown, path: string): FileSystemError {
  if (error instanceof FileSystemError) return error;
  const code = hostCode(error);
  if (code !== undefined && code in errorTexts) return new FileSystemError(code as FileSystemErrorCode, path);
  if (code === 'ENAMETOOLONG' || code === 'EILSEQ' || code === 'ERR_INVALID_ARG_VALUE') return new FileSystemError('EINVAL', path);
  if (code === 'EDQUOT') return new FileSystemError('ENOSPC', path);
  if (code === 'EMFILE' || code === 'ENFILE') return new FileSystemError('EBUSY', path);
  return new FileSystemError('EACCES', path);
}

function hostCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
