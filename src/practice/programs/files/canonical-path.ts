import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';

/** How much of a path must exist: all, all but the last name, or nothing. */
export type Existence = 'all' | 'all-but-last' | 'none';

/** As the kernel counts (path_resolution(7)). */
const linksAtMost = 40;

/**
 * The path without any symbolic link, `.` or `..`, resolved name by name.
 * Rejects with FileSystemError where a name that must exist does not.
 */
export async function canonicalPath(context: ProgramContext, name: string, existence: Existence): Promise<string> {
  if (name === '') throw new FileSystemError('ENOENT', name);
  const { fileSystem } = context.system;
  const names = `${name.startsWith('/') ? '' : context.workingDirectory}/${name}`.split('/').filter((part) => part !== '' && part !== '.');
  let resolved = '/';
  let links = 0;
  while (names.length > 0) {
    const next = names.shift() ?? '';
    const path = normalizePath(next, resolved);
    const status = await fileSystem.lstat(path).catch((error: unknown) => {
      if (existence === 'none' && error instanceof FileSystemError) return undefined;
      const isLast = names.length === 0;
      if (existence === 'all-but-last' && isLast && error instanceof FileSystemError && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (status?.kind === 'symlink') {
      links += 1;
      if (links > linksAtMost) throw new FileSystemError('ELOOP', path);
      const target = await fileSystem.readLink(path);
      names.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
      if (target.startsWith('/')) resolved = '/';
      continue;
    }
    if (status !== undefined && status.kind !== 'directory' && names.length > 0 && existence !== 'none')
      throw new FileSystemError('ENOTDIR', path);
    resolved = path;
  }
  return resolved;
}

/** The same for a path that may be missing; undefined where it is. */
export async function resolveLinks(context: ProgramContext, path: string): Promise<string | undefined> {
  try {
    return await canonicalPath(context, path, 'all');
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}
