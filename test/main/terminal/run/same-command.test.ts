import { expect, it } from 'vitest';
import { isSameCommand } from '../../../../src/main/terminal/run/same-command.ts';

it.each([
  ['balena push Demo', '  balena   push Demo ', true],
  ['balena push Demo', 'balena push Demo\n', true],
  ['balena push Demo', 'balena push demo', false],
  ['balena push Demo', 'balena pushDemo', false],
  ['echo "a b"', 'echo "a b" ', true],
  ['echo "a b"', 'echo "a  b"', false],
  ["echo 'a b'", "echo  'a b'", false],
  ['cd app\nls', 'cd app ls', false],
])('%j is %j: %s', (one, other, isSame) => expect(isSameCommand(one, other)).toBe(isSame));
