import { normalizePath } from '../../filesystem/filesystem.ts';
import { builtinNames } from '../builtins/names.ts';
import { expandTilde } from '../expansion/tilde.ts';
import type { Shell } from '../state.ts';

/** What Tab can make of the word before the cursor. */
export interface Completion {
  /** Index in the line where the word starts. */
  start: number;
  /** What can stand there, as it is shown in a list. */
  candidates: readonly string[];
  /** What the word becomes: the one candidate, or what all have in common. */
  insertion: string | undefined;
}

interface Candidate {
  shown: string;
  /** As it is put into the line. */
  text: string;
  /** Follows where it is the only one. */
  ending: string;
}

const keywords = ['case', 'do', 'done', 'elif', 'else', 'esac', 'export', 'fi', 'for', 'if', 'then', 'until', 'while'];

/** Programs, functions and built-in commands in a command's place; variables behind `$`; files elsewhere. */
export async function completeWord(shell: Shell, line: string, cursor: number): Promise<Completion> {
  const before = line.slice(0, cursor);
  const start = wordStart(before);
  const word = before.slice(start);
  const candidates = await candidatesFor(shell, before.slice(0, start), word);
  const [only] = candidates;
  const common = candidates.length === 1 && only !== undefined ? only.text + only.ending : commonPrefix(candidates.map(({ text }) => text));
  return { start, candidates: candidates.map(({ shown }) => shown), insertion: common === '' ? undefined : common };
}

async function candidatesFor(shell: Shell, before: string, word: string): Promise<Candidate[]> {
  const variable = /^(.*\$\{?)(\w*)$/s.exec(word);
  if (variable !== null) return variables(shell, variable[1] ?? '', variable[2] ?? '');
  const isCommand = /(?:^|[;&|({]|\b(?:do|then|else|if|while|until)\s)\s*$/.test(before) && !word.includes('/');
  return isCommand ? commands(shell, unescaped(word)) : files(shell, word, /^\s*cd\s+$/.test(before));
}

function variables(shell: Shell, prefix: string, name: string): Candidate[] {
  const isBraced = prefix.endsWith('{');
  return shell.variables
    .names()
    .filter((candidate) => candidate.startsWith(name))
    .map((candidate) => ({ shown: candidate, text: prefix + candidate, ending: isBraced ? '}' : ' ' }));
}

async function commands(shell: Shell, prefix: string): Promise<Candidate[]> {
  const names = new Set([...builtinNames(shell.flavour), ...shell.functions.keys(), ...shell.aliases.keys(), ...keywords]);
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    const entries = await shell.context.system.fileSystem.list(normalizePath(directory, shell.workingDirectory)).catch(() => []);
    for (const entry of entries) names.add(entry);
  }
  for (const name of shell.context.system.ownPrograms.keys()) names.add(name);
  return [...names]
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => ({ shown: name, text: escaped(name), ending: ' ' }));
}

async function files(shell: Shell, word: string, onlyDirectories: boolean): Promise<Candidate[]> {
  const plain = unescaped(word);
  const slash = plain.lastIndexOf('/');
  const directory = plain.slice(0, slash + 1);
  const prefix = plain.slice(slash + 1);
  const { fileSystem } = shell.context.system;
  const tilde = /^~[^/]*/.exec(directory)?.[0];
  const home = tilde === undefined ? undefined : expandTilde(shell, tilde);
  const path = normalizePath(home === undefined ? directory || '.' : home + directory.slice(tilde?.length ?? 0), shell.workingDirectory);
  const entries = await fileSystem.list(path).catch(() => []);
  const found: Candidate[] = [];
  for (const entry of entries) {
    if (!entry.startsWith(prefix) || (entry.startsWith('.') && !prefix.startsWith('.'))) continue;
    const status = await fileSystem.stat(`${path === '/' ? '' : path}/${entry}`).catch(() => undefined);
    const isDirectory = status?.kind === 'directory';
    if (onlyDirectories && !isDirectory) continue;
    const written = home === undefined ? escaped(directory) : directory;
    // A directory is seldom the end of a word.
    found.push({
      shown: isDirectory ? `${entry}/` : entry,
      text: written + escaped(entry) + (isDirectory ? '/' : ''),
      ending: isDirectory ? '' : ' ',
    });
  }
  return found;
}

/** Behind the last blank or operator that no backslash quotes. */
function wordStart(before: string): number {
  let start = 0;
  for (let index = 0; index < before.length; index += 1) {
    const character = before.charAt(index);
    if (character === '\\') index += 1;
    else if (/[\s;&|()<>=]/.test(character)) start = index + 1;
  }
  return start;
}

function escaped(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_@%+:,./~\-\u0080-\uffff]/g, '\\$&');
}

function unescaped(word: string): string {
  return word.replaceAll(/\\(.)/gs, '$1').replaceAll(/^["']/g, '');
}

function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
