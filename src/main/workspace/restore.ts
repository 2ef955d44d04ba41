import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listTree, readFiles, type Files } from './tree.ts';
import { replaceFile } from './text-file.ts';
import { resolveInside } from './safe-path.ts';

export interface RestoreOutcome {
  /** Paths that were written or removed. */
  changed: string[];
  /** Folder with the content from before, where there was any to keep. */
  backup: string | undefined;
}

export interface RestorePlan {
  workspace: string;
  /** What the folder shall hold. */
  files: Files;
  /** The folder (or the one file) of the workspace that is restored; nothing else is touched. */
  within: string;
  /** Where copies of what is overwritten or removed go. */
  backups: string;
  /** Names the copy's folder. */
  now: Date;
}

/** Gives a folder of the workspace exactly the files of the plan. What differs is copied first, so that nothing is lost. */
export async function restoreFolder(plan: RestorePlan): Promise<RestoreOutcome> {
  const { workspace, files, within } = plan;
  await mkdir(workspace, { recursive: true });
  const isWithin = (path: string) => path === within || path.startsWith(`${within}/`);
  const present = await readFiles(workspace);
  const different = [...present].filter(([path, bytes]) => isWithin(path) && !isSame(files.get(path), bytes));
  const missing = [...files].filter(([path, bytes]) => isWithin(path) && !isSame(present.get(path), bytes));

  let backup: string | undefined;
  if (different.length > 0) {
    backup = await newBackupFolder(plan.backups, plan.now);
    for (const [path, bytes] of different) await replaceFile(join(backup, ...path.split('/')), bytes);
  }
  for (const [path] of different) {
    if (!files.has(path)) await rm(await resolveInside(workspace, path), { force: true });
  }
  for (const [path, bytes] of missing) await replaceFile(await resolveInside(workspace, path), bytes);
  await removeEmptyFolders(workspace, within, files);
  return { changed: [...new Set([...different, ...missing].map(([path]) => path))].sort(), backup };
}

/** A folder of its own for each restore: `2026-11-23T06-01-07`, with `-2` and so on within a second. */
async function newBackupFolder(backups: string, now: Date): Promise<string> {
  await mkdir(backups, { recursive: true });
  const name = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count++) {
    const folder = join(backups, count === 1 ? name : `${name}-${count}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

async function removeEmptyFolders(workspace: string, within: string, files: Files): Promise<void> {
  const entries = await listTree(workspace);
  const needed = new Set<string>();
  for (const path of [...files.keys(), ...entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)]) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) needed.add(folder);
  }
  const folders = entries.filter(({ kind, path }) => kind === 'folder' && path.startsWith(`${within}/`)).map(({ path }) => path);
  for (const path of folders.reverse()) {
    const isClosed = /(^|\/)(node_modules|\.git)$/.test(path);
    if (isClosed) for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) needed.add(folder);
    else if (!needed.has(path)) await rm(await resolveInside(workspace, path), { recursive: true, force: true });
  }
}

function isSame(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}
