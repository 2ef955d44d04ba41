import type { Readable, Writable } from 'node:stream';
import type { FileSystem } from '../filesystem/filesystem.ts';
import type { NetworkNamespace } from './network-namespace.ts';
import type { Signal } from './signals.ts';
import type { Terminal } from './terminal.ts';

/**
 * Simulated processes. A program is an async function that reads and writes streams; a process table is one PID
 * namespace. A fatal signal ends the process at once for everyone who waits, and aborts `ended` so that the program
 * stops its work; a program never has to cooperate for `kill -9` to take effect.
 */

/** 0 to 255. A process ended by signal n has `code` 128+n and `signal`. */
export interface ExitStatus {
  code: number;
  signal?: Signal;
}

export type Program = (context: ProgramContext) => Promise<number>;

export interface ProgramContext {
  /** `arguments[0]` is the name the program was called by. */
  arguments: readonly string[];
  /** The process's own copy. */
  environment: Map<string, string>;
  workingDirectory: string;
  /** Streams that are a terminal's have `isTTY: true`, as Node's own have (`ls | cat` has a terminal but writes to a pipe). */
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Present where stdin is a terminal. */
  terminal?: Terminal;
  system: System;
  process: Process;
  /** Aborted when the process ends by a signal. */
  ended: AbortSignal;
  /**
   * Handles a signal instead of its default action (`trap`, a server's shutdown); undefined puts the default back. With
   * `ignoreSignal` (signals.ts) the signal is ignored, also by children. SIGKILL and SIGSTOP cannot be handled.
   */
  onSignal(signal: Signal, handler: (() => void) | undefined): void;
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly arguments: readonly string[];
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** `stopped` by SIGSTOP or Ctrl-Z until SIGCONT. */
  readonly state: 'running' | 'stopped';
  /** Process group: the PID of its first process. A key's signal goes to the terminal's foreground group. */
  readonly group: number;
  readonly exited: Promise<ExitStatus>;
  signal(signal: Signal): void;
}

export interface SpawnRequest {
  program: Program;
  arguments: readonly string[];
  environment: ReadonlyMap<string, string>;
  workingDirectory: string;
  user?: string;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  terminal?: Terminal;
  /** `new`: a process group of its own; a number: joins that group; else the parent's. */
  group?: 'new' | number;
  /** Children get a hangup when their session's first process ends. */
  parent?: Process;
}

/**
 * One PID namespace. Its first process has PID 1: a signal whose default action would end it is ignored there unless it
 * has a handler (as the Linux kernel does for an init process), except SIGKILL and SIGSTOP from outside; when PID 1 ends, all others are killed.
 * The host OS's table is made with an init process of its own that never ends.
 */
export interface ProcessTable {
  /** Throws ForkError where the namespace has as many processes as it may have. */
  spawn(request: SpawnRequest): Process;
  list(): readonly Process[];
  find(pid: number): Process | undefined;
  /** From inside the namespace (`kill`); a negative PID stands for a process group. */
  signal(pid: number, signal: Signal): 'sent' | 'no-such-process';
  /** From outside (`docker kill`, the engine's stop): PID 1's protection does not hold for SIGKILL. */
  signalInit(signal: Signal): void;
  /** Kills everything; resolves when all are gone. */
  end(): Promise<void>;
}

/** EAGAIN of fork(2): the namespace has as many processes as it may have. */
export class ForkError extends Error {
  readonly code = 'EAGAIN';

  constructor() {
    super('fork: Resource temporarily unavailable');
    this.name = 'ForkError';
  }
}

/** A soft and a hard limit of getrlimit(2), in the units of setrlimit(2) (bytes, seconds, counts); Infinity for none. */
export interface ResourceLimit {
  soft: number;
  hard: number;
}

/** Programs by the name that a program file gives. */
export interface ProgramRegistry {
  get(name: string): Program | undefined;
  names(): readonly string[];
}

/** The machine a program runs on: a container or the host OS. */
export interface System {
  hostname: string;
  /** `uname -m`: `x86_64`, `aarch64`. */
  architecture: string;
  /** `uname -r`. */
  kernelRelease: string;
  fileSystem: FileSystem;
  processes: ProcessTable;
  network: NetworkNamespace;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * What the kernel lets root do here, without the prefix CAP_. Absent: Docker's default set. systemd as PID 1 needs
   * SYS_ADMIN to mount its file systems.
   */
  capabilities?: ReadonlySet<string>;
  /** Limits that differ from the kernel's usual ones, by the names of `ulimits` in a compose file (`nofile`, `nproc`, …). */
  limits?: ReadonlyMap<string, ResourceLimit>;
  /** Bytes that its processes may use together; absent: as much as the machine has. */
  memoryLimit?: number;
  /** What `mount` and `df` print. */
  mounts(): readonly { source: string; target: string; type: string; options: string }[];
  /** Programs that only this system has (the host OS's `balena`), by name; the rest are found through the file system. */
  ownPrograms: ReadonlyMap<string, Program>;
  /** What the names in program files stand for. */
  programs: ProgramRegistry;
}
