import { signalNumbers } from '../../process/signals.ts';
import { tolerating } from './tolerating.ts';
import type { Shell } from '../state.ts';

/** Runs the traps of signals that have come, between two commands; `$?` stays what it was. */
export async function runTraps(shell: Shell): Promise<void> {
  while (shell.arrived.length > 0) {
    const signal = shell.arrived.shift();
    const command = signal === undefined ? undefined : shell.traps.get(signal);
    if (signal === undefined || command === undefined || command === '') continue;
    const before = shell.status;
    // An `exit` without a number inside leaves with the status of what ran before (POSIX XCU exit).
    await shell.interpreter.runText(shell, command, 'trap');
    shell.status = before;
  }
}

/** bash's `trap … ERR`; functions and subshells do not inherit it. */
export async function runErrorTrap(shell: Shell): Promise<void> {
  const command = shell.traps.get('ERR');
  if (command === undefined || command === '' || shell.depth.function > 0) return;
  const before = shell.status;
  await tolerating(shell, () => shell.interpreter.runText(shell, command, 'trap'));
  shell.status = before;
}

/** What `wait` returns when a trapped signal ends it. */
export function statusOfArrival(shell: Shell): number | undefined {
  const signal = shell.arrived[0];
  return signal === undefined ? undefined : 128 + signalNumbers[signal];
}
