import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandBlock } from '../../shared/course/course.ts';
import type { BlockRun, WhenBusy } from '../../shared/course/progress.ts';
import { FleetlabError, toErrorData } from '../../shared/errors.ts';
import { cancelled, unlessAborted } from '../cancelled.ts';
import type { EventBus } from '../event-bus.ts';
import { shellEnded } from '../terminal/session/await-prompt.ts';
import type { CommandOutcome, CommandRunner, LessonCommand, TypedCommand } from '../terminal/run/command-runner.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createFreeWatches } from './free-watches.ts';
import type { LastRuns } from './last-runs.ts';
import type { ServiceSessions } from './service-sessions.ts';
import type { WhenSettled } from './settled-service.ts';

export interface RunBlockOptions {
  stepId: string;
  /** With its variables filled. */
  block: CommandBlock;
  whenBusy?: WhenBusy;
  /** The terminal in front of the learner. */
  terminalId?: string;
  signal?: AbortSignal;
  /** Told once a shell has the command. */
  onStarted?: (terminalId: string) => void;
}

export interface BlockRunner {
  /**
   * Resolves when the command has ended (an endless one: once it was started), also by `cancel`. Rejects as CommandRunner.run does, with
   * `cancelled` where `signal` ended it, and with `already-runs` where the block's command is under way. From the call on it is under way: all
   * that it waits for, it waits for where `cancel` and `stop` reach it.
   */
  run(options: RunBlockOptions): Promise<CommandOutcome>;
  /**
   * The learner has typed a block's command by hand: it is told as if they had run it. Resolves when it has ended; undefined where the block's
   * command is under way already, this environment is not the one that is used, or the course is closed.
   */
  follow(stepId: string, block: CommandBlock, typed: TypedCommand): Promise<void> | undefined;
  /** The block's command that a terminal has and that has not ended; undefined where there is none. One that waits for a terminal is called off. */
  begun(stepId: string, blockId: string): Promise<Pick<Going, 'outcome'> | undefined>;
  /** Stops waiting for a terminal, or interrupts the command. Rejects with FleetlabError `not-interrupted` where it goes on. */
  cancel(stepId: string, blockId: string): Promise<void>;
  /**
   * Interrupts all commands that are under way in the environment that is used now, and waits for their end. Rejects with FleetlabError
   * `not-interrupted` where one goes on.
   */
  stop(): Promise<void>;
  /** Commands that no terminal has yet are called off. */
  stopWaiting(): void;
  /** The environment that was used is left: nothing waits for it any more, or for its terminals to be free. */
  leave(): void;
  /** The last run of each command in the environment that is used now, by step. */
  view(): Record<string, BlockRun[]>;
  /** In that environment, the step is as if nothing had run; what is under way is still told. */
  forget(stepId: string, place: string): void;
  /** Nothing waits any more, and nothing is told. */
  close(): void;
}

interface Services {
  /** The environment that commands go to now, by its id. */
  environment: () => string;
  /** Resolves when no step's start is being saved: the state before the first command is the step's start. */
  settled: () => Promise<void>;
  whenServiceSettled: WhenSettled;
  sessions: ServiceSessions;
  last: LastRuns;
  runner: CommandRunner;
  workspace: Workspace;
  bus: EventBus;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** When a terminal took it, and which. */
type Taken = Required<Pick<BlockRun, 'startedAt' | 'terminalId'>>;

interface Going {
  abort: AbortController;
  /** Once a terminal has it. */
  taken?: Taken;
  /** As it was given to the terminals. */
  command?: LessonCommand;
  /** The terminal that was in front of the learner then. */
  front?: string | undefined;
  /** A command without end that was started: it may be asked for once more. */
  isFollowed: boolean;
  /** The learner asked for its end. */
  isStopped?: boolean;
  /** Under way: who asks for its end meanwhile waits for the same one. */
  interrupting?: Promise<void> | undefined;
  /** One without end has ended; what it printed may still be read. */
  ending?: { isToBeTold: boolean; wasStopped: boolean };
  /** What came of one without end while it was asked for once more. */
  ended?: CommandOutcome;
  outcome: Promise<CommandOutcome>;
}

/**
 * Runs command blocks where the learner sees them, and tells beside the block how far they are. What came of a command in one environment
 * says nothing about another: each has its own.
 */
export function createBlockRunner(services: Services): BlockRunner {
  const { environment, last, runner, workspace, bus, now } = services;
  /** By environment, step and block. */
  const going = new Map<string, Going>();
  const watches = createFreeWatches(runner);
  let isClosed = false;

  function tell(place: string, stepId: string, run: BlockRun): void {
    last.set(place, stepId, run);
    if (place === environment() && !isClosed) bus.emit('block.changed', { stepId, run });
  }

  function underWay(key: string): Going | undefined {
    const present = going.get(key);
    return present?.isFollowed === true ? undefined : present;
  }

  async function perform(own: Going, key: string, place: string, options: RunBlockOptions): Promise<CommandOutcome> {
    const { stepId, block, whenBusy, terminalId: front, onStarted } = options;
    const blockId = block.id;
    const signal = options.signal === undefined ? own.abort.signal : AbortSignal.any([options.signal, own.abort.signal]);
    const earlier = going.get(key);
    going.set(key, own);
    watches.giveUp((watched) => watched === key);
    const before = last.get(place, stepId, blockId);
    const say = (run: Omit<BlockRun, 'blockId'>) => tell(place, stepId, { blockId, ...run });
    const tellEnd = (outcome: CommandOutcome, since: Taken | undefined, wasStopped: boolean) =>
      say({ ...since, ...endedRun(outcome, wasStopped) });
    const onEnding = () => noteEnding(key, own);
    say({ state: 'waiting' });
    try {
      await unlessAborted(services.settled(), signal);
      if (place !== environment()) throw cancelled();
      own.command = await commandFor(block, place);
      own.front = front;
      if (block.target.kind === 'service') await awaitService(block.target.service, signal, say);
      if (whenBusy === 'wait') say({ state: 'waiting', waitsFor: 'a free terminal' });
      const outcome = await runner.run(own.command, {
        ...(whenBusy === undefined ? {} : { whenBusy }),
        ...(front === undefined ? {} : { terminalId: front }),
        signal,
        onStarted(terminalId) {
          own.taken = { startedAt: now(), terminalId };
          say({ state: 'running', ...own.taken });
          onStarted?.(terminalId);
        },
        onEnding,
        onEnded(ended) {
          onEnding();
          own.ended = ended;
          // Another one may have begun since.
          if (own.ending?.isToBeTold === true && !going.has(key))
            tellEnd(ended, own.taken, ended.isStopped === true || own.ending.wasStopped);
        },
      });
      // One that was stopped before it had begun to go on has ended.
      own.isFollowed = block.endless && outcome.isStopped !== true;
      if (!own.isFollowed) {
        going.delete(key);
        tellEnd(outcome, own.taken, outcome.isStopped === true || own.isStopped === true || signal.aborted);
      }
      // One that fails at once has ended before this is heard.
      else if (own.ending === undefined) say({ state: 'sent', ...own.taken });
      options.signal?.throwIfAborted();
      return outcome;
    } catch (error) {
      giveBack(key, own, earlier);
      // What came of an earlier run is still true.
      if (own.taken === undefined) {
        if (earlier?.ended === undefined) tell(place, stepId, before ?? { blockId, state: 'idle' });
        else tellEnd(earlier.ended, earlier.taken, earlier.ended.isStopped === true || earlier.isStopped === true);
      } else if (last.get(place, stepId, blockId)?.state === 'running') {
        const problem = toErrorData(error);
        // Some of it may have run.
        if (problem.code === 'cancelled' || own.isStopped === true)
          say({ state: 'sent', ...own.taken, milliseconds: now() - own.taken.startedAt, isStopped: true });
        else say({ state: 'lost', ...own.taken, problem });
      }
      if (place === environment()) watch(key, own, error, { stepId, blockId });
      throw error;
    }
  }

  function noteEnding(key: string, own: Going): void {
    if (own.ending !== undefined) return;
    // Asked for once more while it goes on, it is the same one still.
    const present = going.get(key);
    own.ending = { isToBeTold: present?.taken?.terminalId === own.taken?.terminalId, wasStopped: present?.isStopped === true };
    if (own.ending.isToBeTold) going.delete(key);
  }

  function follow(stepId: string, block: CommandBlock, typed: TypedCommand): Promise<void> | undefined {
    const place = environment();
    const key = keyOf(place, stepId, block.id);
    if (isClosed || typed.environment !== place || underWay(key) !== undefined) return undefined;
    const { target, terminalId } = typed;
    const outcome = typed.outcome.then((ended) => {
      if (ended.isCut === true && !block.endless) throw shellEnded({ target });
      return ended;
    });
    const taken = { startedAt: now(), terminalId };
    const say = (run: Omit<BlockRun, 'blockId'>) => tell(place, stepId, { blockId: block.id, ...run });
    const own: Going = { abort: new AbortController(), taken, isFollowed: block.endless, outcome };
    going.set(key, own);
    watches.giveUp((watched) => watched === key);
    // What was asked when Run was refused has its answer.
    const isFree = () => bus.emit('block.free', { stepId, blockId: block.id });
    isFree();
    say({ state: block.endless ? 'sent' : 'running', ...taken });
    void typed.ending.then(() => {
      noteEnding(key, own);
      if (place === environment() && !isClosed) isFree();
    });
    const tellEnd = (end: (wasStopped: boolean) => Omit<BlockRun, 'blockId'>) => {
      if (own.ending?.isToBeTold === true && !going.has(key)) say({ ...taken, ...end(own.ending.wasStopped) });
    };
    return outcome.then(
      (ended) => {
        own.ended = ended;
        tellEnd((wasStopped) => endedRun(ended, ended.isStopped === true || wasStopped));
      },
      (error: unknown) => tellEnd(() => ({ state: 'lost', problem: toErrorData(error) })),
    );
  }

  async function commandFor({ text, target, endless, folder }: CommandBlock, place: string): Promise<LessonCommand> {
    const absolute = folder === undefined ? undefined : await folderOf(workspace, folder);
    return { text, target, environment: place, endless, ...(absolute === undefined ? {} : { folder: absolute }) };
  }

  /** A container that is about to be killed would take the command with it. */
  async function awaitService(service: string, signal: AbortSignal, say: (run: Omit<BlockRun, 'blockId'>) => void): Promise<void> {
    const onWait = (waitsFor: string) => say({ state: 'waiting', waitsFor });
    const { sessions } = services;
    const before = sessions.open(service);
    if (!(await services.whenServiceSettled(service, { signal, onWait }))) return;
    // A connection to the old container may still show its prompt for a moment: what is typed there is lost.
    await sessions.whenEnded(before, signal);
    say({ state: 'waiting' });
  }

  function watch(key: string, { command, front }: Going, error: unknown, block: { stepId: string; blockId: string }): void {
    if (command !== undefined && !isClosed) watches.afterRefusal(key, command, front, error, () => bus.emit('block.free', block));
  }

  /** A command without end goes on where it could not be asked for once more. */
  function giveBack(key: string, own: Going, earlier: Going | undefined): void {
    if (going.get(key) !== own || own.isFollowed) return;
    if (earlier === undefined || earlier.ending !== undefined) going.delete(key);
    else going.set(key, earlier);
  }

  function interrupt(run: Going, terminalId: string): Promise<void> {
    run.interrupting ??= interruptNow(run, terminalId).finally(() => (run.interrupting = undefined));
    return run.interrupting;
  }

  async function interruptNow(run: Going, terminalId: string): Promise<void> {
    run.isStopped = true;
    try {
      await runner.interrupt?.(terminalId);
    } catch (error) {
      // Its terminal was closed meanwhile, and ends with all in it.
      if (error instanceof FleetlabError && error.code === 'not-found') return;
      run.isStopped = false;
      throw error;
    }
  }

  /** The terminal in which an interrupt is what ends it. One that goes on all the same is told to its end. */
  function whereToInterrupt({ taken }: Going): string | undefined {
    return runner.interrupt === undefined ? undefined : taken?.terminalId;
  }

  async function endOf(run: Going): Promise<void> {
    const terminalId = whereToInterrupt(run);
    if (terminalId === undefined) run.abort.abort();
    else await interrupt(run, terminalId);
    await run.outcome.catch((error: unknown) => {
      if (error instanceof FleetlabError && error.code === 'not-interrupted') throw error;
    });
  }

  function stopWaiting(): void {
    for (const { abort, taken } of going.values()) if (taken === undefined) abort.abort();
  }

  function leave(): void {
    stopWaiting();
    watches.giveUp(() => true);
  }

  return {
    async run(options) {
      const place = environment();
      const key = keyOf(place, options.stepId, options.block.id);
      if (underWay(key) !== undefined)
        throw new FleetlabError('already-runs', 'This command is running already.', 'Wait until it has ended, or stop it.');
      const { promise, resolve } = Promise.withResolvers<CommandOutcome>();
      const outcome = perform({ abort: new AbortController(), isFollowed: false, outcome: promise }, key, place, options);
      resolve(outcome);
      // Only who runs it has to hear of its failure.
      promise.catch(() => undefined);
      return outcome;
    },
    async begun(stepId, blockId) {
      const run = underWay(keyOf(environment(), stepId, blockId));
      if (run === undefined || run.taken !== undefined) return run;
      await endOf(run);
      return undefined;
    },
    async cancel(stepId, blockId) {
      const key = keyOf(environment(), stepId, blockId);
      const run = going.get(key);
      if (run === undefined) return;
      const terminalId = whereToInterrupt(run);
      if (terminalId === undefined) {
        run.abort.abort();
        return;
      }
      await interrupt(run, terminalId).catch((error: unknown) => {
        watch(key, run, error, { stepId, blockId });
        throw error;
      });
    },
    async stop() {
      const here = keyOf(environment(), '');
      const ends = [...going].filter(([key, { isFollowed }]) => key.startsWith(here) && !isFollowed).map(([, run]) => endOf(run));
      await Promise.all(ends);
    },
    follow,
    stopWaiting,
    leave,
    view: () => last.of(environment()),
    forget(stepId, place) {
      watches.giveUp((key) => key.startsWith(keyOf(place, stepId, '')));
      const forgotten = last.forget(place, stepId, (blockId) => going.has(keyOf(place, stepId, blockId)));
      if (place !== environment()) return;
      for (const { blockId } of forgotten) bus.emit('block.changed', { stepId, run: { blockId, state: 'idle' } });
    },
    close() {
      leave();
      isClosed = true;
    },
  };
}

function endedRun({ exitCode, milliseconds, output, omittedLines }: CommandOutcome, isStopped: boolean): Omit<BlockRun, 'blockId'> {
  return {
    ...(exitCode === undefined ? { state: 'sent' } : { state: 'done', exitCode }),
    milliseconds,
    output,
    ...(omittedLines === undefined ? {} : { omittedLines }),
    ...(isStopped ? { isStopped } : {}),
  };
}

function keyOf(...parts: string[]): string {
  return parts.join('/');
}

async function folderOf(workspace: Workspace, name: string): Promise<string> {
  const folder = join(workspace.folder, ...name.split('/'));
  const facts = await stat(folder).catch(() => undefined);
  if (facts?.isDirectory() === true) return folder;
  throw new FleetlabError('workspace-missing', `The folder ${name} is not in the workspace.`, 'Restore the workspace, or reset the step.');
}
