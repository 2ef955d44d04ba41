import type { Finder, Match } from './longest-match.ts';
import { fillReplacement } from './sed-replacement.ts';
import type { Substitution } from './sed-script.ts';

/** What `s` makes of a text; undefined where nothing matches. */
export function substituteText(text: string, find: Finder, substitution: Substitution): string | undefined {
  let result = '';
  let at = 0;
  let from = 0;
  let count = 0;
  let changed = false;
  let lastEnd = -1;
  while (from <= text.length) {
    const match: Match | undefined = find(text, from);
    if (match === undefined) break;
    const end = match.index + match.text.length;
    // An empty match right behind another one does not count.
    if (match.text === '' && match.index === lastEnd) {
      from = match.index + 1;
      continue;
    }
    count += 1;
    if (count === substitution.occurrence || (count > substitution.occurrence && substitution.global)) {
      result += text.slice(at, match.index) + fillReplacement(substitution.replacement, match);
      at = end;
      changed = true;
      if (!substitution.global) break;
    }
    lastEnd = end;
    from = match.text === '' ? end + 1 : end;
  }
  return changed ? result + text.slice(at) : undefined;
}

const named: Record<string, string> = {
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The text of `l`: escapes, lines folded at the width with a backslash, and a dollar sign at the end. */
export function unambiguousText(text: string, width: number): string {
  const pieces = Array.from(
    text,
    (character) => named[character] ?? (/[ -~]/.test(character) ? character : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`),
  );
  let result = '';
  let column = 0;
  for (const piece of pieces) {
    if (width > 1 && column + piece.length > width - 1) {
      result += '\\\n';
      column = 0;
    }
    result += piece;
    column += piece.length;
  }
  return `${result}$\n`;
}
