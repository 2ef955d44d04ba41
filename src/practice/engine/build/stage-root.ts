import type { DirectoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { HistoryEntry } from '../images/image-store.ts';
import { compareTrees, flattenLayers, isEmptyLayer, makeLayer } from '../images/layer.ts';
import type { Layer, LayerEntry } from '../images/layer.ts';
import { readTree, writeTree } from '../images/tree.ts';
import type { Builder, StageTree } from './builder.ts';

/** A stage's files on disk, written when the first step needs them: a build that only hits the cache writes none. */
export interface StageRoot {
  open(history: readonly HistoryEntry[]): Promise<DirectoryFileSystem>;
  /** The layer that has come about since the last call; undefined when nothing changed. */
  commit(): Promise<Layer | undefined>;
  /** The files are no longer those of the stage (a step came from the cache). */
  discard(): Promise<void>;
}

/** Docker binds these into every container, so that they never become part of a layer. */
const boundFiles = new Set(['/etc/hostname', '/etc/hosts', '/etc/resolv.conf']);

export function createStageRoot(builder: Builder): StageRoot {
  let open: { fileSystem: DirectoryFileSystem; dispose: () => Promise<void>; tree: StageTree } | undefined;

  return {
    async open(history) {
      if (open !== undefined) return open.fileSystem;
      const scratch = await builder.openScratch();
      const tree = await treeOf(builder, history);
      open = { ...scratch, tree };
      await writeTree(tree, scratch.fileSystem, builder.layers);
      return scratch.fileSystem;
    },
    async commit() {
      if (open === undefined) return undefined;
      const before = open.tree;
      const after = await readTree(open.fileSystem, builder.layers, before);
      for (const path of boundFiles) if (!before.has(path)) after.delete(path);
      open.tree = after;
      const { entries, whiteouts } = compareTrees(before, after);
      const layer = makeLayer(entries, whiteouts);
      return isEmptyLayer(layer) ? undefined : layer;
    },
    async discard() {
      const former = open;
      open = undefined;
      await former?.dispose();
    },
  };
}

/** What an image with this history shows. */
export async function treeOf(builder: Pick<Builder, 'layers'>, history: readonly HistoryEntry[]): Promise<Map<string, LayerEntry>> {
  const layers: Layer[] = [];
  for (const { layer } of history) if (layer !== undefined) layers.push(await builder.layers.read(layer));
  return flattenLayers(layers);
}
