import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { course, courseSummary, type Course, type CourseSummary } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';

/** Reads a compiled course, `<directory>/<id>.json`. Rejects with `course-unreadable`. */
export async function loadCourse(directory: string, id: string): Promise<Course> {
  const file = join(directory, `${id}.json`);
  try {
    return course.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new FleetlabError(
      'course-unreadable',
      `The course ${id} cannot be read from ${file}.`,
      'Run "npm run build", then start again.',
      {
        cause: error,
      },
    );
  }
}

/** What can be learned: the compiled courses of a folder, by title. One that cannot be read is left out; who chooses it is told. */
export async function listCourses(directory: string): Promise<CourseSummary[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.json'));
  const read = names.map(async (name) => courseSummary.safeParse(JSON.parse(await readFile(join(directory, name), 'utf8'))).data);
  const known = (await Promise.allSettled(read)).flatMap((result) =>
    result.status === 'fulfilled' && result.value !== undefined ? [result.value] : [],
  );
  return known.sort((left, right) => left.title.localeCompare(right.title));
}
