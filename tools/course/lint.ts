import { join } from 'node:path';
import type { Predicate } from '../../src/shared/course/checks.ts';
import type { EditBlock, LessonBlock, Step } from '../../src/shared/course/course.ts';
import { stepsOf } from '../../src/main/course/lookup.ts';
import { applyTo, solvedEdits } from '../../src/main/course/start-files.ts';
import { fillText, variableNames } from '../../src/main/course/variables.ts';
import { applyEdit } from '../../src/main/workspace/edit.ts';
import { readFiles } from '../../src/main/workspace/tree.ts';
import { checkCliCommand, type CliManifest } from './cli-manifest.ts';
import { compileWithSources, type CompiledCourse, type StepSource } from './compile.ts';
import { CourseError, createProblemList, type CourseProblem, type ProblemList } from './course-error.ts';
import { parseTarget } from './fence.ts';
import { lintCode, lintFile } from './lint-file.ts';
import { lintLinks, lintStrayEntries } from './lint-links.ts';
import { readShell } from './shell-text.ts';

/** Words of running text in a step; more does not fit the lesson's panel at 396 pixels together with its blocks. */
const mostWords = 190;
const mostTitle = 40;

/** Stand-ins, so that a command with variables can be checked as the CLI would get it. */
const sampleValues = {
  fleet: 'Fleet',
  uuid: '0'.repeat(32),
  shortUuid: '0'.repeat(7),
  address: '10.42.0.7',
  deviceType: 'generic-amd64',
  token: 'token',
};

interface StepLint {
  step: Step;
  source: StepSource;
  report: (place: string, what: string, mend: string) => void;
}

/** All that is wrong with a course; empty where nothing is. */
export async function lintCourse(directory: string, manifest: CliManifest): Promise<CourseProblem[]> {
  let compiled: CompiledCourse;
  try {
    compiled = await compileWithSources(directory);
  } catch (error) {
    if (error instanceof CourseError) return [...error.problems];
    throw error;
  }
  const list = createProblemList();
  const files = await readFiles(join(directory, 'workspace'));
  for (const [path, bytes] of files) lintSeedFile(path, bytes, list);
  await lintStrayEntries(directory, list);
  lintLinks(compiled.course, compiled.sources, list);
  const numbers = new Set<string>();
  for (const step of stepsOf(compiled.course)) {
    const source = compiled.sources.get(step.id);
    if (source === undefined) continue;
    const lint: StepLint = {
      step,
      source,
      report: (place, what, mend) => list.report(source.file, source.lines.get(place) ?? 1, what, mend),
    };
    if (numbers.has(step.number)) lint.report('', `The number ${step.number} is used twice.`, 'Number the steps in order.');
    numbers.add(step.number);
    lintText(lint);
    lintHints(lint);
    lintExamples(lint);
    lintSolve(lint);
    lintVariables(lint);
    for (const block of step.blocks) if (block.kind === 'command') lintCommand(lint, block, manifest);
    lintInlineCommands(lint, manifest);
    for (const check of step.checks) lintPredicate(lint, check.id, check.predicate);
    lintFolder(lint, files);
    lintEdits(lint, files);
    for (const check of step.checks) lintPredicateFile(lint, check.id, check.predicate, files);
  }
  return list.problems.sort((left, right) => left.file.localeCompare(right.file) || left.line - right.line);
}

function lintSeedFile(path: string, bytes: Uint8Array, list: ProblemList): void {
  for (const { line, what } of lintFile(path, Buffer.from(bytes).toString('utf8')))
    list.report(`workspace/${path}`, line, what, 'Correct the file.');
}

function lintText({ step, report }: StepLint): void {
  const text = step.blocks.map((block) => (block.kind === 'prose' ? block.html.replaceAll(/<[^>]+>/g, ' ') : '')).join(' ');
  const words = text.split(/\s+/).filter((word) => /\w/.test(word)).length;
  if (words > mostWords) report('', `The text has ${words} words; one screen holds ${mostWords}.`, 'Shorten it, or split the step.');
  if (step.title.length > mostTitle) report('', `The title has ${step.title.length} characters; ${mostTitle} fit.`, 'Shorten it.');
  if (step.blocks.every((block) => block.kind === 'prose' || block.kind === 'figure'))
    report('', 'The step has nothing to do.', 'Add a command, an edit, a request or a quiz.');
}

/** Code that is only shown must be correct as well. */
function lintExamples({ source, report }: StepLint): void {
  for (const { language, line, text } of fencesOf(source.text)) {
    for (const problem of lintCode(language, fillText(text, sampleValues))) {
      source.lines.set('example', line + problem.line);
      report('example', problem.what, 'Correct the example.');
    }
  }
}

/** Fences without an id, at any depth; `line` is that of the opening fence. */
function fencesOf(markdown: string): { language: string; line: number; text: string }[] {
  const found: { language: string; line: number; text: string }[] = [];
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  for (let index = 0; index < lines.length; index++) {
    const open = /^( *)(`{3,})(\w+)([^\n]*)$/.exec(lines[index] ?? '');
    if (open === null) continue;
    const [, indent = '', fence = '', language = '', meta = ''] = open;
    const end = lines.findIndex((line, at) => at > index && line.trim() === fence);
    const last = end === -1 ? lines.length : end;
    if (meta.trim() === '') {
      const text = lines.slice(index + 1, last).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
      found.push({ language, line: index + 1, text: text.join('\n') });
    }
    index = last;
  }
  return found;
}

function lintHints({ step, report }: StepLint): void {
  const levels = step.hints.map(({ level }) => level).join(' ');
  if (levels !== 'nudge explain show') report('', `The hints are "${levels}".`, 'Give three: nudge, explain, show, in this order.');
  for (const { level, html } of step.hints) if (html === '') report('', `The hint "${level}" is empty.`, 'Write it.');
}

function lintSolve({ step, report }: StepLint): void {
  for (const id of step.solve) {
    const block = step.blocks.find((each) => each.kind !== 'prose' && each.id === id);
    if (block === undefined)
      report('solve', `solve names "${id}", which is no block of this step.`, 'Name a command, an edit, a request or a quiz.');
    else if (block.kind === 'figure') report('solve', `solve names the figure "${id}".`, 'Name what is done.');
    else if (block.kind === 'command' && block.endless) report('solve', `solve names "${id}", which never ends.`, 'Leave it out.');
  }
  const ids = step.checks.map(({ id }) => id);
  for (const id of ids.filter((each, index) => ids.indexOf(each) !== index))
    report(`check:${id}`, `The check id "${id}" is used twice.`, 'Give it another id.');
}

function lintVariables({ source, report }: StepLint): void {
  for (const [index, line] of source.text.split('\n').entries()) {
    for (const [, name = ''] of line.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)) {
      if ((variableNames as readonly string[]).includes(name)) continue;
      source.lines.set('variable', index + 1);
      report('variable', `There is no variable {{${name}}}.`, `There are: ${variableNames.join(', ')}.`);
    }
  }
}

function lintCommand({ report }: StepLint, block: Extract<LessonBlock, { kind: 'command' }>, manifest: CliManifest): void {
  const { errors, commands } = readShell(fillText(block.text, sampleValues));
  for (const error of errors) report(block.id, `The command is not correct shell: ${error}.`, 'Correct it.');
  for (const [name, ...words] of commands) {
    // Inside a service or on the device's host OS, balena is the engine and not the CLI.
    if (name !== 'balena' || block.target.kind !== 'laptop') continue;
    const problem = checkCliCommand(manifest, words);
    if (problem !== undefined) report(block.id, problem, 'Run "balena help" to see what there is.');
  }
}

/** `balena …` in the running text and in hints must exist as well; what is cut short there is not counted as wrong. */
function lintInlineCommands({ source, report }: StepLint, manifest: CliManifest): void {
  for (const [index, line] of source.text.split('\n').entries()) {
    for (const [, text = ''] of line.matchAll(/`balena ([^`]+)`/g)) {
      const words = readShell(fillText(text, sampleValues)).commands[0] ?? [];
      const problem = checkCliCommand(manifest, words);
      if (problem === undefined || / needs \d/.test(problem)) continue;
      source.lines.set('inline', index + 1);
      report('inline', problem, 'Name a command of the pinned CLI.');
    }
  }
}

function lintPredicate({ step, report }: StepLint, id: string, predicate: Predicate): void {
  const place = `check:${id}`;
  const patterns = [
    'pattern' in predicate ? predicate.pattern : undefined,
    predicate.kind === 'image-stages' ? predicate.finalFrom : undefined,
  ].filter((pattern) => pattern !== undefined);
  for (const pattern of patterns) {
    try {
      new RegExp(pattern);
    } catch (error) {
      report(place, `The pattern is not a regular expression: ${error instanceof Error ? error.message : String(error)}.`, 'Correct it.');
    }
  }
  if (predicate.kind === 'http' && parseTarget(predicate.from) === undefined)
    report(place, `from: ${predicate.from} is no place to ask from.`, 'Write laptop, host-os or service:<name>.');
  if (predicate.kind === 'quiz-answered') {
    const quizzes = step.blocks.filter((block) => block.kind === 'quiz').map((block) => block.id);
    if (quizzes.length === 0) report(place, 'The step has no quiz that could be answered.', 'Add one, or check something else.');
    for (const name of predicate.quizzes ?? [])
      if (!quizzes.includes(name)) report(place, `The step has no quiz "${name}".`, 'Name one of this step.');
  }
  if ('fleet' in predicate && predicate.fleet.includes('{{fleet}}') && step.fleet === undefined)
    report(place, 'The check names {{fleet}}, but the step has none.', 'Add fleet: to the front matter.');
}

/** The file must be there at the step's end. */
function lintPredicateFile({ report }: StepLint, id: string, predicate: Predicate, files: ReadonlyMap<string, Uint8Array>): void {
  if ('file' in predicate && !files.has(predicate.file))
    report(`check:${id}`, `The workspace has no file ${predicate.file}.`, 'Name a file of workspace/, or one that an edit makes.');
}

function lintFolder({ step, report }: StepLint, files: ReadonlyMap<string, Uint8Array>): void {
  const folders = [
    ...(step.folder === undefined ? [] : [step.folder]),
    ...step.blocks.flatMap((block) => (block.kind === 'command' && block.folder !== undefined ? [block.folder] : [])),
  ];
  for (const folder of new Set(folders)) {
    if (![...files.keys()].some((path) => path.startsWith(`${folder}/`)))
      report('', `The workspace has no folder ${folder}.`, 'Add it to workspace/.');
  }
  if (step.opens !== undefined && !files.has(step.opens))
    report('', `The workspace has no file ${step.opens} to open.`, 'Correct "opens".');
}

/** Applies the step's edits to the files as the step finds them, and leaves the result for the next step. */
function lintEdits({ step, report }: StepLint, files: Map<string, Uint8Array>): void {
  const solved = solvedEdits({
    ...step,
    solve: step.solve.filter((id) => step.blocks.some((block) => block.kind !== 'prose' && block.id === id)),
  });
  for (const block of step.blocks) {
    if (block.kind !== 'edit') continue;
    if (!solved.some(({ id }) => id === block.id)) report(block.id, `solve leaves out the edit "${block.id}".`, 'Name it there.');
  }
  for (const edit of solved) {
    if (!applyTo(files, edit)) {
      report(edit.id, `The edit does not fit ${edit.file} as the step finds it.`, whyNot(files, edit));
      continue;
    }
    for (const { what } of lintFile(edit.file, Buffer.from(files.get(edit.file) ?? []).toString('utf8')))
      report(edit.id, `After the edit: ${what}`, 'Correct the edit.');
  }
}

function whyNot(files: ReadonlyMap<string, Uint8Array>, edit: EditBlock): string {
  const bytes = files.get(edit.file);
  const outcome = applyEdit(bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8'), edit.change);
  if (outcome.kind === 'conflict') return outcome.reason;
  return outcome.kind === 'missing' ? 'There is no such file: an edit that makes it has its language and file=.' : 'It is so already.';
}
