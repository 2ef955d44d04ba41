import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { course, type Course } from '../../shared/course/course.ts';
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
