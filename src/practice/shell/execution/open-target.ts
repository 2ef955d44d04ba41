import { errorTexts, FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import { createContentFile, createNullFile, createOpenFile } from '../../process/open-file.ts';
import type { OpenFile } from '../../process/open-file.ts';
import { standardFilesOf } from '../../process/process-table.ts';
import { ShellError } from '../control.ts';
import { worded } from '../messages.ts';
import type { Shell } from '../state.ts';

export type OpenMode = 'read' | 'write' | 'append' | 'write-new' | 'read-write';

/** Opens what a redirection names; the caller holds the file. Throws ShellError in the shell's own words. */
export async function openTarget(shell: Shell, name: string, mode: OpenMode): Promise<OpenFile> {
  const path = normalizePath(name, shell.workingDirectory);
  const special = openSpecial(shell, path);
  if (special !== undefined) return special;
  const { fileSystem } = shell.context.system;
  try {
    if (name === '') throw new FileSystemError('ENOENT', name);
    const status = await fileSystem.stat(path).catch((error: unknown) => {
      if (error instanceof FileSystemError && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (mode === 'read') {
      if (status === undefined) throw new FileSystemError('ENOENT', name);
      return createContentFile(() => fileSystem.readFile(path));
    }
    if (status?.kind === 'directory') throw new FileSystemError('EISDIR', name);
    if (mode === 'write-new' && shell.options.noclobber && status?.kind === 'file') throw new FileSystemError('EEXIST', name);
    if (status === undefined) await fileSystem.writeFile(path, '', { mode: 0o666 & ~shell.umask });
    else if (mode === 'write' || mode === 'write-new') await fileSystem.writeFile(path, '');
    return createWritableFile(shell, path, mode === 'read-write');
  } catch (error) {
    if (error instanceof FileSystemError) throw cannotOpen(shell, name, mode, error);
    throw error;
  }
}

function createWritableFile(shell: Shell, path: string, isReadable: boolean): OpenFile {
  const { fileSystem } = shell.context.system;
  const content = isReadable ? createContentFile(() => fileSystem.readFile(path)) : undefined;
  let last: Promise<void> = Promise.resolve();
  return createOpenFile({
    ...(content === undefined ? {} : { read: (request) => content.read(request) }),
    write(data) {
      // One after another: two writes at once could swap their places.
      const written = last.then(() => fileSystem.writeFile(path, data, { append: true }));
      last = written.catch(() => undefined);
      return written;
    },
  });
}

function openSpecial(shell: Shell, path: string): OpenFile | undefined {
  switch (path) {
    case '/dev/null':
      return createNullFile();
    case '/dev/zero':
      return createOpenFile({
        read: ({ maximum = 4096 }) => Promise.resolve(Buffer.alloc(Math.min(maximum, 65_536))),
        write: () => Promise.resolve(),
      });
    case '/dev/full':
      return createOpenFile({ write: () => Promise.reject(new FileSystemError('ENOSPC', path)) });
    case '/dev/stdin':
      return descriptorOf(shell, 0);
    case '/dev/stdout':
      return descriptorOf(shell, 1);
    case '/dev/stderr':
      return descriptorOf(shell, 2);
    case '/dev/tty':
      return terminalOf(shell);
    case '/dev/console':
      return consoleOf(shell);
    default:
  }
  const own = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path);
  if (own !== null) return descriptorOf(shell, Number(own[1]));
  const other = /^\/proc\/(\d+)\/fd\/([012])$/.exec(path);
  return other === null ? undefined : descriptorOfProcess(shell, Number(other[1]), Number(other[2]));
}

function descriptorOf(shell: Shell, descriptor: number): OpenFile {
  const file = shell.files.get(descriptor);
  if (file === undefined) throw new ShellError(`${String(descriptor)}: Bad file descriptor`, { status: 2, scope: 'command' });
  return file.retain();
}

/** `/proc/1/fd/1` is where the container's log comes from. */
function descriptorOfProcess(shell: Shell, pid: number, descriptor: number): OpenFile | undefined {
  const process = shell.context.system.processes.find(pid);
  const files = process === undefined ? undefined : standardFilesOf(process);
  if (files === undefined) return undefined;
  return [files.stdin, files.stdout, files.stderr][descriptor]?.retain();
}

/** A container's console is what its first process reads from and writes to. */
function consoleOf(shell: Shell): OpenFile | undefined {
  const input = descriptorOfProcess(shell, 1, 0);
  const output = descriptorOfProcess(shell, 1, 1);
  if (input === undefined || output === undefined) return undefined;
  return createOpenFile({
    terminal: output.terminal,
    read: (request) => input.read(request),
    write: (data) => output.write(data),
    close() {
      input.release();
      output.release();
    },
  });
}

function terminalOf(shell: Shell): OpenFile {
  const file = [...shell.files.values(), standardFilesOf(shell.context.process)?.stdin].find(
    (candidate) => candidate?.terminal !== undefined,
  );
  if (file !== undefined) return file.retain();
  const text = 'No such device or address';
  throw new ShellError(
    worded(shell, { dash: `cannot open /dev/tty: ${text}`, bash: `/dev/tty: ${text}`, busybox: `can't open /dev/tty: ${text}` }),
    {
      status: shell.flavour === 'dash' ? 2 : 1,
      scope: 'command',
    },
  );
}

function cannotOpen(shell: Shell, name: string, mode: OpenMode, error: FileSystemError): ShellError {
  const status = shell.flavour === 'dash' ? 2 : 1;
  if (error.code === 'EEXIST' && mode !== 'read') {
    const text = worded(shell, {
      dash: `cannot create ${name}: File exists`,
      bash: `${name}: cannot overwrite existing file`,
      busybox: `can't create ${name}: File exists`,
    });
    return new ShellError(text, { status, scope: 'command' });
  }
  const isReading = mode === 'read';
  // dash has words of its own for a missing file (error.c).
  const dashText = error.code !== 'ENOENT' ? errorTexts[error.code] : isReading ? 'No such file' : 'Directory nonexistent';
  const busyboxText = error.code !== 'ENOENT' ? errorTexts[error.code] : isReading ? 'no such file' : 'nonexistent directory';
  return new ShellError(
    worded(shell, {
      dash: `cannot ${isReading ? 'open' : 'create'} ${name}: ${dashText}`,
      bash: `${name}: ${errorTexts[error.code]}`,
      busybox: `can't ${isReading ? 'open' : 'create'} ${name}: ${busyboxText}`,
    }),
    { status, scope: 'command' },
  );
}
