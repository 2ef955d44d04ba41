import type { FileSystem } from '../../filesystem/filesystem.ts';
import { programFile } from '../../process/program-file.ts';
import type { System } from '../../process/process.ts';

/** What installing a package puts into an image. Paths are absolute. */
export interface PackageContent {
  directories: readonly string[];
  files: readonly { path: string; content: string }[];
  links: readonly { path: string; target: string }[];
  programs: readonly { path: string; program: string }[];
  /** The file that stands for all else, with the size that is left. */
  mainFile: string;
  /** Bytes of the whole package. */
  size: number;
}

/** The program that a file of an unknown program names: it says that it is not supported. */
export const unsupportedProgram = 'program of a package';

/** Writes a package's files; gives their paths. A file that exists is kept where it was edited by somebody (`keeps`). */
export async function placeFiles(system: Pick<System, 'fileSystem' | 'programs'>, content: PackageContent): Promise<string[]> {
  const { fileSystem } = system;
  const paths: string[] = [];
  let left = content.size;
  const share =
    content.programs.length === 0 ? 0 : Math.floor(Math.min(content.size / 2, content.programs.length * 65_536) / content.programs.length);
  for (const path of content.directories) await fileSystem.makeDirectory(path, { recursive: true });
  for (const { path, program } of content.programs) {
    const name = system.programs.get(program) === undefined ? unsupportedProgram : program;
    await put(fileSystem, path, programFile(name), 0o755);
    const size = Math.max(share, 64);
    await fileSystem.declareSize(path, size);
    left -= size;
    paths.push(path);
  }
  for (const { path, content: text } of content.files) {
    paths.push(path);
    left -= text.length;
    // Configuration that was changed stays, as dpkg leaves it.
    if (path.startsWith('/etc/') && (await exists(fileSystem, path))) continue;
    await put(fileSystem, path, text, 0o644);
  }
  for (const { path, target } of content.links) {
    paths.push(path);
    if (await exists(fileSystem, path)) continue;
    await fileSystem.makeDirectory(parentOf(path), { recursive: true });
    await fileSystem.symlink(target, path);
  }
  if (content.mainFile !== '' && left > 0 && !paths.includes(content.mainFile)) {
    await put(fileSystem, content.mainFile, `Stands for the files of a package, ${left} bytes, on the practice device.\n`, 0o644);
    await fileSystem.declareSize(content.mainFile, left);
    paths.push(content.mainFile);
  } else if (left > 0 && paths.includes(content.mainFile)) {
    await fileSystem.declareSize(content.mainFile, (await fileSystem.stat(content.mainFile)).size + left);
  }
  return paths;
}

/** Removes a package's files, and the directories that are empty then. */
export async function removeFiles(fileSystem: FileSystem, paths: readonly string[]): Promise<void> {
  for (const path of [...paths].reverse()) await fileSystem.remove(path, { recursive: true }).catch(() => undefined);
  const parents = new Set(paths.map(parentOf));
  for (const parent of [...parents].sort().reverse())
    if (!standing.has(parent)) await fileSystem.remove(parent, { directory: true }).catch(() => undefined);
}

/** Directories that belong to the base, however empty. */
const standing = new Set('/usr/bin /usr/sbin /bin /sbin /usr/lib /usr/share /etc /usr/games /usr/include /lib /var/lib'.split(' '));

async function put(fileSystem: FileSystem, path: string, content: string, mode: number): Promise<void> {
  await fileSystem.makeDirectory(parentOf(path), { recursive: true });
  await fileSystem.remove(path).catch(() => undefined);
  await fileSystem.writeFile(path, content, { mode });
  await fileSystem.changeMode(path, mode);
}

async function exists(fileSystem: FileSystem, path: string): Promise<boolean> {
  return fileSystem.lstat(path).then(
    () => true,
    () => false,
  );
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
