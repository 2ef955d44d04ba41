import type { Flavour } from '../flavour.ts';

/** Special built-in commands (POSIX XCU 2.14). */
const special: ReadonlySet<string> = new Set([
  'break',
  ':',
  'continue',
  '.',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);

const common = [
  ...special,
  '[',
  'alias',
  'bg',
  'cd',
  'command',
  'echo',
  'false',
  'fg',
  'getopts',
  'hash',
  'jobs',
  'kill',
  'local',
  'printf',
  'pwd',
  'read',
  'test',
  'true',
  'type',
  'ulimit',
  'umask',
  'unalias',
  'wait',
];

const names: Readonly<Record<Flavour, ReadonlySet<string>>> = {
  dash: new Set(common),
  busybox: new Set([...common, 'source', 'let', 'history']),
  bash: new Set([
    ...common,
    'builtin',
    'declare',
    'disown',
    'history',
    'let',
    'logout',
    'mapfile',
    'readarray',
    'shopt',
    'source',
    'typeset',
  ]),
};

const reserved: ReadonlySet<string> = new Set([
  '!',
  '{',
  '}',
  'case',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'for',
  'if',
  'in',
  'then',
  'until',
  'while',
]);
const reservedInBash: ReadonlySet<string> = new Set(['[[', ']]', 'coproc', 'function', 'select', 'time']);

export function isSpecial(name: string): boolean {
  return special.has(name);
}

export function isBuiltin(flavour: Flavour, name: string): boolean {
  return names[flavour].has(name);
}

export function builtinNames(flavour: Flavour): readonly string[] {
  return [...names[flavour]].sort();
}

export function isReserved(flavour: Flavour, name: string): boolean {
  return reserved.has(name) || (flavour === 'bash' && reservedInBash.has(name));
}
