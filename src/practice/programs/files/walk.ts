import type { FileStatus } from '../../filesystem/filesystem.ts';
import type { AnyCall } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { quote, reasonOf } from '../messages.ts';
import { joinName } from './destination.ts';

export interface Visited {
  /** As the user wrote it, with the names below it. */
  name: string;
  path: string;
  status: FileStatus;
}

/**
 * Visits a file and everything below it, a directory before its content. Links are not followed below the start.
 * False after a complaint (`cannot access`), true otherwise.
 */
export async function walk(call: AnyCall, name: string, visit: (visited: Visited) => Promise<boolean>): Promise<boolean> {
  const { context, complain } = call;
  const { fileSystem } = context.system;
  const descend = async (current: string, path: string, isStart: boolean): Promise<boolean> => {
    let status: FileStatus;
    try {
      status = await (isStart ? fileSystem.stat(path) : fileSystem.lstat(path));
    } catch (error) {
      await complain(`cannot access ${quote(current)}: ${reasonOf(error)}`);
      return false;
    }
    let whole = await visit({ name: current, path, status });
    if (status.kind !== 'directory') return whole;
    for (const child of await fileSystem.list(path)) {
      if (!(await descend(joinName(current, child), joinName(path, child), false))) whole = false;
    }
    return whole;
  };
  return descend(name, pathOf(context, name), true);
}

/** The same for one file only, or for a tree where `recursive` says so. */
export async function visitOperand(
  call: AnyCall,
  name: string,
  recursive: boolean,
  visit: (visited: Visited) => Promise<boolean>,
): Promise<boolean> {
  if (recursive) return walk(call, name, visit);
  const path = pathOf(call.context, name);
  try {
    return await visit({ name, path, status: await call.context.system.fileSystem.stat(path) });
  } catch (error) {
    await call.complain(`cannot access ${quote(name)}: ${reasonOf(error)}`);
    return false;
  }
}
