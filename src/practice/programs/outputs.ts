import type { ProgramContext } from '../process/process.ts';
import { standardFilesOf } from '../process/process-table.ts';
import { pathOf } from './inputs.ts';
import { write } from './lines.ts';

/**
 * Writes to a file that a program was given by name. The standard streams' own names work too, as do those of another
 * process (`/proc/1/fd/1`: a container's log). Rejects with FileSystemError.
 */
export async function writeOutput(
  context: ProgramContext,
  name: string,
  data: Buffer | string,
  options: { append: boolean },
): Promise<void> {
  const path = pathOf(context, name);
  if (path === '/dev/stdout' || path === '/proc/self/fd/1') return write(context.stdout, data, context.ended);
  if (path === '/dev/stderr' || path === '/proc/self/fd/2') return write(context.stderr, data, context.ended);
  const init = path === '/dev/console' ? context.system.processes.find(1) : undefined;
  const consoleFile = init === undefined ? undefined : standardFilesOf(init)?.stdout;
  if (consoleFile !== undefined) return consoleFile.write(Buffer.from(data));
  const descriptor = /^\/proc\/(\d+)\/fd\/([12])$/.exec(path);
  if (descriptor !== null) {
    const owner = context.system.processes.find(Number(descriptor[1]));
    const files = owner === undefined ? undefined : standardFilesOf(owner);
    const file = descriptor[2] === '1' ? files?.stdout : files?.stderr;
    if (file !== undefined) return file.write(Buffer.from(data));
  }
  await context.system.fileSystem.writeFile(path, data, options);
}
