import type { Command } from 'unbash';
import { parseSource } from '../parsing/source.ts';
import type { Shell } from '../state.ts';

/**
 * Runs a command whose first word is an alias: the alias's text with the rest of the command behind it. Undefined where
 * it is none. bash takes aliases only in interactive shells.
 */
export function runAlias(shell: Shell, node: Command): Promise<number> | undefined {
  if (shell.aliases.size === 0 || node.name === undefined || (shell.flavour === 'bash' && !shell.options.interactive)) return undefined;
  const { text: name } = node.name;
  const replacement = node.name.parts === undefined ? shell.aliases.get(name) : undefined;
  if (replacement === undefined) return undefined;
  return runReplaced(shell, node, name, replacement);
}

async function runReplaced(shell: Shell, node: Command, name: string, replacement: string): Promise<number> {
  const { unit } = shell.place;
  const before = unit.text.slice(node.pos, node.name?.pos ?? node.pos);
  const after = unit.text.slice(node.name?.end ?? node.end, node.end);
  const replaced = parseSource(`${before}${replacement}${after}`, unit.firstLine, unit.origin);
  // An alias is not replaced within itself (`alias ls='ls --color'`).
  shell.aliases.delete(name);
  const place = shell.place;
  try {
    shell.place = { unit: replaced, position: 0 };
    return await shell.interpreter.runList(shell, replaced.script.commands);
  } finally {
    shell.place = place;
    if (!shell.aliases.has(name)) shell.aliases.set(name, replacement);
  }
}
