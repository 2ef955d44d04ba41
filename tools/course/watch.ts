import { watch } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { buildCourse, compiledCourses, courseDirectories } from './build.ts';
import { CourseError, problemText } from './course-error.ts';

export interface WatchOptions {
  root: string;
  write: (text: string) => void;
  signal: AbortSignal;
}

/** An editor writes a file in several steps. */
const settleMilliseconds = 120;

/**
 * Compiles each course, and again whenever a file of it changes; an app that is open shows the new text at once. What is wrong is written
 * out, and to `<id>.problems.txt` beside the compiled course, which the app shows. Resolves when the signal is aborted.
 */
export async function watchAndBuild({ root, write, signal }: WatchOptions): Promise<void> {
  const courses = join(root, 'resources', 'courses');
  const output = compiledCourses(root);
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let queue: Promise<void> = Promise.resolve();

  async function build(directory: string): Promise<void> {
    const problems = join(output, `${basename(directory)}.problems.txt`);
    try {
      const start = performance.now();
      const id = await buildCourse(directory, output);
      await rm(problems, { force: true });
      write(`${id}: compiled in ${Math.round(performance.now() - start)} ms\n`);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      const lines = error.problems.map((problem) => problemText({ ...problem, file: join(relative(root, directory), problem.file) }));
      write(`${lines.join('\n')}\n`);
      await mkdir(output, { recursive: true });
      await writeFile(problems, `${lines.join('\n')}\n`);
    }
  }

  const buildAll = (directories: readonly string[]) => {
    queue = queue.then(async () => {
      for (const directory of directories) await build(directory).catch((error: unknown) => write(`${String(error)}\n`));
    });
    return queue;
  };

  await buildAll(await courseDirectories(root));
  write('Watching resources/courses; Ctrl+C ends it.\n');
  const watcher = watch(courses, { recursive: true, signal }, (_event, name) => {
    const course = name?.split(/[\\/]/)[0];
    if (course === undefined || !name?.includes('.')) return;
    pending.add(join(courses, course));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = [...pending];
      pending.clear();
      void courseDirectories(root).then((known) => buildAll(known.filter((directory) => changed.includes(directory))));
    }, settleMilliseconds);
  });
  await new Promise<void>((resolve) => watcher.on('close', resolve));
  clearTimeout(timer);
  await queue;
}
