import type { Match } from './longest-match.ts';
import type { ReplacementPart } from './sed-script.ts';

const escapes: Record<string, string> = { n: '\n', t: '\t', f: '\f', v: '\v', r: '\r', a: '\u0007' };

/** Reads the right side of `s`: `&`, `\1`, case changes and escapes. */
export function readReplacement(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const add = (more: string): void => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += more;
    else parts.push({ kind: 'text', text: more });
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '&') parts.push({ kind: 'group', group: 0 });
    else if (character !== '\\') add(character);
    else {
      at += 1;
      const next = text.charAt(at);
      if (/\d/.test(next)) parts.push({ kind: 'group', group: Number(next) });
      else if (isCaseLetter(next)) parts.push({ kind: 'case', letter: next });
      else add(escapes[next] ?? next);
    }
  }
  return parts;
}

/** What takes a match's place. */
export function fillReplacement(parts: readonly ReplacementPart[], match: Match): string {
  let result = '';
  let whole: 'U' | 'L' | undefined;
  let once: 'u' | 'l' | undefined;
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.letter === 'u' || part.letter === 'l') once = part.letter;
      else {
        whole = part.letter === 'E' ? undefined : part.letter;
        once = undefined;
      }
      continue;
    }
    let text = part.kind === 'text' ? part.text : part.group === 0 ? match.text : (match.groups[part.group - 1] ?? '');
    if (whole !== undefined) text = whole === 'U' ? upper(text) : lower(text);
    if (once !== undefined && text !== '') {
      text = (once === 'u' ? upper(text.charAt(0)) : lower(text.charAt(0))) + text.slice(1);
      once = undefined;
    }
    result += text;
  }
  return result;
}

function isCaseLetter(letter: string): letter is 'U' | 'L' | 'E' | 'u' | 'l' {
  return letter.length === 1 && 'ULEul'.includes(letter);
}

function upper(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
