import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseEnvironmentFile } from '../shared/compose/environment-file.ts';
import { parseComposeFiles, type ComposeFile } from '../shared/compose/parse.ts';
import { formatProblem } from '../shared/compose/problems.ts';
import { normalForm } from './normal-form.ts';

const usage = `
Usage: balena-compose-parser -f <compose-file> [-f <compose-file>...] <project-name>

Reads one or more compose files as one project and prints it in normal form, as JSON.

  -f <compose-file>  a compose file; a later one overrides the ones before it
  <project-name>     goes before the names of networks and volumes
`;

type ErrorName = 'ArgumentError' | 'ConfigError' | 'ParseError';

/** Answers one call on the standard streams; the process's exit code. */
export function composeParser(args: readonly string[]): number {
  const call = readArguments(args);
  if (typeof call === 'string') return fail('ArgumentError', call);
  const folder = dirname(resolve(call.paths[0] ?? '.'));
  const environment = callerEnvironment(folder);
  if ('problem' in environment) return fail('ConfigError', `Failed to create compose project options: ${environment.problem}`);

  const files: ComposeFile[] = [];
  for (const path of call.paths) {
    const text = readText(resolve(path));
    if (text === undefined) return fail('ParseError', `Failed to parse compose file: open ${resolve(path)}: no such file or directory`);
    files.push({ name: path, text });
  }
  const { project, problems } = parseComposeFiles(files, {
    projectName: call.projectName,
    environment: environment.values,
    resolvePath: (path) => (isRemote(path) ? path : resolve(folder, path)),
    readFile: readText,
    rules: 'compose',
  });
  for (const problem of problems)
    if (problem.severity === 'warning') say({ level: 'warning', message: formatProblem(problem.file, problem), time: timestamp() });
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (project === undefined || errors.length > 0)
    return fail('ParseError', `Failed to parse compose file: ${errors.map((problem) => formatProblem(problem.file, problem)).join('\n')}`);
  process.stdout.write(JSON.stringify(normalForm(project), undefined, 2));
  return 0;
}

/** What follows the project's name is not looked at. */
function readArguments(args: readonly string[]): { paths: string[]; projectName: string } | string {
  if (args.length < 3) return usage;
  const paths: string[] = [];
  let at = 0;
  for (; args[at] === '-f'; at += 2) {
    const path = args[at + 1];
    if (path === undefined) return `Missing file path after -f flag\n${usage}`;
    paths.push(path);
  }
  const projectName = args[at] ?? '';
  if (paths.length === 0) return `At least one compose file must be specified with -f\n${usage}`;
  return projectName === '' ? `Project name is required\n${usage}` : { paths, projectName };
}

/** The process's variables, and those of `.env` beside the first file that the process does not have. */
function callerEnvironment(folder: string): { values: Record<string, string> } | { problem: string } {
  const own = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const path = resolve(folder, '.env');
  const text = readText(path);
  if (text === undefined) return { values: own };
  const file = parseEnvironmentFile(text, own);
  return 'problem' in file ? { problem: `failed to read ${path}: ${file.problem}` } : { values: { ...file.values, ...own } };
}

/** A build context that is no folder of this machine. */
function isRemote(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fail(name: ErrorName, message: string): number {
  say({ error: true, name, message });
  return 1;
}

function say(line: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** RFC 3339 in whole seconds. */
function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
