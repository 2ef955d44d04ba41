import { toBytes } from '../lines.ts';
import { quote } from '../messages.ts';
import { UsageError } from '../options.ts';

/** Character sets of `tr`: ranges, `[:class:]`, `[=c=]`, `[c*n]`, backslash escapes. */

export interface CharacterSet {
  /** Characters in order; `fill` stands for as many as the first set needs. */
  items: (string | { fill: string })[];
  /** Names of `[:upper:]` and `[:lower:]` in order, which pair up when translating. */
  classes: string[];
}

const all = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

const classes: Record<string, RegExp> = {
  alnum: /[a-zA-Z0-9]/,
  alpha: /[a-zA-Z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[\da-fA-F]/,
};

/** Throws UsageError in tr's words. */
export function parseSet(text: string): CharacterSet {
  const bytes = toBytes(text);
  const items: CharacterSet['items'] = [];
  const named: string[] = [];
  let rest = bytes;
  while (rest !== '') {
    const special = /^\[:([a-z]*):\]/.exec(rest);
    if (special !== null) {
      const name = special[1] ?? '';
      const pattern = classes[name];
      if (pattern === undefined) throw new UsageError(`invalid character class ${quote(name)}`, false);
      items.push(...all.filter((character) => pattern.test(character)));
      named.push(name);
      rest = rest.slice(special[0].length);
      continue;
    }
    const equivalent = /^\[=(.)=\]/s.exec(rest);
    if (equivalent !== null) {
      items.push(equivalent[1] ?? '');
      rest = rest.slice(5);
      continue;
    }
    const repeat = /^\[(\\.|[^\\])\*(\d*)\]/s.exec(rest);
    if (repeat !== null) {
      const character = readCharacter(repeat[1] ?? '').character;
      const digits = repeat[2] ?? '';
      const count = Number.parseInt(digits === '' ? '0' : digits, digits.startsWith('0') ? 8 : 10);
      items.push(...(count === 0 ? [{ fill: character }] : Array.from({ length: count }, () => character)));
      rest = rest.slice(repeat[0].length);
      continue;
    }
    const first = readCharacter(rest);
    rest = rest.slice(first.length);
    if (rest.startsWith('-') && rest.length > 1) {
      const last = readCharacter(rest.slice(1));
      if (last.character < first.character) {
        throw new UsageError(
          `range-endpoints of ${quote(`${first.character}-${last.character}`)} are in reverse collating sequence order`,
          false,
        );
      }
      items.push(...all.slice(first.character.charCodeAt(0), last.character.charCodeAt(0) + 1));
      rest = rest.slice(1 + last.length);
    } else items.push(first.character);
  }
  return { items, classes: named };
}

/** The characters of a set where `length` are needed for its fills. */
export function expandSet(set: CharacterSet, length: number): string[] {
  const fixed = set.items.filter((item) => typeof item === 'string').length;
  return set.items.flatMap((item) =>
    typeof item === 'string' ? [item] : Array.from({ length: Math.max(0, length - fixed) }, () => item.fill),
  );
}

export function complementOf(characters: readonly string[]): string[] {
  const present = new Set(characters);
  return all.filter((character) => !present.has(character));
}

const escapes: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

function readCharacter(text: string): { character: string; length: number } {
  if (!text.startsWith('\\') || text.length === 1) return { character: text.charAt(0), length: 1 };
  const octal = /^\\([0-7]{1,3})/.exec(text);
  if (octal !== null) {
    const digits = Number.parseInt(octal[1] ?? '', 8) > 255 ? (octal[1] ?? '').slice(0, 2) : (octal[1] ?? '');
    return { character: String.fromCharCode(Number.parseInt(digits, 8)), length: digits.length + 1 };
  }
  const letter = text.charAt(1);
  return { character: escapes[letter] ?? letter, length: 2 };
}
