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
      if (conversion === 'o') return ['', flags.includes('#') && !text.startsWith('0') ? `0${text}` : text];
      const prefix = flags.includes('#') && whole !== 0n ? '0x' : '';
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

function floating(conversion: string, keepsPoint: boolean, precision: number, value: number, plus: string): [string, string] {
  const isUpper = conversion !== conversion.toLowerCase();
  const sign = value < 0 || Object.is(value, -0) ? '-' : plus;
  const size = Math.abs(value);
  const cased = (text: string): [string, string] => [sign, isUpper ? text.toUpperCase() : text];
  if (Number.isNaN(value)) return [sign, isUpper ? 'NAN' : 'nan'];
  if (!Number.isFinite(value)) return cased('inf');
  const kind = conversion.toLowerCase();
  if (kind === 'f') return cased(fixed(size, precision, keepsPoint));
  if (kind === 'e') return cased(scientific(size, precision, keepsPoint));
  const significant = Math.max(1, precision);
  const exponent = decimalDigits(size, significant).exponent;
  const text =
    exponent < -4 || exponent >= significant
      ? scientific(size, significant - 1, keepsPoint)
      : fixed(size, significant - 1 - exponent, keepsPoint);
  return cased(keepsPoint ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, ''));
}

function fixed(size: number, precision: number, keepsPoint: boolean): string {
  const digits = rounded(size, precision)
    .toString()
    .padStart(precision + 1, '0');
  return withPoint(digits.slice(0, digits.length - precision), digits.slice(digits.length - precision), keepsPoint);
}

function scientific(size: number, precision: number, keepsPoint: boolean): string {
  const { digits, exponent } = decimalDigits(size, precision + 1);
  const power = `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${withPoint(digits.slice(0, 1), digits.slice(1), keepsPoint)}${power}`;
}

function withPoint(whole: string, fraction: string, keepsPoint: boolean): string {
  return fraction === '' && !keepsPoint ? whole : `${whole}.${fraction}`;
}

/** So many significant digits of a number, and the power of ten of the first. */
function decimalDigits(size: number, count: number): { digits: string; exponent: number } {
  if (size === 0) return { digits: '0'.repeat(count), exponent: 0 };
  // Many digits: the shortest text that means the number may lie above it (1e-323 is 9.88e-324).
  const exponent = Number(size.toExponential(30).split('e')[1]);
  const digits = rounded(size, count - 1 - exponent).toString();
  // 9.99 rounded is 10.0: one power more.
  return digits.length > count ? { digits: digits.slice(0, count), exponent: exponent + 1 } : { digits, exponent };
}

/** `size` times ten to the power of `places`, as the nearest whole number; a tie goes to the even one, as glibc rounds. */
function rounded(size: number, places: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const raw = bits.getBigUint64(0);
  const power = Number(raw >> 52n);
  const mantissa = (raw & 0xfffffffffffffn) | (power === 0 ? 0n : 0x10000000000000n);
  const binary = Math.max(1, power) - 1075;
  let top = mantissa;
  let bottom = 1n;
  if (binary >= 0) top <<= BigInt(binary);
  else bottom <<= BigInt(-binary);
  if (places >= 0) top *= 10n ** BigInt(places);
  else bottom *= 10n ** BigInt(-places);
  const whole = top / bottom;
  const rest = (top % bottom) * 2n;
  return rest > bottom || (rest === bottom && whole % 2n === 1n) ? whole + 1n : whole;
}

function padded(digits: string, precision: number | undefined): string {
  return precision === 0 && digits === '0' ? '' : digits.padStart(precision ?? 0, '0');
}

function asWhole(value: Value): bigint {
  return typeof value === 'bigint' ? value : Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
