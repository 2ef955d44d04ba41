import { join } from 'node:path';
import type { Course } from '../../shared/course/course.ts';
import { progress as progressSchema, type Progress } from '../../shared/course/progress.ts';
import { openStateFile } from '../../storage/state-file.ts';
import { stepsOf } from './lookup.ts';

export type StepProgress = Progress['steps'][string];

/** What the learner has done in a course, kept in `<dataDirectory>/progress-<course>.json`. */
export interface ProgressStore {
  readonly value: Progress;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  stepOf(stepId: string): StepProgress;
  goTo(stepId: string): Progress;
  /** Changes one step's record; says nothing where nothing changes. */
  update(stepId: string, change: Partial<StepProgress>): Progress;
  /** Puts the whole record in the place of the present one. */
  replace(value: Progress): void;
  /** Resolves when all is on disk. */
  flush(): Promise<void>;
}

const untouched: StepProgress = { passed: false, hints: 0, solved: false, answers: {} };

export async function openProgressStore(
  course: Course,
  dataDirectory: string,
  onChange: (progress: Progress) => void,
  onProblem: (message: string) => void,
): Promise<ProgressStore> {
  const steps = stepsOf(course);
  const first = steps[0]?.id ?? '';
  const file = await openStateFile<Progress>({
    path: join(dataDirectory, `progress-${course.id}.json`),
    schema: progressSchema,
    version: 1,
    initial: () => ({ place: first, steps: {} }),
    onSaveError: (error) => onProblem(error.message),
  });
  // The place may be a step that a newer course no longer has.
  if (!steps.some(({ id }) => id === file.value.place)) file.save({ ...file.value, place: first });

  function save(next: Progress): Progress {
    if (JSON.stringify(next) === JSON.stringify(file.value)) return file.value;
    file.save(next);
    onChange(next);
    return next;
  }

  const stepOf = (stepId: string): StepProgress => file.value.steps[stepId] ?? untouched;

  return {
    get value() {
      return file.value;
    },
    notice: file.notice,
    stepOf,
    goTo: (stepId) => save({ ...file.value, place: stepId }),
    update: (stepId, change) => save({ ...file.value, steps: { ...file.value.steps, [stepId]: { ...stepOf(stepId), ...change } } }),
    replace: (value) => void save(value),
    flush: () => file.flush(),
  };
}
