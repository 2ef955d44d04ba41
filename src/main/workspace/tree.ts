import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceEntry } from '../../shared/domain/workspace.ts';
import { isInside, isMissing, toWorkspacePath } from './safe-path.ts';
import { temporarySuffix } from './text-file.ts';

/** Folders whose content is not the learner's own: shown as a folder, never entered, watched, backed up or reset. */
const closedFolders: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** A listing stops here; a workspace has some dozens of files. */
const mostEntries = 2_000;

export function isIgnored(path: string): boolean {
  return path.split(/[/\\]/).some((name) => closedFolders.has(name)) || path.endsWith(temporarySuffix);
}

/**
 * All files and folders below a folder, sorted by path, folders before what they hold. Links that lead out of the folder, or to
 * one of its own folders, are left out. Rejects where the folder cannot be read.
 */
export async function listTree(folder: string): Promise<WorkspaceEntry[]> {
  const root = await realpath(folder);
  const entries: WorkspaceEntry[] = [];
  await walk(root, root, entries);
  return entries;
}

async function walk(root: string, folder: string, entries: WorkspaceEntry[]): Promise<void> {
  const found = await readdir(folder, { withFileTypes: true });
  found.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of found) {
    if (entries.length >= mostEntries) return;
    if (entry.name.endsWith(temporarySuffix)) continue;
    const absolute = join(folder, entry.name);
    const path = toWorkspacePath(root, absolute);
    try {
      if (entry.isSymbolicLink() && !isInside(root, await realpath(absolute))) continue;
      const facts = await stat(absolute);
      if (facts.isFile()) entries.push({ path, kind: 'file', size: facts.size });
      if (!facts.isDirectory() || entry.isSymbolicLink()) continue;
      entries.push({ path, kind: 'folder', size: 0 });
      if (!closedFolders.has(entry.name)) await walk(root, absolute, entries);
    } catch (error) {
      // Gone since it was listed, or a link to nothing.
      if (!isMissing(error)) throw error;
    }
  }
}

/** Workspace path → content. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The files below a folder with their content; closed folders are left out. Empty where the folder does not exist. */
export async function readFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const entries = await listTree(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const { path, kind } of entries) {
    if (kind === 'file') files.set(path, await readFile(join(folder, ...path.split('/'))));
  }
  return files;
}
