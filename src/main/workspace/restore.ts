import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileChange } from '../../shared/domain/workspace.ts';
import { listTree, readFiles, type Files } from './tree.ts';
import { replaceFile } from './text-file.ts';
import { resolveInside } from './safe-path.ts';

/** Folders and files of the workspace that a restore is about; all others are left alone. */
export type Extent = readonly string[] | 'everything';

/** What giving the extent exactly these files would do to the files that are there, sorted by path. */
export function changesTo(present: Files, files: Files, extent: Extent): FileChange[] {
  const paths = [...new Set([...present.keys(), ...files.keys()])].filter((path) => isWithin(path, extent)).sort();
  return paths.flatMap((path): FileChange[] => {
    const before = present.get(path);
    const after = files.get(path);
    if (before === undefined) return [{ path, change: 'added' }];
    if (after === undefined) return [{ path, change: 'removed' }];
    return Buffer.compare(before, after) === 0 ? [] : [{ path, change: 'overwritten' }];
  });
}

/** Gives the extent of the workspace exactly these files. Resolves to the paths that were written or removed. */
export async function restoreFiles(workspace: string, files: Files, extent: Extent): Promise<string[]> {
  await mkdir(workspace, { recursive: true });
  const changes = changesTo(await readFiles(workspace), files, extent);
  for (const { path } of changes) {
    const bytes = files.get(path);
    if (bytes === undefined) await rm(await resolveInside(workspace, path), { force: true });
    else await replaceFile(await resolveInside(workspace, path), bytes);
  }
  await removeEmptyFolders(workspace, extent, files);
  return changes.map(({ path }) => path);
}

function isWithin(path: string, extent: Extent): boolean {
  return extent === 'everything' || extent.some((own) => path === own || path.startsWith(`${own}/`));
}

async function removeEmptyFolders(workspace: string, extent: Extent, files: Files): Promise<void> {
  const entries = await listTree(workspace);
  const needed = new Set<string>();
  for (const path of [...files.keys(), ...entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)]) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) needed.add(folder);
  }
  const isOwn = (path: string) => extent === 'everything' || extent.some((own) => path.startsWith(`${own}/`));
  const folders = entries.filter(({ kind, path }) => kind === 'folder' && isOwn(path)).map(({ path }) => path);
  for (const path of folders.reverse()) {
    const isClosed = /(^|\/)(node_modules|\.git)$/.test(path);
    if (isClosed) for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) needed.add(folder);
    else if (!needed.has(path)) await rm(await resolveInside(workspace, path), { recursive: true, force: true });
  }
}
