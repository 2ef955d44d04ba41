import { defineProgram } from '../define-program.ts';
import { readAll, splitLines, write } from '../lines.ts';
import { coreutils } from '../messages.ts';
import { openEach, openWording } from './filter.ts';

export const rev = defineProgram(
  { usage: 'NAME [options] [file ...]', summary: 'Reverse lines characterwise.', version: 'from util-linux 2.41', options: {} },
  async (call) => {
    const { inputs, failed } = openEach(call, call.operands, (name, reason) => `cannot open ${name}: ${reason}`);
    for await (const input of inputs) {
      for await (const { text, terminated } of splitLines(input)) {
        await write(call.context.stdout, Array.from(text).reverse().join('') + (terminated ? '\n' : ''), call.context.ended);
      }
    }
    return failed() ? 1 : 0;
  },
);

export const tac = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Write each FILE to standard output, last line first.',
    version: coreutils,
    unsupported: 'brs',
    options: {},
  },
  async (call) => {
    const { inputs, failed } = openEach(call, call.operands, (name, reason) =>
      reason === 'Is a directory' ? `${name}: read error: ${reason}` : openWording(name, reason),
    );
    for await (const input of inputs) {
      const text = (await readAll(input)).toString('latin1');
      const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      await write(call.context.stdout, lines.reverse().join(''), call.context.ended);
    }
    return failed() ? 1 : 0;
  },
);
