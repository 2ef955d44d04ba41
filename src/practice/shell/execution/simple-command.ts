import type { Assignment, Command, Redirection } from 'unbash';
import { isSpecial } from '../builtins/names.ts';
import { findBuiltin } from '../builtins/registry.ts';
import type { Builtin } from '../builtins/builtin.ts';
import { ShellError } from '../control.ts';
import { expandWords } from '../expansion/word.ts';
import { featuresOf } from '../flavour.ts';
import { reportError } from '../messages.ts';
import type { RunOptions, Shell, ShellFunction } from '../state.ts';
import { runAlias } from './alias.ts';
import { assign, assignedValue, assignForCommand, expandArguments, plainWord } from './assignments.ts';
import { callFunction } from './functions.ts';
import { executeProgram, replaceShell } from './program.ts';
import { redirect, redirectForGood } from './redirection.ts';
import { traceCommand, trace, traceWord } from './trace.ts';
import { removeTemporaryFiles } from './substitution.ts';

type Target = { kind: 'builtin'; run: Builtin } | { kind: 'function'; definition: ShellFunction } | { kind: 'program' };

/** Assignments, redirections and words: a built-in command, a function, or a program. */
export async function runSimpleCommand(shell: Shell, node: Command, options: RunOptions): Promise<number> {
  shell.place = { unit: shell.place.unit, position: node.pos, end: node.end };
  const alias = runAlias(shell, node);
  if (alias !== undefined) return alias;
  const temporaryFiles = shell.temporaryFiles.length;
  try {
    return await run(shell, node, options);
  } catch (error) {
    if (error instanceof ShellError && error.scope === 'command') return await reportError(shell, error);
    throw error;
  } finally {
    if (shell.temporaryFiles.length > temporaryFiles) await removeTemporaryFiles(shell, temporaryFiles);
  }
}

/** Runs words that need no more expansion (`command`, `builtin`); functions are passed over. */
export async function runExpandedWords(
  shell: Shell,
  words: readonly string[],
  options: RunOptions & { isBuiltinWanted: boolean },
): Promise<number> {
  const run = findBuiltin(shell, words[0] ?? '');
  if (run !== undefined) return run(shell, words);
  if (options.isBuiltinWanted)
    throw new ShellError(`${words[0] ?? ''}: not a shell builtin`, { status: 1, scope: 'command', command: 'builtin' });
  return executeProgram(shell, words, shell.variables.exported(), options);
}

async function run(shell: Shell, node: Command, options: RunOptions): Promise<number> {
  const prefix = node.prefix.filter((part) => part.type === 'Assignment');
  shell.substitutionStatus = undefined;
  // `x+=1` and `a[1]=2` are words to a shell that does not have them.
  const foreign = featuresOf(shell.flavour).bashOnly ? -1 : prefix.findIndex((part) => part.append === true || part.index !== undefined);
  const assignments = foreign < 0 ? prefix : prefix.slice(0, foreign);
  const words = foreign < 0 ? [] : await expandWords(shell, prefix.slice(foreign).map(plainWord));
  if (node.name !== undefined) words.push(...(await expandWords(shell, [node.name])));
  if (node.args.length > 0) words.push(...(await expandArguments(shell, words[0] ?? '', node.args)));
  const [name] = words;
  if (name === undefined) return runAssignments(shell, assignments, node.redirects);
  const target = targetOf(shell, name);
  if (target.kind === 'builtin' && name === 'exec') return runExec(shell, words, assignments, node.redirects);
  if (target.kind === 'program') return runProgram(shell, words, assignments, node.redirects, options);
  return runInShell(shell, target, words, assignments, node.redirects);
}

/** A command without words has the status of the last `$(…)` in it (POSIX XCU 2.9.1). */
async function runAssignments(shell: Shell, assignments: readonly Assignment[], redirections: readonly Redirection[]): Promise<number> {
  const traced: string[] = [];
  for (const assignment of assignments) traced.push(await assign(shell, assignment));
  if (shell.options.xtrace && traced.length > 0) await trace(shell, traced);
  const restore = await redirect(shell, redirections);
  restore();
  return shell.substitutionStatus ?? 0;
}

async function runProgram(
  shell: Shell,
  words: readonly string[],
  assignments: readonly Assignment[],
  redirections: readonly Redirection[],
  options: RunOptions,
): Promise<number> {
  const restore = await redirect(shell, redirections);
  try {
    const environment = shell.variables.exported();
    const traced: string[] = [];
    for (const assignment of assignments) {
      const value = await assignedValue(shell, assignment);
      environment.set(assignment.name, value);
      traced.push(`${assignment.name}=${traceWord(shell, value)}`);
    }
    if (shell.options.xtrace) await traceCommand(shell, traced, words);
    return await executeProgram(shell, words, environment, options);
  } finally {
    restore();
  }
}

async function runInShell(
  shell: Shell,
  target: Exclude<Target, { kind: 'program' }>,
  words: readonly string[],
  assignments: readonly Assignment[],
  redirections: readonly Redirection[],
): Promise<number> {
  // What a special built-in command gets is for good, and its errors end the script (POSIX XCU 2.8.1); bash asks for neither.
  const isStrict = target.kind === 'builtin' && isSpecial(words[0] ?? '') && shell.flavour !== 'bash';
  let restore: () => void;
  try {
    restore = await redirect(shell, redirections);
  } catch (error) {
    if (error instanceof ShellError && isStrict) throw new ShellError(error.message, { status: error.status, scope: 'script' });
    throw error;
  }
  const putBack = await assignForCommand(shell, assignments, isStrict);
  try {
    if (shell.options.xtrace) await traceCommand(shell, putBack.traced, words);
    return await (target.kind === 'function' ? callFunction(shell, target.definition, words) : target.run(shell, words));
  } finally {
    putBack.undo();
    restore();
  }
}

async function runExec(
  shell: Shell,
  words: readonly string[],
  assignments: readonly Assignment[],
  redirections: readonly Redirection[],
): Promise<number> {
  await redirectForGood(shell, redirections);
  const environment = shell.variables.exported();
  for (const assignment of assignments) environment.set(assignment.name, await assignedValue(shell, assignment));
  if (shell.options.xtrace) await traceCommand(shell, [], words);
  return replaceShell(shell, words.slice(words[1] === '--' ? 2 : 1), environment);
}

function targetOf(shell: Shell, name: string): Target {
  const builtin = findBuiltin(shell, name);
  if (builtin !== undefined && isSpecial(name) && shell.flavour !== 'bash') return { kind: 'builtin', run: builtin };
  const definition = shell.functions.get(name);
  if (definition !== undefined) return { kind: 'function', definition };
  return builtin === undefined ? { kind: 'program' } : { kind: 'builtin', run: builtin };
}
