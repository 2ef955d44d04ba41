import { print } from './output.ts';
import type { Shell } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { forgetLine } from '../interactive/history.ts';
import { builtinError } from './builtin.ts';
import { ulimit } from './ulimit.ts';

/** Commands about what a process may do, and what a user has typed. */
export const limitBuiltins: BuiltinMap = { umask, ulimit, history };

function umask(shell: Shell, words: readonly string[]): Promise<number> {
  const [, first, second] = words;
  const word = first === '-S' ? second : first;
  if (word === undefined)
    return print(shell, 'umask', first === '-S' ? `${symbolic(shell.umask)}\n` : `${shell.umask.toString(8).padStart(4, '0')}\n`);
  if (/^[0-7]{1,4}$/.test(word)) shell.umask = parseInt(word, 8) & 0o777;
  else {
    const changed = applySymbolic(shell.umask, word);
    if (changed === undefined)
      throw builtinError(shell, 'umask', {
        dash: `Illegal ${/^\d/.test(word) ? 'number' : 'mode'}: ${word}`,
        bash: /^\d/.test(word) ? `${word}: octal number out of range` : `\`${word}': invalid symbolic mode operator`,
        busybox: `illegal mode: ${word}`,
      });
    shell.umask = changed;
  }
  return Promise.resolve(0);
}

const classes: readonly (readonly [string, number])[] = [
  ['u', 6],
  ['g', 3],
  ['o', 0],
];
const permissions: readonly (readonly [string, number])[] = [
  ['r', 4],
  ['w', 2],
  ['x', 1],
];

/** The permissions that files are left with. */
function symbolic(mask: number): string {
  return classes
    .map(
      ([name, shift]) =>
        `${name}=${permissions
          .filter(([, bit]) => ((mask >> shift) & bit) === 0)
          .map(([letter]) => letter)
          .join('')}`,
    )
    .join(',');
}

function applySymbolic(mask: number, text: string): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (match === null) return undefined;
    const [, who = '', operator, letters = ''] = match;
    const bits = permissions.filter(([letter]) => letters.includes(letter)).reduce((sum, [, bit]) => sum | bit, 0);
    for (const [name, shift] of classes) {
      if (who !== '' && !who.includes(name) && !who.includes('a')) continue;
      if (operator === '+') allowed |= bits << shift;
      else if (operator === '-') allowed &= ~(bits << shift);
      else allowed = (allowed & ~(7 << shift)) | (bits << shift);
    }
  }
  return ~allowed & 0o777;
}

/** Removes one line, counted from 1, or from the end when negative. */
async function forget(shell: Shell, word: string | undefined): Promise<number> {
  const { history: lines } = shell;
  const number = Number(word);
  const index = number < 0 ? lines.length + number : number - 1;
  const line = lines[index];
  if (word === undefined || !Number.isInteger(number) || line === undefined)
    throw builtinError(shell, 'history', { dash: '', bash: `${word ?? '-d'}: history position out of range`, busybox: '' });
  lines.splice(index, 1);
  await forgetLine(shell, line);
  return 0;
}

function history(shell: Shell, words: readonly string[]): Promise<number> {
  const { history: lines } = shell;
  if (words[1] === '-c') {
    lines.length = 0;
    return Promise.resolve(0);
  }
  if (words[1] === '-d' && shell.flavour === 'bash') return forget(shell, words[2]);
  const count = words[1] === undefined ? lines.length : Number(words[1]);
  if (!Number.isInteger(count) || count < 0)
    throw builtinError(shell, 'history', { dash: '', bash: `${words[1] ?? ''}: numeric argument required`, busybox: 'bad number' });
  const start = Math.max(0, lines.length - count);
  const width = shell.flavour === 'bash' ? 5 : 4;
  return print(
    shell,
    'history',
    lines
      .slice(start)
      .map(
        (line, index) =>
          `${String(start + index + (shell.flavour === 'bash' ? 1 : 0)).padStart(width)}${shell.flavour === 'bash' ? '  ' : ' '}${line}\n`,
      )
      .join(''),
  );
}
