import type { FileSystem } from '../../filesystem/filesystem.ts';
import { NpmError } from './npm-output.ts';
import { parse, readText, relative } from './npm-project.ts';
import type { Manifest } from './npm-project.ts';

/** What is read of package-lock.json, lockfileVersion 1 to 3. */
export interface Lock {
  lockfileVersion?: number;
  packages?: Record<string, LockedPackage>;
  dependencies?: Record<string, { version?: string }>;
}

interface LockedPackage extends Manifest {
  resolved?: string;
  link?: boolean;
}

const usageOfCi = [
  'Clean install a project',
  '',
  'Usage:',
  'npm ci',
  '',
  'aliases: clean-install, ic, install-clean, isntall-clean',
  '',
  'Run "npm help ci" for more info',
];

export async function readLock(fileSystem: FileSystem, directory: string): Promise<Lock | undefined> {
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const text = await readText(fileSystem, `${directory}/${name}`);
    if (text !== undefined) return parse(text, `${directory}/${name}`);
  }
  return undefined;
}

/** What `npm ci` demands of a lock file. Throws NpmError in npm's words. */
export function requireInSync(lock: Lock | undefined, manifest: Manifest): void {
  if (lock === undefined || (lock.lockfileVersion ?? 0) < 1) {
    throw new NpmError([
      'code EUSAGE',
      '',
      'The `npm ci` command can only install with an existing package-lock.json or',
      'npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
      'later to generate a package-lock.json file, then try again.',
      '',
      ...usageOfCi,
    ]);
  }
  const problems = Object.entries({ ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies }).flatMap(
    ([name, range]) => problemOf(lock, name, range),
  );
  if (problems.length === 0) return;
  throw new NpmError([
    'code EUSAGE',
    '',
    '`npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.',
    '',
    ...problems,
    '',
    ...usageOfCi,
  ]);
}

/** Locks a project whose dependencies are folders of its own; entries of other packages stay as they are. */
export async function writeLock(
  fileSystem: FileSystem,
  directory: string,
  manifest: Manifest,
  links: readonly { name: string; directory: string; manifest: Manifest }[],
): Promise<void> {
  const { name, version, license, bin } = manifest;
  const root = { name, version, license, dependencies: manifest.dependencies, devDependencies: manifest.devDependencies, bin };
  const before = (await readLock(fileSystem, directory))?.packages ?? {};
  const known = Object.entries(before).filter(([path, entry]) => path.startsWith('node_modules/') && entry.link !== true);
  const linked = links.flatMap(({ name: linkName, directory: place, manifest: { version: linkVersion, bin: linkBin, dependencies } }) => {
    const path = relative(directory, place);
    return [
      [path, present({ version: linkVersion, bin: linkBin, dependencies })],
      [`node_modules/${linkName}`, { resolved: path, link: true }],
    ] as [string, object][];
  });
  const packages = Object.fromEntries([...known, ...linked].sort(([first], [second]) => (first < second ? -1 : 1)));
  const lock = { name, version, lockfileVersion: 3, requires: true, packages: { '': present(root), ...packages } };
  await fileSystem.writeFile(`${directory}/package-lock.json`, `${JSON.stringify(lock, undefined, 2)}\n`);
}

function problemOf(lock: Lock, name: string, range: string): string[] {
  const locked = lock.packages?.[`node_modules/${name}`] ?? lock.dependencies?.[name];
  if (locked === undefined) return [`Missing: ${name}@${range} from lock file`];
  const root = lock.packages?.[''];
  const lockedRange = root?.dependencies?.[name] ?? root?.devDependencies?.[name] ?? root?.optionalDependencies?.[name];
  if (root === undefined || lockedRange === range) return [];
  return [`Invalid: lock file's ${name}@${locked.version ?? lockedRange ?? ''} does not satisfy ${name}@${range}`];
}

function present(entries: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
