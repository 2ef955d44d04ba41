import { join } from 'node:path';
import type { CommandBlock, EditBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { hasWorked } from '../../shared/course/run-state.ts';
import { isSameTarget } from '../../shared/domain/terminal.ts';
import { isSameFolder } from '../same-folder.ts';
import type { TypedCommand } from '../terminal/run/command-runner.ts';
import { isSameCommand } from '../terminal/run/same-command.ts';
import { applyEdit } from '../workspace/edit.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Does the same in any folder: what the CLI does but for the commands that send it, and a request. */
const anywhere = /^(?:balena (?!(?:push|deploy|build|preload) )|curl )/;

/**
 * The block of a step that somebody has typed by hand: the same command in the same place. Where the step has it more than once, it is the first
 * until that has worked and what the lesson changes before the next one is changed.
 */
export async function typedBlock(
  step: Step,
  typed: Pick<TypedCommand, 'text' | 'target' | 'folder'>,
  runs: readonly BlockRun[],
  workspace: Pick<Workspace, 'folder' | 'read'>,
): Promise<CommandBlock | undefined> {
  const isDone = (block: CommandBlock): boolean => {
    const run = runs.find(({ blockId }) => blockId === block.id);
    return hasWorked(block, run);
  };
  let found: CommandBlock | undefined;
  for (const block of step.blocks) {
    if (block.kind === 'edit' && found !== undefined && !(await isApplied(block, workspace))) return found;
    if (block.kind !== 'command' || !(await isTyped(block))) continue;
    if (found !== undefined && !isDone(found)) return found;
    found = block;
  }
  return found;

  async function isTyped({ target, text, folder, needsCloud }: CommandBlock): Promise<boolean> {
    if (needsCloud !== undefined || !isSameTarget(target, typed.target) || !isSameCommand(text, typed.text)) return false;
    if (folder === undefined || anywhere.test(text)) return true;
    return typed.folder !== undefined && isSameFolder(join(workspace.folder, folder), typed.folder);
  }
}

async function isApplied({ file, change }: EditBlock, workspace: Pick<Workspace, 'read'>): Promise<boolean> {
  const text = await workspace.read(file).then(
    (found) => found.text,
    () => undefined,
  );
  return applyEdit(text, change).kind === 'already';
}
