import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/main/workspace/line-diff.ts';

const line = fc.constantFrom('FROM debian', 'RUN a', 'RUN b', '', '  indented');
const lines = fc.array(line, { maxLength: 8 });

describe('the lines of an edit', () => {
  it('shows a changed line as removed, then added', () => {
    expect(diffLines('FROM x\nCMD a\n', 'FROM x\nCMD b\n')).toEqual([
      { kind: 'same', text: 'FROM x' },
      { kind: 'removed', text: 'CMD a' },
      { kind: 'added', text: 'CMD b' },
    ]);
  });

  it('shows a new file as added lines only', () => {
    expect(diffLines('', 'a\nb\n').map(({ kind }) => kind)).toEqual(['added', 'added']);
  });

  it('takes Windows line ends for the same', () => {
    expect(diffLines('a\r\nb\r\n', 'a\nb\n').every(({ kind }) => kind === 'same')).toBe(true);
  });

  it('holds all of both texts, in order, and nothing else', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        // A trailing empty line is a line end, not a line.
        const trim = (all: string[]): string[] => `${all.join('\n')}\n`.replace(/\n$/, '').replace(/\n$/, '').split('\n');
        const diff = diffLines(trim(before).join('\n'), trim(after).join('\n'));
        const text = (without: string): string =>
          diff
            .filter(({ kind }) => kind !== without)
            .map((one) => one.text)
            .join('\n');
        expect(text('added')).toBe(trim(before).join('\n').replace(/\n$/, ''));
        expect(text('removed')).toBe(trim(after).join('\n').replace(/\n$/, ''));
      }),
    );
  });
});
