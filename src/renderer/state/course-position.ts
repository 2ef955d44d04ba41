import type { CommandBlock, Course, Section, Step } from '../../shared/course/course.ts';
import type { BlockRun, Progress } from '../../shared/course/progress.ts';
import { hasWorked } from '../../shared/course/run-state.ts';

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
