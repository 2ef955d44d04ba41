import type { CommandBlock } from './course.ts';
import type { BlockRun } from './progress.ts';

/** Exit codes of a command that was stopped: with Ctrl+C, or with its terminal (128 and the signal's number). */
const stopped: readonly number[] = [128 + 1, 128 + 2, 128 + 15];

/**
 * Whether the block's last run ended as the lesson expects; a command without a known exit code counts once it was sent, one without end
 * unless it failed by itself.
 */
export function hasWorked(block: CommandBlock, run: BlockRun | undefined): boolean {
  if (run === undefined || run.state === 'lost') return false;
  if (run.isStopped === true) return block.endless;
  if (run.state === 'sent') return true;
  if (block.endless) return run.state !== 'waiting' && [undefined, 0, ...stopped].includes(run.exitCode);
  return run.state === 'done' && (run.exitCode === undefined || run.exitCode === block.expects);
}

/** Whether it ended because the learner wanted it to, which is no failure. One without end does not end by a signal otherwise. */
export function wasStopped(block: CommandBlock, run: BlockRun): boolean {
  if (run.state !== 'done' && run.state !== 'sent') return false;
  return run.isStopped === true || (block.endless && run.exitCode !== undefined && stopped.includes(run.exitCode));
}

/** Whether a shell has it and its end is not seen yet. One without end is told as `sent` while it goes on. */
export function goesOn(block: CommandBlock, run: BlockRun | undefined): boolean {
  return run?.state === 'running' || (block.endless && run?.state === 'sent' && run.milliseconds === undefined && run.isStopped !== true);
}
