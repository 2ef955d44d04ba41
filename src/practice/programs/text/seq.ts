import { defineProgram } from '../define-program.ts';
import { write } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';

export const seq = defineProgram(
  {
    usage: 'NAME [OPTION]... LAST\nNAME [OPTION]... FIRST LAST\nNAME [OPTION]... FIRST INCREMENT LAST',
    summary: 'Print numbers from FIRST to LAST, in steps of INCREMENT.',
    version: coreutils,
    stopAtOperand: true,
    options: {
      format: { short: 'f', long: 'format', value: 'FORMAT', help: 'use printf style floating-point FORMAT' },
      separator: { short: 's', long: 'separator', value: 'STRING', help: 'use STRING to separate numbers (default: \\n)' },
      equalWidth: { short: 'w', long: 'equal-width', help: 'equalize width by padding with leading zeroes' },
    },
    // A negative number is no option.
    prepare: (given) => {
      const at = given.findIndex((argument) => /^-?[\d.]/.test(argument));
      return at < 0 || given.includes('--') ? given : [...given.slice(0, at), '--', ...given.slice(at)];
    },
  },
  async ({ context, values, operands }) => {
    const [a, b, c, extra] = operands;
    if (a === undefined) throw new UsageError('missing operand');
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const texts = c !== undefined ? [a, b ?? '1', c] : b !== undefined ? [a, '1', b] : ['1', '1', a];
    for (const text of texts) if (!isNumber(text)) throw new UsageError(`invalid floating point argument: ${quote(text)}`);
    const [first = 0, increment = 1, last = 0] = texts.map(Number);
    if (increment === 0) throw new UsageError(`invalid Zero increment value: ${quote(texts[1] ?? '')}`);
    const decimals = Math.max(decimalsOf(texts[0] ?? ''), decimalsOf(texts[1] ?? ''));
    const separator = values.separator ?? '\n';
    const show = formatter(values.format, values.equalWidth, texts, decimals);
    // Steps are counted, not added up, so that 0.1 does not drift; half a digit of slack lets the last one in.
    const steps = Math.floor((last - first) / increment + 1e-10);
    let text = '';
    for (let step = 0; step <= steps; step += 1) {
      text += (step === 0 ? '' : separator) + show(first + step * increment);
      if (text.length > 8192) {
        await write(context.stdout, text, context.ended);
        text = '';
      }
    }
    await write(context.stdout, steps >= 0 ? `${text}\n` : '', context.ended);
    return 0;
  },
);

function isNumber(text: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || /^[-+]?inf(inity)?$/i.test(text);
}

function decimalsOf(text: string): number {
  return /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
}

function formatter(format: string | undefined, equalWidth: boolean, texts: readonly string[], decimals: number): (value: number) => string {
  if (format !== undefined) {
    const match = /^((?:[^%]|%%)*)%([-+ 0#]*)(\d*)(?:\.(\d+))?([efgEFG])((?:[^%]|%%)*)$/.exec(format);
    if (match === null) throw new UsageError(`format ${quote(format)} has ${format.includes('%') ? 'unknown' : 'no'} % directive`, false);
    const [, before = '', flags = '', width = '', precision, letter = 'g', after = ''] = match;
    return (value) => {
      const text = numberText(value, letter, precision);
      const padded = flags.includes('-') ? text.padEnd(Number(width)) : text.padStart(Number(width), flags.includes('0') ? '0' : ' ');
      return (before + padded + after).replaceAll('%%', '%');
    };
  }
  if (!equalWidth) return (value) => value.toFixed(decimals);
  const width = Math.max(...[texts[0], texts[2]].map((text) => Number(text).toFixed(decimals).length));
  return (value) => {
    const text = Math.abs(value).toFixed(decimals);
    return value < 0 ? `-${text.padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
}

function numberText(value: number, letter: string, precision: string | undefined): string {
  const digits = precision === undefined ? 6 : Number(precision);
  if (letter.toLowerCase() === 'f') return value.toFixed(digits);
  const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
  if (letter.toLowerCase() === 'e') return exponent(value.toExponential(digits));
  const short = Number(value.toPrecision(digits === 0 ? 1 : digits));
  return Math.abs(short) >= 10 ** Math.max(digits, 1) || (short !== 0 && Math.abs(short) < 1e-4)
    ? exponent(short.toExponential())
    : String(short);
}
