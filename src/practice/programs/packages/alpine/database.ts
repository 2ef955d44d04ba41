import { installedParagraph } from '../../../engine/catalogue/packages/alpine.ts';
import type { AlpinePackage } from '../../../engine/catalogue/packages/alpine.ts';
import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';

/** An installed package; a virtual one (`--virtual`) has only dependencies. */
export interface InstalledAlpinePackage {
  package: AlpinePackage;
  /** Its files. */
  paths: readonly string[];
}

const databaseFile = '/lib/apk/db/installed';
const worldFile = '/etc/apk/world';

/** /lib/apk/db/installed; a file's path stands in a line `F:` of the practice device's own, whole. */
export async function readInstalled(
  fileSystem: FileSystem,
  known: ReadonlyMap<string, AlpinePackage>,
): Promise<Map<string, InstalledAlpinePackage>> {
  const installed = new Map<string, InstalledAlpinePackage>();
  for (const paragraph of (await textOf(fileSystem, databaseFile)).split('\n\n')) {
    const field = (letter: string): string => new RegExp(`^${letter}:(.*)$`, 'm').exec(paragraph)?.[1] ?? '';
    const name = field('P');
    if (name === '') continue;
    const found: AlpinePackage = known.get(name) ?? {
      name,
      version: field('V'),
      installedSize: Number(field('I')),
      downloadSize: Number(field('S')),
      depends: field('D')
        .split(' ')
        .filter((word) => word !== ''),
      programs: [],
      mainFile: '',
      summary: field('T'),
      isBase: false,
    };
    installed.set(name, { package: found, paths: [...paragraph.matchAll(/^F:(.*)$/gm)].map((match) => `/${match[1] ?? ''}`) });
  }
  return installed;
}

export async function writeInstalled(
  fileSystem: FileSystem,
  installed: ReadonlyMap<string, InstalledAlpinePackage>,
  architecture: string,
): Promise<void> {
  await fileSystem.makeDirectory('/lib/apk/db', { recursive: true });
  const text = [...installed.values()].map(({ package: found, paths }) => {
    const files = paths.map((path) => `F:${path.slice(1)}\n`).join('');
    return installedParagraph(found, architecture).replace(/\n$/, `${files}\n`);
  });
  await fileSystem.writeFile(databaseFile, text.join(''));
}

/** What was asked for by name. */
export async function readWorld(fileSystem: FileSystem): Promise<Set<string>> {
  return new Set((await textOf(fileSystem, worldFile)).split(/\s+/).filter((name) => name !== ''));
}

export async function writeWorld(fileSystem: FileSystem, names: ReadonlySet<string>): Promise<void> {
  await fileSystem.makeDirectory('/etc/apk', { recursive: true });
  await fileSystem.writeFile(
    worldFile,
    [...names]
      .sort()
      .map((name) => `${name}\n`)
      .join(''),
  );
}

export async function textOf(fileSystem: FileSystem, path: string): Promise<string> {
  try {
    return (await fileSystem.readFile(path)).toString();
  } catch (error) {
    if (error instanceof FileSystemError) return '';
    throw error;
  }
}
