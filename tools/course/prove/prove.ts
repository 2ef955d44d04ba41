import { writeFile } from 'node:fs/promises';
import type { Course, Step } from '../../../src/shared/course/course.ts';
import { stepsOf } from '../../../src/main/course/lookup.ts';
import { courseDirectories } from '../build.ts';
import { compileCourse } from '../compile.ts';
import { openLessonBench, type LessonBench } from './lesson-bench.ts';
import { proveStep, type ProofRecord } from './prove-step.ts';

export interface ProveOptions {
  root: string;
  /** A step's id, its number, or the beginning of its number (`2.3`); all steps unless given. */
  lesson?: string | undefined;
  /** File for the records. */
  json?: string | undefined;
  write: (text: string) => void;
}

/** Proves lessons on the practice device. Resolves to the exit code: 0 where all is proven, 2 where no step has that name. */
export async function prove(options: ProveOptions): Promise<number> {
  const { write } = options;
  const records: ProofRecord[] = [];
  let found = 0;
  for (const directory of await courseDirectories(options.root)) {
    const course = await compileCourse(directory);
    const chosen = stepsOf(course).filter((step) => isChosen(step, options.lesson));
    if (chosen.length === 0) continue;
    found += chosen.length;
    records.push(...(await proveCourse(options, directory, course, chosen)));
  }
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(records, undefined, 2)}\n`);
  if (found === 0) {
    write(`No lesson is called "${options.lesson ?? ''}".\n`);
    return 2;
  }
  const failed = records.filter(({ passed }) => !passed).length;
  write(`\n${records.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function isChosen(step: Step, lesson: string | undefined): boolean {
  return lesson === undefined || step.id === lesson || step.number === lesson || step.number.startsWith(`${lesson}.`);
}

async function proveCourse(
  { root, write }: ProveOptions,
  directory: string,
  course: Course,
  chosen: readonly Step[],
): Promise<ProofRecord[]> {
  const records: ProofRecord[] = [];
  const bench = await openLessonBench(root, directory, course, (line) => write(`  practice: ${line}\n`));
  const stop = () => void bench.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const last = chosen.at(-1);
    for (const step of stepsOf(course)) {
      if (chosen.includes(step)) {
        write(`${step.number} ${step.title}\n`);
        await proveStep({ bench, course, step, onRecord: (record) => write(rowOf(records, record)) });
      } else await bringAbout(bench, step, write);
      if (step === last) break;
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await bench.close();
  }
  return records;
}

/** Does a step that nobody asked about, because later ones start where it ends. */
async function bringAbout(
  { service: { handlers } }: LessonBench,
  { id: stepId, number }: Step,
  write: (text: string) => void,
): Promise<void> {
  await handlers['course.go']({ stepId });
  const { state, message } = await handlers['course.solve']({ stepId });
  write(`${number} is done first: ${state === 'done' ? 'done' : message}\n`);
}

function rowOf(records: ProofRecord[], record: ProofRecord): string {
  records.push(record);
  const time = `${(record.milliseconds / 1_000).toFixed(1)} s`;
  const row = `  ${record.passed ? '✓' : '✗'} ${record.leg.padEnd(11)} ${time.padStart(8)}`;
  return record.passed ? `${row}\n` : `${row}  ${record.message}\n`;
}
