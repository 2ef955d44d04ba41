import type { Process, Program, ProgramContext } from '../../process/process.ts';
import { signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';

/** Where the engine puts its init into a container with `init: true`. */
export const initPath = '/sbin/docker-init';

/** Signals that are not passed on: the kernel's own doing, those nobody can handle, and those that tell of a fault. */
const kept: ReadonlySet<Signal> = new Set<Signal>([
  'SIGKILL',
  'SIGSTOP',
  'SIGCHLD',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGBUS',
  'SIGABRT',
  'SIGTRAP',
  'SIGSYS',
  'SIGTTIN',
  'SIGTTOU',
]);

/**
 * PID 1 of a container with `init: true`: starts the command as its child, passes signals on to it, and ends as it ends. So a
 * program that does not handle SIGTERM is ended by it, which PID 1 itself would not be.
 */
export function initProgram(startCommand: (context: ProgramContext) => Process): Program {
  return async (context) => {
    const child = startCommand(context);
    for (const signal of Object.keys(signalNumbers) as Signal[])
      if (!kept.has(signal)) context.onSignal(signal, () => child.signal(signal));
    return (await child.exited).code;
  };
}
