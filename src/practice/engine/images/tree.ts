import type { DirectoryFileSystem, TreeItem } from '../../filesystem/directory-file-system.ts';
import type { LayerEntry } from './layer.ts';
import type { LayerStore } from './layer-store.ts';

/** Writes a tree into an empty file system. Rejects with FileSystemError (ENOSPC) or EngineError. */
export async function writeTree(
  tree: ReadonlyMap<string, LayerEntry>,
  target: DirectoryFileSystem,
  blobs: Pick<LayerStore, 'readBlob'>,
): Promise<void> {
  // Contents go to disk in parts, so that a big image is never in memory as a whole.
  const batchBytes = 8_000_000;
  let batch: TreeItem[] = [];
  let bytes = 0;
  for (const entry of tree.values()) {
    if (entry.kind === 'file') batch.push({ ...entry, content: await blobs.readBlob(entry.blob) });
    else batch.push(entry);
    bytes += entry.kind === 'file' ? entry.size : 0;
    if (bytes < batchBytes) continue;
    await target.fill(batch);
    batch = [];
    bytes = 0;
  }
  await target.fill(batch);
}

/**
 * Reads the tree of a file system. A file that `known` has with the same size, time and attributes is taken from there
 * without being read; other contents go into the store.
 */
export async function readTree(
  source: DirectoryFileSystem,
  blobs: Pick<LayerStore, 'addBlob'>,
  known: ReadonlyMap<string, LayerEntry> = new Map(),
): Promise<Map<string, LayerEntry>> {
  const tree = new Map<string, LayerEntry>();
  for (const { path, status, target = '' } of await source.scan()) {
    const { kind, mode, uid, gid, modifiedAt, size } = status;
    const about = { path, mode, uid, gid, modifiedAt };
    const before = known.get(path);
    if (kind === 'directory') tree.set(path, { ...about, kind });
    else if (kind === 'symlink') tree.set(path, { ...about, kind, target });
    else if (kind === 'file') {
      const declared = status.declaredSize === undefined ? {} : { declaredSize: status.declaredSize };
      const isKnown =
        before?.kind === 'file' &&
        (before.declaredSize ?? before.size) === size &&
        before.declaredSize === status.declaredSize &&
        before.modifiedAt === modifiedAt;
      if (isKnown) tree.set(path, { ...about, kind, size: before.size, blob: before.blob, ...declared });
      else {
        const content = await source.readFile(path);
        tree.set(path, { ...about, kind, size: content.length, blob: await blobs.addBlob(content), ...declared });
      }
    }
  }
  return tree;
}
