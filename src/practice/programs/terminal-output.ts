import { openFileOf } from '../process/open-file.ts';
import type { ProgramContext } from '../process/process.ts';
import type { Terminal } from '../process/terminal.ts';

/** The terminal that standard output goes to, if it goes to one. */
export function outputTerminal(context: ProgramContext): Terminal | undefined {
  return openFileOf(context.stdout).terminal ?? (isTerminal(context.stdout) ? context.terminal : undefined);
}

/** The terminal that standard input comes from, if it comes from one. */
export function inputTerminal(context: ProgramContext): Terminal | undefined {
  return openFileOf(context.stdin).terminal ?? (isTerminal(context.stdin) ? context.terminal : undefined);
}

/** Streams of a terminal that no open file describes have `isTTY`, as Node's own have. */
function isTerminal(stream: object): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
