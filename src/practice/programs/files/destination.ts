import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { AnyCall } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { quote } from '../messages.ts';
import { UsageError } from '../options.ts';

/** One thing to be copied, moved or linked. Names are as they are shown in messages. */
export interface Transfer {
  from: string;
  to: string;
}

export interface DestinationOptions {
  /** `-t DIRECTORY`. */
  targetDirectory: string | undefined;
  /** `-T`: the last operand is the thing itself, never a directory to put it in. */
  noTargetDirectory: boolean;
  /** Whether a last operand that is a link to a directory counts as the directory. */
  followTarget?: boolean;
}

/** What `cp`, `mv` and `ln` are asked for: sources and where each goes. Throws UsageError in their words. */
export async function readTransfers(call: AnyCall, operands: readonly string[], options: DestinationOptions): Promise<Transfer[]> {
  const { context } = call;
  const sources = options.targetDirectory === undefined ? operands.slice(0, -1) : [...operands];
  const target = options.targetDirectory ?? operands.at(-1);
  const [first] = operands;
  if (first === undefined || target === undefined) throw new UsageError('missing file operand');
  if (sources.length === 0) throw new UsageError(`missing destination file operand after ${quote(first)}`);
  if (options.noTargetDirectory) {
    if (sources.length > 1) throw new UsageError(`extra operand ${quote(operands[2] ?? '')}`);
    return [{ from: first, to: target }];
  }
  const path = pathOf(context, target);
  const isDirectory = (await statusOf(context, path, options.followTarget ?? true))?.kind === 'directory';
  if (isDirectory) return sources.map((from) => ({ from, to: joinName(target, lastName(from)) }));
  if (sources.length > 1 || options.targetDirectory !== undefined) {
    const reason = (await statusOf(context, path)) === undefined ? 'No such file or directory' : 'Not a directory';
    throw new UsageError(`target ${quote(target)}: ${reason}`, false);
  }
  return [{ from: first, to: target }];
}

export function joinName(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

export function lastName(name: string): string {
  const trimmed = name.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** The file or directory that a name stands for when it is written to: a trailing slash asks for a directory. */
export async function checkTrailingSlash(call: AnyCall, name: string): Promise<void> {
  if (!name.endsWith('/')) return;
  const path = pathOf(call.context, name);
  const status = await statusOf(call.context, path);
  if (status?.kind !== 'directory') throw new FileSystemError('ENOTDIR', path);
}
