import { describe, expect, it } from 'vitest';
import { editStateOf } from '../../../src/renderer/lesson/edit-state.ts';
import type { EditBlock } from '../../../src/shared/course/course.ts';

function edit(before: string, after: string): EditBlock {
  return { kind: 'edit', id: 'e', file: 'f', before, after };
}
const change = edit('CMD ["a"]', 'CMD ["b"]');

describe('the state of an edit', () => {
  it.each([
    ['not read yet', undefined, 'unknown'],
    ['not there', null, 'missing'],
    ['with the old line', 'FROM x\nCMD ["a"]\n', 'open'],
    ['with the new line', 'FROM x\nCMD ["b"]\n', 'applied'],
    ['with Windows line ends', 'FROM x\r\nCMD ["b"]\r\n', 'applied'],
    ['changed in another way', 'FROM x\nCMD ["c"]\n', 'conflict'],
    ['with the old line twice', 'CMD ["a"]\nCMD ["a"]\n', 'conflict'],
  ])('of a file %s', (_name, text, state) => {
    expect(editStateOf(change, text)).toBe(state);
  });

  it('of an edit that only adds: the old lines do not hide that it was applied', () => {
    const addition = edit('FROM x', 'FROM x\nUSER me');
    expect(editStateOf(addition, 'FROM x\nCMD a\n')).toBe('open');
    expect(editStateOf(addition, 'FROM x\nUSER me\nCMD a\n')).toBe('applied');
  });

  it('of an edit that only removes: the old lines that hold the new ones do not look applied', () => {
    const removal = edit('FROM x\nUSER me', 'FROM x');
    expect(editStateOf(removal, 'FROM x\nUSER me\n')).toBe('open');
    expect(editStateOf(removal, 'FROM x\nCMD a\n')).toBe('applied');
  });

  it('of an edit that fills an empty file', () => {
    const fill = edit('', 'FROM x\n');
    expect(editStateOf(fill, '\n')).toBe('open');
    expect(editStateOf(fill, 'FROM x\n')).toBe('applied');
    expect(editStateOf(fill, 'FROM y\n')).toBe('conflict');
  });
});
