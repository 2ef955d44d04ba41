/**
 * Backslash escapes of `echo -e`, `printf` and `%b`. They can name single bytes, so the result is bytes.
 * `echo` writes octal as `\0nnn`, `printf` as `\nnn`; `\c` ends all output.
 */
export function decodeEscapes(text: string, octal: 'leading-zero' | 'plain', hasHexadecimal = true): { bytes: Buffer; isEnded: boolean } {
  const chunks: Buffer[] = [];
  let index = 0;
  while (index < text.length) {
    const backslash = text.indexOf('\\', index);
    if (backslash < 0 || backslash === text.length - 1) break;
    if (backslash > index) chunks.push(Buffer.from(text.slice(index, backslash)));
    const escape = readEscape(text.slice(backslash + 1, backslash + 11), octal, hasHexadecimal);
    if (escape === 'end') return { bytes: Buffer.concat(chunks), isEnded: true };
    chunks.push(escape.bytes);
    index = backslash + 1 + escape.length;
  }
  chunks.push(Buffer.from(text.slice(index)));
  return { bytes: Buffer.concat(chunks), isEnded: false };
}

const single: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, E: 27, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

function readEscape(rest: string, octal: 'leading-zero' | 'plain', hasHexadecimal: boolean): { bytes: Buffer; length: number } | 'end' {
  const character = rest.charAt(0);
  if (character === 'c') return 'end';
  const code = single[character];
  if (code !== undefined) return { bytes: Buffer.from([code]), length: 1 };
  const digits = (octal === 'leading-zero' ? /^0([0-7]{0,3})/ : /^([0-7]{1,3})/).exec(rest);
  if (digits !== null) return { bytes: Buffer.from([parseInt(digits[1] || '0', 8) & 255]), length: digits[0].length };
  if (!hasHexadecimal) return kept(rest);
  const hexadecimal = /^x([0-9a-fA-F]{1,2})/.exec(rest);
  if (hexadecimal !== null) return { bytes: Buffer.from([parseInt(hexadecimal[1] ?? '', 16)]), length: hexadecimal[0].length };
  const unicode = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(rest);
  if (unicode !== null) {
    const point = parseInt(unicode[1] ?? unicode[2] ?? '', 16);
    return { bytes: Buffer.from(point <= 0x10_ffff ? String.fromCodePoint(point) : ''), length: unicode[0].length };
  }
  return kept(rest);
}

/** What no escape begins with stays as it is. */
function kept(rest: string): { bytes: Buffer; length: number } {
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { bytes: Buffer.from(`\\${character}`), length: character.length };
}
