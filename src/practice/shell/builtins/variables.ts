import { ShellError } from '../control.ts';
import { assignVariable, evaluate, readOnly } from '../expansion/assign.ts';
import { writeText } from '../execution/descriptors.ts';
import { elementKeys } from '../expansion/parameters.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { complain, worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import { isName, ReadOnlyError } from '../variables.ts';
import type { Variable } from '../variables.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError, takeOptions } from './builtin.ts';
import { print } from './output.ts';

/** Commands about variables. */
export const variableBuiltins: BuiltinMap = {
  export: (shell, words) => declareAttribute(shell, words, 'isExported'),
  readonly: (shell, words) => declareAttribute(shell, words, 'isReadOnly'),
  unset,
  local,
  declare,
  typeset: declare,
  let: runLet,
  getopts,
};

/** `name`, `name=value`, `name+=value`. */
interface Definition {
  name: string;
  value: string | undefined;
}

async function declareAttribute(shell: Shell, words: readonly string[], attribute: 'isExported' | 'isReadOnly'): Promise<number> {
  const [command = ''] = words;
  const { letters, rest } = takeOptions(shell, words, 'pnfa');
  if (rest.length === 0) return print(shell, command, listDeclared(shell, command, attribute));
  let status = 0;
  for (const word of rest) {
    const definition = await readDefinition(shell, command, word);
    if (definition === undefined) {
      status = 1;
      continue;
    }
    if (definition.value !== undefined) assignVariable(shell, definition.name, definition.value);
    const variable = shell.variables.declare(definition.name);
    if (letters.includes('n') && attribute === 'isExported') variable.isExported = false;
    else variable[attribute] = true;
  }
  return status;
}

async function readDefinition(shell: Shell, command: string, word: string): Promise<Definition | undefined> {
  const match = /^([^=]*?)(\+?)=(.*)$/s.exec(word);
  const name = match?.[1] ?? word;
  if (!isName(name)) {
    if (shell.flavour === 'bash') {
      await complain(shell, `\`${word}': not a valid identifier`, command);
      return undefined;
    }
    throw builtinError(shell, command, { dash: `${name}: bad variable name`, bash: '' }, { isFatal: true });
  }
  if (match === null) return { name, value: undefined };
  return { name, value: match[2] === '+' ? (shell.variables.get(name) ?? '') + (match[3] ?? '') : (match[3] ?? '') };
}

function listDeclared(shell: Shell, command: string, attribute: 'isExported' | 'isReadOnly'): string {
  return shell.variables
    .names()
    .map((name) => ({ name, variable: shell.variables.find(name) }))
    .filter(({ variable }) => variable?.[attribute] === true)
    .map(({ name, variable }) => {
      if (shell.flavour === 'bash' && variable !== undefined) return `${declaration(shell, name, variable)}\n`;
      const value = variable?.value;
      return `${command} ${name}${value === undefined ? '' : `=${quoteForShell(value, 'posix')}`}\n`;
    })
    .join('');
}

function declaration(shell: Shell, name: string, variable: Variable): string {
  const letters = [
    variable.items === undefined ? '' : variable.isKeyed ? 'A' : 'a',
    variable.isInteger ? 'i' : '',
    variable.isReadOnly ? 'r' : '',
    variable.isExported ? 'x' : '',
  ].join('');
  const start = `declare -${letters === '' ? '-' : letters} ${name}`;
  if (variable.items !== undefined) {
    const items = elementKeys(shell, name).map((key) => `[${key}]=${doubleQuoted(variable.items?.get(key) ?? '')}`);
    return `${start}=(${items.join(' ')}${variable.isKeyed && items.length > 0 ? ' ' : ''})`;
  }
  return variable.value === undefined ? start : `${start}=${doubleQuoted(variable.value)}`;
}

function doubleQuoted(text: string): string {
  return `"${text.replaceAll(/[\\"$`]/g, '\\$&')}"`;
}

function unset(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters, rest } = takeOptions(shell, words, 'fvn');
  for (const name of rest) {
    if (letters.includes('f')) {
      shell.functions.delete(name);
      continue;
    }
    const element = /^([A-Za-z_]\w*)\[(.+)\]$/.exec(name);
    if (element !== null && shell.flavour === 'bash') {
      shell.variables.find(element[1] ?? '')?.items?.delete(element[2] ?? '');
      continue;
    }
    if (!isName(name)) {
      if (shell.flavour === 'bash') continue;
      throw builtinError(shell, 'unset', { dash: `${name}: bad variable name`, bash: '' }, { isFatal: true });
    }
    try {
      if (!shell.variables.unset(name) && !letters.includes('v') && shell.flavour === 'bash') shell.functions.delete(name);
    } catch (error) {
      if (!(error instanceof ReadOnlyError)) throw error;
      throw builtinError(
        shell,
        'unset',
        { dash: `${name}: is read only`, bash: `${name}: cannot unset: readonly variable` },
        { isFatal: true },
      );
    }
  }
  return Promise.resolve(0);
}

async function local(shell: Shell, words: readonly string[]): Promise<number> {
  if (shell.depth.function === 0) {
    throw builtinError(shell, 'local', { dash: 'not in a function', bash: 'can only be used in a function' }, { isFatal: true });
  }
  if (shell.flavour === 'bash') return declare(shell, words);
  for (const word of words.slice(1)) {
    if (word === '-') continue;
    const definition = await readDefinition(shell, 'local', word);
    if (definition === undefined) continue;
    shell.variables.makeLocal(definition.name, true);
    if (definition.value !== undefined) assignVariable(shell, definition.name, definition.value);
  }
  return 0;
}

async function declare(shell: Shell, words: readonly string[]): Promise<number> {
  const [command = ''] = words;
  const { letters, rest } = takeOptions(
    shell,
    words.map((word) => (/^\+[a-z]+$/i.test(word) ? '' : word)).filter((word) => word !== ''),
    'aAfFgilnprtux',
  );
  if (/[nlu]/.test(letters)) throw builtinError(shell, command, { dash: '', bash: `-${letters}: not supported on the practice device` });
  if (letters.includes('f') || letters.includes('F')) {
    const names = rest.length > 0 ? rest.filter((name) => shell.functions.has(name)) : [...shell.functions.keys()].sort();
    return (
      (await print(shell, command, names.map((name) => (rest.length > 0 ? `${name}\n` : `declare -f ${name}\n`)).join(''))) ||
      (names.length < rest.length ? 1 : 0)
    );
  }
  if (rest.length === 0 || letters.includes('p')) return listVariables(shell, command, rest);
  let status = 0;
  for (const word of rest) {
    const definition = await readDefinition(shell, command, word);
    if (definition === undefined) {
      status = 1;
      continue;
    }
    const { name, value } = definition;
    if (shell.depth.function > 0 && !letters.includes('g')) shell.variables.makeLocal(name, false);
    const variable = shell.variables.declare(name);
    if (variable.isReadOnly && value !== undefined) throw readOnly(shell, name);
    if (letters.includes('i')) variable.isInteger = true;
    if (letters.includes('A') && variable.items === undefined) variable.isKeyed = true;
    if (/[aA]/.test(letters)) variable.items ??= new Map();
    if (value !== undefined) assignVariable(shell, name, value);
    if (letters.includes('x')) variable.isExported = true;
    if (letters.includes('r')) variable.isReadOnly = true;
  }
  return status;
}

async function listVariables(shell: Shell, command: string, names: readonly string[]): Promise<number> {
  let output = '';
  let status = 0;
  for (const name of names.length > 0 ? names : shell.variables.names()) {
    const variable = shell.variables.find(name);
    if (variable === undefined) {
      await complain(shell, `${name}: not found`, command);
      status = 1;
    } else output += `${declaration(shell, name, variable)}\n`;
  }
  return (await print(shell, command, output)) || status;
}

function runLet(shell: Shell, words: readonly string[]): Promise<number> {
  if (words.length < 2) throw new ShellError('expression expected', { status: 1, scope: 'command', command: 'let' });
  let value = 0n;
  for (const word of words.slice(1)) value = evaluate(shell, word);
  return Promise.resolve(value === 0n ? 1 : 0);
}

/** POSIX XCU getopts; `OPTIND` and the offset inside a word of several options say where it is. */
async function getopts(shell: Shell, words: readonly string[]): Promise<number> {
  const [, specification, name, ...given] = words;
  if (specification === undefined || name === undefined) {
    throw builtinError(
      shell,
      'getopts',
      { dash: 'Usage: getopts optstring var [arg]', bash: 'usage: getopts optstring name [arg ...]' },
      { status: 2 },
    );
  }
  const values = words.length > 3 ? given : shell.positional;
  const isSilent = specification.startsWith(':');
  const { getopts: progress } = shell;
  const wanted = shell.variables.get('OPTIND') ?? '1';
  if (wanted !== progress.written) Object.assign(progress, { index: Number(wanted) || 1, offset: 0 });
  const say = async (message: string): Promise<void> => {
    if (!isSilent) await writeText(shell, 2, `${shell.flavour === 'dash' ? '' : `${shell.name}: `}${message}\n`);
  };
  const word = values[progress.index - 1];
  if (progress.offset === 0) {
    if (word === undefined || !/^-./.test(word) || word === '--') {
      if (word === '--') progress.index += 1;
      shell.variables.unset('OPTARG');
      assignVariable(shell, name, '?');
      writeProgress(shell, progress.index);
      return 1;
    }
    progress.offset = 1;
  }
  const current = word ?? '';
  const letter = current.charAt(progress.offset);
  progress.offset += 1;
  const place = letter === ':' ? -1 : specification.indexOf(letter, isSilent ? 1 : 0);
  let result = letter;
  let argument: string | undefined;
  if (place < 0) {
    result = '?';
    if (isSilent) argument = letter;
    await say(worded(shell, { dash: `Illegal option -${letter}`, bash: `illegal option -- ${letter}` }));
  } else if (specification[place + 1] === ':') {
    if (progress.offset < current.length) argument = current.slice(progress.offset);
    else {
      progress.index += 1;
      argument = values[progress.index - 1];
    }
    progress.offset = current.length;
    if (argument === undefined) {
      result = isSilent ? ':' : '?';
      if (isSilent) argument = letter;
      await say(worded(shell, { dash: `No arg for -${letter} option`, bash: `option requires an argument -- ${letter}` }));
    }
  }
  if (progress.offset >= current.length) {
    progress.index += 1;
    progress.offset = 0;
  }
  // Inside a word dash already names the next one.
  writeProgress(shell, progress.index + (shell.flavour === 'dash' && progress.offset > 0 ? 1 : 0));
  assignVariable(shell, name, result);
  if (argument === undefined) shell.variables.unset('OPTARG');
  else assignVariable(shell, 'OPTARG', argument);
  return 0;
}

function writeProgress(shell: Shell, index: number): void {
  shell.getopts.written = String(index);
  assignVariable(shell, 'OPTIND', shell.getopts.written);
}
