import type { Machine, Value } from '../machine.ts';

const specification = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(hh|h|ll|l|z|j|t|q)?([diouxXcspfFeEgG%a])/y;

/** What printf makes of a format and its values (C17, 7.21.6.1). */
export function formatted(machine: Machine, format: Buffer, values: readonly Value[]): Buffer {
  const source = format.toString('latin1');
  const rest = [...values];
  let result = '';
  for (let at = 0; at < source.length;) {
    const percent = source.indexOf('%', at);
    if (percent < 0) {
      result += source.slice(at);
      break;
    }
    result += source.slice(at, percent);
    specification.lastIndex = percent;
    const match = specification.exec(source);
    if (match === null) {
      result += '%';
      at = percent + 1;
      continue;
    }
    at = specification.lastIndex;
    const [whole, flags = '', width, precision, length = '', conversion = ''] = match;
    if (conversion === '%') {
      result += '%';
      continue;
    }
    const starred = (text: string | undefined): number | undefined =>
      text === '*' ? Number(rest.shift() ?? 0) : text === undefined ? undefined : Number(text);
    const fieldWidth = starred(width);
    const hasPrecision = whole.includes('.');
    const digits = hasPrecision ? (starred(precision) ?? 0) : undefined;
    const isLeft = flags.includes('-') || (fieldWidth ?? 0) < 0;
    const value = rest.shift() ?? 0;
    const [sign, body] = convertOne(machine, conversion, length, flags, digits, value);
    const space = Math.abs(fieldWidth ?? 0) - sign.length - body.length;
    const isZeroed =
      flags.includes('0') &&
      !isLeft &&
      conversion !== 's' &&
      conversion !== 'c' &&
      !('diouxX'.includes(conversion) && digits !== undefined);
    if (space <= 0) result += sign + body;
    else if (isLeft) result += sign + body + ' '.repeat(space);
    else result += isZeroed ? sign + '0'.repeat(space) + body : ' '.repeat(space) + sign + body;
  }
  return Buffer.from(result, 'latin1');
}

function convertOne(
  machine: Machine,
  conversion: string,
  length: string,
  flags: string,
  precision: number | undefined,
  value: Value,
): [sign: string, body: string] {
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const bits = length === 'hh' ? 8 : length === 'h' ? 16 : length === '' ? 32 : 64;
  switch (conversion) {
    case 'd':
    case 'i': {
      const whole = BigInt.asIntN(bits, asWhole(value));
      return [whole < 0n ? '-' : plus, padded((whole < 0n ? -whole : whole).toString(), precision)];
    }
    case 'u':
      return ['', padded(BigInt.asUintN(bits, asWhole(value)).toString(), precision)];
    case 'o':
    case 'x':
    case 'X': {
      const whole = BigInt.asUintN(bits, asWhole(value));
      const text = padded(whole.toString(conversion === 'o' ? 8 : 16), precision);
      const prefix = flags.includes('#') && whole !== 0n ? (conversion === 'o' ? '0' : '0x') : '';
      return conversion === 'X' ? [prefix.toUpperCase(), text.toUpperCase()] : [prefix, text];
    }
    case 'c':
      return ['', String.fromCharCode(Number(asWhole(value) & 255n))];
    case 's': {
      const text =
        value === 0
          ? '(null)'
          : precision === undefined
            ? machine.text(Number(value)).toString('latin1')
            : limited(machine, Number(value), precision);
      return ['', text];
    }
    case 'p':
      return ['', Number(value) === 0 ? '(nil)' : `0x${Number(value).toString(16)}`];
    default:
      return floating(conversion, flags.includes('#'), precision ?? 6, Number(value), plus);
  }
}

/** At most so many bytes; the text need not end with a zero then. */
function limited(machine: Machine, address: number, count: number): string {
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const byte = machine.L_u1(address + index);
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

function floating(conversion: string, keepsZeros: boolean, precision: number, value: number, plus: string): [string, string] {
  const isUpper = conversion !== conversion.toLowerCase();
  const sign = value < 0 || Object.is(value, -0) ? '-' : plus;
  const size = Math.abs(value);
  const cased = (text: string): [string, string] => [sign, isUpper ? text.toUpperCase() : text];
  if (Number.isNaN(value)) return ['', isUpper ? 'NAN' : 'nan'];
  if (!Number.isFinite(value)) return cased('inf');
  const kind = conversion.toLowerCase();
  if (kind === 'f') return cased(fixed(size, precision));
  const scientific = (digits: number): string => size.toExponential(Math.min(100, digits)).replace(/e([+-])(\d)$/, 'e$10$2');
  if (kind === 'e') return cased(scientific(precision));
  const significant = Math.max(1, precision);
  const exponent = size === 0 ? 0 : Number(size.toExponential(Math.min(100, significant - 1)).split('e')[1]);
  const text = exponent < -4 || exponent >= significant ? scientific(significant - 1) : fixed(size, significant - 1 - exponent);
  return cased(keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, ''));
}

/** Exact decimals: toFixed gives exponents from 1e21 on, and rounds what it computes exactly. */
function fixed(size: number, precision: number): string {
  if (size < 1e21) return size.toFixed(Math.min(100, precision));
  return `${BigInt(size).toString()}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
}

function padded(digits: string, precision: number | undefined): string {
  return precision === 0 && digits === '0' ? '' : digits.padStart(precision ?? 0, '0');
}

function asWhole(value: Value): bigint {
  return typeof value === 'bigint' ? value : Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
