import { expect, it } from 'vitest';
import { inOneLine, isOneLine } from '../../../src/renderer/terminal/paste.ts';

it.each([
  ['echo one\n', 'echo one'],
  ['echo one\r\n\r\n', 'echo one'],
  ['  echo one', '  echo one'],
  ['docker run \\\n  --rm \\\n  alpine\n', 'docker run   --rm   alpine'],
])('makes one line of %j', (text, line) => {
  expect(inOneLine(text, false)).toBe(line);
});

it.each([
  ['two commands', 'cd one\nrm two\n'],
  ['a line that does not go on', 'echo \\\n one\nrm two\n'],
  ['a backslash that is one itself', 'echo \\\\\nrm two\n'],
  ['a backslash in single quotes', "echo 'a\\\nb'\n"],
  ['a backslash in a comment', '# note \\\nrm two\n'],
  ['a last line that goes on', 'echo \\\n one \\\n'],
])('leaves %s alone', (_what, text) => {
  expect(inOneLine(text, false)).toBeUndefined();
});

it('joins nothing for PowerShell, and knows one line with its end', () => {
  expect(inOneLine('echo \\\n one\n', true)).toBeUndefined();
  expect([isOneLine('ls\r\n'), isOneLine('ls\nls')]).toEqual([true, false]);
});
