/** One token of C source. `line` and `column` count from 1. */
export interface Token {
  kind: 'name' | 'number' | 'character' | 'string' | 'punctuator' | 'end';
  text: string;
  file: string;
  line: number;
  column: number;
  /** A blank or a line's start stands before it. */
  isSpaced: boolean;
}

/** What gcc reports and stops at; `message` without `error: `. */
export class CompileError extends Error {
  readonly at: Token;
  /** The caret stands behind the token, where something is missing. */
  readonly isBehind: boolean;
  readonly notes: readonly string[];

  constructor(message: string, at: Token, { isBehind = false, notes = [] }: { isBehind?: boolean; notes?: readonly string[] } = {}) {
    super(message);
    this.name = 'CompileError';
    this.at = at;
    this.isBehind = isBehind;
    this.notes = notes;
  }
}

/** What real C has and the practice device's does not. */
export function unsupported(what: string, at: Token): CompileError {
  return new CompileError(`${what} not supported on the practice device`, at);
}

const pattern =
  /(?<space>[ \t\f\v\r]+|\/\/[^\n]*|\/\*[^]*?\*\/)|(?<newline>\n)|(?<name>[A-Za-z_]\w*)|(?<number>\.?\d(?:[eEpP][+-]|[\w.])*)|(?<character>'(?:[^'\\\n]|\\[^\n])+')|(?<string>"(?:[^"\\\n]|\\[^\n])*")|(?<punctuator>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|##|[-+*/%&|^~!<>=?:;,.(){}[\]#])/y;

/** The tokens of each line of a file; a line that is continued (`\` at its end) is one. */
export function tokenLines(text: string, file: string): Token[][] {
  // The continuation keeps its place in the count of lines.
  const source = text.replaceAll(/\\\r?\n/g, '\u0001');
  const lines: Token[][] = [[]];
  let line = 1;
  let lineStart = 0;
  let isSpaced = true;
  pattern.lastIndex = 0;
  for (let at = 0; at < source.length; at = pattern.lastIndex) {
    const column = at - lineStart + 1;
    if (source[at] === '\u0001') {
      pattern.lastIndex = at + 1;
      line += 1;
      lineStart = at + 1;
      isSpaced = true;
      continue;
    }
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    const about = { file, line, column, isSpaced };
    if (match?.groups === undefined) {
      const character = source[at] ?? '';
      if (character === '"' || character === "'")
        throw new CompileError(`missing terminating ${character} character`, { ...about, kind: 'punctuator', text: character });
      if (source.startsWith('/*', at)) throw new CompileError('unterminated comment', { ...about, kind: 'punctuator', text: '/*' });
      throw new CompileError(`stray '${character}' in program`, { ...about, kind: 'punctuator', text: character });
    }
    const { groups } = match;
    const [whole] = match;
    if (groups['space'] !== undefined || groups['newline'] !== undefined) {
      const breaks = [...whole.matchAll(/[\n\u0001]/g)];
      const last = breaks.at(-1);
      if (last !== undefined) {
        line += breaks.length;
        lineStart = at + last.index + 1;
      }
      if (groups['newline'] !== undefined) lines.push([]);
      isSpaced = true;
      continue;
    }
    const kind =
      (['name', 'number', 'character', 'string', 'punctuator'] as const).find((one) => groups[one] !== undefined) ?? 'punctuator';
    lines.at(-1)?.push({ kind, text: whole, ...about });
    isSpaced = false;
  }
  return lines;
}

/** The bytes of a string or character literal without its quotes. */
export function literalBytes(token: Token): Buffer {
  const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '0': 0, a: 7, b: 8, f: 12, v: 11, e: 27 };
  const parts: Buffer[] = [];
  for (const [piece, octal, hexadecimal, other] of token.text.slice(1, -1).matchAll(/\\([0-7]{1,3})|\\x([0-9a-fA-F]+)|\\(.)|[^\\]+/gsu)) {
    if (octal !== undefined) parts.push(Buffer.from([parseInt(octal, 8) & 255]));
    else if (hexadecimal !== undefined) parts.push(Buffer.from([parseInt(hexadecimal, 16) & 255]));
    else if (other !== undefined) parts.push(other in escapes ? Buffer.from([escapes[other] ?? 0]) : Buffer.from(other));
    else parts.push(Buffer.from(piece));
  }
  return Buffer.concat(parts);
}
