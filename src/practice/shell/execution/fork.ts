import { createOpenFile, readableOf, writableOf } from '../../process/open-file.ts';
import type { OpenFile } from '../../process/open-file.ts';
import { ForkError } from '../../process/process.ts';
import type { Process, ProgramContext, SpawnRequest } from '../../process/process.ts';
import { ignoreSignal } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { ExitControl, InterruptControl, LoopControl, ReturnControl, ShellError } from '../control.ts';
import { reportError, worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import { createJobTable } from './job-table.ts';

export interface ForkOptions {
  /** In place of the shell's own; undefined closes a descriptor. The caller keeps its hold on them. */
  files?: ReadonlyMap<number, OpenFile | undefined>;
  group?: 'new' | number;
}

/** Runs a part of the script in a process of its own that starts with a copy of all the shell knows (fork(2)). */
export function fork(shell: Shell, body: (child: Shell) => Promise<number>, options: ForkOptions = {}): Process {
  const files = new Map(shell.files);
  for (const [descriptor, file] of options.files ?? []) {
    if (file === undefined) files.delete(descriptor);
    else files.set(descriptor, file);
  }
  for (const file of files.values()) file.retain();
  const variables = shell.variables.copy();
  const functions = new Map(shell.functions);
  const aliases = new Map(shell.aliases);
  const request: SpawnRequest = {
    program: (context) =>
      runShell(
        {
          ...shell,
          context,
          variables,
          functions,
          aliases,
          options: { ...shell.options, interactive: false, monitor: false },
          files,
          jobs: createJobTable(),
          traps: new Map([...shell.traps].filter(([, command]) => command === '')),
          arrived: [],
          depth: { ...shell.depth, subshell: shell.depth.subshell + 1 },
          tolerated: shell.tolerated,
          interruption: undefined,
          onArrival: undefined,
          temporaryFiles: [],
          getopts: { ...shell.getopts },
        },
        body,
      ),
    arguments: shell.context.process.arguments,
    environment: variables.exported(),
    workingDirectory: shell.workingDirectory,
    ...standardStreams(files),
    parent: shell.context.process,
    ...(options.group === undefined ? {} : { group: options.group }),
    ...(shell.context.terminal === undefined ? {} : { terminal: shell.context.terminal }),
  };
  try {
    return spawnChild(shell, request);
  } catch (error) {
    for (const file of files.values()) file.release();
    throw error;
  }
}

/** A child process; where there are too many already each shell gives up in its own way. */
export function spawnChild(shell: Shell, request: SpawnRequest): Process {
  try {
    return shell.context.system.processes.spawn(request);
  } catch (error) {
    if (!(error instanceof ForkError)) throw error;
    const text = worded(shell, { dash: 'Cannot fork', bash: error.message, busybox: "can't fork: Resource temporarily unavailable" });
    if (shell.flavour !== 'bash') throw new ShellError(text, { status: 2, scope: 'script' });
    throw new ShellError(`${shell.name}: ${text}`, { status: 254, scope: shell.options.interactive ? 'line' : 'script', isBare: true });
  }
}

/** Runs a shell to its end: exit trap, exit status, and its files let go. */
export async function runShell(shell: Shell, body: (shell: Shell) => Promise<number>): Promise<number> {
  try {
    shell.status = await exitStatusOf(shell, () => body(shell));
    await runExitTrap(shell);
    return shell.status;
  } finally {
    for (const file of shell.files.values()) file.release();
    shell.files.clear();
  }
}

async function runExitTrap(shell: Shell): Promise<void> {
  const command = shell.traps.get('EXIT');
  if (command === undefined || command === '' || shell.context.ended.aborted) return;
  shell.traps.delete('EXIT');
  const before = shell.status;
  shell.status = await exitStatusOf(shell, async () => {
    await shell.interpreter.runText(shell, command, 'exit trap');
    return before;
  });
}

async function exitStatusOf(shell: Shell, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ExitControl || error instanceof ReturnControl) return error.status;
    if (error instanceof ShellError) return reportError(shell, error);
    if (error instanceof InterruptControl) return 130;
    if (error instanceof LoopControl) return 0;
    throw error;
  }
}

/** Descriptors 0, 1 and 2 for a spawn request; reads and writes of a closed one fail. */
export function standardStreams(files: ReadonlyMap<number, OpenFile>): Pick<ProgramContext, 'stdin' | 'stdout' | 'stderr'> {
  return {
    stdin: readableOf(files.get(0) ?? closedFile),
    stdout: writableOf(files.get(1) ?? closedFile),
    stderr: writableOf(files.get(2) ?? closedFile),
  };
}

const closedFile = createOpenFile({});

/** Makes the process's handling of a signal follow the shell's traps. */
export function applyTrap(shell: Shell, signal: Signal): void {
  const command = shell.traps.get(signal);
  if (command === undefined) shell.context.onSignal(signal, undefined);
  else if (command === '') shell.context.onSignal(signal, ignoreSignal);
  else {
    shell.context.onSignal(signal, () => {
      shell.arrived.push(signal);
      shell.onArrival?.();
    });
  }
}
