import { normalizePath } from '../filesystem/filesystem.ts';
import { defaultPath } from '../process/find-program.ts';
import type { Program, ProgramContext } from '../process/process.ts';
import { openFileOf } from '../process/open-file.ts';
import { applyOptions } from './builtins/options.ts';
import { ShellError } from './control.ts';
import { writeText } from './execution/descriptors.ts';
import { runShell } from './execution/fork.ts';
import { interpreter } from './execution/interpreter.ts';
import { createJobTable } from './execution/job-table.ts';
import { runInput, runScript } from './execution/script.ts';
import type { Flavour } from './flavour.ts';
import { runInteractively } from './interactive/session.ts';
import { worded } from './messages.ts';
import { parseSource } from './parsing/source.ts';
import { readInvocation } from './invocation.ts';
import type { Invocation } from './invocation.ts';
import { runStartFiles } from './start-files.ts';
import type { Shell } from './state.ts';
import { createVariables } from './variables.ts';

/** The shells by the names that program files give them; `busybox sh` is what busybox's own file runs when called `sh`. */
export const shellPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['sh', (context) => run(context, 'dash')],
  ['dash', (context) => run(context, 'dash')],
  ['bash', (context) => run(context, 'bash')],
  ['rbash', (context) => run(context, 'bash')],
  ['ash', (context) => run(context, 'busybox')],
  ['busybox sh', (context) => run(context, 'busybox')],
  ['busybox ash', (context) => run(context, 'busybox')],
]);

async function run(context: ProgramContext, flavour: Flavour): Promise<number> {
  const files = { stdin: openFileOf(context.stdin), stdout: openFileOf(context.stdout), stderr: openFileOf(context.stderr) };
  const invocation = readInvocation(context.arguments, flavour, context.terminal !== undefined);
  const created = createShell(context, flavour, invocation, [files.stdin.retain(), files.stdout.retain(), files.stderr.retain()]);
  return runShell(created, (running) => start(running, invocation));
}

function createShell(context: ProgramContext, flavour: Flavour, invocation: Invocation, files: ReturnType<typeof openFileOf>[]): Shell {
  const variables = createVariables(context.environment);
  const unit = parseSource('');
  const created: Shell = {
    flavour,
    name: invocation.name,
    context,
    interpreter,
    variables,
    functions: new Map(),
    aliases: new Map(),
    options: {
      allexport: false,
      errexit: false,
      interactive: invocation.input === 'terminal',
      monitor: invocation.input === 'terminal',
      noclobber: false,
      noexec: false,
      noglob: false,
      nounset: false,
      pipefail: false,
      verbose: false,
      xtrace: false,
    },
    positional: [...invocation.positional],
    files: new Map(files.map((file, descriptor) => [descriptor, file])),
    workingDirectory: normalizePath(context.workingDirectory),
    status: 0,
    pipelineStatuses: [0],
    processId: context.process.pid,
    lastBackground: undefined,
    jobs: createJobTable(),
    traps: new Map(),
    arrived: [],
    place: { unit, position: 0 },
    depth: { loop: 0, function: 0, source: 0, subshell: 0 },
    tolerated: 0,
    umask: 0o022,
    input: invocation.input,
    startedAt: context.system.now(),
    interruption: undefined,
    onArrival: undefined,
    temporaryFiles: [],
    getopts: { index: 1, offset: 0, written: '1' },
    hasExtendedPatterns: false,
    history: [],
    isExitConfirmed: false,
    substitutionStatus: undefined,
  };
  setInitialVariables(created);
  return created;
}

function setInitialVariables(created: Shell): void {
  const { variables, flavour, context } = created;
  const preset: [name: string, value: string][] = [
    ['IFS', ' \t\n'],
    ['OPTIND', '1'],
    ['PS4', '+ '],
  ];
  for (const [name, value] of preset) if (name !== 'PS4' || variables.get(name) === undefined) variables.set(name, value);
  if (variables.get('PATH') === undefined) variables.set('PATH', defaultPath);
  variables.set('PWD', created.workingDirectory);
  variables.declare('PWD').isExported = true;
  if (flavour === 'dash') return;
  variables.set('SHLVL', String(Number(variables.get('SHLVL') ?? '0') + 1));
  variables.declare('SHLVL').isExported = true;
  if (variables.get('HOSTNAME') === undefined) variables.set('HOSTNAME', context.system.hostname);
  if (flavour !== 'bash') return;
  variables.set('BASH', '/bin/bash');
  variables.set('BASH_VERSION', '5.2.37(1)-release');
  variables.declare('BASH_VERSINFO').items = new Map(
    ['5', '2', '37', '1', 'release', `${context.system.architecture}-pc-linux-gnu`].map((value, index) => [String(index), value]),
  );
  variables.set('OSTYPE', 'linux-gnu');
  variables.set('HOSTTYPE', context.system.architecture);
}

async function start(running: Shell, invocation: Invocation): Promise<number> {
  if (invocation.isVersionAsked) return printVersion(running);
  try {
    applyOptions(running, invocation.options, invocation.name);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    await writeText(running, 2, `${invocation.name}: ${running.flavour === 'bash' ? '' : '0: '}${error.message}\n`);
    return 2;
  }
  await runStartFiles(running, invocation);
  switch (invocation.input) {
    case 'command':
      return runScript(running, invocation.text ?? '');
    case 'file':
      return runFile(running, invocation.text ?? '');
    case 'terminal':
      return runInteractively(running);
    case 'stdin':
      return runInput(running);
  }
}

async function runFile(running: Shell, name: string): Promise<number> {
  const { fileSystem } = running.context.system;
  const path = normalizePath(name, running.workingDirectory);
  const isDirectory = await fileSystem.stat(path).then(
    (status) => status.kind === 'directory',
    () => false,
  );
  const content = isDirectory ? undefined : await fileSystem.readFile(path).catch(() => undefined);
  if (content !== undefined) return runScript(running, content.toString());
  const called = running.context.arguments[0] ?? 'sh';
  const reason = isDirectory ? 'Is a directory' : 'No such file or directory';
  const message = worded(running, {
    dash: `${called}: 0: cannot open ${name}: ${isDirectory ? reason : 'No such file'}`,
    bash: `${called}: ${name}: ${reason}`,
    busybox: `${called}: can't open '${name}': ${reason}`,
  });
  await writeText(running, 2, `${message}\n`);
  return running.flavour === 'bash' ? (isDirectory ? 126 : 127) : 2;
}

async function printVersion(running: Shell): Promise<number> {
  const version = running.variables.get('BASH_VERSION') ?? '';
  await writeText(running, 1, `GNU bash, version ${version} (${running.context.system.architecture}-pc-linux-gnu)\n`);
  return 0;
}
