import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { stepsOf } from '../../../src/main/course/lookup.ts';
import type { Course, Step } from '../../../src/shared/course/course.ts';
import { toErrorData } from '../../../src/shared/errors.ts';
import { courseDirectories } from '../build.ts';
import { compileCourse } from '../compile.ts';
import { openLessonBench, type LessonBench } from './lesson-bench.ts';
import { proveStep, type ProofRecord } from './prove-step.ts';
import { headOfTable, rowOf } from './table.ts';

export interface ProveOptions {
  root: string;
  /** A step's id, its number, or the beginning of its number (`2.3`); all steps unless given. */
  lesson?: string | undefined;
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
    for (const steps of inRuns(course, (step) => isChosen(step, lesson))) runs.push({ course, directory, steps });
  }
  if (runs.length === 0) {
    write(`No lesson is called "${lesson ?? ''}".\n`);
    return 2;
  }

  const table = createTable(runs, write);
  const benches = new Set<LessonBench>();
  const stop = () => void Promise.allSettled([...benches].map((bench) => bench.close())).finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    // The last ones have the longest way to their start, so they begin first.
    const waiting = [...runs];
    const workers = Math.min(runs.length, Math.max(2, availableParallelism() * runsPerProcessor));
    await Promise.all(
      Array.from({ length: workers }, async () => {
        for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) await proveRun(run, options, benches, table);
      }),
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  const records = table.records();
  if (json !== undefined) await writeFile(json, `${JSON.stringify(records, undefined, 2)}\n`);
  const passed = records.filter((record) => record.passed).length;
  const failed = records.filter((record) => !record.passed && record.skipped === undefined).length;
  write(`\n${((performance.now() - started) / 1_000).toFixed(0)} seconds\n`);
  write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function isChosen(step: Step, lesson: string | undefined): boolean {
  return lesson === undefined || step.id === lesson || step.number === lesson || step.number.startsWith(`${lesson}.`);
}

/** The chosen steps in parts of about equal length that stand together in the course, none longer than `longestRun`, none across sections. */
export function inRuns(course: Course, isWanted: (step: Step) => boolean): Step[][] {
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

async function proveRun(
  { course, directory, steps }: Run,
  { root, write }: ProveOptions,
  benches: Set<LessonBench>,
  table: Table,
): Promise<void> {
  const start = performance.now();
  let bench: LessonBench;
  try {
    bench = await openLessonBench(root, directory, course, (line) => write(`  practice: ${line}\n`));
  } catch (error) {
    const { message } = toErrorData(error);
    const milliseconds = Math.round(performance.now() - start);
    for (const step of steps) {
      table.add({ course: course.id, step: step.id, number: step.number, leg: 'fails', passed: false, milliseconds, message });
      table.finish(course, step);
    }
    return;
  }
  benches.add(bench);
  try {
    for (const [index, step] of steps.entries()) {
      const arrival = index === 0 && step !== stepsOf(course)[0] ? 'jump' : 'go';
      await proveStep({ bench, course, step, arrival, onRecord: table.add });
      table.finish(course, step);
    }
  } finally {
    benches.delete(bench);
    await bench.close();
  }
}

interface Table {
  add: (record: ProofRecord) => void;
  /** All of the step's records are there. */
  finish: (course: Course, step: Step) => void;
  records: () => ProofRecord[];
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
  };
}
