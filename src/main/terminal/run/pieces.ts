import { execFile } from 'node:child_process';
import type { TerminalSession } from '../session/session.ts';

/** Milliseconds in which fish has read a block many times over. */
const timeLimit = 5000;

/**
 * A block in the pieces in which it is typed, one after the other, each at the prompt that follows the one before: the shell tells of each how
 * it ended, and runs none behind one that was interrupted. bash, zsh and a shell behind SSH get line after line, and say where a line goes
 * on. fish says nothing then, so it gets one whole statement after the other. PowerShell gets all at once.
 */
export async function piecesOf({ target, shell, shellFile }: TerminalSession, text: string): Promise<string[]> {
  if (target.kind !== 'laptop' || shell === 'bash' || shell === 'zsh') return text.split('\n');
  if (shell === 'fish' && shellFile !== undefined && text.includes('\n')) return fishStatements(text, (part) => fishReads(shellFile, part));
  return [text];
}

/** Without comments and empty lines before it: zsh takes a comment for a command, and bash shows nothing but another prompt. */
export function fromFirstCommand(pieces: readonly string[]): string[] {
  const first = pieces.findIndex((piece) => !/^\s*(#.*)?$/.test(piece));
  return first === -1 ? [] : pieces.slice(first);
}

/** What fish never reads as a whole is the last piece. */
async function fishStatements(text: string, isWhole: (part: string) => Promise<boolean>): Promise<string[]> {
  const statements: string[] = [];
  let part: string[] = [];
  for (const line of text.split('\n')) {
    part.push(line);
    // At the end of a file fish overlooks that a line was to go on; at its prompt it waits for the next one.
    if (endsInBackslash(line) || !(await isWhole(part.join('\n')))) continue;
    statements.push(part.join('\n'));
    part = [];
  }
  return part.length === 0 ? statements : [...statements, part.join('\n')];
}

function endsInBackslash(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** Asks fish itself; it runs nothing, and tells by its words alone what it cannot read (3.6 ends with 0 all the same). */
function fishReads(fish: string, part: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(fish, ['--no-config', '--no-execute', '--command', part], { timeout: timeLimit }, (error, _stdout, stderr) =>
      resolve(error === null && stderr === ''),
    );
  });
}
