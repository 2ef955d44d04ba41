import { createFinder } from './longest-match.ts';
import { groupCount, PatternError, translatePattern } from './regular-expression.ts';
import type { Syntax } from './regular-expression.ts';
import { readReplacement } from './sed-replacement.ts';
import { createReader, readDelimited } from './sed-reader.ts';
import type { Reader } from './sed-reader.ts';
import type { Action, Address, Command, Expression, RangeEnd, Script, Substitution } from './sed-script.ts';

/** Reads the scripts of `-e` and `-f` (one character a byte). Throws SedSyntaxError in GNU sed's words. */
export function parseScript(texts: readonly string[], syntax: Syntax): Script {
  const parts: Parts = { commands: [], blocks: [], labels: new Map(), outputs: new Set(), syntax };
  for (const [index, text] of texts.entries()) {
    const reader = createReader(text, index + 1);
    for (;;) {
      reader.take(/[\s;]*/);
      if (reader.atEnd()) break;
      if (reader.peek() === '#') reader.take(/[^\n]*/);
      else readCommand(reader, parts);
    }
  }
  if (parts.blocks.length > 0) createReader('', texts.length).fail("unmatched `{'");
  for (const { action } of parts.commands) {
    if (action.name !== 'b' && action.name !== 't' && action.name !== 'T') continue;
    const target = action.label === '' ? parts.commands.length : parts.labels.get(action.label);
    if (target === undefined) throw new UnknownLabel(action.label);
    action.target = target;
  }
  return { commands: parts.commands, outputs: parts.outputs };
}

/** A branch to a label that is not there. */
export class UnknownLabel extends Error {
  constructor(label: string) {
    super(`can't find label for jump to \`${label}'`);
    this.name = 'UnknownLabel';
  }
}

interface Parts {
  commands: Command[];
  /** Indexes of the `{` that are open. */
  blocks: number[];
  labels: Map<string, number>;
  outputs: Set<string>;
  syntax: Syntax;
}

function readCommand(reader: Reader, parts: Parts): void {
  const first = readAddress(reader, parts.syntax);
  let second: RangeEnd | undefined;
  let startsAtZero = false;
  if (first !== undefined) {
    reader.skipBlanks();
    if (reader.peek() === ',') {
      reader.next();
      reader.skipBlanks();
      second = readRangeEnd(reader, parts.syntax);
      if (second === undefined) return reader.failAfterNext("unexpected `,'");
    }
    if (first.kind === 'line' && first.line === 0) {
      if (second?.kind !== 'pattern') return reader.failAfterNext('invalid usage of line address 0');
      startsAtZero = true;
    }
  }
  reader.skipBlanks();
  let negated = false;
  while (reader.peek() === '!') {
    negated = true;
    reader.next();
    reader.skipBlanks();
  }
  const action = readAction(reader, parts, first !== undefined);
  parts.commands.push({ first, second, startsAtZero, negated, action, range: { active: startsAtZero, endLine: undefined } });
}

function readAddress(reader: Reader, syntax: Syntax): Address | undefined {
  const digits = reader.take(/\d+/);
  if (digits !== '') {
    const step = reader.take(/\s*~\s*\d*/);
    if (step !== '') return { kind: 'step', first: Number(digits), step: Number(step.replace(/[\s~]/g, '')) };
    return { kind: 'line', line: Number(digits) };
  }
  if (reader.peek() === '$') {
    reader.next();
    return { kind: 'last' };
  }
  let delimiter = reader.peek();
  if (delimiter !== '/' && delimiter !== '\\') return undefined;
  reader.next();
  if (delimiter === '\\') delimiter = reader.next();
  const text = readDelimited(reader, delimiter, true);
  if (text === undefined) return reader.fail('unterminated address regex');
  return { kind: 'pattern', expression: makeExpression(reader, text, reader.take(/[IM]*/), syntax) };
}

function readRangeEnd(reader: Reader, syntax: Syntax): RangeEnd | undefined {
  const relative = reader.take(/[+~]\d+/);
  if (relative === '') return readAddress(reader, syntax);
  const count = Number(relative.slice(1));
  return relative.startsWith('+') ? { kind: 'plus', count } : { kind: 'multiple', of: count };
}

function readAction(reader: Reader, parts: Parts, hasAddress: boolean): Action {
  const name = reader.next();
  switch (name) {
    case '':
      return reader.fail('missing command');
    case '{': {
      const action: Action = { name, end: 0 };
      parts.blocks.push(parts.commands.length);
      return action;
    }
    case '}': {
      if (hasAddress) return reader.fail("} doesn't want any addresses");
      const open = parts.blocks.pop();
      if (open === undefined) return reader.fail("unexpected `}'");
      const block = parts.commands[open]?.action;
      if (block?.name === '{') block.end = parts.commands.length;
      endCommand(reader);
      return { name };
    }
    case '=':
    case 'd':
    case 'D':
    case 'g':
    case 'G':
    case 'h':
    case 'H':
    case 'n':
    case 'N':
    case 'p':
    case 'P':
    case 'x':
    case 'z':
    case 'F':
      endCommand(reader);
      return { name };
    case 'a':
    case 'i':
    case 'c':
      return { name, text: readText(reader) };
    case ':': {
      if (hasAddress) return reader.fail(": doesn't want any addresses");
      reader.skipBlanks();
      const label = reader.take(/[^\n;]*/).trimEnd();
      if (label === '') return reader.fail('":" lacks a label');
      parts.labels.set(label, parts.commands.length);
      return { name, label };
    }
    case 'b':
    case 't':
    case 'T': {
      reader.skipBlanks();
      const label = reader.take(/[^\n;}]*/).trimEnd();
      return { name, label, target: 0 };
    }
    case 'l': {
      reader.skipBlanks();
      const width = reader.take(/\d+/);
      endCommand(reader);
      return { name, width: width === '' ? undefined : Number(width) };
    }
    case 'q':
    case 'Q': {
      reader.skipBlanks();
      const status = Number(reader.take(/\d+/));
      endCommand(reader);
      return { name, status };
    }
    case 'r':
    case 'w': {
      reader.skipBlanks();
      const file = reader.take(/[^\n]*/);
      if (file === '') return reader.fail('missing filename in r/R/w/W commands');
      if (name === 'w') parts.outputs.add(file);
      return { name, file };
    }
    case 's':
      return { name, substitution: readSubstitution(reader, parts) };
    case 'y':
      return { name, map: readTransliteration(reader) };
    case 'e':
    case 'R':
    case 'W':
    case 'v':
      return reader.fail(`command \`${name}' is not supported on the practice device`);
    default:
      return reader.fail(`unknown command: \`${name}'`);
  }
}

function endCommand(reader: Reader): void {
  reader.skipBlanks();
  const next = reader.peek();
  if (next === '' || next === '}' || next === '#') return;
  reader.next();
  if (next !== '\n' && next !== ';') reader.fail('extra characters after command');
}

/** Text of `a`, `i`, `c`: after a backslash and a newline, or on the same line; lines go on after a backslash. */
function readText(reader: Reader): string {
  reader.skipBlanks();
  if (reader.peek() === '\\') {
    reader.next();
    reader.skipBlanks();
    if (reader.peek() === '\n') reader.next();
  }
  if (reader.atEnd()) return reader.fail("expected \\ after `a', `c' or `i'");
  let text = '';
  for (;;) {
    text += reader.take(/[^\\\n]*/);
    if (reader.next() !== '\\') return `${text}\n`;
    text += reader.next();
  }
}

function readSubstitution(reader: Reader, parts: Parts): Substitution {
  const delimiter = reader.next();
  const pattern = delimiter === '' ? undefined : readDelimited(reader, delimiter, true);
  const replacement = pattern === undefined ? undefined : readDelimited(reader, delimiter, false);
  if (pattern === undefined || replacement === undefined) return reader.fail("unterminated `s' command");
  const substitution: Substitution = {
    expression: { find: undefined },
    replacement: [],
    occurrence: 1,
    global: false,
    print: false,
    writeTo: undefined,
  };
  let flags = '';
  for (;;) {
    const flag = reader.peek();
    if (/\d/.test(flag)) {
      substitution.occurrence = Number(reader.take(/\d+/));
      if (substitution.occurrence === 0) return reader.fail("number option to `s' command may not be zero");
      continue;
    }
    if (flag === '' || flag === '}' || flag === '#') break;
    reader.next();
    if (flag === '\n' || flag === ';') break;
    if (flag === 'g') substitution.global = true;
    else if (flag === 'p') substitution.print = true;
    else if (flag === 'i' || flag === 'I') flags += 'I';
    else if (flag === 'm' || flag === 'M') flags += 'M';
    else if (flag === 'w') {
      reader.skipBlanks();
      substitution.writeTo = reader.take(/[^\n]*/);
      parts.outputs.add(substitution.writeTo);
    } else if (flag === 'e') return reader.fail("flag `e' of the `s' command is not supported on the practice device");
    else if (flag !== ' ' && flag !== '\t') return reader.fail("unknown option to `s'");
  }
  const { expression, groups } = compile(reader, pattern, flags, parts.syntax);
  substitution.expression = expression;
  substitution.replacement = readReplacement(replacement);
  const highest = Math.max(0, ...substitution.replacement.map((part) => (part.kind === 'group' ? part.group : 0)));
  if (expression.find !== undefined && highest > groups) return reader.fail(`invalid reference \\${String(highest)} on \`s' command's RHS`);
  return substitution;
}

function readTransliteration(reader: Reader): ReadonlyMap<string, string> {
  const delimiter = reader.next();
  const from = delimiter === '' ? undefined : readDelimited(reader, delimiter, false);
  const to = from === undefined ? undefined : readDelimited(reader, delimiter, false);
  if (from === undefined || to === undefined) return reader.fail("unterminated `y' command");
  const characters = (text: string): string[] =>
    (text.match(/\\.|[^]/gs) ?? []).map((one) => (one === '\\n' ? '\n' : one === '\\t' ? '\t' : one === '\\\\' ? '\\' : one));
  const [sources, targets] = [characters(from), characters(to)];
  if (sources.length !== targets.length) return reader.fail("strings for `y' command are different lengths");
  endCommand(reader);
  return new Map(sources.map((source, index) => [source, targets[index] ?? '']));
}

function makeExpression(reader: Reader, text: string, flags: string, syntax: Syntax): Expression {
  return compile(reader, text, flags, syntax).expression;
}

function compile(reader: Reader, text: string, flags: string, syntax: Syntax): { expression: Expression; groups: number } {
  if (text === '') return { expression: { find: undefined }, groups: 0 };
  try {
    const source = translatePattern(text, syntax);
    const own = (flags.includes('I') ? 'i' : '') + (flags.includes('M') ? 'm' : '');
    return { expression: { find: createFinder(source, own) }, groups: groupCount(source) };
  } catch (error) {
    if (error instanceof PatternError) return reader.fail(error.message);
    throw error;
  }
}
