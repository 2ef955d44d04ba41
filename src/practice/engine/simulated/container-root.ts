import { join } from 'node:path';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { LowerTrees } from '../images/lower-tree.ts';
import type { Disk } from './disk.ts';
import { boundFiles } from './bound-files.ts';

/** A container's root: its image's tree, and what the container changed, in its own directory. */
export interface ContainerRoot {
  files: FileSystem;
  /** Bytes in the writable layer. */
  writableSize(): Promise<number>;
  flush(): Promise<void>;
}

/** Rejects with EngineError where a layer is missing or damaged. */
export async function openContainerRoot(
  directory: string,
  layers: readonly string[],
  trees: LowerTrees,
  disk: Disk,
): Promise<ContainerRoot> {
  const files = await directoryFileSystem({
    root: join(directory, 'root'),
    attributesFile: join(directory, 'attributes.json'),
    lower: await trees.open(layers),
  });
  return {
    files: disk.limit(files),
    async writableSize() {
      const own = await files.scanOwn();
      return own.reduce((sum, { path, status }) => sum + (status.kind === 'file' && !boundFiles.includes(path) ? status.size : 0), 0);
    },
    flush: () => files.flush(),
  };
}
