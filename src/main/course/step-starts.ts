import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Course } from '../../shared/course/course.ts';
import type { EnvironmentService, RunningEnvironment } from '../balena/environment.ts';
import { openStateFile } from '../../storage/state-file.ts';
import { stepsOf } from './lookup.ts';
import type { ProgressStore } from './progress-store.ts';

const startsSchema = z.object({
  steps: z.record(z.string(), z.object({ isSignedIn: z.boolean() })),
});
type Starts = z.infer<typeof startsSchema>;

/** Where each step began: the state of cloud and device when the learner first came to it. */
export interface StepStarts {
  /** Saves the state as this step's start, unless there is one or the step before is not done. Never rejects. */
  arrive(stepId: string): Promise<void>;
  /** Resolves when no save is under way. */
  settled(): Promise<void>;
  /** Whether a start of this step was saved. */
  has(stepId: string): boolean;
  /** Puts cloud and device back, and forgets the starts of all later steps: they belong to what is undone. */
  restore(stepId: string): Promise<void>;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  close(): Promise<void>;
}

export interface StepStartsOptions {
  course: Course;
  dataDirectory: string;
  environment: EnvironmentService;
  progress: ProgressStore;
  isSignedIn: () => Promise<boolean>;
  /** Whether all checks of a step pass now. */
  passesNow: (stepId: string) => Promise<boolean>;
  /** Told when a start, or the list of starts, could not be saved. */
  onProblem: (message: string) => void;
}

export async function openStepStarts(options: StepStartsOptions): Promise<StepStarts> {
  const { environment, progress } = options;
  const order = stepsOf(options.course).map(({ id }) => id);
  const file = await openStateFile<Starts>({
    path: join(options.dataDirectory, `step-starts-${options.course.id}.json`),
    schema: startsSchema,
    version: 1,
    initial: () => ({ steps: {} }),
    onSaveError: (error) => options.onProblem(error.message),
  });
  let saving: Promise<void> = Promise.resolve();
  const closing = new AbortController();
  const isClosed = () => closing.signal.aborted;

  const has = (stepId: string) => file.value.steps[stepId] !== undefined;

  /** Who looks ahead has not reached a step: the state then is not its start. */
  async function isReached(stepId: string): Promise<boolean> {
    const before = order[order.indexOf(stepId) - 1];
    return before === undefined || progress.stepOf(before).passed || options.passesNow(before);
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
      await checkpoints.save(nameOf(stepId));
      file.save({ steps: { ...file.value.steps, [stepId]: { isSignedIn } } });
    } catch (error) {
      if (!isClosed()) options.onProblem(`The start of this step could not be saved, so it cannot be reset: ${String(error)}`);
    }
  }

  return {
    arrive(stepId) {
      saving = saving.then(() => save(stepId));
      return saving;
    },
    settled: () => saving,
    has,
    async restore(stepId) {
      await saving;
      const running = await environment.ready();
      await running.checkpoints?.restore(nameOf(stepId));
      if (file.value.steps[stepId]?.isSignedIn === false) await signOut(running);
      const kept = order.slice(0, order.indexOf(stepId) + 1);
      file.save({ steps: Object.fromEntries(Object.entries(file.value.steps).filter(([id]) => kept.includes(id))) });
    },
    notice: file.notice,
    async close() {
      closing.abort();
      await file.flush();
    },
  };
}

function nameOf(stepId: string): string {
  return `start-${stepId}`;
}

/** What `balena logout` does: the CLI keeps its token in a file of its data directory, and the account's name beside it. */
async function signOut({ dataDirectory }: RunningEnvironment): Promise<void> {
  for (const name of ['token', 'cachedUsername']) await rm(join(dataDirectory, name), { force: true });
}
