import { FleetlabError } from '../../../shared/errors.ts';
import type { TerminalSession } from './session.ts';

/** Why nothing is to be typed there now: code `terminal-busy` or `line-half-typed`; undefined where its prompt is free, or is still to come. */
export function busyReason(session: Pick<TerminalSession, 'view' | 'isLineHalfTyped' | 'guess'>): FleetlabError | undefined {
  const { state } = session.view();
  if (state === 'ended') return programRuns('The shell there has ended.');
  if (state === 'running') return programRuns('A program runs there.');
  if (session.isLineHalfTyped()) return lineHalfTyped('A line is half typed there.');
  // Before its first prompt a session is waited for.
  return state === 'unknown' && session.guess() === 'other' ? programRuns('A program runs there.') : undefined;
}

export function programRuns(reason: string): FleetlabError {
  return new FleetlabError('terminal-busy', reason, 'Wait until it is done, interrupt it, or run this in a new terminal.');
}

function lineHalfTyped(reason: string): FleetlabError {
  return new FleetlabError('line-half-typed', reason, 'Send or clear it, or run this in a new terminal.');
}

export type Suggestible = Pick<TerminalSession, 'view' | 'isLineHalfTyped' | 'isLineSent' | 'isLineBlank' | 'guess' | 'input'>;

/**
 * Puts a line at the prompt, for the learner to look at and send off. Throws `busyReason`'s error where there is none that is free, and where
 * keys were pressed of which nothing is to be seen: they may make something else of it.
 */
export function suggestLine(session: Suggestible, line: string): void {
  const reason = busyReason(session);
  if (reason !== undefined) throw reason;
  if (session.isLineSent()) throw programRuns('A line was sent there just now.');
  if (session.isLineBlank()) throw lineHalfTyped('Keys were pressed there.');
  // As if it had been typed: it is the learner's line from here on.
  session.input(line);
}
