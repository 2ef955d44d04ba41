import type { Shell } from '../state.ts';

/** The directory that `~`, `~+`, `~-` or `~user` stands for; undefined where it is to stay as it is. */
export function expandTilde(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '~':
      return shell.variables.get('HOME') ?? (shell.context.process.user === 'root' ? '/root' : undefined);
    case '~+':
      return shell.flavour === 'bash' ? shell.workingDirectory : undefined;
    case '~-':
      return shell.flavour === 'bash' ? shell.variables.get('OLDPWD') : undefined;
    default:
      return name === '~root' ? '/root' : undefined;
  }
}
