import { ShellError } from '../control.ts';
import { worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import { isSpecial } from './names.ts';

/** Runs with its expanded words, the first of which is its name; resolves with its exit status. */
export type Builtin = (shell: Shell, words: readonly string[]) => Promise<number>;
export type BuiltinMap = Readonly<Record<string, Builtin>>;

/**
 * A built-in command that cannot do what it is asked. In a POSIX shell an error of a special one ends the script;
 * dash goes on after an error of the others.
 */
export function builtinError(
  shell: Shell,
  command: string,
  words: { dash: string; bash: string; busybox?: string },
  options: { status?: number; isFatal?: boolean; isBare?: boolean } = {},
): ShellError {
  const status = options.status ?? (shell.flavour === 'bash' ? 1 : 2);
  const isFatal = options.isFatal === true && shell.flavour !== 'bash';
  return new ShellError(worded(shell, words), { status, scope: isFatal ? 'script' : 'command', command, isBare: options.isBare ?? false });
}

/** Takes leading `-abc` options; throws for one that is not in `known`. `--` ends them. */
export function takeOptions(shell: Shell, words: readonly string[], known: string): { letters: string; rest: readonly string[] } {
  const [name = ''] = words;
  let letters = '';
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return { letters, rest: words.slice(index + 1) };
    if (!/^-./.test(word)) return { letters, rest: words.slice(index) };
    for (const letter of word.slice(1)) {
      if (!known.includes(letter)) {
        throw builtinError(
          shell,
          name,
          { dash: `Illegal option -${letter}`, bash: `-${letter}: invalid option`, busybox: `illegal option -${letter}` },
          { status: 2, isFatal: isSpecial(name) },
        );
      }
      letters += letter;
    }
  }
  return { letters, rest: [] };
}
