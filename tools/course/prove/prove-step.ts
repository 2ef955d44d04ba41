import type { Course, Step } from '../../../src/shared/course/course.ts';
import type { CheckResult } from '../../../src/shared/course/checks.ts';
import { toErrorData } from '../../../src/shared/errors.ts';
import { filesAtStart } from '../../../src/main/course/start-files.ts';
import { readFiles } from '../../../src/main/workspace/tree.ts';
import type { LessonBench } from './lesson-bench.ts';

/** One thing that was tried with one step. */
export interface ProofRecord {
  course: string;
  step: string;
  number: string;
  leg: Leg;
  passed: boolean;
  milliseconds: number;
  /** What was seen. */
  message: string;
}

/**
 * `fails`: no check passes at the step's start. `solve`: the solve runs to its end. `passes`: all checks pass. `reset`: files,
 * cloud and device are put back. `fails again`: no check passes. `solve again`: on to the next step.
 */
export const legs = ['fails', 'solve', 'passes', 'reset', 'fails again', 'solve again'] as const;
export type Leg = (typeof legs)[number];

export interface ProveStepOptions {
  bench: LessonBench;
  course: Course;
  step: Step;
  onRecord: (record: ProofRecord) => void;
}

/** Milliseconds that one leg may take: the solve itself gives its checks 60 seconds. */
const legLimit = 150_000;

/** Proves that a step can be failed, done, and undone. The bench must be where the step before it ends. */
export async function proveStep({ bench, course, step, onRecord }: ProveStepOptions): Promise<void> {
  const { handlers } = bench.service;
  const stepId = step.id;
  const check = () => handlers['course.check']({ stepId });

  const work: Record<Leg, () => Promise<string>> = {
    fails: async () => {
      await handlers['course.go']({ stepId });
      return noneOf(step, await check());
    },
    solve: () => taskOf(handlers['course.solve']({ stepId })),
    passes: async () => allOf(step, await check()),
    reset: async () => {
      const message = await taskOf(handlers['course.reset']({ stepId }));
      await compareFiles(bench, course, step);
      return message;
    },
    'fails again': async () => noneOf(step, await check()),
    'solve again': async () => {
      await taskOf(handlers['course.solve']({ stepId }));
      return allOf(step, await check());
    },
  };

  for (const leg of legs) {
    const start = performance.now();
    const outcome = await withLimit(work[leg](), () => handlers['course.cancelTask'](undefined)).then(
      (message) => ({ passed: true, message }),
      (error: unknown) => ({ passed: false, message: toErrorData(error).message }),
    );
    onRecord({
      course: course.id,
      step: stepId,
      number: step.number,
      leg,
      ...outcome,
      milliseconds: Math.round(performance.now() - start),
    });
  }
}

async function taskOf(running: Promise<{ state: string; message: string }>): Promise<string> {
  const { state, message } = await running;
  if (state !== 'done') throw new Error(`${state}: ${message}`);
  return message;
}

function allOf(step: Step, results: readonly CheckResult[]): string {
  const open = results.filter(({ verdict }) => verdict !== 'passed');
  if (open.length > 0) throw new Error(describe(step, open));
  return `${results.length} of ${results.length} checks pass.`;
}

function noneOf(step: Step, results: readonly CheckResult[]): string {
  const passed = results.filter(({ verdict }) => verdict === 'passed');
  if (passed.length > 0) throw new Error(`passes too early: ${describe(step, passed)}`);
  return describe(step, results);
}

function describe(step: Step, results: readonly CheckResult[]): string {
  return results.map(({ id, verdict, message }) => `${step.number} ${id} ${verdict}: ${message}`).join(' | ');
}

async function compareFiles({ workspace }: LessonBench, course: Course, step: Step): Promise<void> {
  const expected = filesAtStart(course, step.id, await workspace.seedFiles());
  const present = await readFiles(workspace.folder);
  const paths = [...new Set([...expected.keys(), ...present.keys()])].filter(
    (path) => step.folder !== undefined && path.startsWith(`${step.folder}/`),
  );
  const different = paths.filter(
    (path) => Buffer.compare(expected.get(path) ?? Buffer.alloc(0), present.get(path) ?? Buffer.alloc(0)) !== 0,
  );
  if (different.length > 0) throw new Error(`after the reset these files are not as the step starts with them: ${different.join(', ')}`);
}

async function withLimit(work: Promise<string>, onLimit: () => Promise<unknown>): Promise<string> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`was not finished after ${legLimit / 1_000} seconds`));
    void onLimit();
  }, legLimit);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
