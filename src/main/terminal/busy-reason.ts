import { FleetlabError } from '../../shared/errors.ts';
import type { TerminalSession } from './session.ts';

/** Why nothing is to be typed there now: code `terminal-busy` or `line-half-typed`; undefined where its prompt is free, or is still to come. */
export function busyReason(session: Pick<TerminalSession, 'view' | 'isLineHalfTyped' | 'guess'>): FleetlabError | undefined {
  const { state } = session.view();
  if (state === 'ended') return programRuns('The shell there has ended.');
  if (state === 'running') return programRuns('A program runs there.');
  if (session.isLineHalfTyped())
    return new FleetlabError('line-half-typed', 'A line is half typed there.', 'Send or clear it, or run this in a new terminal.');
  // Before its first prompt a session is waited for.
  return state === 'unknown' && session.guess() === 'other' ? programRuns('A program runs there.') : undefined;
}

export function programRuns(reason: string): FleetlabError {
  return new FleetlabError('terminal-busy', reason, 'Wait until it is done, interrupt it, or run this in a new terminal.');
}

/** Puts a line at the prompt, for the learner to look at and send off. Throws `busyReason`'s error where there is none that is free. */
export function suggestLine(session: Pick<TerminalSession, 'view' | 'isLineHalfTyped' | 'guess' | 'input'>, line: string): void {
  const reason = busyReason(session);
  if (reason !== undefined) throw reason;
  // As if it had been typed: it is the learner's line from here on.
  session.input(line);
}
