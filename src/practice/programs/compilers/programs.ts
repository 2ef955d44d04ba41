import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { reasonOf } from '../messages.ts';
import { readExecutable } from '../../process/program-file.ts';
import { cProgram } from './c-program.ts';
import { gccWithVersion } from './gcc.ts';
import { strippedSize } from './sizes.ts';

/** strip(1): a program of ours gets smaller, as the real one without its symbols. */
const strip = defineProgram(
  {
    usage: 'NAME <option(s)> in-file(s)',
    summary: 'Removes symbols and sections from files.',
    options: { all: { short: 's', long: 'strip-all', help: 'remove all symbol and relocation information' } },
  },
  async ({ context, operands, complain }) => {
    let status = 0;
    for (const name of operands) {
      const path = pathOf(context, name);
      try {
        const { fileSystem } = context.system;
        const kind = readExecutable(await fileSystem.readFile(path));
        const size = strippedSize((await fileSystem.stat(path)).size);
        if (kind.kind !== 'program') {
          await complain(`${name}: file format not recognized`);
          status = 1;
        } else if (size !== undefined) await fileSystem.declareSize(path, size);
      } catch (error) {
        await complain(`'${name}': ${reasonOf(error)}`);
        status = 1;
      }
    }
    return status;
  },
);

export const compilerTools: Readonly<Record<string, Program>> = {
  gcc: gccWithVersion,
  cc: gccWithVersion,
  strip,
  'c-program': cProgram,
};
