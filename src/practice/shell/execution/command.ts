import type { CommandNode, CompoundList } from 'unbash';
import { ShellError } from '../control.ts';
import { featuresOf } from '../flavour.ts';
import { complain, reportError } from '../messages.ts';
import type { RunOptions, Shell } from '../state.ts';
import { runArithmeticFor, runCase, runFor, runIf, runSelect, runWhile } from './compound.ts';
import { runConditional } from './conditional.ts';
import { fork } from './fork.ts';
import { waitInForeground } from './foreground.ts';
import { redirect } from './redirection.ts';
import { runSimpleCommand } from './simple-command.ts';
import { expandArithmetic } from '../expansion/word.ts';

/** One command of whatever kind. */
export async function runCommand(shell: Shell, node: CommandNode | CompoundList, options: RunOptions = {}): Promise<number> {
  switch (node.type) {
    case 'Command':
      return runSimpleCommand(shell, node, options);
    case 'Redirected':
      return runRedirected(shell, node, options);
    case 'CompoundList':
      return shell.interpreter.runList(shell, node.commands, options);
    case 'BraceGroup':
      return shell.interpreter.runList(shell, node.body.commands, options);
    case 'Subshell':
      return runSubshell(shell, node.body, node.pos, node.end, options);
    case 'If':
      return runIf(shell, node, options);
    case 'While':
      return runWhile(shell, node);
    case 'For':
      return runFor(shell, node);
    case 'ArithmeticFor':
      return runArithmeticFor(shell, node);
    case 'Select':
      return runSelect(shell, node);
    case 'Case':
      return runCase(shell, node, options);
    case 'TestCommand':
      if (!featuresOf(shell.flavour).bashWords) return reportUnknown(shell, '[[');
      return catching(shell, async () => ((await runConditional(shell, node.expression)) ? 0 : 1));
    case 'ArithmeticCommand':
      // Without arithmetic commands `((x))` is a subshell in a subshell.
      if (!featuresOf(shell.flavour).bashOnly) return runText(shell, node.body);
      return catching(shell, async () => ((await expandArithmetic(shell, node.body)) === 0n ? 1 : 0));
    case 'Function':
      shell.functions.set(node.name.text, { name: node.name.text, body: node.body, unit: shell.place.unit });
      return 0;
    case 'Coproc':
      throw new ShellError('coproc: not supported on the practice device', { status: 2, scope: 'script' });
  }
}

async function reportUnknown(shell: Shell, name: string): Promise<number> {
  await complain(shell, `${name}: not found`);
  return 127;
}

async function runText(shell: Shell, text: string): Promise<number> {
  const process = fork(shell, (child) => child.interpreter.runText(child, text, ''));
  const [status = 0] = await waitInForeground(shell, [process], text);
  return status;
}

async function runRedirected(shell: Shell, node: Extract<CommandNode, { type: 'Redirected' }>, options: RunOptions): Promise<number> {
  return catching(shell, async () => {
    const restore = await redirect(shell, node.redirects);
    try {
      return await runCommand(shell, node.command, options);
    } finally {
      restore();
    }
  });
}

/** An error that ends the command alone is reported here; what ends more goes on. */
async function catching(shell: Shell, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ShellError && error.scope === 'command') return reportError(shell, error);
    throw error;
  }
}

async function runSubshell(shell: Shell, body: CompoundList, start: number, end: number, options: RunOptions): Promise<number> {
  // The last thing of a process that is a subshell already needs no other one.
  if (options.isLast === true && shell.depth.subshell > 0 && shell.traps.size === 0 && featuresOf(shell.flavour).replacesItself) {
    return shell.interpreter.runList(shell, body.commands, options);
  }
  const process = fork(shell, (child) => child.interpreter.runList(child, body.commands, { isLast: true }), {
    ...(shell.options.monitor ? { group: 'new' as const } : {}),
  });
  const [status = 0] = await waitInForeground(shell, [process], shell.place.unit.text.slice(start, end));
  return status;
}
