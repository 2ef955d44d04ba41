/** Brace expansion (bash): `{a,b}`, `{1..5}`, `{a..e..2}`; purely textual, before all others. */
export function expandBraces(text: string): string[] {
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === "'" || character === '"' || character === '`') index = endOfQuote(text, index);
    else if (character === '$' && (text[index + 1] === '{' || text[index + 1] === '(')) index = matching(text, index + 1);
    else if (character === '{') {
      const close = matching(text, index);
      if (close >= text.length) continue;
      const alternatives = alternativesOf(text.slice(index + 1, close));
      if (alternatives === undefined) continue;
      const before = text.slice(0, index);
      const rests = expandBraces(text.slice(close + 1));
      return alternatives.flatMap((alternative) => rests.map((rest) => before + alternative + rest));
    }
  }
  return [text];
}

function alternativesOf(inside: string): string[] | undefined {
  const parts = splitAtCommas(inside);
  if (parts.length > 1) return parts.flatMap(expandBraces);
  const range = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inside);
  if (range === null) return undefined;
  const [, from = '', to = '', step] = range;
  const isNumeric = /\d$/.test(from);
  if (isNumeric !== /\d$/.test(to)) return undefined;
  return isNumeric ? numbers(from, to, Number(step ?? 1)) : letters(from, to, Number(step ?? 1));
}

function numbers(from: string, to: string, step: number): string[] {
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  return sequence(Number(from), Number(to), step).map((number) =>
    number < 0 ? `-${String(-number).padStart(width - 1, '0')}` : String(number).padStart(width, '0'),
  );
}

function letters(from: string, to: string, step: number): string[] {
  return sequence(from.charCodeAt(0), to.charCodeAt(0), step).map((code) => String.fromCharCode(code));
}

function sequence(from: number, to: number, step: number): number[] {
  const size = Math.max(1, Math.abs(step));
  const count = Math.floor(Math.abs(to - from) / size) + 1;
  return Array.from({ length: count }, (_, index) => from + (from <= to ? size : -size) * index);
}

function splitAtCommas(inside: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < inside.length; index += 1) {
    const character = inside[index];
    if (character === '\\') index += 1;
    else if (character === "'" || character === '"' || character === '`') index = endOfQuote(inside, index);
    else if (character === '{') index = Math.min(matching(inside, index), inside.length);
    else if (character === '$' && inside[index + 1] === '(') index = matching(inside, index + 1);
    else if (character === ',') {
      parts.push(inside.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, inside.slice(start)];
}

/** Index of what closes the brace or parenthesis at `open`; the text's length where nothing does. */
function matching(text: string, open: number): number {
  const [opening, closing] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === "'" || character === '"' || character === '`') index = endOfQuote(text, index);
    else if (character === opening) depth += 1;
    else if (character === closing) {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return text.length;
}

function endOfQuote(text: string, start: number): number {
  const quote = text[start] ?? '';
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\' && quote !== "'") index += 1;
    else if (text[index] === quote) return index;
  }
  return text.length;
}
