import type { ArrayValue, Assignment, CommandArgument, Word } from 'unbash';
import { ShellError } from '../control.ts';
import { assignVariable, evaluate, readOnly } from '../expansion/assign.ts';
import { parameterValue } from '../expansion/parameters.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { expandText, expandWords } from '../expansion/word.ts';
import { featuresOf } from '../flavour.ts';
import { parseSource } from '../parsing/source.ts';
import type { Shell } from '../state.ts';

/** Commands whose arguments may be assignments; their values are neither split nor used as file names. */
const declarations: ReadonlySet<string> = new Set(['export', 'readonly', 'local', 'declare', 'typeset', 'alias']);

/** Carries out one assignment and gives it back as the trace shows it. */
export async function assign(shell: Shell, assignment: Assignment): Promise<string> {
  const { name, value, index } = assignment;
  if (shell.variables.find(name)?.isReadOnly === true) throw readOnly(shell, name);
  if (value.type === 'ArrayValue') {
    await assignArray(shell, name, value, assignment.append ?? false);
    return assignment.text;
  }
  if (index !== undefined) {
    await assignElement(shell, assignment, index, await expandText(shell, value, 'assignment'));
    return assignment.text;
  }
  const text = await assignedValue(shell, assignment);
  assignVariable(shell, name, text);
  return `${name}=${shell.flavour === 'dash' ? text : quoteForShell(text, 'needed')}`;
}

/** The text an assignment gives its variable. */
export async function assignedValue(shell: Shell, assignment: Assignment): Promise<string> {
  if (assignment.value.type === 'ArrayValue') return '';
  const text = await expandText(shell, assignment.value, 'assignment');
  if (assignment.append !== true) return text;
  const before = parameterValue(shell, assignment.name);
  const prefix = before.kind === 'text' ? before.text : '';
  return shell.variables.find(assignment.name)?.isInteger === true ? `${prefix === '' ? '0' : prefix}+(${text})` : prefix + text;
}

/** `name=value` in front of a command holds while it runs; the function that is returned puts back what was there. */
export async function assignForCommand(
  shell: Shell,
  assignments: readonly Assignment[],
  isForGood: boolean,
): Promise<{ traced: readonly string[]; undo: () => void }> {
  const traced: string[] = [];
  const hidden = new Map<string, { value: string | undefined; isExported: boolean } | undefined>();
  for (const assignment of assignments) {
    const variable = shell.variables.find(assignment.name);
    if (!hidden.has(assignment.name)) {
      hidden.set(assignment.name, variable === undefined ? undefined : { value: variable.value, isExported: variable.isExported });
    }
    traced.push(await assignTemporarily(shell, assignment));
    if (!isForGood) shell.variables.declare(assignment.name).isExported = true;
  }
  const undo = (): void => {
    if (isForGood) return;
    for (const [name, before] of hidden) {
      if (before === undefined) shell.variables.unset(name);
      else Object.assign(shell.variables.declare(name), before);
    }
  };
  return { traced, undo };
}

/** A read-only variable in front of a command costs bash that command alone. */
async function assignTemporarily(shell: Shell, assignment: Assignment): Promise<string> {
  try {
    return await assign(shell, assignment);
  } catch (error) {
    if (!(error instanceof ShellError) || shell.flavour !== 'bash') throw error;
    throw new ShellError(error.message, { status: error.status, scope: 'command' });
  }
}

/** The words behind a command's name. */
export async function expandArguments(shell: Shell, command: string, words: readonly CommandArgument[]): Promise<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    if (word.type === 'Word') expanded.push(...(await expandWords(shell, [word])));
    else if (!declarations.has(command)) expanded.push(...(await expandWords(shell, [plainWord(word)])));
    else if (word.value.type === 'ArrayValue') {
      if (command !== 'export' && command !== 'readonly' && !expanded.some((option) => /^-\w*g/.test(option)))
        shell.variables.makeLocal(word.name, false);
      if (expanded.some((option) => /^-\w*A/.test(option))) shell.variables.declare(word.name).isKeyed = true;
      await assignArray(shell, word.name, word.value, word.append ?? false);
      expanded.push(word.name);
    } else if (word.index !== undefined) {
      await assignElement(shell, word, word.index, await expandText(shell, word.value, 'assignment'));
    } else {
      expanded.push(`${word.name}${word.append === true ? '+' : ''}=${await expandText(shell, word.value, 'assignment')}`);
    }
  }
  return expanded;
}

async function assignElement(shell: Shell, assignment: Assignment, index: Word, text: string): Promise<void> {
  requireArrays(shell);
  const key = await keyText(shell, assignment.name, index.text);
  const before = shell.variables.find(assignment.name)?.items?.get(key) ?? '';
  assignVariable(shell, assignment.name, assignment.append === true ? before + text : text, key);
}

async function assignArray(shell: Shell, name: string, value: ArrayValue, appends: boolean): Promise<void> {
  requireArrays(shell);
  const variable = shell.variables.declare(name);
  const before = variable.items ?? new Map<string, string>(variable.value === undefined ? [] : [['0', variable.value]]);
  const items = new Map(appends ? before : []);
  let next = appends ? Math.max(-1, ...[...items.keys()].map(Number).filter(Number.isFinite)) + 1 : 0;
  for (const element of value.elements) {
    const keyed = /^\[((?:[^\]\\]|\\.)*)\](\+?)=/.exec(element.text);
    if (keyed !== null) {
      const key = await keyText(shell, name, keyed[1] ?? '');
      const text = await keyedText(shell, element, keyed[0].length);
      items.set(key, keyed[2] === '+' ? (items.get(key) ?? '') + text : text);
      next = Number(key) + 1;
      continue;
    }
    for (const text of await expandWords(shell, [element])) {
      items.set(String(next), text);
      next += 1;
    }
  }
  variable.items = items;
  variable.value = undefined;
}

/** Everything behind `[key]=`. */
async function keyedText(shell: Shell, element: Word, prefixLength: number): Promise<string> {
  const whole = await expandText(shell, element, 'none');
  return element.parts === undefined ? whole.slice(prefixLength) : whole.slice(whole.indexOf(']=') + 2);
}

async function keyText(shell: Shell, name: string, text: string): Promise<string> {
  const command = parseSource(`: ${text === '' ? "''" : text}`).script.commands[0]?.command;
  const words = command?.type === 'Command' ? command.args.filter((argument) => argument.type === 'Word') : [];
  const [word] = words;
  const expanded = word === undefined ? '' : await expandText(shell, word, 'none');
  return shell.variables.find(name)?.isKeyed === true ? expanded : evaluate(shell, words.length === 1 ? expanded : text).toString();
}

export function plainWord(assignment: Assignment): Word {
  return { type: 'Word', text: assignment.text, value: assignment.text, pos: assignment.pos, end: assignment.end };
}

function requireArrays(shell: Shell): void {
  if (!featuresOf(shell.flavour).bashOnly) throw new ShellError('Syntax error: "(" unexpected', { status: 2, scope: 'script' });
}
