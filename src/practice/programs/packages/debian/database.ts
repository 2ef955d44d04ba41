import { statusParagraph } from '../../../engine/catalogue/packages/dpkg-status.ts';
import type { DebianPackage } from '../../../engine/catalogue/packages/debian-package.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import { textOf } from './machine.ts';

/** What is installed, as /var/lib/dpkg/status and apt's extended states say. */
export interface InstalledPackage {
  name: string;
  version: string;
  architecture: string;
  summary: string;
  isEssential: boolean;
  /** The paragraph in the status file. */
  paragraph: string;
}

const statusFile = '/var/lib/dpkg/status';
const statesFile = '/var/lib/apt/extended_states';
const informationDirectory = '/var/lib/dpkg/info';

export async function readInstalled(fileSystem: FileSystem): Promise<Map<string, InstalledPackage>> {
  const installed = new Map<string, InstalledPackage>();
  for (const paragraph of (await textOf(fileSystem, statusFile)).split(/\n\n+/)) {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
    const name = field('Package');
    if (name === '' || !field('Status').endsWith(' installed')) continue;
    installed.set(name, {
      name,
      version: field('Version'),
      architecture: field('Architecture'),
      summary: field('Description'),
      isEssential: field('Essential') === 'yes',
      paragraph: `${paragraph.trim()}\n\n`,
    });
  }
  return installed;
}

export async function writeInstalled(fileSystem: FileSystem, installed: ReadonlyMap<string, InstalledPackage>): Promise<void> {
  await fileSystem.makeDirectory('/var/lib/dpkg', { recursive: true });
  const sorted = [...installed.values()].sort((first, second) => (first.name < second.name ? -1 : 1));
  await fileSystem.writeFile(statusFile, sorted.map((one) => one.paragraph).join(''));
}

export function installedFrom(found: DebianPackage, architecture: string): InstalledPackage {
  return {
    name: found.name,
    version: found.version,
    architecture,
    summary: found.summary,
    isEssential: false,
    paragraph: statusParagraph(found, architecture),
  };
}

/** Names of the packages that were installed only because others needed them. */
export async function readAutomatic(fileSystem: FileSystem): Promise<Set<string>> {
  return new Set([...(await textOf(fileSystem, statesFile)).matchAll(/^Package: (.+)$/gm)].map((match) => match[1] ?? ''));
}

export async function writeAutomatic(fileSystem: FileSystem, names: ReadonlySet<string>, architecture: string): Promise<void> {
  await fileSystem.makeDirectory('/var/lib/apt', { recursive: true });
  const text = [...names].sort().map((name) => `Package: ${name}\nArchitecture: ${architecture}\nAuto-Installed: 1\n\n`);
  await fileSystem.writeFile(statesFile, text.join(''));
}

/** What a package brought; undefined where the database has no list of it (the image started with it). */
export async function filesOf(fileSystem: FileSystem, name: string): Promise<string[] | undefined> {
  const text = await textOf(fileSystem, `${informationDirectory}/${name}.list`);
  return text === '' ? undefined : text.split('\n').filter((line) => line !== '');
}

export async function writeFilesOf(fileSystem: FileSystem, name: string, paths: readonly string[]): Promise<void> {
  await fileSystem.makeDirectory(informationDirectory, { recursive: true });
  await fileSystem.writeFile(`${informationDirectory}/${name}.list`, paths.map((path) => `${path}\n`).join(''));
}

export async function forgetFilesOf(fileSystem: FileSystem, name: string): Promise<void> {
  await fileSystem.remove(`${informationDirectory}/${name}.list`).catch(() => undefined);
}

/** Every package with a list of files. */
export async function listedPackages(fileSystem: FileSystem): Promise<string[]> {
  const names = await fileSystem.list(informationDirectory).catch((): string[] => []);
  return names.filter((name) => name.endsWith('.list')).map((name) => name.slice(0, -'.list'.length));
}
