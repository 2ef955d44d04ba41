/**
 * Shell patterns (POSIX XCU 2.13): `*`, `?`, `[…]` with classes and ranges, bash's `@(…)` family. A backslash makes the
 * next character literal; expansion puts one in front of every quoted character that would mean something.
 */

export interface PatternOptions {
  /** `@( )`, `?( )`, `*( )`, `+( )`, `!( )`. */
  extended?: boolean;
  /** For file names: neither `*` nor `?` matches a slash. */
  isPath?: boolean;
}

const classes: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}0-9',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e\\u00a0-\\uffff',
  graph: '\\x21-\\x7e\\u00a1-\\uffff',
  xdigit: '0-9A-Fa-f',
};

const compiled = new Map<string, RegExp>();
const compiledLimit = 500;

/** A regular expression that matches whole texts. */
export function compilePattern(pattern: string, options: PatternOptions = {}): RegExp {
  const key = `${options.extended === true ? 'x' : ''}${options.isPath === true ? 'p' : ''}:${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const expression = new RegExp(`^(?:${translate(pattern, options)})$`, 'su');
  if (compiled.size >= compiledLimit) compiled.clear();
  compiled.set(key, expression);
  return expression;
}

/** Makes every character of a text stand for itself. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]!^()|+@-]/g, '\\$&');
}

export function hasPatternCharacters(pattern: string): boolean {
  return /(?<!\\)(?:\\\\)*[*?[]/.test(pattern);
}

export function unescapePattern(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gsu, '$1');
}

function translate(pattern: string, options: PatternOptions): string {
  const anything = options.isPath === true ? '[^/]' : '.';
  let expression = '';
  let index = 0;
  while (index < pattern.length) {
    const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    if (options.extended === true && '?*+@!'.includes(character) && pattern[index + 1] === '(') {
      const end = closingParenthesis(pattern, index + 1);
      if (end > 0) {
        expression += extended(character, pattern.slice(index + 2, end), pattern.slice(end + 1), options);
        index = end + 1;
        continue;
      }
    }
    index += character.length;
    switch (character) {
      case '\\': {
        const next = index < pattern.length ? String.fromCodePoint(pattern.codePointAt(index) ?? 0) : '\\';
        index += next.length;
        expression += literal(next);
        break;
      }
      case '*':
        while (pattern[index] === '*') index += 1;
        expression += `${anything}*`;
        break;
      case '?':
        expression += anything;
        break;
      case '[': {
        const bracket = readBracket(pattern, index);
        if (bracket === undefined) expression += '\\[';
        else {
          expression += bracket.expression;
          index = bracket.end;
        }
        break;
      }
      default:
        expression += literal(character);
    }
  }
  return expression;
}

function extended(operator: string, inside: string, after: string, options: PatternOptions): string {
  const alternatives = splitAlternatives(inside)
    .map((part) => translate(part, options))
    .join('|');
  // What `!( )` matches may not leave a rest that makes the alternatives match the whole.
  if (operator === '!') return `(?!(?:${alternatives})${translate(after, options)}$)${options.isPath === true ? '[^/]' : '.'}*`;
  return `(?:${alternatives})${operator === '@' ? '' : operator}`;
}

function readBracket(pattern: string, start: number): { expression: string; end: number } | undefined {
  let index = start;
  let inside = '';
  const isNegated = pattern[index] === '!' || pattern[index] === '^';
  if (isNegated) index += 1;
  for (let isFirst = true; index < pattern.length; isFirst = false) {
    const character = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    if (character === ']' && !isFirst) {
      if (inside === '') return undefined;
      return { expression: `[${isNegated ? '^' : ''}${inside}]`, end: index + 1 };
    }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(index, index + 12));
    const className = named?.[1];
    if (named !== null && className !== undefined && classes[className] !== undefined) {
      inside += classes[className];
      index += named[0].length;
      continue;
    }
    index += character.length;
    if (character === '\\' && index < pattern.length) {
      const next = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
      inside += inBracket(next);
      index += next.length;
    } else if (character === '-' && !isFirst && pattern[index] !== ']' && rangeIsUpward(pattern, index)) {
      inside += '-';
    } else {
      inside += inBracket(character);
    }
  }
  return undefined;
}

/** A range from high to low matches nothing; as a regular expression it would be an error. */
function rangeIsUpward(pattern: string, index: number): boolean {
  const from = pattern.codePointAt(index - 2) ?? 0;
  const isEscaped = pattern[index] === '\\';
  const to = pattern.codePointAt(isEscaped ? index + 1 : index) ?? 0;
  return from <= to && pattern[index - 2] !== ']';
}

function closingParenthesis(pattern: string, open: number): number {
  let depth = 0;
  for (let index = open; index < pattern.length; index += 1) {
    if (pattern[index] === '\\') index += 1;
    else if (pattern[index] === '(') depth += 1;
    else if (pattern[index] === ')') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

function splitAlternatives(inside: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (let index = 0; index < inside.length; index += 1) {
    const character = inside[index] ?? '';
    if (character === '\\') {
      current += character + (inside[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '|' && depth === 0) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current];
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function inBracket(character: string): string {
  return /[\\\]^[\-(){}|/]/.test(character) ? `\\${character}` : character;
}
