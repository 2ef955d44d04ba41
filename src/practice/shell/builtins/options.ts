import { ShellError } from '../control.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { featuresOf } from '../flavour.ts';
import type { Shell, ShellOptions } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError } from './builtin.ts';
import { print } from './output.ts';

/** Commands about the shell's options and its positional parameters. */
export const optionBuiltins: BuiltinMap = { set, shift, shopt };

export const optionLetters: Readonly<Record<string, keyof ShellOptions>> = {
  a: 'allexport',
  C: 'noclobber',
  e: 'errexit',
  f: 'noglob',
  i: 'interactive',
  m: 'monitor',
  n: 'noexec',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
};

/** Options that change nothing here: they are about line editing and hashing. */
const acceptedLetters = 'bhBEHTpsP';
const acceptedNames: ReadonlySet<string> = new Set([
  'vi',
  'emacs',
  'notify',
  'ignoreeof',
  'nolog',
  'posix',
  'history',
  'hashall',
  'braceexpand',
  'histexpand',
  'interactive-comments',
]);

const setUsage = '\nset: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]';

/** Sets options from words such as `-eu`, `-o pipefail`; gives the words that are left, undefined where there are none but options. */
export function applyOptions(shell: Shell, words: readonly string[], command: string): readonly string[] | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return words.slice(index + 1);
    if (word === '-') {
      shell.options.xtrace = false;
      shell.options.verbose = false;
      return words.length > index + 1 ? words.slice(index + 1) : undefined;
    }
    if (!/^[-+]./.test(word)) return words.slice(index);
    const isOn = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        index += 1;
        const name = words[index];
        if (name === undefined) return undefined;
        setByName(shell, name, isOn, command);
      } else setByLetter(shell, letter, isOn, command);
    }
  }
  return undefined;
}

function setByLetter(shell: Shell, letter: string, isOn: boolean, command: string): void {
  const option = optionLetters[letter];
  const sign = isOn ? '-' : '+';
  if (option !== undefined && option !== 'interactive') shell.options[option] = isOn;
  else if (shell.flavour === 'bash' && 'kt'.includes(letter)) {
    throw builtinError(shell, command, { dash: '', bash: `${sign}${letter}: not supported on the practice device` });
  } else if (!acceptedLetters.includes(letter)) {
    throw builtinError(
      shell,
      command,
      {
        dash: `Illegal option ${sign}${letter}`,
        bash: `${sign}${letter}: invalid option${command === 'set' ? setUsage : ''}`,
        busybox: `illegal option ${sign}${letter}`,
      },
      { status: 2, isFatal: true },
    );
  }
}

function setByName(shell: Shell, name: string, isOn: boolean, command: string): void {
  const isKnown = name in shell.options && name !== 'interactive' && (name !== 'pipefail' || featuresOf(shell.flavour).bashWords);
  if (isKnown) shell.options[name as keyof ShellOptions] = isOn;
  else if (!acceptedNames.has(name)) {
    throw builtinError(
      shell,
      command,
      {
        dash: `Illegal option ${isOn ? '-' : '+'}o ${name}`,
        bash: `${name}: invalid option name`,
        busybox: `illegal option ${isOn ? '-' : '+'}o ${name}`,
      },
      { status: 2, isFatal: true },
    );
  }
}

async function set(shell: Shell, words: readonly string[]): Promise<number> {
  const rest = words.slice(1);
  if (rest.length === 0) return print(shell, 'set', listVariables(shell));
  if (rest.length === 1 && (rest[0] === '-o' || rest[0] === '+o')) return print(shell, 'set', listOptions(shell, rest[0] === '+o'));
  const positional = applyOptions(shell, rest, 'set');
  if (positional !== undefined) shell.positional = [...positional];
  return 0;
}

function listVariables(shell: Shell): string {
  return shell.variables
    .names()
    .map((name) => ({ name, value: shell.variables.get(name) }))
    .filter(({ value }) => value !== undefined)
    .map(({ name, value = '' }) => `${name}=${quoteForShell(value, shell.flavour === 'bash' ? 'needed' : 'posix')}\n`)
    .join('');
}

function listOptions(shell: Shell, asCommands: boolean): string {
  const names = (Object.keys(shell.options) as (keyof ShellOptions)[]).filter((name) => name !== 'interactive').sort();
  if (asCommands) return names.map((name) => `set ${shell.options[name] ? '-' : '+'}o ${name}\n`).join('');
  return names.map((name) => `${name.padEnd(15)}\t${shell.options[name] ? 'on' : 'off'}\n`).join('');
}

function shift(shell: Shell, words: readonly string[]): Promise<number> {
  const [, text = '1'] = words;
  if (!/^\d+$/.test(text)) {
    throw builtinError(shell, 'shift', { dash: `Illegal number: ${text}`, bash: `${text}: numeric argument required` }, { isFatal: true });
  }
  const count = Number(text);
  if (count > shell.positional.length) {
    if (shell.flavour !== 'dash') return Promise.resolve(1);
    throw new ShellError("can't shift that many", { status: 2, scope: 'script', command: 'shift' });
  }
  shell.positional = shell.positional.slice(count);
  return Promise.resolve(0);
}

/** bash's `shopt`: the options that scripts ask for and that are as they want them here; others are refused. */
function shopt(shell: Shell, words: readonly string[]): Promise<number> {
  const harmless = new Set(['extglob', 'expand_aliases', 'checkwinsize', 'histappend', 'cmdhist', 'interactive_comments', 'sourcepath']);
  const names = words.slice(1).filter((word) => !word.startsWith('-'));
  const refused = names.find((name) => !harmless.has(name));
  if (refused !== undefined) {
    throw builtinError(shell, 'shopt', { dash: '', bash: `${refused}: not supported on the practice device` });
  }
  return Promise.resolve(0);
}
