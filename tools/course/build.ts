import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCourse } from './compile.ts';

/**
 * Compiles each course below `<root>/resources/courses` to `<root>/out/courses/<id>.json` and copies its workspace seed
 * to `out/courses/<id>/workspace`. Resolves to the ids. Rejects with CourseError; then nothing is written for that course.
 */
export async function buildCourses(root: string): Promise<string[]> {
  const ids: string[] = [];
  for (const directory of await courseDirectories(root)) ids.push(await buildCourse(directory, compiledCourses(root)));
  return ids;
}

export function compiledCourses(root: string): string {
  return join(root, 'out', 'courses');
}

/** Compiles one course into the folder `output`. Rejects as `buildCourses`. */
export async function buildCourse(directory: string, output: string): Promise<string> {
  const course = await compileCourse(directory);
  await mkdir(output, { recursive: true });
  const file = join(output, `${course.id}.json`);
  // In one move: an app that is open reads it as soon as it changes.
  await writeFile(`${file}.new`, `${JSON.stringify(course, undefined, 1)}\n`);
  await rename(`${file}.new`, file);
  const seed = join(output, course.id, 'workspace');
  await rm(seed, { recursive: true, force: true });
  await cp(join(directory, 'workspace'), seed, { recursive: true });
  return course.id;
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
