import { PatternError, translatePattern } from './regular-expression.ts';

/** The small part of awk's language that the practice device knows. */

export type AwkValue =
  | { kind: 'text'; text: string }
  | { kind: 'field'; index: AwkValue }
  | { kind: 'name'; name: string }
  | { kind: 'minus'; left: AwkValue; right: AwkValue };

export interface AwkRule {
  when: 'begin' | 'line' | 'end';
  matches(line: string, valueOf: (value: AwkValue) => string): boolean;
  /** What each `print` shows: values that are joined, by commas into words. Empty: the line. */
  prints: AwkValue[][][];
}

export type AwkProgram = AwkRule[];

/** Throws SyntaxError naming what it does not know. */
export function parseAwk(source: string): AwkProgram {
  const tokens = tokenize(source);
  const rules: AwkProgram = [];
  while (tokens.length > 0) {
    if (tokens[0]?.text === ';' || tokens[0]?.text === '\n') tokens.shift();
    else rules.push(readRule(tokens));
  }
  return rules;
}

interface Token {
  kind: 'regex' | 'string' | 'number' | 'name' | 'sign';
  text: string;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let rest = source;
  const patterns: [Token['kind'] | 'blank', RegExp][] = [
    ['blank', /^(?:[ \t\r]+|#[^\n]*|\\\n)/],
    ['string', /^"(?:[^"\\]|\\.)*"/],
    ['number', /^\d+(?:\.\d+)?/],
    ['name', /^[A-Za-z_]\w*/],
    ['sign', /^(?:==|!=|<=|>=|!~|&&|\|\||[{}()$,;\n<>~!-])/],
  ];
  while (rest !== '') {
    const before = tokens.at(-1);
    const regexAllowed = before === undefined || (before.kind === 'sign' && before.text !== ')');
    const regex = regexAllowed ? /^\/((?:[^/\\]|\\.)+)\//.exec(rest) : null;
    if (regex !== null) {
      tokens.push({ kind: 'regex', text: (regex[1] ?? '').replaceAll('\\/', '/') });
      rest = rest.slice(regex[0].length);
      continue;
    }
    const found = patterns.map(([kind, pattern]) => ({ kind, text: pattern.exec(rest)?.[0] })).find(({ text }) => text !== undefined);
    if (found?.text === undefined) throw new SyntaxError(`'${rest.charAt(0)}' in this awk program`);
    if (found.kind !== 'blank') tokens.push({ kind: found.kind, text: found.text });
    rest = rest.slice(found.text.length);
  }
  return tokens;
}

type Condition = AwkRule['matches'];

function readRule(tokens: Token[]): AwkRule {
  const [first] = tokens;
  if (first?.text === 'BEGIN' || first?.text === 'END') {
    tokens.shift();
    return { when: first.text === 'BEGIN' ? 'begin' : 'end', matches: () => true, prints: readBlock(tokens) };
  }
  const matches = first?.text === '{' ? () => true : readCondition(tokens);
  const prints = tokens[0]?.text === '{' ? readBlock(tokens) : [[]];
  return { when: 'line', matches, prints };
}

function readCondition(tokens: Token[]): Condition {
  let condition = readConjunction(tokens);
  while (tokens[0]?.text === '||') {
    tokens.shift();
    const [left, right] = [condition, readConjunction(tokens)];
    condition = (line, valueOf) => left(line, valueOf) || right(line, valueOf);
  }
  return condition;
}

function readConjunction(tokens: Token[]): Condition {
  let condition = readComparison(tokens);
  while (tokens[0]?.text === '&&') {
    tokens.shift();
    const [left, right] = [condition, readComparison(tokens)];
    condition = (line, valueOf) => left(line, valueOf) && right(line, valueOf);
  }
  return condition;
}

function readComparison(tokens: Token[]): Condition {
  const [first] = tokens;
  if (first?.text === '!' && first.kind === 'sign') {
    tokens.shift();
    const inner = readComparison(tokens);
    return (line, valueOf) => !inner(line, valueOf);
  }
  if (first?.text === '(') {
    tokens.shift();
    const inner = readCondition(tokens);
    expectSign(tokens, ')');
    return inner;
  }
  if (first?.kind === 'regex') {
    tokens.shift();
    const expression = compile(first.text);
    return (line) => expression.test(line);
  }
  const left = readValue(tokens);
  const operator = tokens[0]?.text ?? '';
  if (operator === '~' || operator === '!~') {
    tokens.shift();
    const token = tokens.shift();
    if (token?.kind !== 'regex') throw new SyntaxError('this awk comparison');
    const expression = compile(token.text);
    return (_line, valueOf) => expression.test(valueOf(left)) === (operator === '~');
  }
  const compare = comparisons[operator];
  if (compare === undefined) return (_line, valueOf) => isTrue(valueOf(left));
  tokens.shift();
  const right = readValue(tokens);
  return (_line, valueOf) => {
    const [a, b] = [valueOf(left), valueOf(right)];
    const numeric = isNumber(a) && isNumber(b);
    return compare(numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
  };
}

const comparisons: Record<string, (order: number) => boolean> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function readBlock(tokens: Token[]): AwkValue[][][] {
  expectSign(tokens, '{');
  const prints: AwkValue[][][] = [];
  for (;;) {
    const token = tokens.shift();
    if (token === undefined) throw new SyntaxError('an awk program without its closing brace');
    if (token.text === '}' && token.kind === 'sign') return prints;
    if (token.text === ';' || token.text === '\n') continue;
    if (token.text !== 'print') throw new SyntaxError(`'${token.text}' in this awk program`);
    const words: AwkValue[][] = [];
    while (!/^[;}\n]$/.test(tokens[0]?.text ?? '}')) {
      const joined = [readValue(tokens)];
      while (!/^[;},\n]$/.test(tokens[0]?.text ?? '}')) joined.push(readValue(tokens));
      words.push(joined);
      if (tokens[0]?.text === ',') tokens.shift();
    }
    prints.push(words);
  }
}

function readValue(tokens: Token[]): AwkValue {
  const value = readSimpleValue(tokens);
  if (tokens[0]?.text !== '-') return value;
  tokens.shift();
  return { kind: 'minus', left: value, right: readSimpleValue(tokens) };
}

function readSimpleValue(tokens: Token[]): AwkValue {
  const token = tokens.shift();
  if (token?.text === '$' && token.kind === 'sign') {
    if (tokens[0]?.text !== '(') return { kind: 'field', index: readSimpleValue(tokens) };
    tokens.shift();
    const index = readValue(tokens);
    expectSign(tokens, ')');
    return { kind: 'field', index };
  }
  if (token?.kind === 'number') return { kind: 'text', text: token.text };
  if (token?.kind === 'string') return { kind: 'text', text: unescape(token.text.slice(1, -1)) };
  if (token?.kind === 'name' && tokens[0]?.text !== '(' && !keywords.has(token.text)) return { kind: 'name', name: token.text };
  throw new SyntaxError(token === undefined ? 'an awk program that ends here' : `'${token.text}' in this awk program`);
}

const keywords = new Set([
  'if',
  'else',
  'for',
  'while',
  'do',
  'function',
  'next',
  'exit',
  'getline',
  'printf',
  'delete',
  'in',
  'length',
  'FILENAME',
  'FS',
  'OFS',
  'ORS',
  'RS',
  'FNR',
  'ENVIRON',
  'ARGV',
  'ARGC',
]);

function expectSign(tokens: Token[], text: string): void {
  const token = tokens.shift();
  if (token?.text !== text)
    throw new SyntaxError(token === undefined ? 'an awk program that ends here' : `'${token.text}' in this awk program`);
}

function compile(text: string): RegExp {
  try {
    return new RegExp(translatePattern(text, 'extended'), 's');
  } catch (error) {
    if (error instanceof PatternError) throw new SyntaxError(`the expression /${text}/ (${error.message})`);
    throw error;
  }
}

function isNumber(text: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text);
}

function isTrue(text: string): boolean {
  return isNumber(text) ? Number(text) !== 0 : text !== '';
}

function unescape(text: string): string {
  const escapes: Record<string, string> = { n: '\n', t: '\t', '\\': '\\', '"': '"', '/': '/' };
  return text.replaceAll(/\\(.)/g, (whole: string, letter: string) => escapes[letter] ?? whole);
}
