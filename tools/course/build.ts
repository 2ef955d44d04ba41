import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCourse } from './compile.ts';

/**
 * Compiles each course below `<root>/resources/courses` to `<root>/out/courses/<id>.json` and copies its workspace seed
 * to `out/courses/<id>/workspace`. Resolves to the ids. Rejects with CourseError; then nothing is written for that course.
 */
export async function buildCourses(root: string): Promise<string[]> {
  const ids: string[] = [];
  for (const directory of await courseDirectories(root)) {
    const course = await compileCourse(directory);
    const output = join(root, 'out', 'courses');
    await mkdir(output, { recursive: true });
    await writeFile(join(output, `${course.id}.json`), `${JSON.stringify(course, undefined, 1)}\n`);
    const seed = join(output, course.id, 'workspace');
    await rm(seed, { recursive: true, force: true });
    await cp(join(directory, 'workspace'), seed, { recursive: true });
    ids.push(course.id);
  }
  return ids;
}

/** The folders below `<root>/resources/courses`, one a course, in the order of their names. */
export async function courseDirectories(root: string): Promise<string[]> {
  const courses = join(root, 'resources', 'courses');
  const entries = await readdir(courses, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(courses, entry.name))
    .sort();
}
