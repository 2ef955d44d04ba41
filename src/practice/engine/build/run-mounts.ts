import { memoryFileSystem } from '../../filesystem/memory-file-system.ts';
import { mountedFileSystem } from '../../filesystem/mounted-file-system.ts';
import type { Mount } from '../../filesystem/mounted-file-system.ts';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { RunInstruction } from '../dockerfile/instructions.ts';
import { BuildError } from '../engine.ts';
import type { BuildSession } from './builder.ts';
import { findSources, sourceFacts } from './copy-sources.ts';
import type { CopySource } from './copy-sources.ts';
import { sourceTree } from './copy-step.ts';
import type { Stage } from './stage.ts';
import { treeOf } from './stage-root.ts';

/** The mounts of one RUN, with their sources found. */
export interface PreparedMounts {
  /** Everything of them that decides the step's result. */
  facts: unknown;
  /** The stage's files with the mounts in them; what a mount holds is gone after the step. */
  over(root: FileSystem): Promise<FileSystem>;
}

interface Found {
  mount: Omit<Mount, 'fileSystem'>;
  /** Undefined for an empty directory. */
  source: CopySource | undefined;
}

/**
 * A cache is empty in each build, as it may be at any time for Docker too; the image's volumes are mounted with what they
 * hold, so that no layer keeps what a RUN writes there. Throws BuildError where a source is missing.
 */
export async function prepareMounts(session: BuildSession, stage: Stage, { mounts, line }: RunInstruction): Promise<PreparedMounts> {
  const prepared: Found[] = [];
  for (const { type, target, source, from, isReadOnly } of mounts) {
    const mount = { target: normalizePath(stage.expand(target, line), stage.image.config.workingDirectory), isReadOnly };
    if (type !== 'bind') prepared.push({ mount, source: undefined });
    else {
      const tree = await sourceTree(session, from === undefined ? undefined : stage.expand(from, line), line);
      const found = findSources(tree, [stage.expand(source, line)], from === undefined);
      if ('error' in found) throw new BuildError(`RUN failed: ${found.error}`, line);
      const [directory] = found.sources;
      if (directory?.isDirectory === false)
        throw new BuildError('RUN --mount=type=bind of a single file is not supported on the practice device: bind its folder', line);
      prepared.push({ mount, source: directory });
    }
  }
  return {
    facts: prepared.map(({ mount, source }) => [mount, source === undefined ? [] : sourceFacts([source])]),
    over: async (root) => {
      const all = [...(await volumesOf(session, stage)), ...prepared];
      if (all.length === 0) return root;
      const filled = all.map(async ({ mount, source }) => ({ ...mount, fileSystem: await contentOf(session, source) }));
      return mountedFileSystem(root, await Promise.all(filled));
    },
  };
}

async function volumesOf(session: BuildSession, stage: Stage): Promise<Found[]> {
  const { volumes } = stage.image.config;
  if (volumes.length === 0) return [];
  const tree = await treeOf(session.builder, stage.image.history);
  return volumes.map((target) => {
    const found = findSources(tree, [target], false);
    return { mount: { target, isReadOnly: false }, source: 'error' in found ? undefined : found.sources[0] };
  });
}

async function contentOf(session: BuildSession, source: CopySource | undefined): Promise<FileSystem> {
  const { layers, now } = session.builder;
  const fileSystem = memoryFileSystem({}, now);
  const prefix = source === undefined || source.path === '/' ? 0 : source.path.length;
  for (const entry of source?.entries ?? []) {
    const path = normalizePath(entry.path.slice(prefix));
    if (entry.kind === 'symlink') {
      await fileSystem.symlink(entry.target, path);
      continue;
    }
    if (entry.kind === 'directory') await fileSystem.makeDirectory(path, { recursive: true });
    else {
      await fileSystem.makeDirectory(path.slice(0, Math.max(1, path.lastIndexOf('/'))), { recursive: true });
      await fileSystem.writeFile(path, await layers.readBlob(entry.blob));
    }
    await fileSystem.changeMode(path, entry.mode);
    await fileSystem.changeOwner(path, entry.uid, entry.gid);
  }
  return fileSystem;
}
