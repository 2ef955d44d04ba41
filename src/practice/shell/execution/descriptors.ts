import { errorTexts, FileSystemError } from '../../filesystem/filesystem.ts';
import { breathe, isOutOfBreath } from '../../process/fairness.ts';
import { BadDescriptorError, BrokenPipeError } from '../../process/open-file.ts';
import { whenRunning } from '../../process/process-table.ts';
import { ExitControl, InterruptControl, ShellError } from '../control.ts';
import type { Shell } from '../state.ts';
import { unlessEnded } from './waiting.ts';

/** Writes through a descriptor of the shell and says how it went; SIGPIPE ends the shell as it ends a program. */
export async function writeBytes(shell: Shell, descriptor: number, data: Buffer): Promise<'written' | 'closed' | 'broken' | 'failed'> {
  const file = shell.files.get(descriptor);
  if (file === undefined) return data.length === 0 ? 'written' : 'closed';
  if (data.length === 0) return 'written';
  await mayContinue(shell);
  try {
    await unlessEnded(shell, file.write(data));
    return 'written';
  } catch (error) {
    if (error instanceof ExitControl || error instanceof InterruptControl) throw error;
    if (error instanceof BadDescriptorError) return 'closed';
    if (!(error instanceof BrokenPipeError)) return 'failed';
    shell.context.process.signal('SIGPIPE');
    if (shell.context.ended.aborted) throw new ExitControl(141);
    return 'broken';
  }
}

/** Writes text; what cannot be written is lost, as an error message on a closed stderr is. */
export async function writeText(shell: Shell, descriptor: number, text: string): Promise<void> {
  await writeBytes(shell, descriptor, Buffer.from(text));
}

/** One read from a descriptor; undefined at its end, or where it is closed. */
export async function readBytes(
  shell: Shell,
  descriptor: number,
  request: { maximum?: number; delimiter?: number; abort?: AbortSignal },
): Promise<Buffer | undefined> {
  const file = shell.files.get(descriptor);
  if (file === undefined) return undefined;
  await mayContinue(shell);
  const aborts = [shell.context.ended, shell.interruption, request.abort].filter((signal) => signal !== undefined);
  try {
    return await file.read({ ...request, abort: aborts.length === 1 ? shell.context.ended : AbortSignal.any(aborts) });
  } catch (error) {
    if (shell.context.ended.aborted) throw new ExitControl(137);
    if (shell.interruption?.aborted === true) throw new InterruptControl();
    if (error instanceof BadDescriptorError || request.abort?.aborted === true) return undefined;
    if (error instanceof FileSystemError)
      throw new ShellError(`read error: ${errorTexts[error.code]}`, { status: 1, scope: 'command', command: 'read' });
    throw error;
  }
}

/** Awaited between commands: a shell that was killed goes no further, one that was stopped waits, and others get their turn. */
export async function mayContinue(shell: Shell): Promise<void> {
  if (isOutOfBreath()) await breathe();
  if (shell.context.process.state === 'stopped') await whenRunning(shell.context.process);
  if (shell.context.ended.aborted) throw new ExitControl(137);
  if (shell.interruption?.aborted === true) throw new InterruptControl();
}
