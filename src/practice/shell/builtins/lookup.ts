import { defaultPath, locateProgram } from '../../process/find-program.ts';
import { writeText } from '../execution/descriptors.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { complain, worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError, takeOptions } from './builtin.ts';
import { isBuiltin, isReserved, isSpecial } from './names.ts';
import { print } from './output.ts';

/** Commands about what a name means. */
export const lookupBuiltins: BuiltinMap = { command, builtin, type, hash, alias, unalias };

type Meaning = { kind: 'alias'; value: string } | { kind: 'keyword' | 'function' | 'builtin' } | { kind: 'file'; path: string };

async function meaningOf(shell: Shell, name: string): Promise<Meaning | undefined> {
  const value = shell.aliases.get(name);
  if (value !== undefined && (shell.flavour !== 'bash' || shell.options.interactive)) return { kind: 'alias', value };
  if (isReserved(shell.flavour, name)) return { kind: 'keyword' };
  if (shell.functions.has(name)) return { kind: 'function' };
  if (isBuiltin(shell.flavour, name)) return { kind: 'builtin' };
  const located = await locateProgram(shell.context.system, name, shell.variables.exported(), shell.workingDirectory);
  return 'error' in located ? undefined : { kind: 'file', path: name.includes('/') ? name : located.path };
}

async function command(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters, rest } = takeOptions(shell, words, 'pvV');
  if (rest.length === 0) return 0;
  if (letters.includes('V')) return describeAll(shell, rest, 'command');
  if (!letters.includes('v')) {
    if (letters.includes('p')) return withDefaultPath(shell, () => shell.interpreter.runWords(shell, rest, { isBuiltinWanted: false }));
    return shell.interpreter.runWords(shell, rest, { isBuiltinWanted: false });
  }
  let output = '';
  let status = 0;
  // dash looks at the first name only.
  for (const name of shell.flavour === 'dash' ? rest.slice(0, 1) : rest) {
    const meaning = await meaningOf(shell, name);
    if (meaning === undefined) status = shell.flavour === 'bash' ? 1 : 127;
    else output += `${meaning.kind === 'file' ? meaning.path : meaning.kind === 'alias' ? `alias ${name}='${meaning.value}'` : name}\n`;
  }
  return (await print(shell, 'command', output)) || status;
}

async function withDefaultPath(shell: Shell, run: () => Promise<number>): Promise<number> {
  const before = shell.variables.get('PATH');
  shell.variables.set('PATH', defaultPath);
  try {
    return await run();
  } finally {
    if (before === undefined) shell.variables.unset('PATH');
    else shell.variables.set('PATH', before);
  }
}

function builtin(shell: Shell, words: readonly string[]): Promise<number> {
  return words.length < 2 ? Promise.resolve(0) : shell.interpreter.runWords(shell, words.slice(1), { isBuiltinWanted: true });
}

async function type(shell: Shell, words: readonly string[]): Promise<number> {
  if (shell.flavour !== 'bash') return describeAll(shell, words.slice(1), 'type');
  const { letters, rest } = takeOptions(shell, words, 'afptP');
  if (!/[tpP]/.test(letters)) return describeAll(shell, rest, 'type');
  let status = 0;
  for (const name of rest) {
    const meaning = await meaningOf(shell, name);
    if (meaning === undefined) status = 1;
    else if (letters.includes('t')) await print(shell, 'type', `${meaning.kind}\n`);
    else if (meaning.kind === 'file') await print(shell, 'type', `${meaning.path}\n`);
  }
  return status;
}

async function describeAll(shell: Shell, names: readonly string[], command: string): Promise<number> {
  let status = 0;
  for (const name of names) {
    const meaning = await meaningOf(shell, name);
    if (meaning !== undefined) {
      await print(shell, command, `${name} ${describe(shell, name, meaning)}\n`);
      continue;
    }
    status = shell.flavour === 'bash' ? 1 : 127;
    if (shell.flavour === 'bash') await complain(shell, `${name}: not found`, command);
    else await print(shell, command, `${name}: not found\n`);
  }
  return status;
}

function describe(shell: Shell, name: string, meaning: Meaning): string {
  switch (meaning.kind) {
    case 'alias':
      return worded(shell, { dash: `is an alias for ${meaning.value}`, bash: `is aliased to \`${meaning.value}'` });
    case 'keyword':
      return worded(shell, { dash: 'is a shell keyword', bash: 'is a shell keyword' });
    case 'function':
      return worded(shell, {
        dash: 'is a shell function',
        bash: `is a function\n${functionSource(shell, name)}`,
        busybox: 'is a function',
      });
    case 'builtin':
      return isSpecial(name) && shell.flavour === 'dash' ? 'is a special shell builtin' : 'is a shell builtin';
    case 'file':
      return `is ${meaning.path}`;
  }
}

/** The function as it was written; bash prints it in a layout of its own. */
function functionSource(shell: Shell, name: string): string {
  const definition = shell.functions.get(name);
  return definition === undefined ? '' : `${name} () \n${definition.unit.text.slice(definition.body.pos, definition.body.end)}`;
}

/** There is nothing to remember: programs are looked up each time. */
async function hash(shell: Shell, words: readonly string[]): Promise<number> {
  if (words.length === 1 && shell.flavour === 'bash') return print(shell, 'hash', 'hash: hash table empty\n');
  let status = 0;
  for (const name of words.slice(1).filter((word) => !word.startsWith('-'))) {
    const meaning = await meaningOf(shell, name);
    if (meaning !== undefined) continue;
    await complain(shell, `${name}: not found`, 'hash');
    status = 1;
  }
  return status;
}

async function alias(shell: Shell, words: readonly string[]): Promise<number> {
  const show = (name: string, value: string): string =>
    `${shell.flavour === 'bash' ? 'alias ' : ''}${name}=${quoteForShell(value, shell.flavour === 'bash' ? 'always' : 'posix')}\n`;
  const rest = words.slice(1).filter((word) => word !== '-p');
  if (rest.length === 0)
    return print(
      shell,
      'alias',
      [...shell.aliases]
        .sort(([first], [second]) => (first < second ? -1 : 1))
        .map(([name, value]) => show(name, value))
        .join(''),
    );
  let status = 0;
  for (const word of rest) {
    const equals = word.indexOf('=');
    if (equals > 0) {
      shell.aliases.set(word.slice(0, equals), word.slice(equals + 1));
      continue;
    }
    const value = shell.aliases.get(word);
    if (value !== undefined) await print(shell, 'alias', show(word, value));
    else {
      if (shell.flavour === 'bash') await complain(shell, `${word}: not found`, 'alias');
      else await writeText(shell, 2, `alias: ${word} not found\n`);
      status = 1;
    }
  }
  return status;
}

function unalias(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters, rest } = takeOptions(shell, words, 'a');
  if (letters.includes('a')) shell.aliases.clear();
  for (const name of rest) {
    if (!shell.aliases.delete(name))
      throw builtinError(
        shell,
        'unalias',
        { dash: `${name} not found`, bash: `${name}: not found` },
        { status: 1, isBare: shell.flavour !== 'bash' },
      );
  }
  return Promise.resolve(0);
}
