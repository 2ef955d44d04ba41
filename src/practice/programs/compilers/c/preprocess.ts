import { binaryOperators } from './binary-operators.ts';
import { headers } from './headers.ts';
import { CompileError, tokenLines, unsupported } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface PreprocessOptions {
  /** `-D` definitions. */
  definitions: readonly string[];
  /** The text of `#include "name"`, looked for from the including file; undefined where there is none. */
  readInclude: (name: string, from: string) => { path: string; text: string } | undefined;
  /** Whether the C library's headers are installed. */
  hasHeader: (name: string) => boolean;
  now: Date;
}

interface Macro {
  parameters: string[] | undefined;
  body: Token[];
}

/** Includes, macros and conditions; throws CompileError. */
export function preprocess(text: string, file: string, options: PreprocessOptions): Token[] {
  const macros = new Map<string, Macro>();
  const included = new Set<string>();
  const output: Token[] = [];
  const builtIn = '__STDC__=1 __linux__=1 __unix__=1 __x86_64__=1 __GNUC__=14 __STDC_VERSION__=201710L NDEBUG_OFF=1'.split(' ');
  for (const definition of [...builtIn.slice(0, -1), ...options.definitions]) {
    const [name = '', value = '1'] = definition.split('=');
    macros.set(name, { parameters: undefined, body: tokenLines(value, '<command-line>').flat() });
  }

  function take(source: string, name: string, depth: number): void {
    const conditions: { isActive: boolean; wasActive: boolean; outer: boolean }[] = [];
    const isActive = (): boolean => conditions.every((condition) => condition.isActive && condition.outer);
    let pending: Token[] = [];
    const flushPending = (): void => {
      output.push(...expand(pending, new Set()));
      pending = [];
    };
    for (const line of tokenLines(source, name)) {
      const [first, directive, ...rest] = line;
      if (first?.text !== '#') {
        if (isActive()) pending.push(...line);
        continue;
      }
      flushPending();
      if (directive === undefined) continue;
      const word = directive.text;
      if (word === 'ifdef' || word === 'ifndef' || word === 'if') {
        const outer = isActive();
        const holds = outer && (word === 'if' ? condition(rest, directive) : macros.has(rest[0]?.text ?? '') === (word === 'ifdef'));
        conditions.push({ isActive: holds, wasActive: holds, outer });
      } else if (word === 'elif' || word === 'else') {
        const top = conditions.at(-1);
        if (top === undefined) throw new CompileError(`#${word} without #if`, directive);
        top.isActive = !top.wasActive && top.outer && (word === 'else' || condition(rest, directive));
        top.wasActive ||= top.isActive;
      } else if (word === 'endif') {
        if (conditions.pop() === undefined) throw new CompileError('#endif without #if', directive);
      } else if (!isActive()) continue;
      else if (word === 'define') define(rest, directive);
      else if (word === 'undef') macros.delete(rest[0]?.text ?? '');
      else if (word === 'include') include(rest, directive, depth);
      else if (word === 'error') throw new CompileError(`#error ${spell(rest)}`, directive);
      else if (word !== 'pragma' && word !== 'warning') {
        throw word === 'line'
          ? unsupported('#line is', directive)
          : new CompileError(`invalid preprocessing directive #${word}`, directive);
      }
    }
    flushPending();
    if (conditions.length > 0) throw new CompileError('unterminated #if', { ...endToken(name, source), kind: 'punctuator' });
  }

  function include(rest: Token[], directive: Token, depth: number): void {
    if (depth > 50) throw new CompileError('#include nested depth 51 exceeds maximum of 50', directive);
    const at = rest[0] ?? directive;
    if (at.kind === 'string') {
      const found = options.readInclude(at.text.slice(1, -1), at.file);
      if (found !== undefined) return take(found.text, found.path, depth + 1);
    }
    const name = at.kind === 'string' ? at.text.slice(1, -1) : spell(rest).replaceAll(/^<|>$|\s/g, '');
    if (!Object.hasOwn(headers, name) || !options.hasHeader(name)) {
      const isKnown =
        /^(pthread|stdarg|setjmp|locale|wchar|fcntl|poll|dirent|netdb|sys\/\w+|netinet\/\w+|arpa\/\w+|complex|tgmath|threads|stdatomic|regex|termios|dlfcn|sched)\.h$/.test(
          name,
        );
      if (isKnown && options.hasHeader('stdio.h')) throw unsupported(`${name}: this header is`, at);
      throw new CompileError(`${name}: No such file or directory`, at, { notes: ['compilation terminated.'] });
    }
    if (included.has(name)) return;
    included.add(name);
    take(headers[name] ?? '', `/usr/include/${name}`, depth + 1);
  }

  function define(rest: Token[], directive: Token): void {
    const [name, open, ...others] = rest;
    if (name?.kind !== 'name') throw new CompileError('macro names must be identifiers', name ?? directive);
    if (open?.text !== '(' || open.isSpaced) {
      macros.set(name.text, { parameters: undefined, body: rest.slice(1) });
      return;
    }
    const close = others.findIndex((token) => token.text === ')');
    const names = others.slice(0, close).filter((token) => token.text !== ',');
    const wrong = names.find((token) => token.kind !== 'name');
    if (wrong !== undefined) throw unsupported('a macro with a variable number of arguments is', wrong);
    macros.set(name.text, { parameters: names.map((token) => token.text), body: others.slice(close + 1) });
  }

  function expand(tokens: readonly Token[], hidden: ReadonlySet<string>): Token[] {
    const result: Token[] = [];
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] as Token;
      const macro = token.kind === 'name' && !hidden.has(token.text) ? macros.get(token.text) : undefined;
      if (token.text === '__LINE__') result.push({ ...token, kind: 'number', text: String(token.line) });
      else if (token.text === '__FILE__') result.push({ ...token, kind: 'string', text: JSON.stringify(token.file) });
      else if (token.text === '__DATE__' || token.text === '__TIME__')
        result.push({ ...token, kind: 'string', text: dateText(options.now, token.text) });
      else if (macro === undefined) result.push(token);
      else if (macro.parameters === undefined) result.push(...expand(placed(macro.body, token), new Set([...hidden, token.text])));
      else if (tokens[at + 1]?.text !== '(') result.push(token);
      else {
        const { given, end } = readArguments(tokens, at + 1, token);
        const values = macro.parameters.length === 0 ? [] : given;
        if (values.length !== macro.parameters.length)
          throw new CompileError(
            `macro "${token.text}" requires ${macro.parameters.length} arguments, but only ${values.length} given`,
            token,
          );
        const body = substitute(macro, values, (argument) => expand(argument, hidden));
        result.push(...expand(placed(body, token), new Set([...hidden, token.text])));
        at = end;
      }
    }
    return result;
  }

  function condition(tokens: Token[], directive: Token): boolean {
    const known: Token[] = [];
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] as Token;
      if (token.text !== 'defined') {
        known.push(token);
        continue;
      }
      const hasParenthesis = tokens[at + 1]?.text === '(';
      const name = tokens[at + (hasParenthesis ? 2 : 1)]?.text ?? '';
      known.push({ ...token, kind: 'number', text: macros.has(name) ? '1' : '0' });
      at += hasParenthesis ? 3 : 1;
    }
    const text = expand(known, new Set()).map((token) => {
      if (token.kind === 'name') return '0';
      return token.kind === 'number' ? token.text.replace(/[uUlL]+$/, '') : token.text;
    });
    return evaluateCondition(text, directive);
  }

  take(text, file, 0);
  output.push(endToken(file, text));
  return output;
}

/** `#` makes a string of an argument, `##` glues two tokens. */
function substitute(macro: Macro, values: readonly Token[][], expandArgument: (tokens: Token[]) => Token[]): Token[] {
  const result: Token[] = [];
  for (let at = 0; at < macro.body.length; at += 1) {
    const token = macro.body[at] as Token;
    const index = macro.parameters?.indexOf(token.text) ?? -1;
    const next = macro.body[at + 1];
    const nextIndex = next === undefined ? -1 : (macro.parameters?.indexOf(next.text) ?? -1);
    if (token.text === '#' && nextIndex >= 0) {
      result.push({ ...token, kind: 'string', text: JSON.stringify(spell(values[nextIndex] ?? [])) });
      at += 1;
    } else if (token.text === '##' && next !== undefined && result.length > 0) {
      const left = result.pop() as Token;
      const right = nextIndex >= 0 ? (values[nextIndex] ?? []) : [next];
      const glued = tokenLines(left.text + (right[0]?.text ?? ''), left.file).flat();
      result.push(...glued.map((one) => ({ ...one, line: left.line, column: left.column })), ...right.slice(1));
      at += 1;
    } else if (index >= 0) result.push(...(next?.text === '##' ? (values[index] ?? []) : expandArgument(values[index] ?? [])));
    else result.push(token);
  }
  return result;
}

function readArguments(tokens: readonly Token[], open: number, name: Token): { given: Token[][]; end: number } {
  const given: Token[][] = [[]];
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.text === '(' && token.kind === 'punctuator') depth += 1;
    if (token.text === ')' && token.kind === 'punctuator') depth -= 1;
    if (depth === 0) return { given, end: at };
    if (depth === 1 && token.text === ',' && token.kind === 'punctuator') given.push([]);
    else if (at !== open) given.at(-1)?.push(token);
  }
  throw new CompileError(`unterminated argument list invoking macro "${name.text}"`, name);
}

/** A macro's tokens are reported where the macro was used. */
function placed(tokens: readonly Token[], at: Token): Token[] {
  return tokens.map((token) => ({ ...token, file: at.file, line: at.line, column: at.column }));
}

function spell(tokens: readonly Token[]): string {
  return tokens.map((token, index) => `${token.isSpaced && index > 0 ? ' ' : ''}${token.text}`).join('');
}

function dateText(now: Date, which: string): string {
  const [, month = '', day = '', year = '', time = ''] = now
    .toUTCString()
    .replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+).*$/, '.$2.$1.$3.$4')
    .split('.');
  return which === '__TIME__' ? `"${time}"` : `"${month} ${day.replace(/^0/, ' ')} ${year}"`;
}

function endToken(file: string, text: string): Token {
  const lines = text.split('\n');
  const last = text.endsWith('\n') ? lines.length - 1 : lines.length;
  return { kind: 'end', text: '', file, line: last, column: (lines[last - 1] ?? '').length + 1, isSpaced: true };
}

/** An `#if` expression of integers. */
function evaluateCondition(words: readonly string[], directive: Token): boolean {
  let at = 0;
  const fail = (): CompileError => new CompileError("missing expression between '(' and ')' or operator in #if", directive);
  function unary(): number {
    const word = words[at];
    at += 1;
    if (word === '!') return unary() === 0 ? 1 : 0;
    if (word === '-') return -unary();
    if (word === '+') return unary();
    if (word === '~') return ~unary();
    if (word === '(') {
      const value = level(0);
      if (words[at] !== ')') throw fail();
      at += 1;
      return value;
    }
    const value = Number(word);
    if (word === undefined || Number.isNaN(value)) throw fail();
    return value;
  }
  function level(index: number): number {
    const operators = binaryOperators[index];
    if (operators === undefined) return unary();
    let left = level(index + 1);
    for (let word = words[at]; word !== undefined && operators.includes(word); word = words[at]) {
      at += 1;
      left = apply(word, left, level(index + 1));
    }
    return left;
  }
  const value = level(0);
  if (at < words.length) throw fail();
  return value !== 0;
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '||':
      return left !== 0 || right !== 0 ? 1 : 0;
    case '&&':
      return left !== 0 && right !== 0 ? 1 : 0;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '==':
      return left === right ? 1 : 0;
    case '!=':
      return left !== right ? 1 : 0;
    case '<':
      return left < right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '<=':
      return left <= right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    default:
      return left % right;
  }
}
