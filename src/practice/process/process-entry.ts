import type { Readable, Writable } from 'node:stream';
import { onMachine } from './fairness.ts';
import { openFileOf } from './open-file.ts';
import type { OpenFile } from './open-file.ts';
import { createProcessStreams } from './process-streams.ts';
import type { ProcessStreams } from './process-streams.ts';
import type { ExitStatus, Process, Program, ProgramContext, System } from './process.ts';
import type { Signal } from './signals.ts';
import type { Terminal } from './terminal.ts';

/** What a process table knows of a process beyond what others see. */
export interface Entry {
  process: Process;
  arguments: readonly string[];
  parent: number;
  session: number;
  terminal: Terminal | undefined;
  state: 'running' | 'stopped';
  handlers: Map<Signal, () => void>;
  /** Came while the process was stopped. */
  pending: Signal[];
  resumed: (() => void)[];
  stateListeners: Set<() => void>;
  controller: AbortController;
  files: StandardFiles;
  streams: ProcessStreams[];
  isOver: boolean;
  finish(status: ExitStatus): void;
}

export interface StandardFiles {
  stdin: OpenFile;
  stdout: OpenFile;
  stderr: OpenFile;
}

/** By the process that others hold. */
export const entries = new WeakMap<Process, Entry>();

/** Runs a program in a process to its end, with streams of its own over the process's files. */
export async function runImage(
  entry: Entry,
  program: Program,
  system: System,
  start: { environment: ReadonlyMap<string, string>; workingDirectory: string },
): Promise<number> {
  const { process, controller, files } = entry;
  const streams = createProcessStreams({
    ...files,
    ended: controller.signal,
    isStopped: () => entry.state === 'stopped',
    resumed: () => new Promise((resolve) => entry.resumed.push(resolve)),
    onBrokenPipe: () => process.signal('SIGPIPE'),
  });
  entry.streams.push(streams);
  const terminal = files.stdin.terminal ?? entry.terminal;
  const context: ProgramContext = {
    arguments: entry.arguments,
    environment: new Map(start.environment),
    workingDirectory: start.workingDirectory,
    stdin: streams.stdin,
    stdout: streams.stdout,
    stderr: streams.stderr,
    ...(terminal !== undefined && isTerminal(files.stdin, terminal) ? { terminal } : {}),
    system,
    process,
    ended: controller.signal,
    onSignal(signal, handler) {
      if (signal === 'SIGKILL' || signal === 'SIGSTOP' || entry.isOver) return;
      if (handler === undefined) entry.handlers.delete(signal);
      else entry.handlers.set(signal, handler);
    },
  };
  try {
    const code = await onMachine(system, () => program(context));
    await streams.flush();
    return code;
  } catch (error) {
    if (entry.isOver) return 1;
    // A program that fails without a word is a mistake of ours; saying so is better than a silent exit code.
    const name = entry.arguments[0] ?? 'program';
    await files.stderr.write(Buffer.from(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)).catch(() => undefined);
    return 1;
  }
}

/** A stream that no open file describes (an SSH channel) is the terminal when the request says so. */
function isTerminal(stdin: OpenFile, terminal: Terminal): boolean {
  return stdin.terminal === terminal || !stdin.isDescribed;
}

/** The files behind a request's streams, held until they are released. */
export function holdFiles(request: { stdin: Readable; stdout: Writable; stderr: Writable }): StandardFiles {
  return {
    stdin: openFileOf(request.stdin).retain(),
    stdout: openFileOf(request.stdout).retain(),
    stderr: openFileOf(request.stderr).retain(),
  };
}

export function releaseFiles(files: StandardFiles): void {
  for (const file of [files.stdin, files.stdout, files.stderr]) file.release();
}
