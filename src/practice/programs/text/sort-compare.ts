import type { Ordering } from './sort-keys.ts';

export type Comparison = (a: string, b: string) => number;

/** How two keys compare under the letters of a key, before `r` turns it round. */
export function comparisonOf(ordering: Ordering): Comparison {
  if (ordering.has('n')) return compareNumbers;
  if (ordering.has('h')) return compareHumanSizes;
  if (ordering.has('g')) return compareGeneral;
  if (ordering.has('M')) return (a, b) => monthOf(a) - monthOf(b);
  const prepare = textPreparation(ordering);
  if (ordering.has('V')) return (a, b) => compareVersions(prepare(a), prepare(b));
  return (a, b) => compareBytes(prepare(a), prepare(b));
}

export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Leading blanks, a sign, digits and a fraction of any length; what is no number counts as zero. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [readNumber(a), readNumber(b)];
  if (left.sign !== right.sign) return left.sign - right.sign;
  return (
    left.sign *
    (left.whole.length - right.whole.length || compareBytes(left.whole, right.whole) || compareBytes(left.fraction, right.fraction))
  );
}

function readNumber(text: string): { sign: number; whole: string; fraction: string } {
  const match = /^[ \t]*(-?)0*(\d*)(?:\.(\d*?)0*(?!\d))?/.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  const isZero = whole === '' && fraction === '';
  return { sign: isZero ? 0 : match?.[1] === '-' ? -1 : 1, whole, fraction };
}

/** As coreutils do: the unit decides first, then the number. */
function compareHumanSizes(a: string, b: string): number {
  const order = (text: string): number => {
    const match = /^[ \t]*(-?)\d*(?:\.\d*)?([kKMGTPEZYRQ]?)/.exec(text);
    const rank = match?.[2] === undefined || match[2] === '' ? 0 : 'KMGTPEZYRQ'.indexOf(match[2].toUpperCase()) + 1;
    return (match?.[1] === '-' ? -1 : 1) * (readNumber(text).sign === 0 ? 0 : rank);
  };
  return order(a) - order(b) || compareNumbers(a, b);
}

/** Not a number sorts before every number. */
function compareGeneral(a: string, b: string): number {
  const value = (text: string): number => {
    const match = /^\s*[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf(?:inity)?)/i.exec(text);
    if (match === null) return Number.NaN;
    return Number(match[0].trim().replace(/inf(inity)?/i, 'Infinity'));
  };
  const [left, right] = [value(a), value(b)];
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
  return left < right ? -1 : left > right ? 1 : 0;
}

function monthOf(text: string): number {
  return ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(
    text.trimStart().slice(0, 3).toLowerCase(),
  );
}

/** Runs of digits compare as numbers, the rest letter by letter: letters before other characters, `~` before everything. */
function compareVersions(a: string, b: string): number {
  const split = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const rank = (character: string): number => {
    if (character === '~') return -1;
    if (character === '') return 0;
    return /[a-zA-Z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
  };
  const [left, right] = [split(a), split(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (/^\d/.test(one) && /^\d/.test(other)) {
      const difference = compareNumbers(one, other);
      if (difference !== 0) return difference;
      continue;
    }
    for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
      const difference = rank(one.charAt(at)) - rank(other.charAt(at));
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

function textPreparation(ordering: Ordering): (text: string) => string {
  return (text) => {
    let prepared = ordering.has('b') ? text.replace(/^[ \t]+/, '') : text;
    if (ordering.has('d')) prepared = prepared.replaceAll(/[^a-zA-Z0-9 \t]/g, '');
    if (ordering.has('i')) prepared = prepared.replaceAll(/[^ -~]/g, '');
    return ordering.has('f') ? prepared.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) : prepared;
  };
}
