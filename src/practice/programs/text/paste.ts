import { defineProgram } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import type { Line } from '../lines.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';

export const paste = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Write lines consisting of the sequentially corresponding lines from each FILE, separated by TABs.',
    version: coreutils,
    options: {
      delimiters: { short: 'd', long: 'delimiters', value: 'LIST', help: 'reuse characters from LIST instead of TABs' },
      serial: { short: 's', long: 'serial', help: 'paste one file at a time instead of in parallel' },
      zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
    },
  },
  async ({ context, values, operands, complain }) => {
    const separator = values.zero ? '\0' : '\n';
    const delimiters = readDelimiters(values.delimiters ?? '\t');
    const delimiter = (index: number): string => delimiters[index % delimiters.length] ?? '';
    const files: AsyncIterator<Line>[] = [];
    // Standard input that is named more than once gives its lines in turn.
    let standardInput: AsyncIterator<Line> | undefined;
    for (const name of operands.length === 0 ? ['-'] : operands) {
      try {
        const lines = name === '-' && standardInput !== undefined ? standardInput : splitLines(await openInput(context, name), separator);
        if (name === '-') standardInput = lines;
        files.push(lines);
      } catch (error) {
        await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        return 1;
      }
    }
    if (values.serial) {
      for (const lines of files) {
        let text = '';
        for (let index = 0; ; index += 1) {
          const next = await lines.next();
          if (next.done === true) break;
          text += (index === 0 ? '' : delimiter(index - 1)) + next.value.text;
        }
        await write(context.stdout, text + separator, context.ended);
      }
      return 0;
    }
    for (;;) {
      const row: (string | undefined)[] = [];
      for (const lines of files) {
        const next = await lines.next();
        row.push(next.done === true ? undefined : next.value.text);
      }
      if (row.every((text) => text === undefined)) return 0;
      await write(
        context.stdout,
        row.map((text, index) => (index === 0 ? '' : delimiter(index - 1)) + (text ?? '')).join('') + separator,
        context.ended,
      );
    }
  },
);

function readDelimiters(text: string): string[] {
  const escapes: Record<string, string> = { n: '\n', t: '\t', '0': '', '\\': '\\' };
  const found = (toBytes(text).match(/\\.|[^]/gs) ?? []).map((one) =>
    one.startsWith('\\') && one.length > 1 ? (escapes[one.charAt(1)] ?? one.charAt(1)) : one,
  );
  return found.length === 0 ? [''] : found;
}
