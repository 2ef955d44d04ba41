import { bracketExpression } from './bracket-expression.ts';

/** POSIX regular expressions, basic (`grep`, `sed`) and extended (`-E`), with GNU's additions, as JavaScript's. */

export type Syntax = 'basic' | 'extended';

/** Not a regular expression; the message is GNU's. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PatternError';
  }
}

/** One token of a pattern, the same for both syntaxes. */
type Token =
  | { kind: 'literal'; character: string }
  | { kind: 'source'; source: string }
  | { kind: 'open' | 'close' | 'alternative' | 'start' | 'end' }
  | { kind: 'repeat'; source: string }
  | { kind: 'back-reference'; group: number };

/** The source of a JavaScript regular expression (flags `s`, no `m`, no `u`). `pattern` has one character a byte. Throws PatternError. */
export function translatePattern(pattern: string, syntax: Syntax): string {
  let source = '';
  let open = 0;
  let groups = 0;
  const closed = new Set<number>();
  const openGroups: number[] = [];
  // Whether a repeat has something to repeat.
  let repeatable = false;
  for (const token of tokens(pattern, syntax)) {
    switch (token.kind) {
      case 'literal':
        source += escapeLiteral(token.character);
        repeatable = true;
        break;
      case 'source':
        source += token.source;
        repeatable = true;
        break;
      case 'open':
        open += 1;
        groups += 1;
        openGroups.push(groups);
        source += '(';
        repeatable = false;
        break;
      case 'close': {
        if (open === 0) throw new PatternError('Unmatched ) or \\)');
        open -= 1;
        const group = openGroups.pop();
        if (group !== undefined) closed.add(group);
        source += ')';
        repeatable = true;
        break;
      }
      case 'alternative':
        source += '|';
        repeatable = false;
        break;
      case 'start':
        source += '^';
        repeatable = false;
        break;
      case 'end':
        source += '$';
        repeatable = true;
        break;
      case 'repeat':
        if (!repeatable) {
          // Nothing to repeat: a star at the start of a basic expression is itself, in an extended one it is left out.
          if (syntax === 'basic') source += escapeLiteral(token.source);
          if (syntax === 'basic') repeatable = true;
          break;
        }
        // A second repeat repeats the first: `a**`.
        source = /[*+?}]$/.test(source) && !/\\[*+?}]$/.test(source) ? `${wrapLast(source)}${token.source}` : source + token.source;
        break;
      case 'back-reference':
        if (!closed.has(token.group)) throw new PatternError('Invalid back reference');
        source += `(?:\\${String(token.group)})`;
        repeatable = true;
        break;
    }
  }
  if (open > 0) throw new PatternError('Unmatched ( or \\(');
  return source;
}

/** A literal text (`grep -F`). */
export function escapeText(text: string): string {
  return Array.from(text, escapeLiteral).join('');
}

/** How many groups a translated source has. */
export function groupCount(source: string): number {
  return (new RegExp(`${source}|`, 's').exec('')?.length ?? 1) - 1;
}

function* tokens(pattern: string, syntax: Syntax): Generator<Token> {
  const extended = syntax === 'extended';
  let at = 0;
  // Where `^` is an anchor and `*` itself in a basic expression.
  let atStart = true;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    const wasAtStart = atStart;
    atStart = false;
    if (character === '\\') {
      const next = pattern.charAt(at + 1);
      if (next === '') throw new PatternError('Trailing backslash');
      at += 2;
      const special = extended ? undefined : basicOperators[next];
      if (special !== undefined) {
        atStart = special.kind === 'open' || special.kind === 'alternative';
        yield special;
      } else if (!extended && next === '{') {
        const { source, length } = interval(pattern.slice(at), '\\}');
        at += length;
        yield wasAtStart ? { kind: 'literal', character: '{' } : { kind: 'repeat', source };
      } else yield escaped(next);
      continue;
    }
    if (character === '[') {
      const { source, length } = bracketExpression(pattern.slice(at), (message) => new PatternError(message));
      at += length;
      yield { kind: 'source', source };
      continue;
    }
    at += 1;
    if (character === '.') yield { kind: 'source', source: '[^]' };
    else if (character === '*') yield wasAtStart && !extended ? { kind: 'literal', character } : { kind: 'repeat', source: '*' };
    else if (character === '^' && (extended || wasAtStart)) {
      atStart = true;
      yield { kind: 'start' };
    } else if (character === '$' && (extended || /^($|\\\)|\\\|)/.test(pattern.slice(at)))) yield { kind: 'end' };
    else if (extended && extendedOperators[character] !== undefined) {
      const operator = extendedOperators[character];
      atStart = operator.kind === 'open' || operator.kind === 'alternative';
      yield operator;
    } else if (extended && character === '{' && /^(\d+(,\d*)?|,\d+)\}/.test(pattern.slice(at))) {
      const { source, length } = interval(pattern.slice(at), '}');
      at += length;
      yield { kind: 'repeat', source };
    } else yield { kind: 'literal', character };
  }
}

const basicOperators: Record<string, Token> = {
  '(': { kind: 'open' },
  ')': { kind: 'close' },
  '|': { kind: 'alternative' },
  '+': { kind: 'repeat', source: '+' },
  '?': { kind: 'repeat', source: '?' },
};

const extendedOperators: Record<string, Token> = {
  '(': { kind: 'open' },
  ')': { kind: 'close' },
  '|': { kind: 'alternative' },
  '+': { kind: 'repeat', source: '+' },
  '?': { kind: 'repeat', source: '?' },
};

const escapes: Record<string, string> = {
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '(?<![^])',
  "'": '(?![^])',
  n: '\\n',
  t: '\\t',
  f: '\\f',
  v: '\\v',
  r: '\\r',
};

function escaped(character: string): Token {
  if (/[1-9]/.test(character)) return { kind: 'back-reference', group: Number(character) };
  const source = escapes[character];
  return source === undefined ? { kind: 'literal', character } : { kind: 'source', source };
}

/** `3}`, `3,}`, `,5}`, `3,5}` after the opening brace. */
function interval(rest: string, close: string): { source: string; length: number } {
  const end = rest.indexOf(close);
  if (end < 0) throw new PatternError(close === '}' ? 'Unmatched { or \\{' : 'Unmatched \\{');
  const match = /^(\d*)(,?)(\d*)$/.exec(rest.slice(0, end));
  if (match === null || (match[1] === '' && match[2] === '')) throw new PatternError('Invalid content of \\{\\}');
  const [, from = '', comma = '', to = ''] = match;
  if (to !== '' && Number(to) < Number(from || 0)) throw new PatternError('Invalid content of \\{\\}');
  if (Number(from) > 32_767 || Number(to) > 32_767) throw new PatternError('Regular expression too big');
  return { source: `{${from === '' ? '0' : from}${comma}${to}}`, length: end + close.length };
}

/** Puts the last atom and its repeat into a group, so that it can be repeated again. */
function wrapLast(source: string): string {
  const match = /(?:\\.|\[(?:\\.|[^\]\\])*\]|[^\\)\]])(?:[*+?]|\{[\d,]*\})$/s.exec(source);
  if (match !== null) return `${source.slice(0, match.index)}(?:${match[0]})`;
  const openAt = matchingOpen(source);
  return `${source.slice(0, openAt)}(?:${source.slice(openAt)})`;
}

/** Where the group starts that ends a source before its repeat. */
function matchingOpen(source: string): number {
  const starts: number[] = [];
  let start = 0;
  let inBracket = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '[') inBracket = true;
    else if (character === ']') inBracket = false;
    else if (!inBracket && character === '(') starts.push(at);
    else if (!inBracket && character === ')') start = starts.pop() ?? 0;
  }
  return start;
}

function escapeLiteral(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll('\n', '\\n');
}
