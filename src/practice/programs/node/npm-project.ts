import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { NpmError } from './npm-output.ts';

/** What npm reads of a package.json. */
export interface Manifest {
  name?: string;
  version?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bin?: string | Record<string, string>;
  [key: string]: unknown;
}

export interface Project {
  directory: string;
  manifest: Manifest;
}

/** The nearest folder upwards with a package.json or node_modules, as npm takes for its prefix; else the working directory. */
export async function projectDirectory(context: ProgramContext): Promise<string> {
  const { fileSystem } = context.system;
  const { workingDirectory } = context;
  for (let directory = workingDirectory; ; directory = normalizePath('..', directory)) {
    if ((await isThere(fileSystem, `${directory}/package.json`)) || (await isThere(fileSystem, `${directory}/node_modules`)))
      return directory;
    if (directory === '/') return workingDirectory;
  }
}

/** Throws NpmError in npm's words for a package.json that is missing or no JSON. */
export async function readProject(context: ProgramContext): Promise<Project> {
  const directory = await projectDirectory(context);
  const path = normalizePath('package.json', directory);
  const manifest = await readManifest(context.system.fileSystem, path);
  if (manifest !== undefined) return { directory, manifest };
  const problem = `ENOENT: no such file or directory, open '${path}'`;
  throw new NpmError(
    [
      'code ENOENT',
      'syscall open',
      `path ${path}`,
      'errno -2',
      `enoent Could not read package.json: Error: ${problem}`,
      'enoent This is related to npm not being able to find a file.',
      'enoent',
    ],
    254,
  );
}

/** Undefined where there is none. */
export async function readManifest(fileSystem: FileSystem, path: string): Promise<Manifest | undefined> {
  const text = await readText(fileSystem, path);
  return text === undefined ? undefined : parse(text, path);
}

export async function readText(fileSystem: FileSystem, path: string): Promise<string | undefined> {
  try {
    return (await fileSystem.readFile(path)).toString('utf8');
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

export function parse(text: string, path: string): Record<string, unknown> {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
  } catch (error) {
    throw new NpmError(
      [
        'code EJSONPARSE',
        `path ${path}`,
        `JSON.parse ${error instanceof Error ? error.message : String(error)}`,
        'JSON.parse Failed to parse JSON data.',
        'JSON.parse Note: package.json must be actual JSON, not just JavaScript.',
      ],
      1,
    );
  }
}

export async function isThere(fileSystem: FileSystem, path: string): Promise<boolean> {
  return fileSystem.lstat(normalizePath(path)).then(
    () => true,
    () => false,
  );
}

/** The way from one folder to another place. */
export function relative(from: string, to: string): string {
  const [own, other] = [from.split('/').filter(Boolean), to.split('/').filter(Boolean)];
  let common = 0;
  while (common < own.length && own[common] === other[common]) common += 1;
  return [...own.slice(common).map(() => '..'), ...other.slice(common)].join('/') || '.';
}
