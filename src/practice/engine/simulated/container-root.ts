import { join } from 'node:path';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { treeOf } from '../build/stage-root.ts';
import type { HistoryEntry } from '../images/image-store.ts';
import type { LayerStore } from '../images/layer-store.ts';
import { writeTree } from '../images/tree.ts';
import { writableBytes, writeBaseline } from './writable-size.ts';

/** A container's own files, below its directory. */
export interface ContainerRoot {
  files: FileSystem;
  /** Bytes in the writable layer. */
  writableSize(): Promise<number>;
  flush(): Promise<void>;
}

export async function openContainerRoot(directory: string): Promise<ContainerRoot> {
  const files = await directoryFileSystem({ root: join(directory, 'root'), attributesFile: join(directory, 'attributes.json') });
  return {
    files,
    writableSize: () => writableBytes(files, join(directory, 'baseline.json')),
    flush: () => files.flush(),
  };
}

/** The root of a new container: what its image shows. */
export async function createContainerRoot(
  directory: string,
  history: readonly HistoryEntry[],
  layers: LayerStore,
  prepare: (files: FileSystem) => Promise<void>,
): Promise<void> {
  const files = await directoryFileSystem({ root: join(directory, 'root'), attributesFile: join(directory, 'attributes.json') });
  await writeTree(await treeOf({ layers }, history), files, layers);
  await prepare(files);
  await files.flush();
  await writeBaseline(files, join(directory, 'baseline.json'));
}
