import { ReturnControl, ShellError } from '../control.ts';
import type { Shell, ShellFunction } from '../state.ts';

/** bash's own limit is memory; a practice shell says so before the host runs out of it. */
const depthLimit = 800;

export async function callFunction(shell: Shell, definition: ShellFunction, words: readonly string[]): Promise<number> {
  if (shell.depth.function >= depthLimit) {
    throw new ShellError(`${definition.name}: maximum function nesting level exceeded (${String(depthLimit)})`, {
      status: 1,
      scope: 'script',
    });
  }
  const { positional, place } = shell;
  const loop = shell.depth.loop;
  shell.positional = words.slice(1);
  shell.place = { unit: definition.unit, position: definition.body.pos };
  shell.depth.function += 1;
  shell.depth.loop = 0;
  shell.variables.enterFunction();
  try {
    return await shell.interpreter.runCommand(shell, definition.body);
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    throw error;
  } finally {
    shell.variables.leaveFunction();
    shell.depth.function -= 1;
    shell.depth.loop = loop;
    shell.positional = positional;
    shell.place = place;
  }
}
