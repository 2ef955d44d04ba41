import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandBlock } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { EventBus } from '../event-bus.ts';
import type { CommandOutcome, CommandRunner } from '../terminal/command-runner.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface RunBlockOptions {
  stepId: string;
  /** With its variables filled. */
  block: CommandBlock;
  newTerminal?: boolean;
  signal?: AbortSignal;
  /** Told once a shell has the command. */
  onStarted?: (terminalId: string) => void;
}

export interface BlockRunner {
  /** Resolves when the command has ended (an endless one: once it was started). Rejects as CommandRunner.run does. */
  run(options: RunBlockOptions): Promise<CommandOutcome>;
}

/** Runs command blocks where the learner sees them, and tells beside the block how far they are. */
export function createBlockRunner(services: { runner: CommandRunner; workspace: Workspace; bus: EventBus }): BlockRunner {
  const { runner, workspace, bus } = services;

  return {
    async run({ stepId, block, newTerminal = false, signal, onStarted }) {
      const tell = (run: Omit<Parameters<typeof bus.emit<'block.changed'>>[1]['run'], 'blockId'>) =>
        bus.emit('block.changed', { stepId, run: { blockId: block.id, ...run } });
      const folder = block.folder === undefined ? undefined : await folderOf(workspace, block.folder);
      tell({ state: 'waiting' });
      try {
        const outcome = await runner.run(
          { text: block.text, target: block.target, endless: block.endless, ...(folder === undefined ? {} : { folder }) },
          {
            newTerminal,
            ...(signal === undefined ? {} : { signal }),
            onStarted(terminalId) {
              tell({ state: 'running' });
              onStarted?.(terminalId);
            },
          },
        );
        const isOver = outcome.exitCode !== undefined && !block.endless;
        tell(isOver ? { state: 'done', exitCode: outcome.exitCode, milliseconds: outcome.milliseconds } : { state: 'sent' });
        return outcome;
      } catch (error) {
        tell({ state: 'idle' });
        throw error;
      }
    },
  };
}

async function folderOf(workspace: Workspace, name: string): Promise<string> {
  const folder = join(workspace.folder, ...name.split('/'));
  const facts = await stat(folder).catch(() => undefined);
  if (facts?.isDirectory() === true) return folder;
  throw new FleetlabError('workspace-missing', `The folder ${name} is not in the workspace.`, 'Restore the workspace, or reset the step.');
}
