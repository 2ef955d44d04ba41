import { normalizePath } from '../filesystem/filesystem.ts';
import type { Invocation } from './invocation.ts';
import type { Shell } from './state.ts';

/** Runs the files that the shell reads before anything else: profiles of a login shell, `~/.bashrc`, `$ENV`. */
export async function runStartFiles(shell: Shell, invocation: Invocation): Promise<void> {
  if (!invocation.readsStartFiles) return;
  const home = shell.variables.get('HOME') ?? '/';
  const isInteractive = invocation.input === 'terminal';
  const files: string[] = [];
  if (invocation.isLogin) {
    files.push('/etc/profile');
    const personal = shell.flavour === 'bash' ? ['.bash_profile', '.bash_login', '.profile'] : ['.profile'];
    const first = await firstThere(
      shell,
      personal.map((name) => `${home}/${name}`),
    );
    if (first !== undefined) files.push(first);
  } else if (isInteractive && shell.flavour === 'bash') {
    files.push('/etc/bash.bashrc', `${home}/.bashrc`);
  }
  const environment = shell.variables.get('ENV');
  if (isInteractive && shell.flavour !== 'bash' && environment !== undefined) files.push(environment);
  for (const file of files) await runFile(shell, normalizePath(file, shell.workingDirectory));
}

async function runFile(shell: Shell, path: string): Promise<void> {
  const content = await shell.context.system.fileSystem.readFile(path).catch(() => undefined);
  if (content === undefined) return;
  shell.depth.source += 1;
  try {
    await shell.interpreter.runText(shell, content.toString(), path);
  } finally {
    shell.depth.source -= 1;
  }
}

async function firstThere(shell: Shell, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await shell.context.system.fileSystem.stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
