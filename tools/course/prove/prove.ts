import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { stepsOf } from '../../../src/main/course/lookup.ts';
import { askMachineEngine } from '../../../src/practice/machine/ask-machine-engine.ts';
import type { Course, Step } from '../../../src/shared/course/course.ts';
import type { EngineKind } from '../../../src/shared/domain/environment.ts';
import { toErrorData } from '../../../src/shared/errors.ts';
import { courseDirectories } from '../build.ts';
import { compileCourse } from '../compile.ts';
import { openLessonBench, type BenchOptions, type LessonBench } from './lesson-bench.ts';
import { legs, proveStep, type ProofRecord } from './prove-step.ts';
import { brokenRows, headOfTable, rowOf } from './table.ts';

export interface ProveOptions {
  root: string;
  /** A step's id, its number, or the beginning of its number (`2.3`); all steps unless given. */
  lesson?: string | undefined;
  /** What the practice device runs on; simulated unless given. */
  engine?: EngineKind | undefined;
  /** File for the records. */
  json?: string | undefined;
  write: (text: string) => void;
}

/** Steps that follow each other, proven on a bench of their own. */
interface Run {
  course: Course;
  directory: string;
  steps: readonly Step[];
}

/** More steps in a row are divided, so that they are proven at the same time. */
const longestRun = 4;

/** Most of a step's time is waiting (a service that does not heed its stop signal, a steady service): so many runs for each processor. */
const runsPerProcessor = 2;

/** Proves lessons on the practice device. Resolves to the exit code: 0 where all is proven, 2 where no step has that name. */
export async function prove(options: ProveOptions): Promise<number> {
  const { root, lesson, json, write } = options;
  const started = performance.now();
  const runs: Run[] = [];
  for (const directory of await courseDirectories(root)) {
    const course = await compileCourse(directory);
    const isWanted = (step: Step) => isChosen(step, lesson);
    const parts = options.engine === 'docker' ? wholeWay(course, isWanted) : inRuns(course, isWanted);
    for (const steps of parts) runs.push({ course, directory, steps });
  }
  if (runs.length === 0) {
    write(`No lesson is called "${lesson ?? ''}".\n`);
    return 2;
  }

  const table = createTable(runs, write);
  const missing = options.engine === 'docker' ? await whyNoEngine() : undefined;
  if (missing === undefined) await proveRuns(runs, options, table);
  else skipAll(runs, table, `No container engine: ${missing}`);
  const records = table.records();
  write(table.broken());
  if (json !== undefined) await writeFile(json, `${JSON.stringify(records, undefined, 2)}\n`);
  const passed = records.filter((record) => record.passed).length;
  const failed = records.filter((record) => !record.passed && record.skipped === undefined).length;
  write(`\n${((performance.now() - started) / 1_000).toFixed(0)} seconds\n`);
  if (missing !== undefined) write(`skipped: no container engine (${missing})\n`);
  write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function isChosen(step: Step, lesson: string | undefined): boolean {
  return lesson === undefined || step.id === lesson || step.number === lesson || step.number.startsWith(`${lesson}.`);
}

/** The chosen steps in parts of about equal length that stand together in the course, none longer than `longestRun`, none across sections. */
function inRuns(course: Course, isWanted: (step: Step) => boolean): Step[][] {
  return course.sections.flatMap(({ steps }) => {
    const together: Step[][] = [];
    for (const [index, step] of steps.entries()) {
      if (!isWanted(step)) continue;
      const last = together.at(-1);
      if (last !== undefined && last.at(-1) === steps[index - 1]) last.push(step);
      else together.push([step]);
    }
    return together.flatMap((group) => {
      const parts = Math.ceil(group.length / longestRun);
      const size = Math.ceil(group.length / parts);
      return Array.from({ length: parts }, (_, part) => group.slice(part * size, (part + 1) * size)).filter(({ length }) => length > 0);
    });
  });
}

/** On a real engine nothing is rehearsed aside, so all steps up to the last chosen one are done in order. */
function wholeWay(course: Course, isWanted: (step: Step) => boolean): Step[][] {
  const steps = stepsOf(course);
  const last = steps.findLastIndex(isWanted);
  return last === -1 ? [] : [steps.slice(0, last + 1)];
}

async function whyNoEngine(): Promise<string | undefined> {
  const answer = await askMachineEngine(undefined);
  if ('problem' in answer) return answer.problem;
  return answer.missingImages.length === 0 ? undefined : `it lacks the images ${answer.missingImages.join(', ')}`;
}

function skipAll(runs: readonly Run[], table: Table, message: string): void {
  for (const { course, steps } of runs) {
    for (const { id, number } of steps) {
      for (const leg of legs)
        table.add({ course: course.id, step: id, number, leg, passed: false, skipped: true, milliseconds: 0, message });
    }
    for (const step of steps) table.finish(course, step);
  }
}

/**
 * Proves runs side by side. For each course, one bench goes ahead on the way through all steps and hands every run the checkpoint of its start.
 */
async function proveRuns(runs: readonly Run[], options: ProveOptions, table: Table): Promise<void> {
  const open = new Set<LessonBench>();
  const stop = () => void Promise.allSettled([...open].map((bench) => bench.close())).finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const onRemark = (line: string) => options.write(`  practice: ${line}\n`);
  const openBench = async (run: Run, after?: BenchOptions['after']): Promise<LessonBench> => {
    const { root, engine } = options;
    const bench = await openLessonBench({ root, directory: run.directory, course: run.course, after, engine, onRemark });
    open.add(bench);
    return bench;
  };
  const closeBench = async (bench: LessonBench): Promise<void> => {
    open.delete(bench);
    await bench.close();
  };
  const inTurn = createTurns(options.engine === 'docker' ? 1 : Math.max(2, availableParallelism() * runsPerProcessor));

  async function proveOne(run: Run, after?: BenchOptions['after']): Promise<void> {
    const bench = await openBench(run, after);
    try {
      for (const [index, step] of run.steps.entries()) {
        const arrival = index === 0 && after !== undefined ? 'jump' : 'go';
        await proveStep({ bench, course: run.course, step, arrival, onRecord: table.add });
        table.finish(run.course, step);
      }
    } finally {
      await closeBench(bench);
    }
  }

  async function proveCourse(own: readonly Run[]): Promise<void> {
    const [first] = own;
    if (first === undefined) return;
    const proofs: Promise<void>[] = [];
    const startProof = (run: Run, after?: BenchOptions['after']) =>
      proofs.push(inTurn(() => proveOne(run, after)).catch((error: unknown) => failAll(run, table, error)));
    const late = own.filter(({ course, steps }) => steps[0] !== stepsOf(course)[0]);
    for (const run of own) if (!late.includes(run)) startProof(run);
    if (late.length > 0) {
      const ahead = await openBench(first);
      for (const run of late) {
        try {
          startProof(run, { uuid: ahead.uuid, checkpoint: await ahead.rehearse(run.steps[0]?.id ?? '') });
        } catch (error) {
          failAll(run, table, error);
        }
      }
      // A checkpoint is copied when its run begins.
      proofs.push(Promise.all([...proofs]).then(() => closeBench(ahead)));
    }
    await Promise.all(proofs);
  }

  try {
    const courses = [...new Set(runs.map(({ directory }) => directory))];
    await Promise.all(courses.map((directory) => proveCourse(runs.filter((run) => run.directory === directory))));
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** At most so many at a time, in the order in which they came. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

function failAll({ course, steps }: Run, table: Table, error: unknown): void {
  const { message } = toErrorData(error);
  for (const step of steps) {
    table.add({ course: course.id, step: step.id, number: step.number, leg: 'fails', passed: false, milliseconds: 0, message });
    table.finish(course, step);
  }
}

interface Table {
  add: (record: ProofRecord) => void;
  /** All of the step's records are there. */
  finish: (course: Course, step: Step) => void;
  records: () => ProofRecord[];
  /** The second table: in which ways the state was spoilt that each check wants. */
  broken: () => string;
}

/** Takes records in any order and writes each step's line as soon as it and all before it are proven. */
function createTable(runs: readonly Run[], write: (text: string) => void): Table {
  const rows = runs.flatMap(({ course, steps }) =>
    steps.map((step) => ({ course, step, records: [] as ProofRecord[], isFinished: false })),
  );
  const rowFor = (courseId: string, stepId: string) => rows.find(({ course, step }) => course.id === courseId && step.id === stepId);
  let written = 0;
  write(headOfTable());
  return {
    add: (record) => void rowFor(record.course, record.step)?.records.push(record),
    finish(course, step) {
      const finished = rowFor(course.id, step.id);
      if (finished !== undefined) finished.isFinished = true;
      for (let row = rows[written]; row?.isFinished === true; row = rows[written]) {
        write(rowOf(row.step, row.records));
        written += 1;
      }
    },
    records: () => rows.flatMap(({ records }) => records),
    broken() {
      const lines = rows.map(({ step, records }) => brokenRows(step, records)).join('');
      return lines === '' ? '' : `\n  Spoilt, and told by the check:\n${lines}`;
    },
  };
}
