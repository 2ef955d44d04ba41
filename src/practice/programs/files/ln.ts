import { defineProgram } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { readTransfers } from './destination.ts';

export const ln = defineProgram(
  {
    usage: 'NAME [OPTION]... [-T] -s TARGET LINK_NAME\nNAME [OPTION]... -s TARGET\nNAME [OPTION]... -s TARGET... DIRECTORY',
    summary: 'Make symbolic links. Hard links are not supported on the practice device.',
    version: coreutils,
    unsupported: 'bdFiLPrS',
    options: {
      force: { short: 'f', long: 'force', help: 'remove existing destination files' },
      noDereference: { short: 'n', long: 'no-dereference', help: 'treat LINK_NAME as a normal file if it is a link to a directory' },
      symbolic: { short: 's', long: 'symbolic', help: 'make symbolic links instead of hard links' },
      target: { short: 't', long: 'target-directory', value: 'DIRECTORY', help: 'create the links in DIRECTORY' },
      noTarget: { short: 'T', long: 'no-target-directory', help: 'treat LINK_NAME as a normal file always' },
      verbose: { short: 'v', long: 'verbose', help: 'print name of each linked file' },
    },
  },
  async (call) => {
    const { context, values, operands, complain, print } = call;
    const { fileSystem } = context.system;
    if (operands.length === 0) throw new UsageError('missing file operand');
    if (!values.symbolic) {
      await complain("hard links are not supported on the practice device; use 'ln -s'");
      return 1;
    }
    // With one operand the link gets its last name, in the working directory.
    const given = operands.length === 1 && values.target === undefined ? [...operands, '.'] : operands;
    const transfers = await readTransfers(call, given, {
      targetDirectory: values.target,
      noTargetDirectory: values.noTarget,
      followTarget: !values.noDereference,
    });
    let status = 0;
    for (const { from, to } of transfers) {
      const name = to.replace(/^\.\/(?=[^/])/, operands.length === 1 ? '' : './');
      const path = pathOf(context, to);
      try {
        if (values.force) {
          const before = await statusOf(context, path, false);
          if (before !== undefined && before.kind !== 'directory') await fileSystem.remove(path);
        }
        await fileSystem.symlink(from, path);
        if (values.verbose) await print(`${quote(name)} -> ${quote(from)}\n`);
      } catch (error) {
        await complain(`failed to create symbolic link ${quote(to)}: ${reasonOf(error)}`);
        status = 1;
      }
    }
    return status;
  },
);
