import type { FileSystem } from '../../filesystem/filesystem.ts';
import { normalizePath } from '../../filesystem/filesystem.ts';
import { compilePattern, hasPatternCharacters, unescapePattern } from './pattern.ts';

/** Paths that match a pattern, sorted, written as the pattern is (relative or absolute); none when nothing matches. */
export async function glob(
  fileSystem: FileSystem,
  pattern: string,
  workingDirectory: string,
  options: { extended?: boolean } = {},
): Promise<string[]> {
  const names = pattern.split('/');
  let found = [pattern.startsWith('/') ? '/' : ''];
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    if (name === '') {
      if (isLast && index > 0) found = found.map((path) => (path.endsWith('/') ? path : `${path}/`));
      continue;
    }
    const next: string[] = [];
    for (const directory of found) {
      const start = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
      for (const match of await matchName(fileSystem, start, name, workingDirectory, options)) next.push(start + match);
    }
    if (!isLast || names.at(-1) === '') found = await keepDirectories(fileSystem, next, workingDirectory);
    else found = next;
    if (found.length === 0) return [];
  }
  return found.sort((first, second) => (first < second ? -1 : 1));
}

async function matchName(
  fileSystem: FileSystem,
  directory: string,
  name: string,
  workingDirectory: string,
  options: { extended?: boolean },
): Promise<string[]> {
  if (!hasPatternCharacters(name) && options.extended !== true) {
    const plain = unescapePattern(name);
    const path = normalizePath(directory + plain, workingDirectory);
    return (await fileSystem.lstat(path).then(
      () => true,
      () => false,
    ))
      ? [plain]
      : [];
  }
  const expression = compilePattern(name, { ...options, isPath: true });
  const isHiddenWanted = name.startsWith('.') || name.startsWith('\\.');
  const entries = await fileSystem.list(normalizePath(directory === '' ? '.' : directory, workingDirectory)).catch(() => []);
  const all = isHiddenWanted ? ['.', '..', ...entries] : entries;
  return all.filter((entry) => (isHiddenWanted || !entry.startsWith('.')) && expression.test(entry));
}

async function keepDirectories(fileSystem: FileSystem, paths: readonly string[], workingDirectory: string): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths) {
    const status = await fileSystem.stat(normalizePath(path, workingDirectory)).catch(() => undefined);
    if (status?.kind === 'directory') kept.push(path);
  }
  return kept;
}
