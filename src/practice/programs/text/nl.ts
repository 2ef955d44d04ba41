import { defineProgram } from '../define-program.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { joinInputs, openEach } from './filter.ts';
import { PatternError, translatePattern } from './regular-expression.ts';

export const nl = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Write each FILE to standard output, with line numbers added.',
    version: coreutils,
    unsupported: 'dfhl',
    options: {
      body: {
        short: 'b',
        long: 'body-numbering',
        value: 'STYLE',
        help: "which lines: 'a' all, 't' nonempty (default), 'n' none, 'pBRE' those that match",
      },
      increment: { short: 'i', long: 'line-increment', value: 'NUMBER', help: 'line number increment at each line' },
      format: {
        short: 'n',
        long: 'number-format',
        value: 'FORMAT',
        help: "'ln' left, 'rn' right (default), 'rz' right with leading zeros",
      },
      pages: { short: 'p', long: 'no-renumber', help: '(ignored)' },
      separator: { short: 's', long: 'number-separator', value: 'STRING', help: 'add STRING after (possible) line number' },
      start: { short: 'v', long: 'starting-line-number', value: 'NUMBER', help: 'first line number for each section' },
      width: { short: 'w', long: 'number-width', value: 'NUMBER', help: 'use NUMBER columns for line numbers' },
    },
  },
  async (call) => {
    const { context, values, operands } = call;
    const width = number(values.width ?? '6', 'line number field width');
    const increment = number(values.increment ?? '1', 'line number increment');
    let next = number(values.start ?? '1', 'starting line number');
    const format = values.format ?? 'rn';
    if (!['ln', 'rn', 'rz'].includes(format)) throw new UsageError(`invalid line numbering format: ${quote(format)}`);
    const counts = selector(values.body ?? 't');
    const separator = toBytes(values.separator ?? '\t');
    const { inputs, failed } = openEach(call, operands);
    for await (const { text } of splitLines(joinInputs(inputs))) {
      let prefix = ' '.repeat(width + separator.length);
      if (counts(text)) {
        const digits = String(next);
        prefix = (format === 'ln' ? digits.padEnd(width) : digits.padStart(width, format === 'rz' ? '0' : ' ')) + separator;
        next += increment;
      }
      await write(context.stdout, `${prefix}${text}\n`, context.ended);
    }
    return failed() ? 1 : 0;
  },
);

function selector(style: string): (line: string) => boolean {
  if (style === 'a') return () => true;
  if (style === 't') return (line) => line !== '';
  if (style === 'n') return () => false;
  if (!style.startsWith('p')) throw new UsageError(`invalid body numbering style: ${quote(style)}`);
  try {
    const expression = new RegExp(translatePattern(toBytes(style.slice(1)), 'basic'), 's');
    return (line) => expression.test(line);
  } catch (error) {
    if (error instanceof PatternError) throw new UsageError(error.message, false);
    throw error;
  }
}

function number(text: string, what: string): number {
  if (!/^-?\d+$/.test(text)) throw new UsageError(`invalid ${what}: ${quote(text)}`, false);
  return Number(text);
}
