import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../../../src/renderer/workbench/files/text-change.ts';

describe('the change between two texts', () => {
  it('is none when they are equal', () => {
    expect(changeBetween('a', 'a')).toBeUndefined();
  });

  it('leaves common ends alone', () => {
    expect(changeBetween('FROM x\nCMD a\n', 'FROM x\nCMD b\n')).toEqual({ from: 11, to: 12, insert: 'b' });
  });

  it('turns the one into the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const change = changeBetween(before, after);
        const changed = change === undefined ? before : before.slice(0, change.from) + change.insert + before.slice(change.to);
        expect(changed).toBe(after);
      }),
    );
  });
});
