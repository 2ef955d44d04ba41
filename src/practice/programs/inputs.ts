import { FileSystemError, normalizePath } from '../filesystem/filesystem.ts';
import type { FileStatus } from '../filesystem/filesystem.ts';
import type { ProgramContext } from '../process/process.ts';
import { readChunks } from './lines.ts';

/** The path that a program means by a name on its command line. */
export function pathOf(context: ProgramContext, name: string): string {
  return normalizePath(name, context.workingDirectory);
}

/** The content of a file or device, `-` being standard input. Rejects with FileSystemError before anything is read. */
export async function openInput(context: ProgramContext, name: string): Promise<AsyncIterable<Buffer>> {
  if (name === '-' || name === '/dev/stdin') return readChunks(context.stdin, context.ended);
  if (name === '') throw new FileSystemError('ENOENT', name);
  const path = pathOf(context, name);
  const status = await context.system.fileSystem.stat(path);
  if (status.kind === 'directory') throw new FileSystemError('EISDIR', path);
  if (name.endsWith('/')) throw new FileSystemError('ENOTDIR', path);
  if (status.kind === 'device') return openDevice(context, path);
  return once(await context.system.fileSystem.readFile(path));
}

/** The status of a path, or undefined where there is nothing (or nothing reachable) by that name. */
export async function statusOf(context: ProgramContext, path: string, follow = true): Promise<FileStatus | undefined> {
  try {
    return follow ? await context.system.fileSystem.stat(path) : await context.system.fileSystem.lstat(path);
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

async function openDevice(context: ProgramContext, path: string): Promise<AsyncIterable<Buffer>> {
  if (path === '/dev/null') return once(Buffer.alloc(0));
  if (path === '/dev/zero') return endless(() => Buffer.alloc(16_384));
  if (path === '/dev/random' || path === '/dev/urandom') {
    return endless(() => Buffer.from(crypto.getRandomValues(new Uint8Array(16_384))));
  }
  if (path === '/dev/tty') return readChunks(context.stdin, context.ended);
  return once(await context.system.fileSystem.readFile(path));
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  if (content.length > 0) yield await Promise.resolve(content);
}

async function* endless(make: () => Buffer): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(make());
}
