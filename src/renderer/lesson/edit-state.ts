import type { EditBlock } from '../../shared/course/course.ts';

/**
 * `open`: can be applied; `applied`: the file holds the new lines; `conflict`: it holds neither (the learner went another
 * way); `missing`: there is no such file; `unknown`: not read yet.
 */
export type EditState = 'unknown' | 'missing' | 'open' | 'applied' | 'conflict';

/** Line ends are not compared: a file saved on Windows counts the same. `text` is null for a file that is not there. */
export function editStateOf(edit: EditBlock, text: string | null | undefined): EditState {
  if (text === undefined) return 'unknown';
  if (text === null) return 'missing';
  const file = unifyLineEnds(text);
  const before = unifyLineEnds(edit.before);
  const after = unifyLineEnds(edit.after);
  if (before.trim() === '') return after.trim() !== '' && file.includes(after) ? 'applied' : file.trim() === '' ? 'open' : 'conflict';
  // An edit that only adds lines keeps the old ones, and one that only removes lines finds the new ones in the old file.
  const isAddition = after.includes(before);
  if (isAddition) return file.includes(after) ? 'applied' : countOf(file, before) === 1 ? 'open' : 'conflict';
  if (countOf(file, before) === 1) return 'open';
  return file.includes(after) ? 'applied' : 'conflict';
}

function unifyLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
