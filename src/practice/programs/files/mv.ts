import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { copyTree } from './copy-tree.ts';
import { checkTrailingSlash, readTransfers } from './destination.ts';

const options = {
  force: { short: 'f', long: 'force', help: 'do not prompt before overwriting' },
  noClobber: { short: 'n', long: 'no-clobber', help: 'do not overwrite an existing file' },
  target: { short: 't', long: 'target-directory', value: 'DIRECTORY', help: 'move all SOURCE arguments into DIRECTORY' },
  noTarget: { short: 'T', long: 'no-target-directory', help: 'treat DEST as a normal file' },
  update: { short: 'u', long: 'update', help: 'move only when the SOURCE file is newer or the destination is missing' },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

export const mv = defineProgram(
  {
    usage: 'NAME [OPTION]... [-T] SOURCE DEST\nNAME [OPTION]... SOURCE... DIRECTORY\nNAME [OPTION]... -t DIRECTORY SOURCE...',
    summary: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.',
    version: coreutils,
    unsupported: 'biSZ',
    options,
  },
  async (call) => {
    const { values, operands } = call;
    const transfers = await readTransfers(call, operands, { targetDirectory: values.target, noTargetDirectory: values.noTarget });
    let status = 0;
    for (const { from, to } of transfers) if (!(await moveOne(call, from, to))) status = 1;
    return status;
  },
);

async function moveOne(call: Call<typeof options>, from: string, to: string): Promise<boolean> {
  const { context, values, complain } = call;
  const { fileSystem } = context.system;
  const source = pathOf(context, from);
  const target = pathOf(context, to);
  const fail = async (message: string): Promise<false> => {
    await complain(message);
    return false;
  };
  try {
    const status = await fileSystem.lstat(source);
    if (from.endsWith('/') && status.kind !== 'directory') throw new FileSystemError('ENOTDIR', source);
    const before = await statusOf(context, target, false);
    if (before !== undefined) {
      if (values.noClobber) return true;
      if (source === target) return await fail(`${quote(from)} and ${quote(to)} are the same file`);
      if (values.update && before.modifiedAt >= status.modifiedAt) return true;
      if (status.kind === 'directory' && before.kind !== 'directory') {
        return await fail(`cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`);
      }
      if (status.kind !== 'directory' && before.kind === 'directory') {
        return await fail(`cannot overwrite directory ${quote(to)} with non-directory`);
      }
    }
    if (status.kind === 'directory' && target.startsWith(`${source}/`)) {
      return await fail(`cannot move ${quote(from)} to a subdirectory of itself, ${quote(to)}`);
    }
    try {
      if (status.kind !== 'directory') await checkTrailingSlash(call, to);
      await renameAnywhere(fileSystem, source, target);
    } catch (error) {
      return await fail(`cannot move ${quote(from)} to ${quote(to)}: ${reasonOf(error)}`);
    }
    if (values.verbose) await call.print(`renamed ${quote(from)} -> ${quote(to)}\n`);
    return true;
  } catch (error) {
    return fail(`cannot stat ${quote(from)}: ${reasonOf(error)}`);
  }
}

/** From one file system to another there is no rename, only a copy (EINVAL here stands for the kernel's EXDEV). */
async function renameAnywhere(fileSystem: FileSystem, source: string, target: string): Promise<void> {
  try {
    await fileSystem.rename(source, target);
  } catch (error) {
    if (!(error instanceof FileSystemError) || error.code !== 'EINVAL') throw error;
    const before = await fileSystem.lstat(target).catch(() => undefined);
    if (before !== undefined) await fileSystem.remove(target, { directory: before.kind === 'directory' });
    await copyTree(fileSystem, source, target);
    await fileSystem.remove(source, { recursive: true });
  }
}
