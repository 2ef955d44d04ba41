import { FileSystemError, normalizePath } from '../filesystem/filesystem.ts';
import type { FileSystem } from '../filesystem/filesystem.ts';

const linkLimit = 40;

/** The path with every symbolic link followed (realpath(3)). Rejects with FileSystemError. */
export async function realPath(fileSystem: FileSystem, path: string): Promise<string> {
  const names = normalizePath(path).split('/').filter(Boolean);
  let real = '';
  for (let links = 0; names.length > 0;) {
    const name = names.shift() ?? '';
    const status = await fileSystem.lstat(`${real}/${name}`);
    if (status.kind !== 'symlink') {
      real = `${real}/${name}`;
      continue;
    }
    links += 1;
    if (links > linkLimit) throw new FileSystemError('ELOOP', path);
    const target = normalizePath(await fileSystem.readLink(`${real}/${name}`), real === '' ? '/' : real);
    names.unshift(...target.split('/').filter(Boolean));
    real = '';
  }
  return real === '' ? '/' : real;
}
