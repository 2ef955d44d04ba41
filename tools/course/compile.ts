import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { checkDefinition } from '../../src/shared/course/checks.ts';
import { course as courseSchema, step as stepSchema, type Course, type Section, type Step } from '../../src/shared/course/course.ts';
import { readBlocks, type Lines } from './blocks.ts';
import { CourseError, createProblemList, type ProblemList } from './course-error.ts';
import { createHighlight } from './highlight.ts';
import { createProse, parseMarkdown, type RenderProse } from './prose.ts';
import { parseYaml } from './yaml-file.ts';

/** A compiled course together with where each part stands in its files. */
export interface CompiledCourse {
  course: Course;
  /** Step id → the Markdown file's name and the lines of its blocks, checks (`check:<id>`) and `solve`. */
  sources: ReadonlyMap<string, StepSource>;
}

export interface StepSource {
  file: string;
  text: string;
  lines: Lines;
}

const stepId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name of a file in steps/, without .md');

const courseFile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  summary: z.string().min(1),
  sections: z.array(z.strictObject({ number: z.string(), title: z.string().min(1), steps: z.array(stepId).min(1) })).min(1),
});

const frontMatter = z.strictObject({
  number: stepSchema.shape.number.regex(/^\d+(\.\d+)+$/, "a number such as '2.1', in quotes"),
  title: stepSchema.shape.title.min(1),
  aim: stepSchema.shape.aim.min(1),
  minutes: stepSchema.shape.minutes,
  folder: z.string().min(1).optional(),
  opens: stepSchema.shape.opens,
  fleet: z.string().min(1).optional(),
  shows: stepSchema.shape.shows,
  checks: z.array(checkDefinition).min(1),
  solve: stepSchema.shape.solve,
});

/**
 * Compiles `<directory>/course.yaml` and the Markdown of its steps; its length is the sum of the steps' minutes.
 * Rejects with a CourseError that lists every problem with file and line.
 */
export async function compileCourse(directory: string): Promise<Course> {
  return (await compileWithSources(directory)).course;
}

/** As `compileCourse`, and keeps the places in the files for the linter. */
export async function compileWithSources(directory: string): Promise<CompiledCourse> {
  const list = createProblemList();
  const head = await readCourseFile(directory, list);
  const prose = createProse(await createHighlight(), list);
  const sources = new Map<string, StepSource>();
  const sections: Section[] = [];
  for (const { number, title, steps: ids } of head.sections) {
    const steps: Step[] = [];
    for (const id of ids) {
      const step = await readStep(directory, id, sources, prose, list);
      if (step !== undefined) steps.push(step);
    }
    sections.push({ number, title, steps });
  }
  await reportStrayFiles(directory, new Set(sources.keys()), list);
  if (list.problems.length > 0) throw new CourseError(list.problems);
  const minutes = sections.flatMap(({ steps }) => steps).reduce((sum, step) => sum + step.minutes, 0);
  const course = courseSchema.parse({ id: head.id, title: head.title, summary: head.summary, minutes, sections });
  return { course, sources };
}

async function readCourseFile(directory: string, list: ProblemList): Promise<z.infer<typeof courseFile>> {
  const text = await readFile(join(directory, 'course.yaml'), 'utf8');
  const parsed = parseYaml({ file: 'course.yaml', text, firstLine: 1 }, courseFile, list);
  if (parsed === undefined) throw new CourseError(list.problems);
  const ids = parsed.value.sections.flatMap(({ steps }) => steps);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) {
    list.report('course.yaml', 1, `The step "${id}" is listed twice.`, 'Remove one of them.');
  }
  return parsed.value;
}

async function readStep(
  directory: string,
  id: string,
  sources: Map<string, StepSource>,
  prose: RenderProse,
  list: ProblemList,
): Promise<Step | undefined> {
  const file = `steps/${id}.md`;
  const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
  if (text === undefined) {
    list.report('course.yaml', 1, `The step "${id}" has no file ${file}.`, 'Write the file, or remove the step from the list.');
    return undefined;
  }
  const source: StepSource = { file, text, lines: new Map() };
  sources.set(id, source);
  const root = parseMarkdown(text.replaceAll('\r\n', '\n'));
  const front = root.children[0];
  if (front?.type !== 'yaml') {
    list.report(file, 1, 'The front matter is missing.', 'Begin the file with --- and the fields that resources/courses/README.md lists.');
    return undefined;
  }
  const parsed = parseYaml({ file, text: front.value, firstLine: 2 }, frontMatter, list);
  const body = readBlocks(root.children, file, parsed?.value.folder, prose, list);
  if (parsed === undefined) return undefined;

  for (const [blockId, line] of body.lines) source.lines.set(blockId, line);
  for (const [index, check] of parsed.value.checks.entries()) source.lines.set(`check:${check.id}`, parsed.lineOf(['checks', index]));
  source.lines.set('solve', parsed.lineOf(['solve']));
  if (body.hints.length === 0) list.report(file, 1, 'The step has no hint.', 'Add :::hint{level=nudge}, explain and show at the end.');
  const { trainerNotes } = body;
  return { id, ...parsed.value, blocks: body.blocks, hints: body.hints, ...(trainerNotes === '' ? {} : { trainerNotes }) };
}

/** A lesson that nobody reaches is most likely a slip. */
async function reportStrayFiles(directory: string, known: ReadonlySet<string>, list: ProblemList): Promise<void> {
  for (const name of await readdir(join(directory, 'steps'))) {
    if (!name.endsWith('.md') || !known.has(name.slice(0, -3))) {
      list.report(`steps/${name}`, 1, 'course.yaml does not list this file.', 'List it there, or delete it.');
    }
  }
}
