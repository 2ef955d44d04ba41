import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { workspacePath } from '../../shared/domain/workspace.ts';
import { FleetlabError } from '../../shared/errors.ts';

/**
 * The real place on disk of a path of the workspace, with links followed. Rejects with code `invalid-path` where the path, or a
 * link on the way, leads out of the workspace.
 */
export async function resolveInside(folder: string, path: string): Promise<string> {
  if (!workspacePath.safeParse(path).success || (process.platform === 'win32' && path.includes(':'))) throw outside(path);
  const root = await realpath(folder);
  const real = await realNearest(join(root, ...path.split('/')));
  if (!isInside(root, real)) throw outside(path);
  return real;
}

/** Whether `path` is the folder itself or below it; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** `/`-separated path below the folder. */
export function toWorkspacePath(folder: string, absolute: string): string {
  return relative(folder, absolute).split(sep).join('/');
}

/** The real path of what exists; names that do not exist yet are added to the nearest folder that does. */
async function realNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const parent = dirname(path);
    if (parent === path) throw error;
    return join(await realNearest(parent), basename(path));
  }
}

export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function outside(path: string): FleetlabError {
  return new FleetlabError('invalid-path', `"${path.slice(0, 200)}" is not a path inside the workspace.`, 'Use a file of the workspace.');
}
