import { lineAt } from './parsing/source.ts';
import type { Shell } from './state.ts';
import { ShellError } from './control.ts';
import { writeText } from './execution/descriptors.ts';

/** What stands in front of a message: each shell has its own way. */
export function messagePrefix(shell: Shell, command?: string): string {
  const line = String(lineAt(shell.place.unit, shell.place.position));
  const named = command === undefined ? '' : `${command}: `;
  switch (shell.flavour) {
    case 'dash':
      return `${shell.name}: ${line}: ${named}`;
    case 'bash':
      return shell.input === 'terminal' && shell.depth.source === 0
        ? `${shell.name.replace(/^-/, '')}: ${named}`
        : `${shell.name}: line ${line}: ${named}`;
    case 'busybox': {
      const name = shell.name.replace(/^-/, '');
      if (shell.input === 'file') return `${name}: ${named}line ${line}: `;
      return command === undefined || shell.input === 'terminal' ? `${name}: ${named}` : `${name}: ${named}line ${line}: `;
    }
  }
}

/** Prints a message on the shell's stderr. */
export function complain(shell: Shell, text: string, command?: string): Promise<void> {
  return writeText(shell, 2, `${messagePrefix(shell, command)}${text}\n`);
}

/** Reports an error and gives the status it leaves; what ends more than the command goes on to whoever catches it. */
export async function reportError(shell: Shell, error: ShellError): Promise<number> {
  if (error.isBare) await writeText(shell, 2, `${error.command === undefined ? '' : `${error.command}: `}${error.message}\n`);
  else if (error.message !== '') await complain(shell, error.message, error.command);
  return error.status;
}

/** A text for each shell. */
export function worded(shell: Shell, words: { dash: string; bash: string; busybox?: string }): string {
  return shell.flavour === 'busybox' ? (words.busybox ?? words.dash) : words[shell.flavour];
}

/**
 * An expansion that cannot be made. A POSIX shell ends its script; bash drops the rest of the line, and of a `-c` text
 * all of it.
 */
export function expansionError(shell: Shell, message: string, statuses: { bash: number } = { bash: 1 }): ShellError {
  if (shell.flavour !== 'bash') return new ShellError(message, { status: 2, scope: 'script' });
  return new ShellError(message, { status: statuses.bash, scope: shell.input === 'command' ? 'script' : 'line' });
}
