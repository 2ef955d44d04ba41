import type { Course, EditBlock, Step } from '../../shared/course/course.ts';
import { applyEdit } from '../workspace/edit.ts';
import type { Files } from '../workspace/tree.ts';
import { findBlock, stepsOf } from './lookup.ts';

/** The edits that a step's solve makes, in order. */
export function solvedEdits(step: Step): EditBlock[] {
  return step.solve.map((id) => findBlock(step, id)).filter((block) => block.kind === 'edit');
}

/** The workspace as a step finds it: the starter files and the edits of all steps before it. */
export function filesAtStart(course: Course, stepId: string, seed: Files): Map<string, Uint8Array> {
  const files = new Map(seed);
  for (const step of stepsOf(course)) {
    if (step.id === stepId) break;
    for (const edit of solvedEdits(step)) applyTo(files, edit);
  }
  return files;
}

/** The workspace as it is when a step's solve has made its edits up to and with `lastEdit`. */
export function filesAfterEdit(course: Course, step: Step, lastEdit: string, seed: Files): Map<string, Uint8Array> {
  const files = filesAtStart(course, step.id, seed);
  for (const edit of solvedEdits(step)) {
    applyTo(files, edit);
    if (edit.id === lastEdit) break;
  }
  return files;
}

/** The workspace as a command of a step's solve finds it. */
export function filesBeforeCommand(course: Course, step: Step, command: string, seed: Files): Map<string, Uint8Array> {
  const files = filesAtStart(course, step.id, seed);
  for (const id of step.solve) {
    if (id === command) break;
    const block = findBlock(step, id);
    if (block.kind === 'edit') applyTo(files, block);
  }
  return files;
}

/** False where the edit does not fit; the linter makes sure that it does. */
export function applyTo(files: Map<string, Uint8Array>, edit: EditBlock): boolean {
  const outcome = applyEdit(textIn(files, edit.file), edit.change);
  if (outcome.kind !== 'applied') return false;
  files.set(edit.file, Buffer.from(outcome.text, 'utf8'));
  return true;
}

/** A file's text just before an edit, as the lesson has it; undefined where the edit makes the file. */
export function textBeforeEdit(course: Course, step: Step, edit: EditBlock, seed: Files): string | undefined {
  const files = filesAtStart(course, step.id, seed);
  for (const earlier of solvedEdits(step)) {
    if (earlier.id === edit.id) break;
    applyTo(files, earlier);
  }
  return textIn(files, edit.file);
}

/** Whether an earlier edit of the step is still to be made in the same file, whose text this is. */
export function hasOpenEditBefore(step: Step, edit: EditBlock, text: string | undefined): boolean {
  const edits = solvedEdits(step).filter(({ file }) => file === edit.file);
  return edits
    .slice(
      0,
      edits.findIndex(({ id }) => id === edit.id),
    )
    .some(({ change }) => applyEdit(text, change).kind === 'applied');
}

function textIn(files: Files, path: string): string | undefined {
  const bytes = files.get(path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}
