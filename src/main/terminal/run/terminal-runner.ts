import { stat } from 'node:fs/promises';
import { isSameTarget } from '../../../shared/domain/terminal.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { cancelled, throwIfCancelled, unlessAborted } from '../../cancelled.ts';
import { isSameFolder } from '../../same-folder.ts';
import { awaitDecisions, awaitPrompt } from '../session/await-prompt.ts';
import { busyReason, programRuns, suggestLine } from '../session/busy-reason.ts';
import type { CommandOutcome, CommandRunner, LessonCommand, RunOptions, TypedCommand } from './command-runner.ts';
import { interruptSession } from '../session/interrupt.ts';
import { runAtMarks, runAtPromptText } from './run-in-session.ts';
import { followRunning, type RunningCommand } from './running-command.ts';
import { isSameCommand } from './same-command.ts';
import type { TerminalSession } from '../session/session.ts';
import { quoteFor } from '../shells/shells.ts';
import type { Terminals } from '../tabs/terminals.ts';

export interface TerminalRunnerOptions {
  terminals: Terminals;
  /** Milliseconds until a new shell must have shown its prompt. */
  startLimit?: number;
}

export interface TerminalRunner extends CommandRunner {
  /**
   * Puts a line at a terminal's prompt, for the learner to look at and send off; at the first one of a shell that is being started: what that asks
   * before it would have the line for its answer. Rejects with `terminal-busy`, `line-half-typed` or `terminal-ended`.
   */
  suggest(terminalId: string, line: string): Promise<void>;
}

/**
 * Runs commands where the learner would type them: at the prompt of a laptop terminal, or of a session in the service. Nothing is ever
 * typed into a running program or behind a half-typed line: unless told what to do then, it rejects with FleetlabError `terminal-busy` or
 * `line-half-typed`.
 */
export function createTerminalRunner({ terminals, startLimit = 60_000 }: TerminalRunnerOptions): TerminalRunner {
  // Two runs at the same moment must not choose the same prompt.
  const taken = new Set<string>();
  // Commands that go on until they are interrupted, by session: they have tabs of their own, so that the next command finds a prompt.
  const followed = new Map<string, string>();
  // Sessions in which such a command has not ended yet: another program may run there since.
  const following = new Set<string>();
  // Who has asked for such a command, by session: each is told of its end.
  const askers = new Map<string, RunOptions[]>();
  // Commands of the lesson that were typed by hand and go on, by session.
  const byHand = new Map<string, RunningCommand & { text: string }>();
  // Which folder a session was led into: one that was deleted and made again has the same name, but the shell is not in it.
  const entered = new Map<string, string>();

  async function reserve(command: LessonCommand, { whenBusy = 'refuse', terminalId, signal }: RunOptions): Promise<TerminalSession> {
    if (whenBusy !== 'new-terminal') await awaitDecisions(usable(command, terminalId));
    throwIfCancelled(signal);
    const open = whenBusy === 'new-terminal' ? [] : usable(command, terminalId);
    const [first] = open;
    let session = open.find((candidate) => obstacle(candidate) === undefined);
    const inTheWay = first === undefined ? undefined : obstacle(first);
    if (session === undefined && first !== undefined && inTheWay !== undefined) {
      if (whenBusy === 'wait') session = await firstFree(command, terminalId, signal);
      else if (whenBusy === 'interrupt') return interruptAndTake(first);
      else throw inTheWay;
    }
    if (session !== undefined) {
      taken.add(session.id);
      return session;
    }
    return openFor(command, signal);
  }

  /** Nobody else may take the prompt that the interrupt leads to. Of two who interrupt the same one, the second is refused. */
  async function interruptAndTake(session: TerminalSession): Promise<TerminalSession> {
    if (taken.has(session.id)) {
      await interruptSession(session, () => obstacle(session) === undefined);
      const late = obstacle(session);
      if (late !== undefined) throw late;
      taken.add(session.id);
      return session;
    }
    taken.add(session.id);
    try {
      await interruptSession(session, () => busyReason(session) === undefined);
      return session;
    } catch (error) {
      taken.delete(session.id);
      throw error;
    }
  }

  /** In the tab of a connection that has ended, where there is one: the service was made anew, or the device went away. */
  async function openFor(command: LessonCommand, signal: AbortSignal | undefined): Promise<TerminalSession> {
    const { target } = command;
    const isFree = (session: TerminalSession) => session.view().state === 'ended' && !taken.has(session.id) && belongsTo(command, session);
    const ended = terminals.sessions().findLast((session) => isFree(session) && isSameTarget(session.target, target));
    if (target.kind === 'laptop' || ended === undefined) {
      const session = await unlessAborted(terminals.open(target), signal);
      // Another environment was chosen meanwhile.
      if (!belongsTo(command, session)) throw cancelled();
      taken.add(session.id);
      return session;
    }
    taken.add(ended.id);
    const restarted = terminals.restart(ended.id);
    try {
      return await unlessAborted(restarted, signal);
    } catch (error) {
      void restarted.catch(() => undefined).finally(() => taken.delete(ended.id));
      throw error;
    }
  }

  function usable(command: LessonCommand, inFront?: string): TerminalSession[] {
    return candidates(terminals, command, inFront).filter((session) => isFor(command, session) && !isFollowing(session));
  }

  /** Why nothing can be typed there now. */
  function obstacle(session: TerminalSession): FleetlabError | undefined {
    return taken.has(session.id) ? programRuns('A command of the lesson runs there.') : busyReason(session);
  }

  /** Resolves to the first terminal that comes to an empty prompt; undefined when all have been closed. Rejects with `cancelled`. */
  async function firstFree(
    command: LessonCommand,
    inFront: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<TerminalSession | undefined> {
    for (;;) {
      // What waits may have been called off because these are the terminals of another environment by now.
      throwIfCancelled(signal);
      const open = usable(command, inFront);
      const free = open.find((session) => obstacle(session) === undefined);
      if (free !== undefined || open.length === 0) return free;
      await new Promise((resolve) => setTimeout(resolve, patience));
    }
  }

  function isFor(command: LessonCommand, session: TerminalSession): boolean {
    return followed.has(session.id) === command.endless;
  }

  function isFollowing(session: TerminalSession): boolean {
    return following.has(session.id) && session.view().state === 'running';
  }

  /** Where this command without end goes on already. */
  function placeOf(command: LessonCommand, inFront: string | undefined): TerminalSession | undefined {
    const { text } = command;
    const hasIt = (session: TerminalSession) =>
      (isFollowing(session) && followed.get(session.id) === text) || isSameCommand(byHand.get(session.id)?.text ?? '', text);
    return command.endless ? candidates(terminals, command, inFront).find(hasIt) : undefined;
  }

  async function meet(session: TerminalSession, line: Promise<string | undefined>, isOfLesson: (typed: TypedCommand) => Promise<boolean>) {
    const running = followRunning(session);
    const { environment, cwd } = session.view();
    const text = await line;
    const typed = {
      ...{ target: session.target, environment: environment.id, terminalId: session.id, ending: running.ending, outcome: running.outcome },
      ...(cwd === undefined ? {} : { folder: cwd }),
    };
    if (text === undefined || text === '' || !(await isOfLesson({ ...typed, text }).catch(() => false))) {
      running.drop();
      return;
    }
    byHand.set(session.id, { ...running, text });
    await running.ending;
    byHand.delete(session.id);
  }

  /** Notes where a command without end goes on. */
  function follow({ id }: TerminalSession, { text }: LessonCommand, options: RunOptions): RunOptions {
    followed.set(id, text);
    const asked = [options];
    askers.set(id, asked);
    return {
      ...options,
      onStarted(terminalId) {
        following.add(id);
        options.onStarted?.(terminalId);
      },
      onEnding() {
        following.delete(id);
        for (const { onEnding } of asked) onEnding?.();
      },
      onEnded(outcome) {
        for (const { onEnded } of asked) onEnded?.(outcome);
      },
    };
  }

  /** Somebody asks for what goes on there already, and who has asked before need not be the one who hears of its end. */
  function ask({ id }: TerminalSession, options: RunOptions): void {
    options.onStarted?.(id);
    const typed = byHand.get(id);
    if (typed === undefined) {
      askers.get(id)?.push(options);
      return;
    }
    void typed.ending.then(options.onEnding);
    void typed.outcome.then(options.onEnded);
  }

  async function run(session: TerminalSession, command: LessonCommand, options: RunOptions): Promise<CommandOutcome> {
    await awaitPrompt(session, startLimit, options.signal);
    await awaitDecisions([session]);
    const reason = busyReason(session);
    if (reason !== undefined) throw reason;
    if (session.isLineBlank()) await interruptSession(session, () => busyReason(session) === undefined && !session.isLineBlank());
    if (session.view().state === 'unknown') return runAtPromptText(session, command, options);
    const identity = command.folder === undefined ? undefined : await identityOf(command.folder);
    // Where the learner went there, it is not known whether the folder was deleted and made again since.
    const isSame = async (folder: string) => {
      const { cwd } = session.view();
      return entered.get(session.id) === identity && cwd !== undefined && isSameFolder(folder, cwd);
    };
    if (command.folder !== undefined && !(await isSame(command.folder))) {
      const change = { ...command, text: `cd ${quoteFor(session.shell, command.folder)}`, endless: false };
      const { exitCode } = await runAtMarks(session, change, { signal: options.signal });
      throwIfCancelled(options.signal);
      if (exitCode !== 0)
        throw new FleetlabError(
          'no-folder',
          `The folder ${command.folder} cannot be entered.`,
          'Use “Reset step” to put the starter files back.',
        );
    }
    if (identity !== undefined) entered.set(session.id, identity);
    return runAtMarks(session, command, options);
  }

  return {
    async run(command, options) {
      throwIfCancelled(options.signal);
      const going = placeOf(command, options.terminalId);
      if (going !== undefined && options.whenBusy !== 'new-terminal') {
        ask(going, options);
        return { milliseconds: 0, output: '' };
      }
      const session = await reserve(command, options);
      try {
        const outcome = await run(session, command, command.endless ? follow(session, command, options) : options);
        if (outcome.isStopped === true) following.delete(session.id);
        return outcome;
      } finally {
        taken.delete(session.id);
      }
    },
    async whenFree(command, { terminalId, signal }) {
      await firstFree(command, terminalId, signal);
    },
    onTyped: (listener) =>
      terminals.onCommand((session, { line }) => {
        if (!taken.has(session.id)) void meet(session, line, listener);
      }),
    async suggest(terminalId, line) {
      const session = terminals.find(terminalId);
      if (session.view().state === 'starting') await awaitPrompt(session, startLimit);
      // Between two of its lines the prompt looks free.
      if (taken.has(terminalId)) throw programRuns('A command of the lesson runs there.');
      suggestLine(session, line);
    },
    async interrupt(terminalId) {
      const session = terminals.find(terminalId);
      await interruptSession(session, () => busyReason(session) === undefined || session.view().state === 'ended');
    },
  };
}

/** Milliseconds between two looks for a free terminal. */
const patience = 100;

/**
 * Open sessions for the command's target: the one in front of the learner, whatever its shell, then the one used last; on the laptop those with the
 * usual shell.
 */
function candidates(terminals: Terminals, command: LessonCommand, inFront: string | undefined): TerminalSession[] {
  const { target } = command;
  const { file } = terminals.usualShell();
  const isWanted = ({ id, shellFile }: TerminalSession) => shellFile === file || id === inFront;
  return terminals
    .sessions()
    .filter((session) => session.view().state !== 'ended' && belongsTo(command, session))
    .filter((session) => isSameTarget(session.target, target))
    .filter((session) => target.kind !== 'laptop' || isWanted(session))
    .sort((one, other) => Number(other.id === inFront) - Number(one.id === inFront) || other.lastUsed() - one.lastUsed());
}

function belongsTo({ environment }: LessonCommand, session: TerminalSession): boolean {
  return environment === undefined || session.view().environment.id === environment;
}

/** Undefined where the folder is not there. */
async function identityOf(folder: string): Promise<string | undefined> {
  const facts = await stat(folder, { bigint: true }).catch(() => undefined);
  return facts === undefined ? undefined : `${facts.dev}:${facts.ino}:${facts.birthtimeNs}`;
}
