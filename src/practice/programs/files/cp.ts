import type { FileStatus } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { resolveLinks } from './canonical-path.ts';
import { checkTrailingSlash, joinName, readTransfers } from './destination.ts';

const options = {
  archive: { short: 'a', long: 'archive', help: 'same as -dR --preserve=all' },
  noDereference: { short: 'd', help: 'same as --no-dereference --preserve=links' },
  force: { short: 'f', long: 'force', help: 'if a destination file cannot be opened, remove it and try again' },
  dereference: { short: 'L', long: 'dereference', help: 'always follow symbolic links in SOURCE' },
  noClobber: { short: 'n', long: 'no-clobber', help: 'do not overwrite an existing file' },
  never: { short: 'P', long: 'no-dereference', help: 'never follow symbolic links in SOURCE' },
  preserve: { short: 'p', help: 'preserve mode, ownership and timestamps' },
  recursive: { short: 'r', long: 'recursive', help: 'copy directories recursively' },
  recursiveToo: { short: 'R', help: 'same as -r' },
  target: { short: 't', long: 'target-directory', value: 'DIRECTORY', help: 'copy all SOURCE arguments into DIRECTORY' },
  noTarget: { short: 'T', long: 'no-target-directory', help: 'treat DEST as a normal file' },
  update: { short: 'u', long: 'update', help: 'copy only when the SOURCE file is newer or the destination is missing' },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

type CpCall = Call<typeof options>;

export const cp = defineProgram(
  {
    usage: 'NAME [OPTION]... [-T] SOURCE DEST\nNAME [OPTION]... SOURCE... DIRECTORY\nNAME [OPTION]... -t DIRECTORY SOURCE...',
    summary: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.',
    version: coreutils,
    unsupported: 'bHilsSxZ',
    options,
  },
  async (call) => {
    const { values, operands } = call;
    const transfers = await readTransfers(call, operands, { targetDirectory: values.target, noTargetDirectory: values.noTarget });
    let status = 0;
    for (const { from, to } of transfers) if (!(await copyOne(call, from, to, true))) status = 1;
    return status;
  },
);

/** Copies one file or tree; false after a complaint. */
async function copyOne(call: CpCall, from: string, to: string, isOperand: boolean): Promise<boolean> {
  const { context, values, complain } = call;
  const { fileSystem } = context.system;
  const recursive = values.archive || values.recursive || values.recursiveToo;
  const keepLinks = values.archive || values.noDereference || values.never || (recursive && !isOperand);
  const source = pathOf(context, from);
  let status: FileStatus;
  try {
    status = await (keepLinks && !values.dereference && !from.endsWith('/') ? fileSystem.lstat(source) : fileSystem.stat(source));
    if (from.endsWith('/') && status.kind !== 'directory') {
      await complain(`cannot stat ${quote(from)}: Not a directory`);
      return false;
    }
  } catch (error) {
    await complain(`cannot stat ${quote(from)}: ${reasonOf(error)}`);
    return false;
  }
  if (status.kind === 'directory' && !recursive) {
    await complain(`-r not specified; omitting directory ${quote(from)}`);
    return false;
  }
  const target = pathOf(context, to);
  const before = await statusOf(context, target, status.kind !== 'symlink');
  if (before !== undefined && (await isSame(call, source, target))) {
    await complain(`${quote(from)} and ${quote(to)} are the same file`);
    return false;
  }
  if (before !== undefined && status.kind !== 'directory') {
    if (values.noClobber) return true;
    if (values.update && before.modifiedAt >= status.modifiedAt) return true;
  }
  if (status.kind === 'directory') return copyDirectory(call, { from, to, source, target, status, before });
  if (before?.kind === 'directory') {
    await complain(`cannot overwrite directory ${quote(to)} with non-directory${isOperand ? '' : ` ${quote(from)}`}`);
    return false;
  }
  try {
    await checkTrailingSlash(call, to);
    if (status.kind === 'symlink') {
      if (before !== undefined) await fileSystem.remove(target);
      await fileSystem.symlink(await fileSystem.readLink(source), target);
    } else {
      const content = await fileSystem.readFile(source);
      // A new file takes the source's permissions, an old one keeps its own.
      await fileSystem.writeFile(target, content, before === undefined ? { mode: status.mode & 0o777 } : {});
      if (status.declaredSize !== undefined) await fileSystem.declareSize(target, status.declaredSize);
    }
    if (values.verbose) await call.print(`${quote(from)} -> ${quote(to)}\n`);
    await preserve(call, target, status);
    return true;
  } catch (error) {
    const what = status.kind === 'symlink' ? 'symbolic link' : 'regular file';
    await complain(`cannot create ${what} ${quote(to)}: ${reasonOf(error)}`);
    return false;
  }
}

interface DirectoryCopy {
  from: string;
  to: string;
  source: string;
  target: string;
  status: FileStatus;
  before: FileStatus | undefined;
}

async function copyDirectory(call: CpCall, copy: DirectoryCopy): Promise<boolean> {
  const { context, values, complain } = call;
  const { fileSystem } = context.system;
  const { from, to, source, target, status, before } = copy;
  if (before !== undefined && before.kind !== 'directory') {
    await complain(`cannot overwrite non-directory ${quote(to)} with directory ${quote(from)}`);
    return false;
  }
  if (target.startsWith(`${source === '/' ? '' : source}/`)) {
    await complain(`cannot copy a directory, ${quote(from)}, into itself, ${quote(to)}`);
    return false;
  }
  let names: string[];
  try {
    names = await fileSystem.list(source);
    if (before === undefined) await fileSystem.makeDirectory(target, { mode: status.mode });
  } catch (error) {
    await complain(`cannot create directory ${quote(to)}: ${reasonOf(error)}`);
    return false;
  }
  if (values.verbose && before === undefined) await call.print(`${quote(from)} -> ${quote(to)}\n`);
  let whole = true;
  for (const name of names) if (!(await copyOne(call, joinName(from, name), joinName(to, name), false))) whole = false;
  await preserve(call, target, status);
  return whole;
}

async function preserve(call: CpCall, target: string, status: FileStatus): Promise<void> {
  if (!call.values.archive && !call.values.preserve) return;
  if (status.kind === 'symlink') return;
  const { fileSystem } = call.context.system;
  await fileSystem.changeOwner(target, status.uid, status.gid);
  await fileSystem.changeMode(target, status.mode);
  await fileSystem.touch(target, status.modifiedAt);
}

async function isSame(call: CpCall, source: string, target: string): Promise<boolean> {
  if (source === target) return true;
  const [a, b] = [await resolveLinks(call.context, source), await resolveLinks(call.context, target)];
  return a !== undefined && a === b;
}
