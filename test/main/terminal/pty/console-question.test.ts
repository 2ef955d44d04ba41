import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQuestionFilter } from '../../../../src/main/terminal/pty/console-question.ts';

/** What comes through when the text arrives in parts of these sizes, and the rest at the end. */
function through(text: string, sizes: readonly number[]): string {
  const filter = createQuestionFilter();
  const bytes = Buffer.from(text);
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  const parts = [0, ...ends].map((start, index) => bytes.subarray(start, ends[index]));
  return Buffer.concat(parts.map(filter)).toString();
}

describe('the question of the console', () => {
  test('is taken out once, wherever the output is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('\x1b', '[', 'é', '\x1b[?1004h', '\x1b[0c', 'PS C:\\> ')).map((parts) => parts.join('')),
        fc.array(fc.constantFrom('\x1b[c', 'x', '\x1b[1m'), { maxLength: 5 }).map((parts) => parts.join('')),
        fc.array(fc.integer({ min: 0, max: 5 })),
        (before, after, sizes) => {
          // Only what is whole before it: two escapes in a row are no question.
          fc.pre(!`${before}\x1b[c`.slice(0, -1).includes('\x1b[c'));
          expect(through(`${before}\x1b[c${after}.`, sizes)).toBe(`${before}${after}.`);
        },
      ),
    );
  });

  test('is looked for at the beginning alone: later ones are of programs', () => {
    const long = 'x'.repeat(5000);
    expect(through(`${long}\x1b[c`, [5000])).toBe(`${long}\x1b[c`);
  });

  test('what may be its beginning waits for what comes next, and is not lost', () => {
    expect(through('PS> \x1b[', [4, 1])).toBe('PS> ');
    expect(through('PS> \x1b[1mhello', [4, 1, 1])).toBe('PS> \x1b[1mhello');
  });
});
