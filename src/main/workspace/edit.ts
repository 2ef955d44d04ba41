import type { EditChange } from '../../shared/course/edit.ts';
import type { EditOutcome } from './edit-outcome.ts';
import { applyYamlChange } from './yaml-edit.ts';

/** One change of one file. */
export interface Edit {
  file: string;
  change: EditChange;
}

/** Applies a change to a file's text (undefined: there is no such file). The text keeps the line endings that it has. */
export function applyEdit(text: string | undefined, change: EditChange): EditOutcome {
  if (change.by === 'file') return makeFile(text, change.text);
  if (text === undefined) return { kind: 'missing' };
  return change.by === 'lines' ? replaceLines(text, change) : applyYamlChange(text, change.operations);
}

function makeFile(text: string | undefined, wanted: string): EditOutcome {
  if (text === undefined || text.trim() === '') return { kind: 'applied', text: wanted };
  if (comparable(text) === comparable(wanted)) return { kind: 'already' };
  return { kind: 'conflict', reason: 'The file is there already, with another text.' };
}

function comparable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

/** Lines are compared without regard to line endings and to spaces at their ends. */
function replaceLines(text: string, change: { before: string; after: string }): EditOutcome {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const before = change.before.split(/\r?\n/);
  const after = change.after === '' ? [] : change.after.split(/\r?\n/);

  const done = after.length === 0 ? [] : placesOf(after, lines);
  // Where `after` holds `before` (an insertion), a match inside it is the result of this edit and not its start.
  const places = placesOf(before, lines).filter(
    (place) => !(after.length > before.length && done.some((start) => place >= start && place + before.length <= start + after.length)),
  );
  const [place] = places;
  if (place !== undefined && places.length === 1)
    return { kind: 'applied', text: [...lines.slice(0, place), ...after, ...lines.slice(place + before.length)].join(ending) };
  if (place === undefined && done.length > 0) return { kind: 'already' };
  const line = before.find((each) => each.trim() !== '')?.trim() ?? '';
  return {
    kind: 'conflict',
    reason: place === undefined ? `The line "${line}" is not there.` : `The line "${line}" is there more than once.`,
  };
}

/** Indexes of the lines at which `wanted` begins. */
function placesOf(wanted: readonly string[], lines: readonly string[]): number[] {
  const places: number[] = [];
  for (let start = 0; start + wanted.length <= lines.length; start++) {
    if (wanted.every((line, offset) => line.trimEnd() === lines[start + offset]?.trimEnd())) places.push(start);
  }
  return places;
}
