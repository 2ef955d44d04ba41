/** Looks a variable up; undefined where it is not set. */
export type Variables = (name: string) => string | undefined;

/** A word that the builder cannot expand; the message is the builder's. */
export class SubstitutionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SubstitutionError';
  }
}

/**
 * The value of a word: quotes removed, `$name`, `${name}`, `${name:-default}`, `${name-default}`, `${name:+value}`,
 * `${name+value}` and `${name:?message}` replaced; nothing is replaced in single quotes. Throws SubstitutionError.
 */
export function expandWord(word: string, variables: Variables, escape: string): string {
  const reader = { text: word, position: 0 };
  return expand(reader, variables, escape, () => false);
}

/** Variables in text that has no quoting of its own (a here-document). */
export function expandText(text: string, variables: Variables, escape: string): string {
  const reader = { text, position: 0 };
  let result = '';
  while (reader.position < text.length) {
    const character = text.charAt(reader.position);
    if (character === '$') result += expandVariable(reader, variables, escape);
    else if (character === escape && text.charAt(reader.position + 1) === '$') {
      result += '$';
      reader.position += 2;
    } else {
      result += character;
      reader.position += 1;
    }
  }
  return result;
}

interface Reader {
  text: string;
  position: number;
}

function expand(reader: Reader, variables: Variables, escape: string, isEnd: (character: string) => boolean): string {
  let result = '';
  let isDoubleQuoted = false;
  while (reader.position < reader.text.length) {
    const character = reader.text.charAt(reader.position);
    if (!isDoubleQuoted && isEnd(character)) return result;
    if (character === "'" && !isDoubleQuoted) {
      const end = reader.text.indexOf("'", reader.position + 1);
      if (end < 0) throw failure(reader, 'unexpected end of statement while looking for matching single-quote');
      result += reader.text.slice(reader.position + 1, end);
      reader.position = end + 1;
    } else if (character === '"') {
      isDoubleQuoted = !isDoubleQuoted;
      reader.position += 1;
    } else if (character === '$') result += expandVariable(reader, variables, escape);
    else if (character === escape) {
      const next = reader.text.charAt(reader.position + 1);
      // In double quotes the escape character stands for itself unless it protects something (POSIX 2.2.3).
      result += isDoubleQuoted && next !== '"' && next !== '$' && next !== escape ? escape + next : next;
      reader.position += 2;
    } else {
      result += character;
      reader.position += 1;
    }
  }
  if (isDoubleQuoted) throw failure(reader, 'unexpected end of statement while looking for matching double-quote');
  return result;
}

function expandVariable(reader: Reader, variables: Variables, escape: string): string {
  const rest = reader.text.slice(reader.position);
  const plain = /^\$([A-Za-z_]\w*|\d|[@*#])/.exec(rest);
  if (plain !== null) {
    reader.position += plain[0].length;
    return variables(plain[1] ?? '') ?? '';
  }
  const braced = /^\$\{([A-Za-z_]\w*|\d+|[@*#])/.exec(rest);
  if (braced === null) {
    if (rest.startsWith('${')) throw failure(reader, 'bad substitution');
    reader.position += 1;
    return '$';
  }
  reader.position += braced[0].length;
  const value = variables(braced[1] ?? '');
  const operator = /^(\}|:?[-+?])/.exec(reader.text.slice(reader.position))?.[0];
  if (operator === undefined) {
    const modifier = reader.text.charAt(reader.position);
    throw failure(reader, modifier === '' ? "syntax error: missing '}'" : `unsupported modifier (${modifier}) in substitution`);
  }
  reader.position += operator.length;
  if (operator === '}') return value ?? '';
  const word = expand(reader, variables, escape, (character) => character === '}');
  if (reader.text.charAt(reader.position) !== '}') throw failure(reader, "syntax error: missing '}'");
  reader.position += 1;
  const isSet = value !== undefined && (!operator.startsWith(':') || value !== '');
  if (operator.endsWith('+')) return isSet ? word : '';
  if (isSet) return value;
  if (operator.endsWith('-')) return word;
  throw failure(reader, `${braced[1] ?? ''}: ${word === '' ? 'not allowed to be empty' : word}`);
}

function failure(reader: Reader, reason: string): SubstitutionError {
  return new SubstitutionError(`failed to process "${reader.text}": ${reason}`);
}
