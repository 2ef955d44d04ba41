import type { Program } from '../../process/process.ts';
import { decodeEscapes } from '../expansion/escapes.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { writeOut } from './write-out.ts';

export interface Formatted {
  output: Buffer;
  /** Texts about arguments that are no numbers, and the like, without a program's name. */
  problems: string[];
  status: number;
}

type Conversion = (argument: string | undefined, width: number, precision: number | undefined, flags: string) => Buffer;

/** `/usr/bin/printf`. */
export const printf: Program = async (context) => {
  const [name = 'printf', format, ...words] = context.arguments;
  if (format === undefined) {
    await writeOut(context.stderr, `${name}: missing operand\n`);
    return 1;
  }
  const { output, problems, status } = formatPrintf(format, words);
  await writeOut(context.stdout, output);
  for (const problem of problems) await writeOut(context.stderr, `${name}: ${problem}\n`);
  return status;
};

/**
 * POSIX printf (XCU printf): the format is used again while arguments are left. `notANumber` words the complaint about
 * an argument, as each shell has its own.
 */
export function formatPrintf(
  format: string,
  words: readonly string[],
  how: { notANumber?: (word: string) => string; isDash?: boolean } = {},
): Formatted {
  const { notANumber = (word: string): string => `${word}: expected a numeric value`, isDash = false } = how;
  const chunks: Buffer[] = [];
  const problems: string[] = [];
  let status = 0;
  let next = 0;
  let isEnded = false;

  const take = (): string | undefined => words[next++];
  function number(word: string | undefined): bigint {
    const parsed = parseInteger(word ?? '');
    if (!parsed.isWhole) complainAbout(word ?? '');
    return parsed.value;
  }
  function float(word: string | undefined): number {
    const text = (word ?? '').trim();
    if (/^["']/.test(text)) return Number(parseInteger(text).value);
    const value = text === '' ? 0 : Number(text.replace(/^([+-]?)inf(?:inity)?$/i, '$1Infinity'));
    if (!Number.isNaN(value) || /^[+-]?nan$/i.test(text)) return value;
    complainAbout(text);
    return Number.parseFloat(text) || 0;
  }
  function complainAbout(word: string): void {
    problems.push(notANumber(word));
    status = 1;
  }

  const conversions: Readonly<Record<string, Conversion>> = {
    s: (argument, width, precision, flags) => pad(Buffer.from(cut(argument ?? '', precision)), width, flags),
    c: (argument, width, _, flags) => pad(Buffer.from(Array.from(argument ?? '')[0] ?? ''), width, flags),
    b(argument, width, precision, flags) {
      const decoded = decodeEscapes((argument ?? '').replaceAll(/\\([1-7])/g, '\\0$1'), 'leading-zero');
      isEnded = decoded.isEnded;
      return pad(precision === undefined ? decoded.bytes : decoded.bytes.subarray(0, precision), width, flags);
    },
    q: (argument, width, _, flags) => pad(Buffer.from(backslashed(argument ?? '')), width, flags),
    d: (argument, width, precision, flags) => integer(number(argument), 10, width, precision, flags),
    i: (argument, width, precision, flags) => integer(number(argument), 10, width, precision, flags),
    u: (argument, width, precision, flags) => integer(BigInt.asUintN(64, number(argument)), 10, width, precision, flags),
    o: (argument, width, precision, flags) => integer(BigInt.asUintN(64, number(argument)), 8, width, precision, flags),
    x: (argument, width, precision, flags) => integer(BigInt.asUintN(64, number(argument)), 16, width, precision, flags),
    X: (argument, width, precision, flags) =>
      Buffer.from(
        integer(BigInt.asUintN(64, number(argument)), 16, width, precision, flags)
          .toString()
          .toUpperCase(),
      ),
    f: (argument, width, precision, flags) => signed(float(argument), (value) => value.toFixed(precision ?? 6), width, flags),
    e: (argument, width, precision, flags) => signed(float(argument), (value) => exponential(value, precision ?? 6), width, flags),
    g: (argument, width, precision, flags) => signed(float(argument), (value) => general(value, precision ?? 6, flags), width, flags),
  };

  do {
    const before = next;
    for (const part of format.matchAll(/%%|%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?([a-zA-Z])?|[^%]+/gs)) {
      const [whole, flags, widthText, precisionText, letter] = part;
      if (!whole.startsWith('%')) {
        const decoded = decodeEscapes(whole, 'plain', !isDash);
        chunks.push(decoded.bytes);
        isEnded = decoded.isEnded;
      } else if (whole === '%%') {
        chunks.push(Buffer.from('%'));
      } else {
        const conversion = conversions[/[EFG]/.test(letter ?? '') ? (letter ?? '').toLowerCase() : (letter ?? '')];
        if (conversion === undefined || (letter === 'q' && isDash)) {
          problems.push(`${whole}: invalid directive`);
          return { output: Buffer.concat(chunks), problems, status: isDash ? 2 : 1 };
        }
        let width = widthText === '*' ? Number(number(take())) : Number(widthText ?? 0);
        const isLeft = width < 0;
        width = Math.abs(width);
        const precision = precisionText === undefined ? undefined : precisionText === '*' ? Number(number(take())) : Number(precisionText);
        const converted = conversion(take(), width, precision, isLeft ? `${flags ?? ''}-` : (flags ?? ''));
        chunks.push(/[EFG]/.test(letter ?? '') ? Buffer.from(converted.toString().toUpperCase()) : converted);
      }
      if (isEnded) return { output: Buffer.concat(chunks), problems, status };
    }
    if (next === before) break;
  } while (next < words.length);
  return { output: Buffer.concat(chunks), problems, status };
}

/** C's integer constants, and `'x` for a character's code. */
function parseInteger(word: string): { value: bigint; isWhole: boolean } {
  const text = word.trim();
  if (/^["']/.test(text)) return { value: BigInt(text.codePointAt(1) ?? 0), isWhole: true };
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
  if (match === null) return { value: 0n, isWhole: text === '' };
  const [whole, sign, digits = '0'] = match;
  const isOctal = /^0[0-7]+$/.test(digits);
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : /^0\d/.test(digits) ? digits.replace(/^0+/, '') || '0' : digits);
  return { value: BigInt.asIntN(64, sign === '-' ? -value : value), isWhole: whole.length === text.length };
}

function integer(value: bigint, base: number, width: number, precision: number | undefined, flags: string): Buffer {
  const digits = (value < 0n ? -value : value).toString(base).padStart(precision ?? 0, '0');
  const prefix = flags.includes('#') && value !== 0n ? (base === 16 ? '0x' : base === 8 ? '0' : '') : '';
  const sign = value < 0n ? '-' : base !== 10 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const isZeroed = flags.includes('0') && !flags.includes('-') && precision === undefined;
  const body = isZeroed ? digits.padStart(width - sign.length - prefix.length, '0') : digits;
  return pad(Buffer.from(sign + prefix + body), width, flags);
}

function signed(value: number, format: (value: number) => string, width: number, flags: string): Buffer {
  const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const body = Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? format(Math.abs(value)) : 'inf';
  const isZeroed = flags.includes('0') && !flags.includes('-') && Number.isFinite(value);
  return pad(Buffer.from(sign + (isZeroed ? body.padStart(width - sign.length, '0') : body)), width, flags);
}

function exponential(value: number, precision: number): string {
  return value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number, flags: string): string {
  const digits = precision === 0 ? 1 : precision;
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const text = exponent < -4 || exponent >= digits ? exponential(value, digits - 1) : value.toFixed(digits - 1 - exponent);
  return flags.includes('#') || !text.includes('.') ? text : text.replace(/\.?0+(e|$)/, '$1');
}

function pad(bytes: Buffer, width: number, flags: string): Buffer {
  const missing = Math.max(0, width - bytes.length);
  if (missing === 0) return bytes;
  const spaces = Buffer.alloc(missing, ' ');
  return Buffer.concat(flags.includes('-') ? [bytes, spaces] : [spaces, bytes]);
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : Buffer.from(text).subarray(0, precision).toString();
}

/** bash's `%q`: a backslash in front of everything that means something. */
function backslashed(text: string): string {
  if (text === '') return "''";
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteForShell(text, 'always');
  return text.replaceAll(/[^A-Za-z0-9_@%+=:./\-\u0080-\uffff]/g, '\\$&');
}
