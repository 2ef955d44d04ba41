import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CourseWatchers {
  /** A compiled course was written. */
  onChange: () => void;
  /** The sources of a course have problems: each with its file and line. */
  onProblem: (message: string, courseId: string) => void;
  /** What was told of this course before is no longer so. */
  onMended: (courseId: string) => void;
}

const problemsEnding = '.problems.txt';
/** Several files are written for one change of a lesson. */
const settleMilliseconds = 150;

/**
 * Tells of courses that are compiled anew while the app is open, and of problems in their sources (`<id>.problems.txt`), both written by
 * `npm run course -- watch`. Returns the function that ends it. Where the folder cannot be watched, nothing is told.
 */
export function watchCourses(directory: string, { onChange, onProblem, onMended }: CourseWatchers): () => void {
  const names = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function settle(): Promise<void> {
    const changed = [...names];
    names.clear();
    for (const name of changed.filter((each) => each.endsWith(problemsEnding))) {
      const text = await readFile(join(directory, name), 'utf8').catch(() => '');
      const courseId = name.slice(0, -problemsEnding.length);
      onMended(courseId);
      for (const line of text.split('\n')) if (line.trim() !== '') onProblem(line, courseId);
    }
    if (changed.some((name) => name.endsWith('.json'))) onChange();
  }

  try {
    const watcher = watch(directory, { persistent: false }, (_event, name) => {
      if (name === null) return;
      names.add(name);
      clearTimeout(timer);
      timer = setTimeout(() => void settle(), settleMilliseconds);
      timer.unref();
    });
    watcher.on('error', () => watcher.close());
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}
