import type { Course, Step } from '../../shared/course/course.ts';
import type { StepTask } from '../../shared/course/progress.ts';
import { FleetlabError, toErrorData } from '../../shared/errors.ts';
import type { Lab } from '../device/lab/lab.ts';
import type { Extent } from '../workspace/restore.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CheckLoop } from './check-loop.ts';
import { findStep, nameOfStep } from './lookup.ts';
import type { ProgressStore } from './progress-store.ts';
import { filesAtStart, solvedEdits } from './start-files.ts';
import type { StartSource, StepStarts } from './step-starts.ts';
import type { TaskControl } from './task.ts';

/** Back to the start of the step one is on, or to that of another one. */
export type BringKind = Extract<StepTask['kind'], 'reset' | 'jump'>;

export interface BringServices {
  course: Course;
  workspace: Workspace;
  lab: Lab;
  loop: CheckLoop;
  progress: ProgressStore;
  starts: StepStarts;
}

/** Puts files, cloud, device and progress to how they were before. */
export type Undo = (control: TaskControl) => Promise<string>;

/**
 * Brings files, cloud and device to a step's start. Resolves to the closing sentence, which says what was not possible. Until the cloud is
 * put back, it can be cancelled, and then nothing has changed. `onUndo` gets what undoes it.
 */
export async function bringToStart(
  kind: BringKind,
  step: Step,
  services: BringServices,
  control: TaskControl,
  onUndo: (undo: Undo) => void,
): Promise<string> {
  const { course, workspace, lab, loop, progress, starts } = services;
  const occasion = { reason: kind, step: nameOfStep(findStep(course, progress.value.place)) };
  let failure: unknown;
  let source: StartSource = 'kept';
  let hasCopy = false;
  loop.pause();
  try {
    await starts.settled();
    control.say('Keeping a copy of what there is now.');
    const before = { files: await workspace.files(), progress: progress.value };
    const putBack = await starts.keep();
    control.signal.throwIfAborted();
    try {
      source = await starts.restore(step.id, control);
    } catch (error) {
      if (control.signal.aborted || (error instanceof FleetlabError && error.code === 'rehearsal-failed')) throw error;
      // The files come back even where the rest does not.
      failure = error;
    }
    control.say('Putting the files in place.');
    onUndo(async ({ say }) => {
      loop.pause();
      try {
        say('Putting back what there was before.');
        await putBack?.();
        await workspace.restoreTo(before.files, 'everything', { reason: 'undo', step: nameOfStep(step) });
        progress.replace(before.progress);
        await lab.refresh();
      } finally {
        loop.resume();
      }
      return putBack === undefined ? 'Your files are as they were.' : 'Files, cloud and device are as they were.';
    });
    const files = filesAtStart(course, step.id, await workspace.seedFiles());
    hasCopy = (await workspace.restoreTo(files, extentOf(kind, step, files), occasion)) !== undefined;
    if (kind === 'jump') progress.goTo(step.id);
    progress.update(step.id, { passed: false, hints: 0, solved: false, answers: {} });
    await lab.refresh();
  } finally {
    loop.resume();
  }
  await loop.check(step);
  if (failure !== undefined) {
    const { message, action } = toErrorData(failure);
    const words = `The files are as they are when this step begins, but the cloud and the device could not be put back: ${message}`;
    throw new FleetlabError('reset-incomplete', words, action);
  }
  return [sentences[source], ...(hasCopy ? ['Your files from before are among the earlier copies of your files.'] : [])].join(' ');
}

const sentences: Readonly<Record<StartSource, string>> = {
  own: 'Files, cloud and device are as they were when you first came to this step.',
  rehearsed: 'Files, cloud and device are as the steps before this one leave them.',
  kept: 'The files are as they are when this step begins. The cloud and the device in use cannot be put back; they stay as they are.',
};

/** A reset is about the folders that the step works in; a jump about all folders of the course. Other files are left alone. */
export function extentOf(kind: BringKind, step: Step, files: ReadonlyMap<string, unknown>): Extent {
  if (kind === 'reset')
    return [...new Set([...(step.folder === undefined ? [] : [step.folder]), ...solvedEdits(step).map(({ file }) => file)])];
  return [...new Set([...files.keys()].map((path) => path.split('/')[0] ?? path))];
}
