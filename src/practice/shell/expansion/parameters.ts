import type { Shell } from '../state.ts';
import { lineAt } from '../parsing/source.ts';

/** What a parameter holds. `@` and `*` of arrays and the positional parameters are lists. */
export type ParameterValue = { kind: 'unset' } | { kind: 'text'; text: string } | { kind: 'list'; items: string[]; isJoined: boolean };

const optionLetters: readonly (readonly [keyof Shell['options'], string])[] = [
  ['allexport', 'a'],
  ['noclobber', 'C'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['interactive', 'i'],
  ['monitor', 'm'],
  ['noexec', 'n'],
  ['nounset', 'u'],
  ['verbose', 'v'],
  ['xtrace', 'x'],
];

export function parameterValue(shell: Shell, name: string): ParameterValue {
  const special = specialParameter(shell, name);
  if (special !== undefined) return special;
  if (/^\d+$/.test(name)) return textOrUnset(name === '0' ? shell.name : shell.positional[Number(name) - 1]);
  const value = shell.variables.get(name);
  return textOrUnset(value ?? dynamicVariable(shell, name));
}

/** `${name[index]}`; `@` and `*` give all elements. */
export function elementValue(shell: Shell, name: string, index: string): ParameterValue {
  const variable = shell.variables.find(name);
  if (index === '@' || index === '*') {
    const dynamic = variable === undefined ? dynamicArray(shell, name) : undefined;
    const items =
      dynamic ?? (variable?.items === undefined ? (variable?.value === undefined ? [] : [variable.value]) : elementsInOrder(variable));
    return { kind: 'list', items, isJoined: index === '*' };
  }
  if (variable === undefined) return textOrUnset(dynamicArray(shell, name)?.[Number(index)]);
  if (variable.items === undefined) return textOrUnset(index === '0' ? variable.value : undefined);
  return textOrUnset(variable.items.get(resolveIndex(variable, index)));
}

/** Keys of an array, in the order of its elements. */
export function elementKeys(shell: Shell, name: string): string[] {
  const variable = shell.variables.find(name);
  if (variable?.items === undefined) return variable?.value === undefined ? [] : ['0'];
  return keysInOrder(variable);
}

/** `-1` is the last element. */
export function resolveIndex(variable: { items: Map<string, string> | undefined; isKeyed: boolean }, index: string): string {
  if (variable.isKeyed || !index.startsWith('-') || variable.items === undefined) return index;
  const last = Math.max(-1, ...[...variable.items.keys()].map(Number));
  return String(last + 1 + Number(index));
}

export function optionFlags(shell: Shell): string {
  const letters = optionLetters.filter(([option]) => shell.options[option]).map(([, letter]) => letter);
  if (shell.flavour === 'bash') letters.push('h', 'B');
  if (shell.input === 'command' && shell.flavour === 'bash') letters.push('c');
  if (shell.input === 'stdin' || shell.input === 'terminal') letters.push('s');
  return letters.join('');
}

/** Variables that a program starts with. */
export function separatorsOf(shell: Shell): string {
  return shell.variables.find('IFS') === undefined ? ' \t\n' : (shell.variables.get('IFS') ?? '');
}

function specialParameter(shell: Shell, name: string): ParameterValue | undefined {
  switch (name) {
    case '@':
    case '*':
      return { kind: 'list', items: [...shell.positional], isJoined: name === '*' };
    case '#':
      return { kind: 'text', text: String(shell.positional.length) };
    case '?':
      return { kind: 'text', text: String(shell.status) };
    case '$':
      return { kind: 'text', text: String(shell.processId) };
    case '!':
      return textOrUnset(shell.lastBackground === undefined ? undefined : String(shell.lastBackground));
    case '-':
      return { kind: 'text', text: optionFlags(shell) };
    default:
      return undefined;
  }
}

function dynamicVariable(shell: Shell, name: string): string | undefined {
  switch (name) {
    case 'LINENO':
      return String(lineAt(shell.place.unit, shell.place.position));
    case 'PPID':
      return String(shell.context.process.parent);
    case 'RANDOM':
      return shell.flavour === 'dash' ? undefined : String(Math.floor(Math.random() * 32_768));
    case 'SECONDS':
      return shell.flavour === 'bash' ? String(Math.floor((shell.context.system.now() - shell.startedAt) / 1000)) : undefined;
    case 'BASHPID':
      return shell.flavour === 'bash' ? String(shell.context.process.pid) : undefined;
    case 'EPOCHSECONDS':
      return shell.flavour === 'dash' ? undefined : String(Math.floor(shell.context.system.now() / 1000));
    case 'UID':
    case 'EUID':
      return shell.flavour === 'bash' && shell.context.process.user === 'root' ? '0' : undefined;
    default:
      return shell.flavour === 'bash' ? dynamicArray(shell, name)?.[0] : undefined;
  }
}

function dynamicArray(shell: Shell, name: string): string[] | undefined {
  if (name === 'PIPESTATUS') return shell.pipelineStatuses.map(String);
  return undefined;
}

function elementsInOrder(variable: { items: Map<string, string> | undefined; isKeyed: boolean }): string[] {
  return keysInOrder(variable).map((key) => variable.items?.get(key) ?? '');
}

function keysInOrder(variable: { items: Map<string, string> | undefined; isKeyed: boolean }): string[] {
  const keys = [...(variable.items?.keys() ?? [])];
  return variable.isKeyed ? keys : keys.sort((first, second) => Number(first) - Number(second));
}

function textOrUnset(text: string | undefined): ParameterValue {
  return text === undefined ? { kind: 'unset' } : { kind: 'text', text };
}
