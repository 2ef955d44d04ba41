import type { Flavour } from './flavour.ts';

/** What a shell was asked to do. */
export interface Invocation {
  input: 'command' | 'file' | 'stdin' | 'terminal';
  /** The text of `-c`, or the script's path. */
  text: string | undefined;
  /** `$0`. */
  name: string;
  positional: readonly string[];
  /** Words for `set`. */
  options: readonly string[];
  isLogin: boolean;
  readsStartFiles: boolean;
  isVersionAsked: boolean;
}

/** Reads `sh [-options] [-c TEXT [NAME ARG…] | -s [ARG…] | FILE [ARG…]]` (POSIX XCU sh; bash's long options). */
export function readInvocation(argumentVector: readonly string[], flavour: Flavour, isTerminal: boolean): Invocation {
  const [called = 'sh', ...words] = argumentVector;
  const options: string[] = [];
  let isCommand = false;
  let isStdin = false;
  let isInteractive = false;
  let isLogin = called.startsWith('-');
  let readsStartFiles = true;
  let isVersionAsked = false;
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--' || word === '-') {
      index += 1;
      break;
    }
    if (word.startsWith('--') && flavour === 'bash') {
      if (word === '--login') isLogin = true;
      else if (word === '--version') isVersionAsked = true;
      else if (word === '--norc' || word === '--noprofile') readsStartFiles = false;
      continue;
    }
    if (!/^[-+]./.test(word)) break;
    let kept = '';
    for (const letter of word.slice(1)) {
      if (letter === 'c') isCommand = true;
      else if (letter === 's') isStdin = true;
      else if (letter === 'i') isInteractive = true;
      else if (letter === 'l') isLogin = true;
      else kept += letter;
    }
    if (kept !== '') options.push(word.charAt(0) + kept);
    if (kept.includes('o')) {
      index += 1;
      options.push(words[index] ?? '');
    }
  }
  const rest = words.slice(index);
  const common = { options, isLogin, readsStartFiles, isVersionAsked };
  if (isCommand) {
    const [text = '', name = called, ...positional] = rest;
    return { ...common, input: 'command', text, name, positional };
  }
  const [file, ...positional] = rest;
  if (file !== undefined && !isStdin) return { ...common, input: 'file', text: file, name: file, positional };
  const input = (isTerminal && !isStdin) || (isInteractive && isTerminal) ? 'terminal' : 'stdin';
  return { ...common, input, text: undefined, name: called, positional: rest };
}
