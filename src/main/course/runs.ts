import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandBlock } from '../../shared/course/course.ts';
import type { BlockRun, WhenBusy } from '../../shared/course/progress.ts';
import { FleetlabError, toErrorData } from '../../shared/errors.ts';
import type { EventBus } from '../event-bus.ts';
import type { CommandOutcome, CommandRunner } from '../terminal/command-runner.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface RunBlockOptions {
  stepId: string;
  /** With its variables filled. */
  block: CommandBlock;
  whenBusy?: WhenBusy;
  signal?: AbortSignal;
  /** Told once a shell has the command. */
  onStarted?: (terminalId: string) => void;
}

export interface BlockRunner {
  /**
   * Resolves when the command has ended (an endless one: once it was started), also by `cancel`. Rejects as CommandRunner.run does, with
   * `cancelled` where `signal` ended it, and with `already-runs` where the block's command is under way.
   */
  run(options: RunBlockOptions): Promise<CommandOutcome>;
  /** The block's command that a terminal has and that has not ended; undefined where there is none. One that waits for a terminal is called off. */
  begun(stepId: string, blockId: string): Promise<Pick<Going, 'outcome'> | undefined>;
  /** Stops waiting for a terminal, or interrupts the command. Rejects with FleetlabError `not-interrupted` where it goes on. */
  cancel(stepId: string, blockId: string): Promise<void>;
  /** Interrupts all commands that are under way, and waits for their end. Rejects with FleetlabError `not-interrupted` where one goes on. */
  stop(): Promise<void>;
  /** Commands that wait for a terminal wait no longer: what they were to change is left. */
  stopWaiting(): void;
  /** The last run of each command in the environment that is used now, by step. */
  view(): Record<string, BlockRun[]>;
  /** The step is as if nothing had run. */
  forget(stepId: string): void;
}

interface Services {
  /** The environment that commands go to now, by its id. */
  environment: () => string;
  runner: CommandRunner;
  workspace: Workspace;
  bus: EventBus;
  /** Milliseconds since 1970. */
  now: () => number;
}

interface Going {
  abort: AbortController;
  /** Once a terminal has it. */
  terminalId?: string;
  /** A command without end that was started: it may be asked for once more. */
  isFollowed: boolean;
  /** What came of one without end while it was asked for once more. */
  ended?: CommandOutcome;
  outcome: Promise<CommandOutcome>;
}

/**
 * Runs command blocks where the learner sees them, and tells beside the block how far they are. What came of a command in one environment
 * says nothing about another: each has its own.
 */
export function createBlockRunner({ environment, runner, workspace, bus, now }: Services): BlockRunner {
  /** By environment and step, then by block. */
  const last = new Map<string, Map<string, BlockRun>>();
  const going = new Map<string, Going>();

  function tell(place: string, stepId: string, run: BlockRun): void {
    const key = keyOf(place, stepId);
    const runs = last.get(key) ?? new Map<string, BlockRun>();
    last.set(key, runs);
    if (run.state === 'idle') runs.delete(run.blockId);
    else runs.set(run.blockId, run);
    if (place === environment()) bus.emit('block.changed', { stepId, run });
  }

  function underWay(key: string): Going | undefined {
    const present = going.get(key);
    return present?.isFollowed === true ? undefined : present;
  }

  async function perform(own: Going, key: string, place: string, options: RunBlockOptions): Promise<CommandOutcome> {
    const { stepId, block, whenBusy, signal, onStarted } = options;
    const blockId = block.id;
    const earlier = going.get(key);
    going.set(key, own);
    const before = last.get(keyOf(place, stepId))?.get(blockId);
    let startedAt: number | undefined;
    const tellEnd = ({ exitCode, milliseconds, output }: CommandOutcome) => {
      const isKnown = exitCode !== undefined;
      const times = { milliseconds, ...(startedAt === undefined ? {} : { startedAt }) };
      tell(place, stepId, { blockId, state: isKnown ? 'done' : 'sent', ...times, ...(isKnown ? { exitCode } : {}), output });
    };
    tell(place, stepId, { blockId, state: 'waiting' });
    try {
      const folder = block.folder === undefined ? undefined : await folderOf(workspace, block.folder);
      const outcome = await runner.run(
        { text: block.text, target: block.target, environment: place, endless: block.endless, ...(folder === undefined ? {} : { folder }) },
        {
          ...(whenBusy === undefined ? {} : { whenBusy }),
          signal: signal === undefined ? own.abort.signal : AbortSignal.any([signal, own.abort.signal]),
          onStarted(terminalId) {
            startedAt = now();
            own.terminalId = terminalId;
            tell(place, stepId, { blockId, state: 'running', startedAt });
            onStarted?.(terminalId);
          },
          onEnded(ended) {
            own.ended = ended;
            // Asked for once more while it goes on, it is the same one still.
            if (going.get(key)?.terminalId !== own.terminalId) return;
            going.delete(key);
            tellEnd(ended);
          },
        },
      );
      own.isFollowed = block.endless;
      if (!block.endless) {
        going.delete(key);
        tellEnd(outcome);
      }
      // One that fails at once has ended before this is heard.
      else if (own.ended === undefined) tell(place, stepId, { blockId, state: 'sent', ...(startedAt === undefined ? {} : { startedAt }) });
      signal?.throwIfAborted();
      return outcome;
    } catch (error) {
      giveBack(key, own, earlier);
      // What came of an earlier run is still true.
      if (startedAt === undefined) {
        if (earlier?.ended === undefined) tell(place, stepId, before ?? { blockId, state: 'idle' });
        else tellEnd(earlier.ended);
      } else if (last.get(keyOf(place, stepId))?.get(blockId)?.state === 'running') {
        const problem = toErrorData(error);
        tell(place, stepId, problem.code === 'cancelled' ? { blockId, state: 'idle' } : { blockId, state: 'lost', startedAt, problem });
      }
      throw error;
    }
  }

  /** A command without end goes on where it could not be asked for once more. */
  function giveBack(key: string, own: Going, earlier: Going | undefined): void {
    if (going.get(key) !== own || own.isFollowed) return;
    if (earlier === undefined || earlier.ended !== undefined) going.delete(key);
    else going.set(key, earlier);
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
      if (run === undefined || run.terminalId !== undefined) return run;
      await endOf(run);
      return undefined;
    },
    async cancel(stepId, blockId) {
      const run = going.get(keyOf(environment(), stepId, blockId));
      if (run === undefined) return;
      if (run.isFollowed && run.terminalId !== undefined) await runner.interrupt?.(run.terminalId);
      else run.abort.abort();
    },
    async stop() {
      const here = keyOf(environment(), '');
      const ends = [...going].filter(([key, { isFollowed }]) => key.startsWith(here) && !isFollowed).map(([, run]) => endOf(run));
      await Promise.all(ends);
    },
    stopWaiting() {
      for (const { abort, terminalId } of going.values()) if (terminalId === undefined) abort.abort();
    },
    view() {
      const here = keyOf(environment(), '');
      return Object.fromEntries(
        [...last].filter(([key]) => key.startsWith(here)).map(([key, runs]) => [key.slice(here.length), [...runs.values()]]),
      );
    },
    forget: (stepId) => void last.delete(keyOf(environment(), stepId)),
  };
}

async function endOf({ abort, outcome }: Going): Promise<void> {
  abort.abort();
  await outcome.catch((error: unknown) => {
    if (error instanceof FleetlabError && error.code === 'not-interrupted') throw error;
  });
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
