/** A script's text with the place that is being read, and GNU sed's way to say where it went wrong. */

export class SedSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SedSyntaxError';
  }
}

export interface Reader {
  peek(): string;
  /** The next character; empty at the end. */
  next(): string;
  skipBlanks(): void;
  /** What the pattern matches from here, consumed; empty where it does not match. */
  take(pattern: RegExp): string;
  atEnd(): boolean;
  fail(message: string): never;
  /** The same, where GNU sed has looked at one character more. */
  failAfterNext(message: string): never;
}

export function createReader(text: string, expressionNumber: number): Reader {
  let at = 0;
  const reader: Reader = {
    peek: () => text.charAt(at),
    next() {
      const character = text.charAt(at);
      at += 1;
      return character;
    },
    skipBlanks() {
      while (/[ \t]/.test(text.charAt(at))) at += 1;
    },
    take(pattern) {
      const sticky = new RegExp(pattern.source, 'sy');
      sticky.lastIndex = at;
      const found = sticky.exec(text)?.[0] ?? '';
      at += found.length;
      return found;
    },
    atEnd: () => at >= text.length,
    fail(message) {
      throw new SedSyntaxError(`-e expression #${String(expressionNumber)}, char ${String(Math.min(at, text.length))}: ${message}`);
    },
    failAfterNext(message) {
      at += 1;
      return reader.fail(message);
    },
  };
  return reader;
}

/** Reads up to the delimiter, which is consumed; `\` and the delimiter is the delimiter itself. Undefined where it does not come. */
export function readDelimited(reader: Reader, delimiter: string, isExpression: boolean): string | undefined {
  let text = '';
  let inBracket = false;
  for (;;) {
    if (reader.atEnd()) return undefined;
    const character = reader.next();
    if (character === '\\') {
      const next = reader.next();
      if (next === delimiter) text += next;
      else if (next === '\n' && isExpression) text += '\n';
      else text += character + next;
      continue;
    }
    if (isExpression && inBracket) {
      if (character === ']') inBracket = false;
    } else if (isExpression && character === '[' && delimiter !== '[') {
      inBracket = true;
      text += character;
      // A bracket right behind the opening belongs to the set.
      text += reader.take(/\^?\]?/);
      continue;
    }
    if (character === delimiter && !inBracket) return text;
    if (character === '\n' && isExpression && !inBracket) {
      text += '\n';
      continue;
    }
    if (inBracket && character === '[' && /[:.=]/.test(reader.peek())) {
      text += character + reader.take(/([:.=]).*?\1\]/);
      continue;
    }
    text += character;
  }
}
