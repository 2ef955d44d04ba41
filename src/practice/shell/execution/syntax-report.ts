import type { SourceUnit } from '../parsing/source.ts';
import type { SyntaxProblem } from '../parsing/syntax-errors.ts';
import type { Shell } from '../state.ts';
import { writeText } from './descriptors.ts';

/** Prints a syntax error the way the shell does. */
export async function reportSyntaxError(shell: Shell, unit: SourceUnit, problem: SyntaxProblem): Promise<void> {
  const prefix = prefixOf(shell, unit, problem.line);
  await writeText(shell, 2, `${prefix}${problem.text}\n`);
  if (problem.shown !== undefined) await writeText(shell, 2, `${prefix}\`${problem.shown}'\n`);
}

function prefixOf(shell: Shell, { origin }: SourceUnit, line: number): string {
  const name = shell.name.replace(/^-/, '');
  const within = origin === '' ? '' : `${origin}: `;
  switch (shell.flavour) {
    case 'dash':
      return `${shell.name}: ${String(line)}: ${within}`;
    case 'bash':
      if (origin !== '') return `${name}: ${within}line ${String(line)}: `;
      if (shell.input === 'terminal' || shell.input === 'stdin') return `${name}: `;
      return `${name}: ${shell.input === 'command' ? '-c: ' : ''}line ${String(line)}: `;
    case 'busybox':
      return `${name}: ${shell.input === 'file' || origin !== '' ? `${within}line ${String(line)}: ` : ''}`;
  }
}
