import { FleetlabError } from '../../../shared/errors.ts';
import type { SessionEvent, TerminalSession } from './session.ts';

const interruptKey = '\x03';
/**
 * Milliseconds between interrupts: one that comes before the program was started goes to the shell, some programs want a second, and bash
 * loses one that comes while it still takes in what was typed before it.
 */
const interruptPause = 500;
/** Milliseconds for a prompt to be made once the shell has begun with it: another interrupt would only make it begin anew. */
const promptPatience = 5000;
/** How often a program is interrupted before the caller is told that it goes on. */
const mostInterrupts = 6;
/** Milliseconds in which the answer to a second interrupt comes, where the first was answered as well. */
const lateAnswer = 150;

/**
 * Interrupts what stands at the terminal until its shell is at an empty prompt: a program, or a half-typed line. Rejects with FleetlabError
 * `not-interrupted` where it goes on (an editor, a pager).
 */
export async function interruptSession(session: TerminalSession, isFree: () => boolean): Promise<void> {
  // The line that was just interrupted is free only once the shell has answered.
  const isDone = () => session.view().state === 'ended' || (isFree() && !session.isLineSent());
  let interrupts = 0;
  while (!isDone()) {
    if (interrupts === mostInterrupts) throw notInterrupted();
    session.input(interruptKey);
    interrupts += 1;
    await changeOf(session, isDone);
    if (session.shell === 'fish' && session.isLineSent()) await clearLineOfFish(session, isDone);
  }
  if (interrupts > 1) await new Promise((resolve) => setTimeout(resolve, lateAnswer));
}

/**
 * Fish says nothing to an interrupt on an empty line, and heeds one that comes while it reads what was typed only with the next command. Keys are
 * not lost: the end of the line, and away with all before it. After that it is idle: an interrupt without an answer means an empty line.
 */
async function clearLineOfFish(session: TerminalSession, isDone: () => boolean): Promise<void> {
  session.type('\x05\x15');
  await new Promise((resolve) => setTimeout(resolve, lateAnswer));
  session.type(interruptKey);
  await changeOf(session, isDone);
  if (session.isLineSent()) session.assumeEmptyLine();
}

/** Takes away what Fleetlab typed and the shell has left on its line. */
export async function clearLine(session: TerminalSession): Promise<void> {
  let isCleared = false;
  const unsubscribe = session.subscribe((event) => {
    if (event.kind === 'prompt-end') isCleared = true;
  });
  session.type(interruptKey);
  await changeOf(session, () => isCleared);
  unsubscribe();
}

/** Interrupts a program until `stop` is called; `onGoesOn` is told where it does not heed that. */
export function keepInterrupting(session: TerminalSession, onGoesOn: (reason: FleetlabError) => void): { stop: () => void } {
  let interrupts = 0;
  let pause: NodeJS.Timeout | undefined;
  const unsubscribe = session.subscribe((event) => {
    if (beginsPrompt(event)) wait(promptPatience);
    else if (event.kind === 'command-start') wait(interruptPause);
  });
  function wait(milliseconds: number): void {
    clearTimeout(pause);
    pause = setTimeout(interrupt, milliseconds);
  }
  function interrupt(): void {
    if (interrupts === mostInterrupts) {
      onGoesOn(notInterrupted());
      return;
    }
    interrupts += 1;
    session.type(interruptKey);
    wait(interruptPause);
  }
  interrupt();
  return {
    stop() {
      clearTimeout(pause);
      unsubscribe();
    },
  };
}

/** Resolves when it is done, or after the pause between two interrupts. */
function changeOf(session: TerminalSession, isDone: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    let timer = setTimeout(settle, interruptPause);
    const unsubscribe = session.subscribe((event) => {
      if (isDone()) settle();
      else if (beginsPrompt(event)) {
        clearTimeout(timer);
        timer = setTimeout(settle, promptPatience);
      }
    });
  });
}

/** The marks that come before the learner's own prompt commands. */
function beginsPrompt({ kind }: SessionEvent): boolean {
  return kind === 'command-end' || kind === 'folder';
}

function notInterrupted(): FleetlabError {
  return new FleetlabError(
    'not-interrupted',
    'The program there does not heed Ctrl+C.',
    'End it by its own key (q in a pager, :q in vi), or run the command in a new terminal.',
  );
}
