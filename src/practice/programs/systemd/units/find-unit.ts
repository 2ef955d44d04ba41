import { FileSystemError, normalizePath } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import { isTemplate, partsOf, templateOf } from './unit-names.ts';

/** Where unit files are looked for, the weightier place first (systemd.unit(5)). */
export const searchPath = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const;

export type FoundUnit =
  /** `id` is the name that an alias stands for; `names` are the aliases met on the way and the name asked for. */
  | { kind: 'file'; id: string; names: string[]; path: string }
  | { kind: 'masked'; id: string; names: string[]; path: string }
  | { kind: 'not-found'; id: string; names: string[] };

const aliasDepth = 8;

/** The unit file that a name stands for: its own, an alias's target, or its template's. */
export async function findUnit(fileSystem: FileSystem, name: string): Promise<FoundUnit> {
  const names: string[] = [name];
  let id = name;
  for (let depth = 0; depth < aliasDepth; depth += 1) {
    const entry = await findEntry(fileSystem, id);
    if (entry === undefined) return { kind: 'not-found', id, names };
    if (entry.kind !== 'alias') return { ...entry, id, names };
    id = entry.target;
    names.push(id);
  }
  return { kind: 'not-found', id: name, names };
}

type Entry = { kind: 'file' | 'masked'; path: string } | { kind: 'alias'; target: string; path: string };

/** What stands under a name in the search path, its template's entry where it has none of its own. */
export async function findEntry(fileSystem: FileSystem, name: string): Promise<Entry | undefined> {
  for (const candidate of [name, templateOf(name)]) {
    if (candidate === undefined) continue;
    for (const directory of searchPath) {
      const entry = await readEntry(fileSystem, directory, candidate, name);
      if (entry !== undefined) return entry;
    }
  }
  return undefined;
}

/** One directory's entry; `name` is the instance that is asked for where `candidate` is its template. */
export async function readEntry(
  fileSystem: FileSystem,
  directory: string,
  candidate: string,
  name = candidate,
): Promise<Entry | undefined> {
  const path = `${directory}/${candidate}`;
  try {
    const status = await fileSystem.lstat(path);
    if (status.kind === 'directory') return undefined;
    if (status.kind === 'symlink') {
      const target = normalizePath(await fileSystem.readLink(path), directory);
      if (target === '/dev/null') return { kind: 'masked', path };
      const base = target.slice(target.lastIndexOf('/') + 1);
      const isInside = searchPath.some((place) => target === `${place}/${base}`);
      if (isInside && base !== candidate) return { kind: 'alias', target: aliasTarget(base, name), path };
      return (await fileSystem.stat(path)).kind === 'file' ? { kind: 'file', path: isInside ? target : path } : undefined;
    }
    return status.size === 0 ? { kind: 'masked', path } : { kind: 'file', path };
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

/** An alias that is a template keeps the instance: `autovt@tty2` of `autovt@.service -> getty@.service`. */
function aliasTarget(base: string, name: string): string {
  const { instance } = partsOf(name);
  const target = partsOf(base);
  return isTemplate(base) && instance !== undefined ? `${target.prefix}@${instance}.${target.suffix}` : base;
}

/** Drop-ins of a unit in the order they are read: by file name, of the same names the weightier directory's. */
export async function findDropIns(fileSystem: FileSystem, names: readonly string[]): Promise<string[]> {
  const byName = new Map<string, string>();
  const folders = names.flatMap((name) => {
    const { prefix, suffix } = partsOf(name);
    const template = templateOf(name);
    const dashes = prefix
      .split('-')
      .slice(0, -1)
      .map(
        (_, index, all) =>
          `${prefix
            .split('-')
            .slice(0, all.length - index)
            .join('-')}-.${suffix}`,
      );
    return [name, ...(template === undefined ? [] : [template]), ...dashes, suffix];
  });
  for (const folder of folders)
    for (const directory of searchPath) {
      const place = `${directory}/${folder}.d`;
      for (const file of await listOf(fileSystem, place))
        if (file.endsWith('.conf') && !byName.has(file)) byName.set(file, `${place}/${file}`);
    }
  const found: string[] = [];
  for (const [, path] of [...byName].sort(([left], [right]) => (left < right ? -1 : 1)))
    if (!(await isNull(fileSystem, path))) found.push(path);
  return found;
}

/** Names of the units that links in `NAME.wants` (or `.requires`, `.upholds`) add. */
export async function findLinked(
  fileSystem: FileSystem,
  names: readonly string[],
  folder: 'wants' | 'requires' | 'upholds',
): Promise<string[]> {
  const found = new Map<string, boolean>();
  for (const name of names.flatMap((one) => [one, templateOf(one)]))
    for (const directory of name === undefined ? [] : searchPath) {
      const place = `${directory}/${name}.${folder}`;
      for (const file of await listOf(fileSystem, place))
        if (!found.has(file)) found.set(file, !(await isNull(fileSystem, `${place}/${file}`)));
    }
  return [...found].flatMap(([file, isWanted]) => (isWanted ? [file] : []));
}

/** Names in a directory; none where there is no such directory. */
export async function listOf(fileSystem: FileSystem, path: string): Promise<string[]> {
  try {
    return await fileSystem.list(path);
  } catch (error) {
    if (error instanceof FileSystemError) return [];
    throw error;
  }
}

async function isNull(fileSystem: FileSystem, path: string): Promise<boolean> {
  try {
    return (await fileSystem.lstat(path)).kind === 'symlink' && normalizePath(await fileSystem.readLink(path)) === '/dev/null';
  } catch (error) {
    if (error instanceof FileSystemError) return false;
    throw error;
  }
}
