/** One change of a file: `before` (whole lines, standing there once) is replaced by `after`. */
export interface Edit {
  file: string;
  before: string;
  after: string;
}

export type EditOutcome =
  | { kind: 'applied'; text: string }
  /** `after` is there already: nothing to do. */
  | { kind: 'already' }
  /** `before` is not there. */
  | { kind: 'missing' }
  /** `before` is there more than once, so it is not clear which one is meant. */
  | { kind: 'ambiguous' };

/**
 * Applies an edit to a text. Lines are compared without regard to line endings and to spaces at their ends; the text keeps the
 * line endings that it has.
 */
export function applyEdit(text: string, edit: Pick<Edit, 'before' | 'after'>): EditOutcome {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const before = edit.before.split(/\r?\n/);
  const after = edit.after === '' ? [] : edit.after.split(/\r?\n/);

  const done = after.length === 0 ? [] : placesOf(after, lines);
  // Where `after` holds `before` (an insertion), a match inside it is the result of this edit and not its start.
  const places = placesOf(before, lines).filter(
    (place) => !(after.length > before.length && done.some((start) => place >= start && place + before.length <= start + after.length)),
  );
  const [place] = places;
  if (place === undefined) return done.length > 0 ? { kind: 'already' } : { kind: 'missing' };
  if (places.length > 1) return { kind: 'ambiguous' };
  return { kind: 'applied', text: [...lines.slice(0, place), ...after, ...lines.slice(place + before.length)].join(ending) };
}

/** Indexes of the lines at which `wanted` begins. */
function placesOf(wanted: readonly string[], lines: readonly string[]): number[] {
  const places: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length; start++) {
    if (wanted.every((line, offset) => line.trimEnd() === lines[start + offset]?.trimEnd())) places.push(start);
  }
  return places;
}
