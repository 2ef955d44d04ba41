import type { CommandBlock, Course, Section, Step } from '../../shared/course/course.ts';
import type { BlockRun, Progress } from '../../shared/course/progress.ts';

export interface Place {
  section: Section;
  step: Step;
  /** Position among all steps of the course, from 0. */
  index: number;
  previous: Step | undefined;
  next: Step | undefined;
}

export function allSteps(course: Course): Step[] {
  return course.sections.flatMap((section) => section.steps);
}

/** Where the learner is; the first step when progress names one that the course no longer has. */
export function placeOf(course: Course, progress: Progress): Place | undefined {
  const steps = allSteps(course);
  const found = steps.findIndex((step) => step.id === progress.place);
  const index = found === -1 ? 0 : found;
  const step = steps[index];
  const section = course.sections.find((candidate) => candidate.steps.some((inside) => inside.id === step?.id));
  if (step === undefined || section === undefined) return undefined;
  return { section, step, index, previous: steps[index - 1], next: steps[index + 1] };
}

/** Whole minutes that the steps which are not done yet take, by the course's own estimate. */
export function minutesLeft(course: Course, progress: Progress): number {
  const left = allSteps(course).filter((step) => progress.steps[step.id]?.passed !== true);
  return Math.round(left.reduce((sum, step) => sum + step.minutes, 0));
}

/**
 * The block that `Run the next block` means: the first command of the step that can be run here and has not ended as the lesson expects.
 * Undefined when all have.
 */
export function nextCommand(step: Step, runs: Readonly<Record<string, BlockRun>>): CommandBlock | undefined {
  return step.blocks.find(
    (block): block is CommandBlock => block.kind === 'command' && block.needsCloud === undefined && !hasWorked(block, runs[block.id]),
  );
}

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
