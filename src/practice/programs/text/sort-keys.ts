import { toBytes } from '../lines.ts';
import { quote } from '../messages.ts';
import { UsageError } from '../options.ts';

/** Sort keys as POSIX and coreutils define them: `-k F[.C][OPTIONS][,F[.C][OPTIONS]]`. */

/** Letters of `bdfghiMnrV` that hold for a key. */
export type Ordering = ReadonlySet<string>;

export interface SortKey {
  startField: number;
  startCharacter: number;
  skipStartBlanks: boolean;
  /** 0: to the end of the line. */
  endField: number;
  /** 0: to the end of the field. */
  endCharacter: number;
  skipEndBlanks: boolean;
  ordering: Ordering;
}

/** Throws UsageError in sort's words. `global` holds for a key without letters of its own. */
export function parseKey(text: string, global: Ordering): SortKey {
  const match = /^(\d*)(?:\.(\d*))?([a-zA-Z]*)(?:,(\d*)(?:\.(\d*))?([a-zA-Z]*))?$/.exec(text);
  if (match === null) throw new UsageError(`stray character in field spec: invalid field specification ${quote(text)}`, false);
  const [, startField = '', startCharacter, startLetters = '', endField, endCharacter, endLetters = ''] = match;
  if (startField === '') throw new UsageError(`invalid number at field start: invalid count at start of ${quote(text)}`, false);
  if (Number(startField) === 0) throw new UsageError(`field number is zero: invalid field specification ${quote(text)}`, false);
  if (startCharacter !== undefined && Number(startCharacter) === 0) {
    throw new UsageError(`character offset is zero: invalid field specification ${quote(text)}`, false);
  }
  const stray = /[^bdfghiMnRrV]/.exec(startLetters + endLetters);
  if (stray !== null) throw new UsageError(`stray character in field spec: invalid field specification ${quote(text)}`, false);
  const own = new Set(startLetters + endLetters);
  const isPlain = own.size === 0;
  return {
    startField: Number(startField),
    startCharacter: Number(startCharacter ?? 1),
    skipStartBlanks: isPlain ? global.has('b') : startLetters.includes('b'),
    endField: Number(endField ?? 0),
    endCharacter: Number(endCharacter ?? 0),
    skipEndBlanks: isPlain ? global.has('b') : endLetters.includes('b'),
    ordering: isPlain ? global : own,
  };
}

/** The part of a line that a key compares. `separator` undefined: fields begin with the blanks before them. */
export function keyOf(line: string, key: SortKey, separator: string | undefined): string {
  const fields = fieldRanges(line, separator);
  const start = position(line, fields, key.startField, key.startCharacter, key.skipStartBlanks);
  let end = line.length;
  if (key.endField > 0) {
    const range = fields[key.endField - 1];
    if (range === undefined) end = line.length;
    else if (key.endCharacter === 0) end = range.end;
    else end = Math.min(position(line, fields, key.endField, key.endCharacter, key.skipEndBlanks) + 1, line.length);
  }
  return line.slice(start, Math.max(start, end));
}

interface Range {
  start: number;
  end: number;
}

function position(line: string, fields: readonly Range[], field: number, character: number, skipBlanks: boolean): number {
  const range = fields[field - 1];
  if (range === undefined) return line.length;
  let at = range.start;
  if (skipBlanks) while (at < line.length && isBlank(line.charAt(at))) at += 1;
  return Math.min(at + character - 1, line.length);
}

function fieldRanges(line: string, separator: string | undefined): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  if (separator !== undefined) {
    for (;;) {
      const end = line.indexOf(separator, start);
      ranges.push({ start, end: end < 0 ? line.length : end });
      if (end < 0) return ranges;
      start = end + 1;
    }
  }
  while (start < line.length) {
    let end = start;
    while (end < line.length && isBlank(line.charAt(end))) end += 1;
    while (end < line.length && !isBlank(line.charAt(end))) end += 1;
    ranges.push({ start, end });
    start = end;
  }
  return ranges;
}

/** `-t`: one character, `\0` for NUL; throws UsageError in sort's words. */
export function parseSeparator(text: string): string {
  if (text === '') throw new UsageError('empty tab', false);
  if (text === '\\0') return '\0';
  const bytes = toBytes(text);
  if (bytes.length > 1) throw new UsageError(`multi-character tab ${quote(text)}`, false);
  return bytes;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
