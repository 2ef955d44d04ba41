import { describe, expect, it } from 'vitest';
import { withoutSequences } from '../../../../src/main/terminal/output/escape-sequences.ts';

describe('a text without escape sequences', () => {
  it.each([
    ['colours', '\x1b[31mred\x1b[0m'],
    ['the keyboard protocol that fish 4 asks for and leaves', '\x1b[=5u\x1b[>4;1mred\x1b[=0u'],
    ['the form of the cursor', '\x1b[2 qred'],
    ['a title, ended either way', '\x1b]0;title\x07red\x1b]0;title\x1b\\'],
    ['a device control string', '\x1bP+q544e\x1b\\red'],
    ['a character set', '\x1b(Bred'],
    ['one that is cut off', 'red\x1b[38;5'],
  ])('has none of %s', (_name, text) => expect(withoutSequences(text)).toBe('red'));

  it('keeps the lines behind a control string that never ends', () => {
    expect(withoutSequences('\x1b]0;title\nred\r\n')).toBe('\nred\r\n');
  });
});
