import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

const options = {
  directory: { short: 'd', long: 'dir', help: 'remove empty directories' },
  force: { short: 'f', long: 'force', help: 'ignore nonexistent files and arguments' },
  recursive: { short: 'r', long: 'recursive', help: 'remove directories and their contents recursively' },
  recursiveToo: { short: 'R', help: 'same as -r' },
  verbose: { short: 'v', long: 'verbose', help: 'explain what is being done' },
} as const;

export const rm = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Remove (unlink) the FILE(s). Directories only with -r.',
    version: coreutils,
    unsupported: 'iI',
    options,
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    if (operands.length === 0) {
      if (values.force) return 0;
      throw new UsageError('missing operand');
    }
    let status = 0;
    for (const name of operands) {
      const path = pathOf(context, name);
      if (isRecursive(call) && /(^|\/)\.\.?\/*$/.test(name)) {
        await complain(`refusing to remove '.' or '..' directory: skipping ${quote(name)}`);
        status = 1;
      } else if (isRecursive(call) && path === '/') {
        await complain("it is dangerous to operate recursively on '/'");
        await complain('use --no-preserve-root to override this failsafe');
        status = 1;
      } else if (!(await removeOne(call, name, name === '' ? '' : path))) status = 1;
    }
    return status;
  },
);

async function removeOne(call: Call<typeof options>, name: string, path: string): Promise<boolean> {
  const { context, values, complain, print } = call;
  const { fileSystem } = context.system;
  try {
    if (name === '') throw new FileSystemError('ENOENT', name);
    const { kind } = await fileSystem.lstat(path);
    if (kind !== 'directory') {
      if (name.endsWith('/')) throw new FileSystemError('ENOTDIR', path);
      await fileSystem.remove(path);
    } else if (isRecursive(call)) {
      let whole = true;
      for (const child of await fileSystem.list(path)) {
        const childName = name.endsWith('/') ? name + child : `${name}/${child}`;
        if (!(await removeOne(call, childName, path === '/' ? `/${child}` : `${path}/${child}`))) whole = false;
      }
      if (!whole) return false;
      await fileSystem.remove(path, { directory: true });
    } else if (values.directory) await fileSystem.remove(path, { directory: true });
    else throw new FileSystemError('EISDIR', path);
    if (values.verbose) await print(`removed ${kind === 'directory' ? 'directory ' : ''}${quote(name)}\n`);
    return true;
  } catch (error) {
    if (values.force && error instanceof FileSystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return true;
    await complain(`cannot remove ${quote(name)}: ${reasonOf(error)}`);
    return false;
  }
}

function isRecursive({ values }: Call<typeof options>): boolean {
  return values.recursive || values.recursiveToo;
}
