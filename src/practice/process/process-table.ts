import { setMaxListeners } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { entries, holdFiles, releaseFiles, runImage } from './process-entry.ts';
import type { Entry, StandardFiles } from './process-entry.ts';
import { ForkError } from './process.ts';
import type { ExitStatus, Process, ProcessTable, Program, ProgramContext, SpawnRequest, System } from './process.ts';
import { defaultAction, ignoreSignal, signalNumbers } from './signals.ts';
import type { Signal } from './signals.ts';

export interface ProcessTableOptions {
  /** Asked when a process starts, because a system holds its table and the table its system. */
  system: () => System;
  /** Processes there can be at once; without end unless told. */
  maximumProcesses?: number;
  /** PID 1 gets an init process's protection from signals; true unless told. */
  initIsProtected?: boolean;
}

/** What `exec` puts in the place of a process's program. */
export interface Replacement {
  program: Program;
  arguments: readonly string[];
  environment: ReadonlyMap<string, string>;
  workingDirectory: string;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

export function createProcessTable(options: ProcessTableOptions): ProcessTable {
  const table = new Map<number, Entry>();
  let nextPid = 1;

  function spawn(request: SpawnRequest): Process {
    if (table.size >= (options.maximumProcesses ?? Infinity)) throw new ForkError();
    const pid = nextPid;
    nextPid += 1;
    const parent = request.parent === undefined ? undefined : entries.get(request.parent);
    const group = request.group === 'new' ? pid : (request.group ?? parent?.process.group ?? pid);
    const { promise: exited, resolve: resolveExited } = Promise.withResolvers<ExitStatus>();
    const startedAt = options.system().now();
    const user = request.user ?? parent?.process.user ?? 'root';
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const process: Process = {
      pid,
      get parent() {
        return entry.parent;
      },
      get arguments() {
        return entry.arguments;
      },
      get state() {
        return entry.state;
      },
      user,
      startedAt,
      group,
      exited,
      signal: (signal) => deliver(entry, signal, 'inside'),
    };
    const entry: Entry = {
      process,
      arguments: request.arguments,
      parent: parent === undefined || parent.isOver ? 0 : parent.process.pid,
      session: parent !== undefined && parent.terminal === request.terminal ? parent.session : pid,
      terminal: request.terminal,
      state: 'running',
      handlers: new Map(parent === undefined ? [] : [...parent.handlers].filter(([, handler]) => handler === ignoreSignal)),
      pending: [],
      resumed: [],
      stateListeners: new Set(),
      controller,
      files: holdFiles(request),
      streams: [],
      isOver: false,
      finish(status) {
        if (entry.isOver) return;
        entry.isOver = true;
        table.delete(pid);
        resolveExited(status);
        controller.abort();
        for (const streams of entry.streams) streams.close();
        releaseFiles(entry.files);
        afterExit(entry);
      },
    };
    entries.set(process, entry);
    table.set(pid, entry);
    attachToTerminal(entry);
    void run(entry, request.program, request);
    return process;
  }

  async function run(
    entry: Entry,
    program: Program,
    start: { environment: ReadonlyMap<string, string>; workingDirectory: string },
  ): Promise<void> {
    const status: ExitStatus = { code: (await runImage(entry, program, options.system(), start)) & 255 };
    while (entry.state === 'stopped') await new Promise<void>((resolve) => entry.resumed.push(resolve));
    entry.finish(status);
  }

  function afterExit(entry: Entry): void {
    const { pid } = entry.process;
    for (const other of table.values()) if (other.parent === pid) other.parent = pid === 1 || !table.has(1) ? 0 : 1;
    notify(entry);
    if (pid === 1) {
      for (const other of [...table.values()]) other.finish({ code: 137, signal: 'SIGKILL' });
      return;
    }
    if (entry.session !== pid || entry.terminal === undefined) return;
    for (const other of [...table.values()]) {
      if (other.session !== pid) continue;
      deliver(other, 'SIGHUP', 'inside');
      deliver(other, 'SIGCONT', 'inside');
    }
  }

  /** The first process of a terminal session is in its foreground until a shell says otherwise. */
  function attachToTerminal(entry: Entry): void {
    const { terminal } = entry;
    if (terminal === undefined || entry.session !== entry.process.pid || terminal.foreground !== undefined) return;
    const toGroup = (signal: Signal): void => void signalGroup(entry.process.group, signal);
    terminal.foreground = toGroup;
    void entry.process.exited.then(() => {
      if (terminal.foreground === toGroup) terminal.foreground = undefined;
    });
  }

  function deliver(entry: Entry, signal: Signal, origin: 'inside' | 'outside'): void {
    if (entry.isOver) return;
    const isProtected = entry.process.pid === 1 && (options.initIsProtected ?? true);
    if (signal === 'SIGKILL') {
      if (!isProtected || origin === 'outside') entry.finish({ code: 128 + signalNumbers.SIGKILL, signal });
      return;
    }
    if (signal === 'SIGSTOP') {
      if (!isProtected || origin === 'outside') stop(entry);
      return;
    }
    if (signal === 'SIGCONT') resume(entry);
    else if (entry.state === 'stopped') {
      entry.pending.push(signal);
      return;
    }
    const handler = entry.handlers.get(signal);
    if (handler !== undefined) {
      handler();
      return;
    }
    const action = defaultAction(signal);
    if (action === 'ignore' || isProtected) return;
    if (action === 'stop') stop(entry);
    else entry.finish({ code: 128 + signalNumbers[signal], signal });
  }

  function stop(entry: Entry): void {
    if (entry.state === 'stopped') return;
    entry.state = 'stopped';
    notify(entry);
  }

  function resume(entry: Entry): void {
    if (entry.state === 'running') return;
    entry.state = 'running';
    for (const wake of entry.resumed.splice(0)) wake();
    notify(entry);
    for (const signal of entry.pending.splice(0)) deliver(entry, signal, 'inside');
  }

  function signalGroup(group: number, signal: Signal): 'sent' | 'no-such-process' {
    const members = [...table.values()].filter((entry) => entry.process.group === group);
    for (const member of members) deliver(member, signal, 'inside');
    return members.length > 0 ? 'sent' : 'no-such-process';
  }

  return {
    spawn,
    list: () => [...table.values()].map((entry) => entry.process),
    find: (pid) => table.get(pid)?.process,
    signal(pid, signal) {
      if (pid < 0) return signalGroup(-pid, signal);
      const entry = table.get(pid);
      if (entry === undefined) return 'no-such-process';
      deliver(entry, signal, 'inside');
      return 'sent';
    },
    signalInit(signal) {
      const init = table.get(1);
      if (init !== undefined) deliver(init, signal, 'outside');
    },
    async end() {
      const all = [...table.values()];
      for (const entry of all) entry.finish({ code: 128 + signalNumbers.SIGKILL, signal: 'SIGKILL' });
      await Promise.all(all.map((entry) => entry.process.exited));
    },
  };
}

/** The files behind a process's descriptors 0, 1 and 2 (`/proc/<pid>/fd`); undefined for a process of no table. */
export function standardFilesOf(process: Process): StandardFiles | undefined {
  return entries.get(process)?.files;
}

/** Descriptors 0, 1 and 2 of a process from now on (`exec >file`); takes over the caller's hold on them. */
export function setStandardFiles(process: Process, files: StandardFiles): void {
  const entry = entries.get(process);
  if (entry === undefined || entry.isOver) {
    releaseFiles(files);
    return;
  }
  const before = entry.files;
  entry.files = files;
  releaseFiles(before);
}

/** Resolves when the process ends or is stopped (waitpid(2) with WUNTRACED). */
export function whenEndedOrStopped(process: Process): Promise<ExitStatus | 'stopped'> {
  const entry = entries.get(process);
  if (entry === undefined || entry.isOver) return process.exited;
  if (entry.state === 'stopped') return Promise.resolve('stopped');
  return new Promise((resolve) => {
    const listener = (): void => {
      if (entry.isOver) resolve(process.exited);
      else if (entry.state === 'stopped') resolve('stopped');
      else return;
      entry.stateListeners.delete(listener);
    };
    entry.stateListeners.add(listener);
  });
}

/** Resolves when a stopped process goes on or has ended. */
export function whenRunning(process: Process): Promise<void> {
  const entry = entries.get(process);
  return new Promise((resolve) => {
    if (entry === undefined || entry.isOver || entry.state === 'running') {
      resolve();
      return;
    }
    const listener = (): void => {
      if (!entry.isOver && entry.state === 'stopped') return;
      entry.stateListeners.delete(listener);
      resolve();
    };
    entry.stateListeners.add(listener);
  });
}

/**
 * Puts another program in a process's place (execve(2)): PID, parent and group stay, handled signals get their default
 * action again, ignored ones stay ignored. Resolves with the new program's exit code, for the old one to return.
 */
export async function replaceProcess(context: ProgramContext, replacement: Replacement): Promise<number> {
  const entry = entries.get(context.process);
  if (entry === undefined) throw new Error('Only a process of a process table can be replaced.');
  for (const [signal, handler] of [...entry.handlers]) if (handler !== ignoreSignal) entry.handlers.delete(signal);
  entry.arguments = replacement.arguments;
  setStandardFiles(context.process, holdFiles(replacement));
  return runImage(entry, replacement.program, context.system, replacement);
}

function notify(entry: Entry): void {
  for (const listener of [...entry.stateListeners]) listener();
}
