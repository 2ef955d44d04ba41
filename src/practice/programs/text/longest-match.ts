/** Matches as POSIX wants them: the leftmost, and of those the longest. */

export interface Match {
  index: number;
  text: string;
  groups: readonly (string | undefined)[];
}

/** Finds the next match at or after `from`; undefined where there is none. */
export type Finder = (subject: string, from: number) => Match | undefined;

/** `source` is JavaScript's; flags may be `i` and `m`. */
export function createFinder(source: string, flags = ''): Finder {
  const pattern = new RegExp(source, `g${flags}s`);
  // JavaScript takes the first alternative that fits, so only an alternation can end too early.
  const hasAlternatives = source.includes('|');
  return (subject, from) => {
    pattern.lastIndex = from;
    const found = pattern.exec(subject);
    if (found === null) return undefined;
    const first: Match = { index: found.index, text: found[0], groups: found.slice(1) };
    return hasAlternatives ? longest(source, flags, subject, first) : first;
  };
}

function longest(source: string, flags: string, subject: string, first: Match): Match {
  for (let end = subject.length; end > first.index + first.text.length; end -= 1) {
    const atEnd = new RegExp(`(?:${source})(?<=^[^]{${String(end)}})`, `y${flags.replace('m', '')}s`);
    atEnd.lastIndex = first.index;
    const found = atEnd.exec(subject);
    if (found !== null) return { index: found.index, text: found[0], groups: found.slice(1) };
  }
  return first;
}
