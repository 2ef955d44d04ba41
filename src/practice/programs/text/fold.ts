import { defineProgram } from '../define-program.ts';
import { splitLines, write } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { openEach } from './filter.ts';

export const fold = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Wrap input lines in each FILE, writing to standard output.',
    version: coreutils,
    options: {
      bytes: { short: 'b', long: 'bytes', help: 'count bytes rather than columns' },
      spaces: { short: 's', long: 'spaces', help: 'break at spaces' },
      width: { short: 'w', long: 'width', value: 'WIDTH', help: 'use WIDTH columns instead of 80' },
    },
    prepare: (given) => given.map((argument) => (/^-\d+$/.test(argument) ? `-w${argument.slice(1)}` : argument)),
  },
  async (call) => {
    const { context, values, operands } = call;
    const width = Number(values.width ?? 80);
    if (!Number.isInteger(width) || width <= 0) throw new UsageError(`invalid number of columns: ${quote(values.width ?? '')}`, false);
    const { inputs, failed } = openEach(call, operands);
    for await (const input of inputs) {
      for await (const { text, terminated } of splitLines(input)) {
        await write(context.stdout, pieces(text, width, values).join('\n') + (terminated ? '\n' : ''), context.ended);
      }
    }
    return failed() ? 1 : 0;
  },
);

function pieces(line: string, width: number, how: { bytes: boolean; spaces: boolean }): string[] {
  const found: string[] = [];
  let rest = line;
  for (;;) {
    let column = 0;
    let at = 0;
    while (at < rest.length) {
      const after = columnAfter(rest.charAt(at), column, how.bytes);
      if (after > width && at > 0) break;
      column = after;
      at += 1;
    }
    if (at >= rest.length) return [...found, rest];
    const blank = how.spaces ? rest.slice(0, at).search(/[ \t][^ \t]*$/) : -1;
    const end = blank >= 0 ? blank + 1 : at;
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
}

function columnAfter(character: string, column: number, inBytes: boolean): number {
  if (inBytes) return column + 1;
  if (character === '\b') return Math.max(0, column - 1);
  if (character === '\r') return 0;
  return character === '\t' ? column + 8 - (column % 8) : column + 1;
}
