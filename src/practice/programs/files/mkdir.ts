import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { AnyCall } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { changeMode } from './mode-change.ts';

export const mkdir = defineProgram(
  {
    usage: 'NAME [OPTION]... DIRECTORY...',
    summary: 'Create the DIRECTORY(ies), if they do not already exist.',
    version: coreutils,
    unsupported: 'Z',
    options: {
      mode: { short: 'm', long: 'mode', value: 'MODE', help: 'set file mode (as in chmod)' },
      parents: { short: 'p', long: 'parents', help: 'no error if existing, make parent directories as needed' },
      verbose: { short: 'v', long: 'verbose', help: 'print a message for each created directory' },
    },
  },
  async (call) => {
    const { values, operands, complain } = call;
    if (operands.length === 0) throw new UsageError('missing operand');
    const mode = changeMode(values.mode ?? '755', 0o777, true);
    if (mode === undefined) {
      await complain(`invalid mode ${quote(values.mode ?? '')}`);
      return 1;
    }
    let status = 0;
    for (const name of operands) {
      const steps = values.parents ? pathSteps(name) : [name];
      for (const step of steps) {
        const made = await makeOne(call, step, {
          mode: step === steps.at(-1) ? mode : 0o755,
          isParent: step !== steps.at(-1),
          existingIsFine: values.parents,
        });
        if (made === 'failed') {
          status = 1;
          break;
        }
        if (made === 'made' && values.verbose) await call.print(`${call.name}: created directory ${quote(step)}\n`);
      }
    }
    return status;
  },
);

export const rmdir = defineProgram(
  {
    usage: 'NAME [OPTION]... DIRECTORY...',
    summary: 'Remove the DIRECTORY(ies), if they are empty.',
    version: coreutils,
    options: {
      parents: { short: 'p', long: 'parents', help: "remove DIRECTORY and its ancestors: 'rmdir -p a/b' is like 'rmdir a/b a'" },
      verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every directory processed' },
    },
  },
  async ({ context, name: program, values, operands, print, complain }) => {
    if (operands.length === 0) throw new UsageError('missing operand');
    const { fileSystem } = context.system;
    let status = 0;
    for (const operand of operands) {
      const steps = values.parents ? pathSteps(operand).reverse() : [operand];
      for (const name of steps) {
        if (values.verbose) await print(`${program}: removing directory, ${quote(name)}\n`);
        try {
          const path = pathOf(context, name);
          const kind = (await fileSystem.lstat(path)).kind;
          if (kind !== 'directory') {
            await complain(`failed to remove ${quote(name)}: Not a directory`);
            status = 1;
            break;
          }
          await fileSystem.remove(path, { directory: true });
        } catch (error) {
          await complain(`failed to remove ${name === operand ? '' : 'directory '}${quote(name)}: ${reasonOf(error)}`);
          status = 1;
          break;
        }
      }
    }
    return status;
  },
);

interface Making {
  mode: number;
  isParent: boolean;
  existingIsFine: boolean;
}

async function makeOne(call: AnyCall, name: string, making: Making): Promise<'made' | 'there' | 'failed'> {
  const { context, complain } = call;
  const { mode, isParent, existingIsFine } = making;
  const path = normalizePath(name, context.workingDirectory);
  const before = existingIsFine ? await statusOf(context, path) : undefined;
  if (before?.kind === 'directory') return 'there';
  try {
    if (name === '') throw new FileSystemError('ENOENT', name);
    if (before !== undefined && isParent) throw new FileSystemError('ENOTDIR', path);
    await context.system.fileSystem.makeDirectory(path, { mode });
    return 'made';
  } catch (error) {
    await complain(`cannot create directory ${quote(name)}: ${reasonOf(error)}`);
    return 'failed';
  }
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`, as they were written. */
function pathSteps(name: string): string[] {
  const steps: string[] = [];
  for (const match of name.matchAll(/[^/]+/g)) steps.push(name.slice(0, match.index + match[0].length));
  return steps.length === 0 ? [name] : steps;
}
