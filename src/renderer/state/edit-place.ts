import type { EditView } from '../../shared/course/edit.ts';

/** The lines of the file that an edit is about: those that it brought, or those that it will change. Empty where there are none. */
export function placeInFile({ state, lines }: EditView): string {
  const wanted = state === 'applied' ? 'added' : 'removed';
  const first = lines.findIndex(({ kind }) => kind === wanted);
  if (first === -1) return lines.find(({ kind }) => kind === 'same')?.text ?? '';
  const end = lines.findIndex(({ kind }, index) => index > first && kind !== wanted);
  return lines
    .slice(first, end === -1 ? undefined : end)
    .map(({ text }) => text)
    .join('\n');
}
