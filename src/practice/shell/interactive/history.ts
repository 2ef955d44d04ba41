import type { Shell } from '../state.ts';

const limit = 500;

/** Reads the lines of earlier sessions; a file that cannot be read is none. */
export async function loadHistory(shell: Shell): Promise<void> {
  const path = historyFile(shell);
  if (path === undefined) return;
  const content = await shell.context.system.fileSystem.readFile(path).catch(() => undefined);
  if (content === undefined) return;
  shell.history.push(...content.toString().split('\n').filter(Boolean).slice(-limit));
}

/** Keeps a line, as HISTCONTROL says; the file gets it at once, so that nothing is lost when the connection is. */
export async function rememberLine(shell: Shell, line: string): Promise<void> {
  const text = line.trimEnd();
  const control = shell.variables.get('HISTCONTROL') ?? '';
  if (text === '' || (text.startsWith(' ') && /ignorespace|ignoreboth/.test(control))) return;
  const ignoresRepeats = shell.flavour !== 'bash' || /ignoredups|ignoreboth/.test(control);
  if (ignoresRepeats && shell.history.at(-1) === text) return;
  shell.history.push(text);
  const path = historyFile(shell);
  if (path === undefined) return;
  await shell.context.system.fileSystem
    .writeFile(path, `${text.replaceAll('\n', '; ')}\n`, { append: true, mode: 0o600 })
    .catch(() => undefined);
}

/** Takes the line's last appearance out of the file. */
export async function forgetLine(shell: Shell, line: string): Promise<void> {
  const path = historyFile(shell);
  if (path === undefined) return;
  const { fileSystem } = shell.context.system;
  const content = await fileSystem.readFile(path).catch(() => undefined);
  if (content === undefined) return;
  const kept = content.toString().split('\n');
  const index = kept.lastIndexOf(line.replaceAll('\n', '; '));
  if (index === -1) return;
  kept.splice(index, 1);
  await fileSystem.writeFile(path, kept.join('\n'), { mode: 0o600 }).catch(() => undefined);
}

/** dash keeps none. */
function historyFile(shell: Shell): string | undefined {
  const home = shell.variables.get('HOME');
  const named = shell.variables.get('HISTFILE');
  if (named !== undefined) return named === '' ? undefined : named;
  if (home === undefined || shell.flavour === 'dash') return undefined;
  return `${home === '/' ? '' : home}/${shell.flavour === 'bash' ? '.bash_history' : '.ash_history'}`;
}
