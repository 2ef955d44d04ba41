import { quoteForShell } from '../expansion/quoting.ts';
import { expandTemplate } from '../expansion/word.ts';
import type { Shell } from '../state.ts';
import { writeText } from './descriptors.ts';

/** `set -x`: the command as it is run. bash shows each assignment on a line of its own. */
export async function traceCommand(shell: Shell, assignments: readonly string[], words: readonly string[]): Promise<void> {
  const shown = words.map((word) => traceWord(shell, word));
  if (shell.flavour !== 'bash') return trace(shell, [...assignments, ...shown]);
  for (const assignment of assignments) await trace(shell, [assignment]);
  await trace(shell, shown);
}

/** One line of the trace. */
export async function trace(shell: Shell, words: readonly string[]): Promise<void> {
  // The prompt's own expansions are not traced.
  shell.options.xtrace = false;
  const prompt = await expandTemplate(shell, shell.variables.get('PS4') ?? '+ ').finally(() => (shell.options.xtrace = true));
  await writeText(shell, 2, `${prompt}${words.join(' ')}\n`);
}

/** A word in the trace. */
export function traceWord(shell: Shell, word: string): string {
  // dash shows words as they are.
  return shell.flavour === 'dash' ? word : quoteForShell(word, 'needed');
}
