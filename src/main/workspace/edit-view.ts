import type { DiffLine, EditChange, EditView } from '../../shared/course/edit.ts';
import { applyEdit } from './edit.ts';
import { diffLines, withContext } from './line-diff.ts';

/**
 * An edit against a file's text (undefined: there is none). `reference`: the file before the edit as the lesson has it, for what to show where
 * the file itself says nothing.
 */
export function viewEdit(change: EditChange, text: string | undefined, reference: string | undefined): EditView {
  const outcome = applyEdit(text, change);
  switch (outcome.kind) {
    case 'applied':
      return { state: 'open', lines: change.by === 'lines' ? ownLines(change) : changeOf(text, outcome.text) };
    case 'already':
      return { state: 'applied', lines: referenceLines(change, reference) };
    case 'missing':
      return { state: 'missing', lines: referenceLines(change, reference), ...replacementOf(change, text, reference) };
    case 'conflict':
      return {
        state: 'conflict',
        lines: change.by === 'file' ? changeOf(text, change.text) : referenceLines(change, reference),
        reason: outcome.reason,
        ...(outcome.isBroken === true ? { isBroken: true } : {}),
        ...replacementOf(change, text, reference),
      };
  }
}

/** The lesson's own text after an edit; undefined where its own text before it (`reference`) does not take it. */
export function textAfterEdit(change: EditChange, reference: string | undefined): string | undefined {
  const outcome = applyEdit(change.by === 'file' ? undefined : reference, change);
  return outcome.kind === 'applied' ? outcome.text : undefined;
}

function replacementOf(change: EditChange, text: string | undefined, reference: string | undefined): Pick<EditView, 'replacement'> {
  const after = textAfterEdit(change, reference);
  return after === undefined ? {} : { replacement: changeOf(text, after) };
}

/** The change as the lesson makes it. */
function referenceLines(change: EditChange, reference: string | undefined): DiffLine[] {
  if (change.by === 'lines') return ownLines(change);
  const outcome = applyEdit(reference, change);
  return outcome.kind === 'applied' ? changeOf(reference, outcome.text) : [];
}

function ownLines({ before, after }: { before: string; after: string }): DiffLine[] {
  return diffLines(before, after);
}

function changeOf(before: string | undefined, after: string): DiffLine[] {
  return withContext(diffLines(before ?? '', after), 1);
}
