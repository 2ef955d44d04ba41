import { resolve } from 'node:path';
import { buildCourses } from './course/build.ts';
import { CourseError } from './course/course-error.ts';

const root = resolve(import.meta.dirname, '..');

const help = `npm run course -- COMMAND

  build   compile the lessons to out/courses
`;

process.exitCode = await main(process.argv.slice(2));

async function main([command, ...rest]: string[]): Promise<number> {
  try {
    if (command === 'build' && rest.length === 0) {
      const ids = await buildCourses(root);
      process.stdout.write(`Compiled ${ids.join(', ')}.\n`);
      return 0;
    }
    process.stderr.write(help);
    return 2;
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
