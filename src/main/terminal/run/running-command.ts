import type { EndedCommand } from './command-runner.ts';
import { createCommandOutput } from './command-output.ts';
import type { TerminalSession } from '../session/session.ts';

export interface RunningCommand {
  /** Its end, before what it printed is read. */
  ending: Promise<void>;
  outcome: Promise<EndedCommand>;
  /** Nobody asks for it any more: what has not come by then never does. */
  drop(): void;
}

/** Follows the command that begins in a terminal at this moment to its end. */
export function followRunning(session: TerminalSession): RunningCommand {
  const startedAt = performance.now();
  const output = createCommandOutput();
  const interrupts = session.interrupts();
  const ending = Promise.withResolvers<undefined>();
  const outcome = Promise.withResolvers<EndedCommand>();
  const unsubscribe = session.subscribe((event) => {
    if (event.kind === 'text') output.push(event.data);
    if (event.kind !== 'command-end' && event.kind !== 'ended') return;
    unsubscribe();
    ending.resolve(undefined);
    output.dropMissingLineEnd();
    const ended = {
      ...(event.kind === 'ended' || event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      milliseconds: performance.now() - startedAt,
      ...(session.interrupts() === interrupts ? {} : { isStopped: true }),
      ...(event.kind === 'ended' ? { isCut: true as const } : {}),
    };
    outcome.resolve(output.told(session.size()).then((told) => ({ ...ended, ...told })));
  });
  return { ending: ending.promise, outcome: outcome.promise, drop: unsubscribe };
}
