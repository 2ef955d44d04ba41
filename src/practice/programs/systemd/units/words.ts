/** Words as systemd.syntax(7) and systemd.service(5) split them: quotes, C escapes, variables. */

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', s: ' ' };

/** Undefined for a quote that is not closed. A word in single quotes keeps its `$` literal for `expandVariables`. */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && at + 1 < text.length) {
      const [value, length] = readEscape(text, at);
      word = (word ?? '') + value;
      at += length - 1;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** An unknown escape stays as it is written. */
function readEscape(text: string, at: number): [string, number] {
  const next = text.charAt(at + 1);
  const hexadecimal = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(at, at + 4));
  if (hexadecimal !== null) return [String.fromCharCode(parseInt(hexadecimal[1] ?? '0', 16)), 4];
  const octal = /^\\([0-7]{3})/.exec(text.slice(at, at + 4));
  if (octal !== null) return [String.fromCharCode(parseInt(octal[1] ?? '0', 8)), 4];
  if ('\\"\''.includes(next)) return [next, 2];
  return [escapes[next] ?? `\\${next}`, 2];
}

/**
 * Variables in a command line's words: `${NAME}` anywhere, `$NAME` as a word of its own, which is split at blanks and can
 * become no word at all; `$$` is a dollar sign.
 */
export function expandVariables(words: readonly string[], environment: ReadonlyMap<string, string>): string[] {
  return words.flatMap((word) => {
    const whole = /^\$([A-Za-z_]\w*)$/.exec(word);
    if (whole !== null) {
      const value = environment.get(whole[1] ?? '') ?? '';
      return value.split(/\s+/).filter((part) => part !== '');
    }
    return [
      word.replaceAll(/\$\$|\$\{([A-Za-z_]\w*)\}/g, (match, name: string | undefined) =>
        match === '$$' ? '$' : (environment.get(name ?? '') ?? ''),
      ),
    ];
  });
}

/** The content of an `EnvironmentFile=`: `NAME=value` lines, quotes as in a shell, comments with `#` or `;`. */
export function parseEnvironmentFile(text: string): Map<string, string> {
  const environment = new Map<string, string>();
  const joined = text.replaceAll(/\\\r?\n/g, '');
  for (const line of joined.split(/\r?\n/)) {
    const match = /^\s*([A-Za-z_]\w*)\s*=(.*)$/.exec(line);
    if (match === null || /^\s*[#;]/.test(line)) continue;
    environment.set(match[1] ?? '', unquote((match[2] ?? '').trim()));
  }
  return environment;
}

function unquote(text: string): string {
  let value = '';
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === quote) quote = undefined;
      else value += character;
    } else if (character === '\\' && at + 1 < text.length && (quote === undefined || '"\\`$'.includes(text.charAt(at + 1)))) {
      at += 1;
      value += text.charAt(at);
    } else if (quote === '"') {
      if (character === quote) quote = undefined;
      else value += character;
    } else if (character === '"' || character === "'") quote = character;
    else value += character;
  }
  return value;
}
