import type { ExitStatus, ProgramContext } from '../../process/process.ts';
import { spawnProgram } from '../../process/run-program.ts';
import { npmVersion } from './npm-version.ts';
import { NpmError, say, sayErrors } from './npm-output.ts';
import { isThere } from './npm-project.ts';
import type { Project } from './npm-project.ts';

export interface RunRequest {
  script: string;
  arguments: readonly string[];
  isSilent: boolean;
  isOptional: boolean;
  ignoresOthers: boolean;
  /** `npm_command`: run, start, test, … */
  command: string;
}

/** `npm start`, `npm run X` and the scripts around them. Resolves with the exit code of the first that fails. */
export async function runScript(context: ProgramContext, project: Project, request: RunRequest): Promise<number> {
  const scripts = { ...project.manifest.scripts };
  const { script } = request;
  if (scripts['start'] === undefined && (await isThere(context.system.fileSystem, `${project.directory}/server.js`))) {
    scripts['start'] = 'node server.js';
  }
  if (scripts['restart'] === undefined && script === 'restart') {
    for (const each of ['stop', 'start']) {
      const status = await runScript(context, project, { ...request, script: each, isOptional: each === 'stop' });
      if (status !== 0) return status;
    }
    return 0;
  }
  if (scripts[script] === undefined) {
    if (request.isOptional) return 0;
    throw new NpmError(
      [`Missing script: "${script}"`, '', ...closest(script, Object.keys(scripts)), 'To see a list of scripts, run:', '  npm run'],
      1,
    );
  }
  const around = request.ignoresOthers ? [script] : [`pre${script}`, script, `post${script}`];
  for (const each of around) {
    const line = scripts[each];
    if (line === undefined) continue;
    const status = await runLine(context, project, each, each === script ? withArguments(line, request.arguments) : line, request);
    if (status !== 0) return status;
  }
  return 0;
}

/** `npm run` without a name. */
export async function listScripts(context: ProgramContext, project: Project): Promise<number> {
  const { name, version, scripts = {} } = project.manifest;
  const entries = Object.entries(scripts);
  if (entries.length === 0) return 0;
  const lifecycle = new Set([
    'start',
    'stop',
    'restart',
    'test',
    'preinstall',
    'install',
    'postinstall',
    'prepare',
    'prepublish',
    'version',
    'pack',
    'publish',
  ]);
  const shown = (list: [string, string][]): string => list.map(([each, line]) => `  ${each}\n    ${line}\n`).join('');
  const [own, others] = [entries.filter(([each]) => lifecycle.has(each)), entries.filter(([each]) => !lifecycle.has(each))];
  const title = `${name ?? ''}${version === undefined ? '' : `@${version}`}`;
  if (own.length > 0) await say(context, `Lifecycle scripts included in ${title}:\n${shown(own)}`);
  if (others.length > 0)
    await say(
      context,
      `${own.length > 0 ? 'available via `npm run`' : `Scripts available in ${title} via \`npm run\``}:\n${shown(others)}`,
    );
  return 0;
}

async function runLine(context: ProgramContext, project: Project, event: string, line: string, request: RunRequest): Promise<number> {
  const { name, version } = project.manifest;
  if (!request.isSilent) {
    await say(
      context,
      `\n> ${[`${name ?? ''}${version === undefined ? '' : `@${version}`}`, event].filter((word) => word !== '').join(' ')}\n> ${line}\n\n`,
    );
  }
  const status = await runInShell(context, project, event, line, request.command);
  if (status.signal === undefined) return status.code;
  // npm ends itself by the signal that ended its script; as PID 1, which no such signal ends, it goes on to say so.
  context.process.signal(status.signal);
  await sayErrors(context, [`path ${project.directory}`, 'command failed', `signal ${status.signal}`, `command sh -c ${line}`]);
  return 1;
}

/** Runs a line as npm does: by `sh -c`, with the project's programs first on the PATH, and with its own signals passed on. */
export async function runInShell(
  context: ProgramContext,
  project: Project,
  event: string,
  line: string,
  command: string,
  workingDirectory: string = project.directory,
): Promise<ExitStatus> {
  const environment = await scriptEnvironment(context, project, event, line, command);
  const child = await spawnProgram(context, ['sh', '-c', line], { environment, workingDirectory });
  if ('code' in child) {
    throw new NpmError(['code ENOENT', 'syscall spawn sh', `path ${project.directory}`, 'errno -2', 'enoent spawn sh ENOENT'], 254);
  }
  const forwarded = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of forwarded) context.onSignal(signal, () => child.signal(signal));
  try {
    return await child.exited;
  } finally {
    for (const signal of forwarded) context.onSignal(signal, undefined);
  }
}

async function scriptEnvironment(
  context: ProgramContext,
  project: Project,
  event: string,
  line: string,
  command: string,
): Promise<Map<string, string>> {
  const { directory, manifest } = project;
  const { environment } = context;
  const names = directory.split('/').filter(Boolean);
  const folders = names.map((_, index) => `/${names.slice(0, names.length - index).join('/')}`);
  const programs = [...folders, ''].map((folder) => `${folder}/node_modules/.bin`);
  const home = environment.get('HOME') ?? '/root';
  const version = await npmVersion(context);
  return new Map([
    ...environment,
    ['PATH', [...programs, environment.get('PATH') ?? '/usr/local/bin:/usr/bin:/bin'].join(':')],
    ['NODE', '/usr/local/bin/node'],
    ['INIT_CWD', context.workingDirectory],
    ['PWD', directory],
    ['npm_command', command],
    ['npm_lifecycle_event', event],
    ['npm_lifecycle_script', line],
    ['npm_execpath', '/usr/local/lib/node_modules/npm/bin/npm-cli.js'],
    ['npm_node_execpath', '/usr/local/bin/node'],
    ['npm_package_json', `${directory}/package.json`],
    ...(manifest.name === undefined ? [] : ([['npm_package_name', manifest.name]] as const)),
    ...(manifest.version === undefined ? [] : ([['npm_package_version', manifest.version]] as const)),
    ['npm_config_user_agent', `npm/${version} node/${process.version} linux x64 workspaces/false`],
    ['npm_config_npm_version', version],
    ['npm_config_local_prefix', directory],
    ['npm_config_prefix', '/usr/local'],
    ['npm_config_global_prefix', '/usr/local'],
    ['npm_config_cache', `${home}/.npm`],
    ['npm_config_userconfig', `${home}/.npmrc`],
    ['COLOR', '0'],
    ['EDITOR', environment.get('EDITOR') ?? 'vi'],
  ]);
}

/** What follows `--` is added as words of the shell. */
function withArguments(line: string, words: readonly string[]): string {
  return [line, ...words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))].join(' ');
}

/** npm's guess at what was meant. */
function closest(script: string, names: readonly string[]): string[] {
  const near = names.filter((name) => distance(name, script) <= Math.max(1, Math.floor(script.length * 0.4))).slice(0, 3);
  return near.length === 0
    ? []
    : [
        `Did you mean ${near.length === 1 ? 'this' : 'one of these'}?`,
        ...near.map((name) => `  npm run ${name} # run the "${name}" package script`),
        '',
      ];
}

/** Levenshtein's. */
function distance(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let line = 1; line <= first.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= second.length; column += 1) {
      const cost = first[line - 1] === second[column - 1] ? 0 : 1;
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
