import { FileSystemError, normalizePath } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import { findEntry, findUnit, listOf, searchPath } from '../units/find-unit.ts';
import { readSettings } from '../units/read-settings.ts';
import type { ReadUnit } from '../units/read-settings.ts';
import { instanceOf, isTemplate, templateOf, typeOf } from '../units/unit-names.ts';
import type { SpecifierValues } from '../units/unit-names.ts';
import { parseUnitFile } from '../units/unit-syntax.ts';

/** `systemctl is-enabled` and the columns of `systemctl list-unit-files`. */
export type UnitFileState =
  | 'enabled'
  | 'enabled-runtime'
  | 'linked'
  | 'alias'
  | 'masked'
  | 'masked-runtime'
  | 'static'
  | 'indirect'
  | 'disabled'
  | 'generated'
  | 'not-found';

export interface UnitFiles {
  fileSystem: FileSystem;
  machine: SpecifierValues;
}

const configuration = '/etc/systemd/system';
const runtime = '/run/systemd/system';
const generator = '/run/systemd/generator';

export async function unitFileState(files: UnitFiles, name: string): Promise<UnitFileState> {
  const { fileSystem } = files;
  const found = await findUnit(fileSystem, name);
  if (found.kind === 'not-found') return 'not-found';
  if (found.kind === 'masked') return found.path.startsWith('/run/') ? 'masked-runtime' : 'masked';
  const entry = await findEntry(fileSystem, name);
  if (entry?.kind === 'alias') return entry.path.startsWith(`${configuration}/`) ? 'enabled' : 'alias';
  if (await isLinked(fileSystem, configuration, name, found.path)) return 'enabled';
  for (const place of [runtime, generator]) if (await isLinked(fileSystem, place, name, found.path)) return 'enabled-runtime';
  const { install } = (await readInstall(files, name, found.path)).settings;
  if (install.wantedBy.length + install.requiredBy.length + install.aliases.length > 0) return 'disabled';
  if (install.also.length > 0) return 'indirect';
  if (found.path.startsWith(generator)) return 'generated';
  return searchPath.some((place) => found.path.startsWith(`${place}/`)) ? 'static' : 'linked';
}

/** Reads what `[Install]` says, with the unit's other settings. */
export async function readInstall(files: UnitFiles, name: string, path: string): Promise<ReadUnit> {
  const text = (await files.fileSystem.readFile(path)).toString();
  return readSettings(name, parseUnitFile(text, path).settings, files.machine);
}

/** All links below a directory that make a unit wanted or give it another name. */
export async function findLinks(fileSystem: FileSystem, directory: string): Promise<{ path: string; name: string; target: string }[]> {
  const links: { path: string; name: string; target: string }[] = [];
  for (const entry of await listOf(fileSystem, directory)) {
    const isFolder = /\.(wants|requires|upholds)$/.test(entry);
    const paths = isFolder
      ? (await listOf(fileSystem, `${directory}/${entry}`)).map((name) => `${directory}/${entry}/${name}`)
      : [`${directory}/${entry}`];
    for (const path of paths) {
      const target = await readLink(fileSystem, path);
      if (target !== undefined && target !== '/dev/null') links.push({ path, name: path.slice(path.lastIndexOf('/') + 1), target });
    }
  }
  return links;
}

/** The absolute target of a link; undefined where there is none. */
export async function readLink(fileSystem: FileSystem, path: string): Promise<string | undefined> {
  try {
    if ((await fileSystem.lstat(path)).kind !== 'symlink') return undefined;
    return normalizePath(await fileSystem.readLink(path), path.slice(0, path.lastIndexOf('/')));
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

async function isLinked(fileSystem: FileSystem, directory: string, name: string, path: string): Promise<boolean> {
  for (const link of await findLinks(fileSystem, directory)) {
    const isOwnName = link.name === name || (isTemplate(name) && templateOf(link.name) === name);
    const isFolder = /\.(wants|requires|upholds)\//.test(link.path);
    if (isFolder && isOwnName) return true;
    if (!isFolder && link.name !== name && link.name !== 'default.target' && link.target === path) return true;
  }
  return false;
}

/** Every unit file of the search path by name, the weightier place's. */
export async function listUnitFiles(fileSystem: FileSystem): Promise<string[]> {
  const names = new Set<string>();
  for (const directory of searchPath)
    for (const name of await listOf(fileSystem, directory)) if (typeOf(name) !== undefined) names.add(name);
  return [...names];
}

/** What the preset files say of a unit (systemd.preset(5)): enabled where no rule matches. */
export async function presetOf(fileSystem: FileSystem, name: string): Promise<'enabled' | 'disabled'> {
  const files = new Map<string, string>();
  for (const directory of ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd'])
    for (const file of await listOf(fileSystem, `${directory}/system-preset`))
      if (file.endsWith('.preset') && !files.has(file)) files.set(file, `${directory}/system-preset/${file}`);
  for (const [, path] of [...files].sort(([left], [right]) => (left < right ? -1 : 1)))
    for (const line of (await fileSystem.readFile(path)).toString().split('\n')) {
      const [word, pattern = ''] = line.trim().split(/\s+/);
      if ((word === 'enable' || word === 'disable') && matches(pattern, name)) return `${word}d`;
    }
  return 'enabled';
}

function matches(pattern: string, name: string): boolean {
  const expression = new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  return expression.test(name) || expression.test(templateOf(name) ?? '');
}

/** The instance that enabling a template makes. */
export function defaultInstance(name: string, instance: string | undefined): string | undefined {
  if (!isTemplate(name)) return name;
  return instance === undefined || instance === '' ? undefined : instanceOf(name, instance);
}
