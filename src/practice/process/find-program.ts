import { errorTexts, FileSystemError, normalizePath } from '../filesystem/filesystem.ts';
import type { Program, System } from './process.ts';
import { readExecutable } from './program-file.ts';

export type FoundProgram =
  | { path: string; program: Program }
  /** `exec-format`: an executable file that is neither a program of the practice device nor a script with a `#!` line. */
  | { error: 'not-found' | 'not-executable' | 'exec-format'; path?: string };

/** Where programs are looked for when PATH is not set, as dash does. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const interpreterDepth = 4;

/**
 * Finds what a command name runs: through PATH in the system's file system, or by path where the name has a slash.
 * The program gets the argument vector that the kernel would give it; for a script its interpreter is put in front.
 */
export async function findProgram(
  system: System,
  name: string,
  environment: ReadonlyMap<string, string>,
  workingDirectory: string,
): Promise<FoundProgram> {
  const located = await locateProgram(system, name, environment, workingDirectory);
  if ('error' in located) return located;
  return loadProgram(system, located.path, name, interpreterDepth);
}

/** The path a command name stands for (`command -v`, `which`), without loading it. */
export async function locateProgram(
  system: System,
  name: string,
  environment: ReadonlyMap<string, string>,
  workingDirectory: string,
): Promise<{ path: string } | { error: 'not-found' | 'not-executable'; path?: string }> {
  if (name === '') return { error: 'not-found' };
  if (name.includes('/')) {
    const path = normalizePath(name, workingDirectory);
    const status = await executableStatus(system, path);
    return status === 'executable' ? { path } : { error: status, path };
  }
  let refused: string | undefined;
  for (const directory of (environment.get('PATH') ?? defaultPath).split(':')) {
    const path = normalizePath(`${directory === '' ? '.' : directory}/${name}`, workingDirectory);
    const status = await executableStatus(system, path);
    if (status === 'executable') return { path };
    if (status === 'not-executable' && (await isFile(system, path))) refused ??= path;
  }
  if (system.ownPrograms.has(name)) return { path: `/usr/bin/${name}` };
  return refused === undefined ? { error: 'not-found' } : { error: 'not-executable', path: refused };
}

async function loadProgram(system: System, path: string, calledName: string, depth: number): Promise<FoundProgram> {
  let content: Buffer;
  try {
    content = await system.fileSystem.readFile(path);
  } catch {
    const own = system.ownPrograms.get(lastName(path));
    return own === undefined ? { error: 'not-found', path } : { path, program: own };
  }
  const executable = readExecutable(content);
  switch (executable.kind) {
    case 'program': {
      if (executable.loader !== undefined && (await executableStatus(system, executable.loader)) !== 'executable')
        return { error: 'not-found', path };
      const program = programOf(system, executable.name, lastName(calledName));
      return program === undefined ? { error: 'exec-format', path } : { path, program };
    }
    case 'script': {
      if (depth === 0) return { error: 'exec-format', path };
      const interpreterPath = normalizePath(executable.interpreter);
      if ((await executableStatus(system, interpreterPath)) !== 'executable') return { error: 'not-found', path: executable.interpreter };
      const interpreter = await loadProgram(system, interpreterPath, executable.interpreter, depth - 1);
      if ('error' in interpreter) return interpreter;
      const { interpreter: name, argument } = executable;
      const script = calledName.includes('/') ? calledName : path;
      const before = [name, ...(argument === undefined ? [] : [argument]), script];
      return {
        path,
        program: (context) => interpreter.program({ ...context, arguments: [...before, ...context.arguments.slice(1)] }),
      };
    }
    default:
      return { error: 'exec-format', path };
  }
}

/** One file can hold many programs (busybox): the name it is called by selects. */
function programOf(system: System, fileSays: string, calledName: string): Program | undefined {
  if (fileSays !== 'busybox' || calledName === 'busybox') return byName(system, fileSays);
  return byName(system, `busybox ${calledName}`) ?? byName(system, calledName) ?? missingApplet(calledName);
}

function byName(system: System, name: string): Program | undefined {
  return system.ownPrograms.get(name) ?? system.programs.get(name);
}

/** What busybox says when a link has a name that it was not built with; its exit code is 127. */
function missingApplet(name: string): Program {
  return (context) =>
    new Promise((resolve) => {
      context.stderr.write(`${name}: applet not found\n`, () => resolve(127));
    });
}

async function executableStatus(system: System, path: string): Promise<'executable' | 'not-found' | 'not-executable'> {
  try {
    const status = await system.fileSystem.stat(path);
    return status.kind === 'file' && (status.mode & 0o111) !== 0 ? 'executable' : 'not-executable';
  } catch (error) {
    return error instanceof FileSystemError && error.code === 'EACCES' ? 'not-executable' : 'not-found';
  }
}

async function isFile(system: System, path: string): Promise<boolean> {
  return (await system.fileSystem.stat(path)).kind === 'file';
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a program that starts others prints behind the name: libc's text for the reason. */
export function findErrorText(error: 'not-found' | 'not-executable' | 'exec-format'): string {
  if (error === 'not-found') return errorTexts.ENOENT;
  return error === 'not-executable' ? errorTexts.EACCES : 'Exec format error';
}
