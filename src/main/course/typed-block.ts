import { realpath } from 'node:fs/promises';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { hasWorked } from '../../shared/course/run-state.ts';
import { isSameTarget } from '../../shared/domain/terminal.ts';
import type { TypedCommand } from '../terminal/command-runner.ts';
import { isSameCommand } from '../terminal/same-command.ts';

/** Does the same in any folder: what the CLI does but for the commands that send it, and a request. */
const anywhere = /^(?:balena (?!(?:push|deploy|build|preload) )|curl )/;

/**
 * The block of a step that somebody has typed by hand: the same command in the same place. Where the step has it more than once, the first that
 * has not worked yet, else the last.
 *
 * @param folderOf - Absolute folder of one in the workspace.
 */
export async function typedBlock(
  step: Step,
  typed: Pick<TypedCommand, 'text' | 'target' | 'folder'>,
  runs: readonly BlockRun[],
  folderOf: (name: string) => string,
): Promise<CommandBlock | undefined> {
  const same = step.blocks.filter(
    (block): block is CommandBlock =>
      block.kind === 'command' && isSameTarget(block.target, typed.target) && isSameCommand(block.text, typed.text),
  );
  if (same.length === 0) return undefined;
  const here = typed.folder === undefined ? undefined : await realFolder(typed.folder);
  const isHere = await Promise.all(
    same.map(async ({ text, folder }) => folder === undefined || anywhere.test(text) || (await realFolder(folderOf(folder))) === here),
  );
  const blocks = same.filter((_block, index) => isHere[index]);
  const isOpen = (block: CommandBlock) =>
    !hasWorked(
      block,
      runs.find(({ blockId }) => blockId === block.id),
    );
  return blocks.find(isOpen) ?? blocks.at(-1);
}

async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
