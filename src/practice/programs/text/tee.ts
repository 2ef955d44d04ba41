import { ignoreSignal } from '../../process/signals.ts';
import { defineProgram } from '../define-program.ts';
import { readChunks, write } from '../lines.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';
import { writeOutput } from '../outputs.ts';

export const tee = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Copy standard input to each FILE, and also to standard output.',
    version: coreutils,
    unsupported: 'p',
    options: {
      append: { short: 'a', long: 'append', help: 'append to the given FILEs, do not overwrite' },
      ignore: { short: 'i', long: 'ignore-interrupts', help: 'ignore interrupt signals' },
    },
  },
  async ({ context, values, operands, complain }) => {
    if (values.ignore) context.onSignal('SIGINT', ignoreSignal);
    let status = 0;
    let open = operands.map((name) => ({ name }));
    const writeTo = async (data: Buffer | string, append: boolean): Promise<void> => {
      const kept: typeof open = [];
      for (const file of open) {
        try {
          await writeOutput(context, file.name, data, { append });
          kept.push(file);
        } catch (error) {
          await complain(`${quoteIfNeeded(file.name)}: ${reasonOf(error)}`);
          status = 1;
        }
      }
      open = kept;
    };
    await writeTo('', values.append);
    for await (const chunk of readChunks(context.stdin, context.ended)) {
      await write(context.stdout, chunk, context.ended);
      await writeTo(chunk, true);
    }
    return status;
  },
);
