import type { Course, Step } from '../../shared/course/course.ts';
import { FleetlabError, toErrorData } from '../../shared/errors.ts';
import type { EnvironmentService } from '../balena/environment.ts';
import type { Lab } from '../device/lab.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CheckLoop } from './check-loop.ts';
import type { ProgressStore } from './progress-store.ts';
import { filesAtStart } from './start-files.ts';
import type { StepStarts } from './step-starts.ts';
import type { TaskControl } from './task.ts';

export interface ResetServices {
  course: Course;
  workspace: Workspace;
  environment: EnvironmentService;
  lab: Lab;
  loop: CheckLoop;
  progress: ProgressStore;
  starts: StepStarts;
}

/** Brings back files, cloud and device as the step found them. Resolves to the closing sentence, which says what was not possible. */
export async function resetStep(step: Step, services: ResetServices, { signal, say }: TaskControl): Promise<string> {
  const { course, workspace, environment, lab, loop, progress, starts } = services;
  const sentences: string[] = [];
  let failure: unknown;
  loop.pause();
  try {
    await starts.settled();
    const canRestore = environment.current()?.checkpoints !== undefined;
    if (canRestore && starts.has(step.id)) {
      say('Putting the cloud and the device back to the start of this step.');
      // The files come back even where the rest does not.
      failure = await starts.restore(step.id).then(
        () => undefined,
        (error: unknown) => error,
      );
      sentences.push('Files, cloud and device are as they were when this step began.');
    } else if (canRestore) {
      sentences.push(
        'The files are as they are when this step begins. Cloud and device stay as they are: this step was opened before the one before it was done.',
      );
    } else {
      sentences.push(
        'The files are as they are when this step begins. The cloud and the device in use cannot be put back; they stay as they are.',
      );
    }
    signal.throwIfAborted();
    say('Putting the files back.');
    const files = filesAtStart(course, step.id, await workspace.seedFiles());
    const backup = step.folder === undefined ? undefined : (await workspace.restoreTo(files, step.folder)).backup;
    if (backup !== undefined) sentences.push(`Your own versions are kept in ${backup}.`);
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
  return sentences.join(' ');
}
