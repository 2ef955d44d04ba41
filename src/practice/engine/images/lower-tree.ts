import type { LowerDirectory, LowerNode } from '../../filesystem/lower-tree.ts';
import { namesOf } from '../../filesystem/resolve-path.ts';
import { EngineError } from '../engine.ts';
import { flattenLayers } from './layer.ts';
import type { Layer, LayerEntry } from './layer.ts';
import type { LayerStore } from './layer-store.ts';

/** What the layers of images show, as trees that any number of containers share. */
export interface LowerTrees {
  /** By the layers' ids, the lowest first. Rejects with EngineError where one is missing or damaged. */
  open(layers: readonly string[]): Promise<LowerDirectory>;
}

type Directory = LowerDirectory & { entries: Map<string, LowerNode> };

export function createLowerTrees(store: Pick<LayerStore, 'read' | 'readBlobNow' | 'hasBlob'>): LowerTrees {
  const known = new Map<string, WeakRef<LowerDirectory>>();
  return {
    async open(ids) {
      const key = ids.join();
      const held = known.get(key)?.deref();
      if (held !== undefined) return held;
      const layers: Layer[] = [];
      for (const id of ids) layers.push(await store.read(id));
      const tree = treeOfEntries(flattenLayers(layers), store);
      known.set(key, new WeakRef(tree));
      return tree;
    },
  };
}

function treeOfEntries(entries: ReadonlyMap<string, LayerEntry>, store: Pick<LayerStore, 'readBlobNow' | 'hasBlob'>): LowerDirectory {
  const root = directory({ mode: 0o755, uid: 0, gid: 0, modifiedAt: 0 });
  for (const entry of entries.values()) {
    const names = namesOf(entry.path);
    const name = names.pop();
    let parent = root;
    for (const above of names) {
      const next = parent.entries.get(above);
      if (next?.kind !== 'directory')
        throw new EngineError('failed', `layer content of ${entry.path} has no directory: push the service again`);
      parent = next as Directory;
    }
    if (name !== undefined) parent.entries.set(name, nodeOf(entry, store));
  }
  return root;
}

function nodeOf(entry: LayerEntry, store: Pick<LayerStore, 'readBlobNow' | 'hasBlob'>): LowerNode {
  const { mode, uid, gid, modifiedAt } = entry;
  const about = { mode, uid, gid, modifiedAt };
  if (entry.kind === 'directory') return directory(about);
  if (entry.kind === 'symlink') return { ...about, kind: 'symlink', target: entry.target };
  const { blob, size, declaredSize } = entry;
  if (!store.hasBlob(blob, size))
    throw new EngineError('failed', `layer content ${blob.slice(0, 12)} is missing or damaged on disk: push the service again`);
  const read = (): Buffer => store.readBlobNow(blob);
  return { ...about, kind: 'file', size, read, ...(declaredSize === undefined ? {} : { declaredSize }) };
}

function directory(about: Pick<LayerEntry, 'mode' | 'uid' | 'gid' | 'modifiedAt'>): Directory {
  return { ...about, kind: 'directory', entries: new Map() };
}
