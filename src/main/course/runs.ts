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
   * Resolves when the command has ended (an endless one: once it was started), also by `cancel`. Rejects as CommandRunner.run does, and
   * with `cancelled` where `signal` ended it.
   */
  run(options: RunBlockOptions): Promise<CommandOutcome>;
  /** Stops waiting for a terminal, or interrupts the command. Rejects with FleetlabError `not-interrupted` where it goes on. */
  cancel(stepId: string, blockId: string): Promise<void>;
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
  /** Of a command without end, once a terminal has it. */
  terminalId?: string;
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

  return {
    async run({ stepId, block, whenBusy, signal, onStarted }) {
      const blockId = block.id;
      const folder = block.folder === undefined ? undefined : await folderOf(workspace, block.folder);
      const place = environment();
      const key = keyOf(place, stepId, blockId);
      const runOf = (): BlockRun | undefined => last.get(keyOf(place, stepId))?.get(blockId);
      const own: Going = { abort: new AbortController() };
      going.set(key, own);
      const isLatest = () => going.get(key) === own;
      const before = runOf();
      let startedAt: number | undefined;
      const tellEnd = ({ exitCode, milliseconds, output }: CommandOutcome) => {
        const isKnown = exitCode !== undefined;
        const times = { milliseconds, ...(startedAt === undefined ? {} : { startedAt }) };
        tell(place, stepId, { blockId, state: isKnown ? 'done' : 'sent', ...times, ...(isKnown ? { exitCode } : {}), output });
      };
      tell(place, stepId, { blockId, state: 'waiting' });
      try {
        const outcome = await runner.run(
          { text: block.text, target: block.target, endless: block.endless, ...(folder === undefined ? {} : { folder }) },
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
              // Asked for once more while it goes on, it is the same one still.
              if (going.get(key)?.terminalId !== own.terminalId) return;
              going.delete(key);
              tellEnd(ended);
            },
          },
        );
        if (!block.endless) {
          tellEnd(outcome);
          if (isLatest()) going.delete(key);
        }
        // One that fails at once has ended before this is heard.
        else if (runOf()?.state === 'running')
          tell(place, stepId, { blockId, state: 'sent', ...(startedAt === undefined ? {} : { startedAt }) });
        signal?.throwIfAborted();
        return outcome;
      } catch (error) {
        if (isLatest()) going.delete(key);
        // What came of an earlier run is still true.
        if (startedAt === undefined) tell(place, stepId, before ?? { blockId, state: 'idle' });
        else if (runOf()?.state === 'running') {
          const problem = toErrorData(error);
          tell(place, stepId, problem.code === 'cancelled' ? { blockId, state: 'idle' } : { blockId, state: 'lost', startedAt, problem });
        }
        throw error;
      }
    },
    async cancel(stepId, blockId) {
      const run = going.get(keyOf(environment(), stepId, blockId));
      if (run === undefined) return;
      const isFollowed = last.get(keyOf(environment(), stepId))?.get(blockId)?.state === 'sent';
      if (isFollowed && run.terminalId !== undefined) await runner.interrupt?.(run.terminalId);
      else run.abort.abort();
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

function keyOf(...parts: string[]): string {
  return parts.join('/');
}

async function folderOf(workspace: Workspace, name: string): Promise<string> {
  const folder = join(workspace.folder, ...name.split('/'));
  const facts = await stat(folder).catch(() => undefined);
  if (facts?.isDirectory() === true) return folder;
  throw new FleetlabError('workspace-missing', `The folder ${name} is not in the workspace.`, 'Restore the workspace, or reset the step.');
}
