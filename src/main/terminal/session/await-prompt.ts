import { FleetlabError } from '../../../shared/errors.ts';
import { cancelled } from '../../cancelled.ts';
import type { TerminalSession } from './session.ts';

/** Milliseconds between two looks at a line. */
const glance = 20;

/**
 * Resolves when the shell is at its prompt. Rejects with FleetlabError where it ends first or takes longer than `limit` milliseconds, and with
 * `cancelled` where `signal` says so, also before.
 */
export function awaitPrompt(session: TerminalSession, limit: number, signal?: AbortSignal): Promise<void> {
  const isThere = () => {
    const { state } = session.view();
    return (state === 'prompt' && !session.isLineSent()) || (state === 'unknown' && session.guess() === 'prompt');
  };
  if (signal?.aborted === true) return Promise.reject(cancelled());
  if (isThere()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      settle();
      reject(new FleetlabError('terminal-busy', 'The shell there shows no prompt.', 'Look at the terminal, or run this in a new one.'));
    }, limit);
    const unsubscribe = session.subscribe((event) => {
      if (event.kind === 'ended') {
        settle();
        reject(shellEnded(session));
      } else if (isThere()) {
        settle();
        resolve();
      }
    });
    const onAbort = () => {
      settle();
      reject(cancelled());
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    function settle(): void {
      clearTimeout(timer);
      unsubscribe();
      signal?.removeEventListener('abort', onAbort);
    }
    if (session.view().state === 'ended') {
      settle();
      reject(shellEnded(session));
    }
  });
}

/** Resolves once it is known of each session whether something stands on its line. */
export async function awaitDecisions(sessions: readonly TerminalSession[]): Promise<void> {
  while (sessions.some((session) => session.isLineUndecided())) await new Promise((resolve) => setTimeout(resolve, glance));
}

export function shellEnded(session: Pick<TerminalSession, 'target'>): FleetlabError {
  return session.target.kind === 'laptop'
    ? new FleetlabError('terminal-ended', 'The shell there has ended.', 'Run it again: a new terminal opens.')
    : new FleetlabError(
        'terminal-ended',
        'The connection to the device has ended; the terminal says why.',
        'Look at the device, then run it again.',
      );
}
