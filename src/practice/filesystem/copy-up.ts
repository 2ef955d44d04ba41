import * as fs from 'node:fs';
import type { FileStatus } from './filesystem.ts';
import type { HostDirectory } from './host-directory.ts';
import type { LowerNode } from './lower-tree.ts';
import type { Sidecar } from './sidecar.ts';

/**
 * Makes a name of the lower tree the file system's own, with the directories that lead to it, so that it can be changed. What
 * is its own already stays as it is. `withoutContent`: the file is about to be written anew.
 */
export function copyUp(host: HostDirectory, sidecar: Sidecar, names: readonly string[], options: { withoutContent?: boolean } = {}): void {
  for (let length = 1; length <= names.length; length += 1) {
    const part = names.slice(0, length);
    const node = host.isOwn(part) ? undefined : host.lower(part);
    if (node !== undefined) copyOne(host, sidecar, part, node, length === names.length && options.withoutContent === true);
  }
}

/** As `copyUp`, with all that is in a directory. */
export function copyUpTree(host: HostDirectory, sidecar: Sidecar, names: readonly string[]): void {
  copyUp(host, sidecar, names);
  if (host.place(names).kind !== 'directory') return;
  for (const name of host.list(names)) copyUpTree(host, sidecar, [...names, name]);
}

function copyOne(host: HostDirectory, sidecar: Sidecar, names: string[], node: LowerNode, withoutContent: boolean): void {
  const { uid, gid, mode, modifiedAt } = node;
  if (node.kind === 'symlink') {
    sidecar.put(names, { link: { target: node.target, modifiedAt } });
  } else {
    const parent = host.hostPath(names.slice(0, -1));
    const parentTime = fs.statSync(parent).mtime;
    const path = host.prepare(names);
    if (node.kind === 'directory') fs.mkdirSync(path);
    else fs.writeFileSync(path, withoutContent ? '' : node.read(), { flag: 'wx', mode: 0o644 });
    fs.utimesSync(path, new Date(modifiedAt), new Date(modifiedAt));
    fs.utimesSync(parent, parentTime, parentTime);
    if (mode !== (node.kind === 'directory' ? 0o755 : 0o644)) sidecar.reach(names).mode = mode;
    if (node.kind === 'file' && node.declaredSize !== undefined && !withoutContent)
      sidecar.reach(names).declared = { bytes: node.declaredSize, content: node.size };
  }
  if (uid !== 0 || gid !== 0) Object.assign(sidecar.reach(names), { uid, gid });
  sidecar.changed();
}

/** Forgets what is known of a name; what the lower tree has there stays hidden. */
export function forgetPlace(host: HostDirectory, sidecar: Sidecar, names: readonly string[]): void {
  const name = names.at(-1);
  const below = name === undefined ? undefined : host.lower(names.slice(0, -1));
  const isBelow = name !== undefined && below?.kind === 'directory' && below.entries.has(name);
  sidecar.put(names, isBelow ? { hides: true } : undefined);
}

export function statusOfLower(node: LowerNode): FileStatus {
  const { kind, mode, uid, gid, modifiedAt } = node;
  const about = { kind, mode, uid, gid, modifiedAt };
  if (node.kind === 'directory') return { ...about, size: 4096 };
  if (node.kind === 'symlink') return { ...about, size: Buffer.byteLength(node.target) };
  return node.declaredSize === undefined
    ? { ...about, size: node.size }
    : { ...about, size: node.declaredSize, declaredSize: node.declaredSize };
}
