import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/main/workspace/edit.ts';

describe('applyEdit', () => {
  const edit = { by: 'lines' as const, before: 'CMD a', after: 'CMD b' };

  it('replaces the one place', () => {
    expect(applyEdit('FROM x\nCMD a\n', edit)).toEqual({ kind: 'applied', text: 'FROM x\nCMD b\n' });
  });

  it('keeps the line endings of a file from Windows', () => {
    expect(applyEdit('FROM x\r\nCMD a\r\n', edit)).toEqual({ kind: 'applied', text: 'FROM x\r\nCMD b\r\n' });
  });

  it('looks past spaces at the end of a line', () => {
    expect(applyEdit('FROM x\nCMD a  \n', edit)).toEqual({ kind: 'applied', text: 'FROM x\nCMD b\n' });
  });

  it('takes whole lines only', () => {
    expect(applyEdit('# CMD a\n', edit)).toEqual({ kind: 'conflict', reason: 'The line "CMD a" is not there.' });
  });

  it('is content when the change is there already', () => {
    expect(applyEdit('FROM x\nCMD b\n', edit)).toEqual({ kind: 'already' });
  });

  it('does not guess between two places', () => {
    expect(applyEdit('CMD a\nCMD a\n', edit)).toEqual({ kind: 'conflict', reason: 'The line "CMD a" is there more than once.' });
  });

  it('does not insert a second time', () => {
    const insertion = { by: 'lines' as const, before: 'services:', after: 'services:\n  backend:' };
    const once = applyEdit('services:\n', insertion);
    expect(once).toEqual({ kind: 'applied', text: 'services:\n  backend:\n' });
    expect(applyEdit('services:\n  backend:\n', insertion)).toEqual({ kind: 'already' });
  });

  it('removes lines, also where what stays was part of what stood there', () => {
    expect(applyEdit('a\nb\nc', { by: 'lines' as const, before: 'a\nb', after: 'a' })).toEqual({ kind: 'applied', text: 'a\nc' });
    expect(applyEdit('a\nb\nc', { by: 'lines' as const, before: 'b', after: '' })).toEqual({ kind: 'applied', text: 'a\nc' });
  });

  it('applied twice is the same as applied once, and touches nothing else', () => {
    const line = fc.constantFrom('a', 'b', 'c', '');
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.boolean(), (above, below, windows) => {
        const ending = windows ? '\r\n' : '\n';
        const text = [...above, 'OLD', ...below].join(ending);
        const first = applyEdit(text, { by: 'lines' as const, before: 'OLD', after: 'NEW' });
        // A single line has no ending to tell.
        const expected = [...above, 'NEW', ...below].join(ending);
        expect(first).toEqual({ kind: 'applied', text: expected });
        expect(applyEdit(expected, { by: 'lines' as const, before: 'OLD', after: 'NEW' })).toEqual({ kind: 'already' });
      }),
    );
  });
});
