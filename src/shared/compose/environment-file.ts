import { interpolate } from './interpolate.ts';

/**
 * Reads a file of variables as compose does (`.env`, `env_file`): `NAME=value` or `NAME: value` a line, `export` before it
 * or not, `#` comments, single quotes for a value as it stands, double quotes for one with escapes; `$NAME` takes
 * earlier lines and `environment`. A name alone takes its value from `environment`, or is left out.
 */
export function parseEnvironmentFile(
  text: string,
  environment: Readonly<Record<string, string>>,
): { values: Record<string, string> } | { problem: string } {
  const values: Record<string, string> = {};
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  let at = 0;
  while (at < source.length) {
    const line = source.slice(at).split('\n', 1)[0] ?? '';
    const number = source.slice(0, at).split('\n').length;
    if (/^\s*(#|$)/.test(line)) {
      at += line.length + 1;
      continue;
    }
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:([=:])[ \t]*|$)/.exec(line);
    if (match === null) return { problem: `line ${String(number)}: write NAME=value` };
    const [head, name = '', sign] = match;
    if (sign === undefined) {
      const inherited = environment[name];
      if (inherited !== undefined) values[name] = inherited;
      at += line.length + 1;
      continue;
    }
    const quote = source[at + head.length];
    const isQuoted = quote === '"' || quote === "'";
    const end = isQuoted ? closingQuote(source, at + head.length + 1, quote) : at + line.length;
    if (end < 0) return { problem: `line ${String(number)}: the quote of ${name} is not closed` };
    const raw = isQuoted
      ? source.slice(at + head.length + 1, end)
      : source
          .slice(at + head.length, end)
          .replace(/(^|\s)#.*$/, '')
          .trimEnd();
    const filled = quote === "'" ? { text: raw } : interpolate(quote === '"' ? unescape(raw) : raw, { ...environment, ...values });
    if ('problem' in filled) return { problem: `line ${String(number)}: ${filled.problem}` };
    values[name] = filled.text;
    const next = source.indexOf('\n', end);
    at = next < 0 ? source.length : next + 1;
  }
  return { values };
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** `\$` is a dollar sign that no variable begins with. */
function unescape(text: string): string {
  const meanings: Record<string, string> = { n: '\n', r: '\r', t: '\t', $: '$$', '"': '"', '\\': '\\' };
  return text.replace(/\\([\s\S])/g, (all, character: string) => meanings[character] ?? all);
}
