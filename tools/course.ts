import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCourses, courseDirectories } from './course/build.ts';
import { readCliManifest } from './course/cli-manifest.ts';
import { CourseError, problemText } from './course/course-error.ts';
import { lintCourse } from './course/lint.ts';
import { watchAndBuild } from './course/watch.ts';
import { engineKind } from '../src/shared/domain/environment.ts';
import { prove } from './course/prove/prove.ts';

const root = resolve(import.meta.dirname, '..');

const help = `npm run course -- COMMAND

  build                              compile the lessons to out/courses
  watch                              compile again whenever a file of a lesson changes; an open app shows it at once
  lint                               check the lessons, their commands, edits and files
  prove [--lesson L] [--json FILE] [--engine simulated|docker]
                                     do each step on the practice device: it fails, is solved, passes, is reset, fails;
                                     L is a step's id or number (2.3 means all of 2.3)
`;

process.exitCode = await main(process.argv.slice(2));

async function main([command, ...rest]: string[]): Promise<number> {
  try {
    if (command === 'build' && rest.length === 0) return await build();
    if (command === 'watch' && rest.length === 0) return await watchLessons();
    if (command === 'lint' && rest.length === 0) return await lint();
    if (command === 'prove') return await proveLessons(rest);
    process.stderr.write(help);
    return 2;
  } catch (error) {
    if (error instanceof CourseError) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    // An option that does not exist, or one without its value.
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${error.message}\n\n${help}`);
      return 2;
    }
    throw error;
  }
}

async function build(): Promise<number> {
  const ids = await buildCourses(root);
  process.stdout.write(`Compiled ${ids.join(', ')}.\n`);
  return 0;
}

async function watchLessons(): Promise<number> {
  const end = new AbortController();
  process.once('SIGINT', () => end.abort()).once('SIGTERM', () => end.abort());
  await watchAndBuild({ root, write: (text) => void process.stdout.write(text), signal: end.signal });
  return 0;
}

async function proveLessons(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { lesson: { type: 'string' }, json: { type: 'string' }, engine: { type: 'string' } } });
  const json = values.json === undefined ? undefined : resolve(values.json);
  const engine = engineKind.safeParse(values.engine ?? 'simulated');
  if (!engine.success) {
    process.stderr.write(`"${values.engine ?? ''}" is no engine: ${engineKind.options.join(' or ')}.\n\n${help}`);
    return 2;
  }
  return prove({ root, lesson: values.lesson, engine: engine.data, json, write: (text) => void process.stdout.write(text) });
}

async function lint(): Promise<number> {
  const manifest = await readCliManifest(root);
  if (manifest === undefined) {
    process.stderr.write(
      'The balena CLI is not installed in tools/balena-cli, so commands cannot be checked. "npm run course" installs it.\n',
    );
    return 1;
  }
  let count = 0;
  for (const directory of await courseDirectories(root)) {
    const shown = relative(process.cwd(), directory);
    for (const problem of await lintCourse(directory, manifest)) {
      count++;
      process.stdout.write(`${problemText({ ...problem, file: join(shown, problem.file) })}\n`);
    }
  }
  process.stdout.write(count === 0 ? 'No problems in the lessons.\n' : `${count} ${count === 1 ? 'problem' : 'problems'}.\n`);
  return count === 0 ? 0 : 1;
}
