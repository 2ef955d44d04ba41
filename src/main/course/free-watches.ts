import { FleetlabError } from '../../shared/errors.ts';
import type { CommandRunner, LessonCommand } from '../terminal/run/command-runner.ts';

/** Refusals that are over once a terminal is free: until then the learner is asked what to do. */
const refusals: ReadonlySet<string> = new Set(['terminal-busy', 'line-half-typed', 'not-interrupted']);

/** Which commands, by whatever key, were refused and could be run now. */
export interface FreeWatches {
  /** Watches where `error` is such a refusal (`terminalId`: of the terminal in front then); `onFree` is told once, unless it is given up before. */
  afterRefusal(key: string, command: LessonCommand, terminalId: string | undefined, error: unknown, onFree: () => void): void;
  giveUp(isMeant: (key: string) => boolean): void;
}

export function createFreeWatches(runner: CommandRunner): FreeWatches {
  const watched = new Map<string, AbortController>();

  function end(key: string): void {
    watched.get(key)?.abort();
    watched.delete(key);
  }

  async function watch(key: string, command: LessonCommand, terminalId: string | undefined, onFree: () => void): Promise<void> {
    const own = new AbortController();
    watched.set(key, own);
    await runner.whenFree?.(command, { signal: own.signal, ...(terminalId === undefined ? {} : { terminalId }) });
    // It may have come just before it was given up.
    if (watched.get(key) !== own) return;
    watched.delete(key);
    onFree();
  }

  return {
    afterRefusal(key, command, terminalId, error, onFree) {
      if (runner.whenFree === undefined || !(error instanceof FleetlabError) || !refusals.has(error.code)) return;
      end(key);
      // Where it cannot be told, the learner decides as before.
      watch(key, command, terminalId, onFree).catch(() => undefined);
    },
    giveUp(isMeant) {
      for (const key of [...watched.keys()]) if (isMeant(key)) end(key);
    },
  };
}
