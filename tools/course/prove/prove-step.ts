import type { Course, Step } from '../../../src/shared/course/course.ts';
import type { CheckResult } from '../../../src/shared/course/checks.ts';
import { toErrorData } from '../../../src/shared/errors.ts';
import { findStep } from '../../../src/main/course/lookup.ts';
import { filesAtStart } from '../../../src/main/course/start-files.ts';
import { readFiles, type Files } from '../../../src/main/workspace/tree.ts';
import { breakChecks, type BrokenCheck } from '../mutate/break-checks.ts';
import type { LessonBench } from './lesson-bench.ts';

/** One thing that was tried with one step. */
export interface ProofRecord {
  course: string;
  step: string;
  number: string;
  leg: Leg;
  /** False also where it was skipped. */
  passed: boolean;
  /** It could not be tried here; the message says why. */
  skipped?: true;
  milliseconds: number;
  /** What was seen. */
  message: string;
  /** Of the leg `breaks`: each way in which the state was spoilt, and what the check said. */
  broken?: BrokenCheck[];
}

/**
 * `fails`: the step's checks are open at its start. `solve`: the solve runs to its end. `passes`: all checks pass. `breaks`: each of them fails, and tells why, when
 * what it wants is spoilt in a plausible way. `reset`: files, cloud and device are put back. `fails again`: they are open again. `undo`: all is as it was before the reset, and so at the next step's start.
 */
export const legs = ['fails', 'solve', 'passes', 'breaks', 'reset', 'fails again', 'undo'] as const;
export type Leg = (typeof legs)[number];

export interface ProveStepOptions {
  bench: LessonBench;
  course: Course;
  step: Step;
  /** `jump`: nothing of the steps before was done on this bench; `go`: it is where the step before ends. */
  arrival: 'go' | 'jump';
  onRecord: (record: ProofRecord) => void;
}

/** Milliseconds that one leg may take: the solve itself gives its checks 60 seconds. */
const legLimit = 150_000;

/** Proves that a step can be failed, done, and undone. */
export async function proveStep({ bench, course, step, arrival, onRecord }: ProveStepOptions): Promise<void> {
  const { workspace } = bench;
  const { handlers } = bench.service;
  const stepId = step.id;
  const check = () => handlers['course.check']({ stepId });
  let solved: Files = new Map();
  let broken: BrokenCheck[] = [];

  const work: Record<Leg, () => Promise<string>> = {
    fails: async () => {
      if (arrival === 'jump') await taskOf(handlers['course.jump']({ stepId }));
      else await handlers['course.go']({ stepId });
      expectFiles(filesAtStart(course, stepId, await workspace.seedFiles()), await readFiles(workspace.folder), step.folder);
      return noneOf(step, await check());
    },
    solve: () => taskOf(handlers['course.solve']({ stepId })),
    passes: async () => {
      solved = await readFiles(workspace.folder);
      return allOf(step, await check());
    },
    breaks: async () => {
      const facts = await bench.facts(stepId);
      broken = await breakChecks(findStep(bench.service.view().course, stepId), facts);
      return allBroken(step, broken);
    },
    reset: async () => {
      const message = await taskOf(handlers['course.reset']({ stepId }));
      expectFiles(filesAtStart(course, stepId, await workspace.seedFiles()), await readFiles(workspace.folder), step.folder);
      return message;
    },
    'fails again': async () => noneOf(step, await check()),
    undo: async () => {
      const message = await taskOf(handlers['course.undo'](undefined));
      expectFiles(solved, await readFiles(workspace.folder), step.folder);
      return message;
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
      ...(leg === 'breaks' ? { broken } : {}),
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

function allBroken(step: Step, broken: readonly BrokenCheck[]): string {
  const flawed = broken.filter(({ passed }) => !passed);
  if (flawed.length > 0)
    throw new Error(
      flawed
        .map(({ check, what, message }) => `${step.number} ${check}, ${what === '' ? 'whatever is done' : what}: ${message}`)
        .join(' | '),
    );
  return `${broken.length} of ${broken.length} spoilt states are told.`;
}

/**
 * That the service runs may be so before the step as well, with the release before; every other check has to be open, and so has the step.
 */
function noneOf(step: Step, results: readonly CheckResult[]): string {
  const passed = results.filter(({ verdict }) => verdict === 'passed');
  const early = passed.filter(({ id }) => step.checks.find((check) => check.id === id)?.predicate.kind !== 'service-running');
  if (passed.length === results.length || early.length > 0) throw new Error(`passes too early: ${describe(step, passed)}`);
  return describe(step, results);
}

function describe(step: Step, results: readonly CheckResult[]): string {
  return results.map(({ id, verdict, message }) => `${step.number} ${id} ${verdict}: ${message}`).join(' | ');
}

function expectFiles(expected: Files, present: Files, folder: string | undefined): void {
  const paths = [...new Set([...expected.keys(), ...present.keys()])].filter(
    (path) => folder !== undefined && path.startsWith(`${folder}/`),
  );
  const different = paths.filter(
    (path) => Buffer.compare(expected.get(path) ?? Buffer.alloc(0), present.get(path) ?? Buffer.alloc(0)) !== 0,
  );
  if (different.length > 0) throw new Error(`these files are not as they should be now: ${different.join(', ')}`);
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
