import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { LayerEntry } from './layer.ts';
import type { LayerStore } from './layer-store.ts';

/** Writes a tree into an empty file system. Rejects with FileSystemError (ENOSPC) or EngineError. */
export async function writeTree(
  tree: ReadonlyMap<string, LayerEntry>,
  target: FileSystem,
  blobs: Pick<LayerStore, 'readBlob'>,
): Promise<void> {
  for (const entry of tree.values()) {
    if (entry.path === '/') continue;
    if (entry.kind === 'symlink') await target.symlink(entry.target, entry.path);
    else if (entry.kind === 'directory') await target.makeDirectory(entry.path, { mode: entry.mode });
    else {
      await target.writeFile(entry.path, await blobs.readBlob(entry.blob), { mode: entry.mode });
      await target.touch(entry.path, entry.modifiedAt);
    }
    if (entry.kind !== 'symlink' && (entry.uid !== 0 || entry.gid !== 0)) await target.changeOwner(entry.path, entry.uid, entry.gid);
  }
}

/**
 * Reads the tree of a file system. A file that `known` has with the same size, time and attributes is taken from there
 * without being read; other contents go into the store.
 */
export async function readTree(
  source: FileSystem,
  blobs: Pick<LayerStore, 'addBlob'>,
  known: ReadonlyMap<string, LayerEntry> = new Map(),
): Promise<Map<string, LayerEntry>> {
  const tree = new Map<string, LayerEntry>();
  async function visit(path: string): Promise<void> {
    const { kind, mode, uid, gid, modifiedAt, size } = await source.lstat(path);
    const about = { path, mode, uid, gid, modifiedAt };
    const before = known.get(path);
    if (kind === 'directory') {
      if (path !== '/') tree.set(path, { ...about, kind });
      for (const name of await source.list(path)) await visit(path === '/' ? `/${name}` : `${path}/${name}`);
    } else if (kind === 'symlink') tree.set(path, { ...about, kind, target: await source.readLink(path) });
    else if (kind === 'file') {
      const isKnown = before?.kind === 'file' && before.size === size && before.modifiedAt === modifiedAt;
      const blob = isKnown ? before.blob : await blobs.addBlob(await source.readFile(path));
      tree.set(path, { ...about, kind, size, blob });
    }
  }
  await visit('/');
  return tree;
}
