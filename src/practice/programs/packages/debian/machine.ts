import { debianPackages } from '../../../engine/catalogue/packages/debian-package.ts';
import type { DebianPackage } from '../../../engine/catalogue/packages/debian-package.ts';
import { packageSource } from '../../../engine/catalogue/packages/debian-sources.ts';
import type { PackageIndex } from '../../../engine/catalogue/packages/debian-sources.ts';
import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import type { System } from '../../../process/process.ts';

/** The Debian or Ubuntu that a package program runs on. */
export interface DebianMachine {
  codename: string;
  /** Debian's name of the processor: `amd64`, `arm64`. */
  architecture: 'amd64' | 'arm64';
  packages: ReadonlyMap<string, DebianPackage>;
  indexes: readonly PackageIndex[];
  archive: string;
}

/** Undefined where the image's os-release names no release that the practice device has packages of. */
export async function debianMachine(system: Pick<System, 'fileSystem' | 'architecture'>): Promise<DebianMachine | undefined> {
  const release = await textOf(system.fileSystem, '/etc/os-release');
  const codename = /^VERSION_CODENAME="?(\w+)"?$/m.exec(release)?.[1] ?? '';
  const source = packageSource(codename);
  const architecture = system.architecture === 'aarch64' ? 'arm64' : 'amd64';
  return source === undefined ? undefined : { codename, architecture, packages: debianPackages(codename, architecture), ...source };
}

/** The text of a file; empty where there is none. */
export async function textOf(fileSystem: FileSystem, path: string): Promise<string> {
  try {
    return (await fileSystem.readFile(path)).toString();
  } catch (error) {
    if (error instanceof FileSystemError) return '';
    throw error;
  }
}

export const listsDirectory = '/var/lib/apt/lists';

/** Where `apt-get update` keeps an index, as apt names it. */
export function listPath(index: PackageIndex, architecture: string): string {
  const place = `${index.address.replace('http://', '').replaceAll('/', '_')}_dists_${index.suite}`;
  return `${listsDirectory}/${place}_main_binary-${architecture}_Packages.lz4`;
}

/** Whether an update has been made and its lists are still there. */
export async function hasLists(fileSystem: FileSystem): Promise<boolean> {
  const names = await fileSystem.list(listsDirectory).catch((): string[] => []);
  return names.some((name) => name.includes('_Packages'));
}
