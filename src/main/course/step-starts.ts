import { join } from 'node:path';
import { z } from 'zod';
import type { Course } from '../../shared/course/course.ts';
import type { EnvironmentService } from '../environments/environment.ts';
import { openStateFile } from '../../storage/state-file.ts';
import { stepsOf } from './lookup.ts';
import type { ProgressStore } from './progress-store.ts';
import type { Rehearsal } from './rehearsal.ts';
import { signInAs } from './signing-in.ts';
import type { TaskControl } from './task.ts';
import { isSignedInAt } from './way.ts';

const startsSchema = z.object({
  steps: z.record(z.string(), z.object({ isSignedIn: z.boolean() })),
  /** Steps that were done in a past that a reset has undone: that they are done says nothing about the state now. */
  undone: z.array(z.string()).default([]),
});
type Starts = z.infer<typeof startsSchema>;

/** Where each step begins: the state of cloud and device when the learner first came to it, or as the steps before it lead to it. */
export interface StepStarts {
  /** Saves the state as this step's start, unless there is one or the step before is not done. Never rejects. */
  arrive(stepId: string): Promise<void>;
  /** The step is done, in the state that there is now. */
  done(stepId: string): void;
  /** Resolves when no save is under way. */
  settled(): Promise<void>;
  /**
   * Where the state of the step's start comes from: the learner's own arrival, a rehearsal of the steps before it, or nowhere (`kept`: the
   * environment cannot put its state back).
   */
  sourceOf(stepId: string): StartSource;
  /** Puts cloud and device to the step's start. The starts of later steps are forgotten: they belong to what is undone. */
  restore(stepId: string, control: TaskControl): Promise<StartSource>;
  /** Keeps the state as it is now; the function puts it back. Undefined where the environment cannot. */
  keep(): Promise<(() => Promise<void>) | undefined>;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  close(): Promise<void>;
}

export type StartSource = 'own' | 'rehearsed' | 'kept';

export interface StepStartsOptions {
  course: Course;
  dataDirectory: string;
  environment: EnvironmentService;
  progress: ProgressStore;
  /** Without one, only states that the learner came to can be put back. */
  rehearsal: Rehearsal | undefined;
  isSignedIn: () => Promise<boolean>;
  /** Whether all checks of a step pass now. */
  passesNow: (stepId: string) => Promise<boolean>;
  /** Told when a start, or the list of starts, could not be saved. */
  onProblem: (message: string) => void;
}

const lastState = 'before-the-last-change';

export async function openStepStarts(options: StepStartsOptions): Promise<StepStarts> {
  const { course, environment, progress, rehearsal } = options;
  const order = stepsOf(course).map(({ id }) => id);
  const file = await openStateFile<Starts>({
    path: join(options.dataDirectory, `step-starts-${course.id}.json`),
    schema: startsSchema,
    version: 1,
    initial: () => ({ steps: {}, undone: [] }),
    onSaveError: (error) => options.onProblem(error.message),
  });
  let saving: Promise<void> = Promise.resolve();
  /** The starts that were there when the state was kept; one that was saved anew since is another state. */
  let kept: Starts | undefined;
  const closing = new AbortController();
  const isClosed = () => closing.signal.aborted;

  const has = (stepId: string) => file.value.steps[stepId] !== undefined;

  function sourceOf(stepId: string): StartSource {
    const running = environment.current();
    if (running?.checkpoints === undefined) return 'kept';
    if (has(stepId)) return 'own';
    return rehearsal === undefined || running.stage === undefined ? 'kept' : 'rehearsed';
  }

  /** Who looks ahead has not reached a step: the state then is not its start. */
  async function isReached(stepId: string): Promise<boolean> {
    const before = order[order.indexOf(stepId) - 1];
    if (before === undefined) return true;
    return (progress.stepOf(before).passed && !file.value.undone.includes(before)) || options.passesNow(before);
  }

  async function save(stepId: string): Promise<void> {
    if (has(stepId)) return;
    const checkpoints = await environment.ready().then(
      (running) => running.checkpoints,
      // The environment tells by itself that it failed.
      () => undefined,
    );
    if (checkpoints === undefined || isClosed()) return;
    try {
      if (!(await isReached(stepId))) return;
      const isSignedIn = await options.isSignedIn();
      await checkpoints.save(nameOf(course.id, stepId));
      remember(stepId, isSignedIn);
    } catch (error) {
      if (!isClosed()) options.onProblem(`The start of this step could not be saved, so it cannot be reset: ${String(error)}`);
    }
  }

  function remember(stepId: string, isSignedIn: boolean): void {
    file.save({ ...file.value, steps: { ...file.value.steps, [stepId]: { isSignedIn } } });
    if (kept !== undefined) kept = { ...kept, steps: without(kept.steps, stepId) };
  }

  /** The state is that of a step's start now. */
  function forgetLater(stepId: string): void {
    const position = order.indexOf(stepId);
    const earlier = order.slice(0, position + 1);
    const { steps, undone } = file.value;
    file.save({
      steps: Object.fromEntries(Object.entries(steps).filter(([id]) => earlier.includes(id))),
      undone: [...new Set([...undone, ...order.slice(position)])],
    });
  }

  return {
    arrive(stepId) {
      saving = saving.then(() => save(stepId));
      return saving;
    },
    done(stepId) {
      const { undone } = file.value;
      if (undone.includes(stepId)) file.save({ ...file.value, undone: undone.filter((id) => id !== stepId) });
    },
    settled: () => saving,
    sourceOf,
    async restore(stepId, control) {
      await saving;
      const running = await environment.ready();
      const { checkpoints } = running;
      const source = sourceOf(stepId);
      if (checkpoints === undefined || source === 'kept') return 'kept';
      const rehearsed = source === 'own' ? undefined : await rehearsal?.prepare(stepId, running, control);
      control.signal.throwIfAborted();
      control.say('Putting the cloud and the device to the start of this step.');
      await checkpoints.restore(rehearsed ?? nameOf(course.id, stepId));
      const isSignedIn = rehearsed === undefined ? file.value.steps[stepId]?.isSignedIn === true : isSignedInAt(course, stepId);
      await signInAs(running, isSignedIn);
      forgetLater(stepId);
      if (rehearsed !== undefined) {
        await checkpoints.save(nameOf(course.id, stepId));
        remember(stepId, isSignedIn);
      }
      return source;
    },
    async keep() {
      const running = environment.current();
      const { checkpoints } = running ?? {};
      if (running === undefined || checkpoints === undefined) return undefined;
      const isSignedIn = await options.isSignedIn();
      await checkpoints.save(lastState);
      kept = file.value;
      return async () => {
        await saving;
        await checkpoints.restore(lastState);
        await signInAs(running, isSignedIn);
        if (kept !== undefined) file.save(kept);
        kept = undefined;
      };
    },
    notice: file.notice,
    async close() {
      closing.abort();
      await file.flush();
    },
  };
}

/** Courses share the environment. */
function nameOf(courseId: string, stepId: string): string {
  return `start-${courseId}-${stepId}`;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
