import type { StepTask } from '../../shared/course/progress.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { EnvironmentService } from '../environments/environment.ts';
import type { Handlers } from '../rpc.ts';
import { bringToStart, extentOf, type BringKind, type BringServices, type Undo } from './bring-to-start.ts';
import type { FilledCourse } from './filled-course.ts';
import type { BlockRunner } from './runs.ts';
import { filesAtStart } from './start-files.ts';
import type { StepTasks } from './task.ts';

type MoveProcedures = 'course.preview' | 'course.reset' | 'course.jump' | 'course.undo';

interface Services extends Omit<BringServices, 'course'> {
  filled: FilledCourse;
  environment: Pick<EnvironmentService, 'view'>;
  runs: Pick<BlockRunner, 'stop' | 'forget'>;
  tasks: StepTasks;
}

/** Brings learner, files, cloud and device to the start of a step, and back from the last time. */
export function createStepMoves({ filled, environment, runs, tasks, ...services }: Services): Pick<Handlers, MoveProcedures> {
  const { workspace, starts } = services;
  let last: { stepId: string; environmentId: string; undo: Undo } | undefined;

  async function bring(kind: BringKind, stepId: string): Promise<StepTask> {
    filled.step(stepId);
    return tasks.run(stepId, kind, async (control, environmentId) => {
      const course = filled.course();
      const keepUndo = (undo: Undo) => {
        last = { stepId, environmentId, undo };
      };
      // A push that comes to its end later would undo what is done here.
      await runs.stop();
      control.signal.throwIfAborted();
      const sentence = await bringToStart(kind, filled.step(stepId), { ...services, course }, control, keepUndo);
      runs.forget(stepId, environmentId);
      return sentence;
    });
  }

  return {
    async 'course.preview'({ stepId, kind }) {
      const step = filled.step(stepId);
      const files = filesAtStart(filled.course(), stepId, await workspace.seedFiles());
      return { files: await workspace.changesTo(files, extentOf(kind, step, files)), state: starts.sourceOf(stepId) };
    },
    'course.reset': ({ stepId }) => bring('reset', stepId),
    'course.jump': ({ stepId }) => bring('jump', stepId),
    async 'course.undo'() {
      if (last === undefined) throw new FleetlabError('not-found', 'There is nothing to undo.');
      const { stepId, environmentId, undo } = last;
      // It would put back the files here, and cloud and device there.
      if (environmentId !== environment.view().id)
        throw new FleetlabError('other-environment', 'What can be undone was done in another environment.', 'Choose that one again first.');
      const task = await tasks.run(stepId, 'undo', async (control) => {
        await runs.stop();
        control.signal.throwIfAborted();
        return undo(control);
      });
      if (task.state === 'done') last = undefined;
      return task;
    },
  };
}
