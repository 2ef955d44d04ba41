import { FleetlabError } from '../../shared/errors.ts';
import type { TerminalSession } from './session.ts';

export const interruptKey = '\x03';
/** Milliseconds between interrupts: one that comes before the program was started goes to the shell, and some programs want a second. */
export const interruptPause = 500;
/** How often a program is interrupted before the caller is told that it goes on. */
export const mostInterrupts = 6;

/**
 * Interrupts what stands at the terminal until its shell is at an empty prompt: a program, or a half-typed line. Rejects with FleetlabError
 * `not-interrupted` where it goes on (an editor, a pager).
 */
export async function interruptSession(session: TerminalSession, isFree: () => boolean): Promise<void> {
  for (let interrupts = 0; !isFree(); interrupts += 1) {
    if (interrupts === mostInterrupts) throw notInterrupted();
    session.input(interruptKey);
    await changeOf(session, isFree);
  }
}

/** Resolves when it is free, or after the pause between two interrupts. */
function changeOf(session: TerminalSession, isFree: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(settle, interruptPause);
    const unsubscribe = session.subscribe(() => {
      if (isFree()) settle();
    });
  });
}

export function notInterrupted(): FleetlabError {
  return new FleetlabError(
    'not-interrupted',
    'The program there does not heed Ctrl+C.',
    'End it by its own key (q in a pager, :q in vi), or run the command in a new terminal.',
  );
}
