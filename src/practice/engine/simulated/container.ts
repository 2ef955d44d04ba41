import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { DirectoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';
import type { ExitStatus, System } from '../../process/process.ts';
import { signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { EngineError } from '../engine.ts';
import type { ContainerInfo, EngineEvent, ExecRequest, Execution, OutputLine } from '../engine.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRecord } from './container-records.ts';
import { createContainerSystem } from './container-system.ts';
import type { Machine } from './container-system.ts';
import { writeBoundFiles } from './bound-files.ts';
import { inEngineWords } from './engine-words.ts';
import { execInContainer } from './exec.ts';
import { createOutputLines } from './output-lines.ts';
import { restartDelay } from './restart-policy.ts';
import type { RestartHistory } from './restart-policy.ts';
import { prepareProcess, StartError } from './start-process.ts';
import type { ProcessPlan } from './start-process.ts';
import { writableBytes } from './writable-size.ts';

/** One container: its files, its processes and what happens to them. Calls on one container happen one after the other. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly record: ContainerRecord;
  info(): ContainerInfo;
  /** With the size of the writable layer as it is now. */
  inspect(): Promise<ContainerInfo>;
  start(): Promise<void>;
  stop(graceSeconds: number | undefined): Promise<void>;
  kill(signal: Signal): void;
  restart(): Promise<void>;
  /** Deletes its files; a running one must have been ended before. */
  remove(force: boolean): Promise<void>;
  exec(request: ExecRequest): Promise<Execution>;
  log(): OutputLine[];
  /** The engine stops: the processes end without a word, and the record says `exited`. */
  shutDown(): Promise<void>;
}

export interface ContainerOptions {
  record: ContainerRecord;
  directory: string;
  log: ContainerLog;
  machine: Machine;
  hostname: string;
  network: NetworkNamespace;
  volume: (name: string) => Promise<FileSystem>;
  /** The record is to be saved. */
  changed: () => void;
  emit: (event: EngineEvent) => void;
}

interface Run {
  system: System;
  startedAt: number;
  exited: Promise<void>;
}

const defaultGraceSeconds = 10;

export function createContainer(options: ContainerOptions): Container {
  const { directory, log, machine, emit } = options;
  const { image } = options.record;
  const { spec } = options.record.info;
  let record = options.record;
  let run: Run | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let history: RestartHistory = { delay: 0, restartCount: record.info.restartCount };
  let wasStoppedByHand = false;
  let isClosed = false;
  let files: Promise<DirectoryFileSystem> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function update(change: Partial<ContainerInfo>): void {
    record = { ...record, info: { ...record.info, ...change } };
    options.changed();
  }
  function tell(action: Extract<EngineEvent, { kind: 'container' }>['action'], exitCode?: number): void {
    if (isClosed) return;
    emit({ kind: 'container', action, container: record.info, time: machine.now(), ...(exitCode === undefined ? {} : { exitCode }) });
  }
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(() => inEngineWords(work));
    queue = result.catch(() => undefined);
    return result;
  }
  function root(): Promise<DirectoryFileSystem> {
    files ??= directoryFileSystem({ root: join(directory, 'root'), attributesFile: join(directory, 'attributes.json') });
    return files;
  }
  function plan(): ProcessPlan {
    return {
      command: record.info.command,
      environment: new Map([...Object.entries(image.environment), ...Object.entries(spec.environment)]),
      workingDirectory: spec.workingDirectory ?? image.workingDirectory,
      user: spec.user ?? image.user,
    };
  }

  async function launch(): Promise<void> {
    const rootFiles = await root();
    const volumes = await Promise.all(
      record.mounts.map(async ({ volume, target, readOnly }) => ({
        name: volume,
        target,
        fileSystem: await options.volume(volume),
        isReadOnly: readOnly === true,
      })),
    );
    const { hostname, network } = options;
    const system = createContainerSystem({ machine, hostname, network, root: rootFiles, volumes });
    await writeBoundFiles(rootFiles, hostname, network);
    const prepared = await prepareProcess(system, plan(), 'start');
    const output = { stdout: lines('stdout'), stderr: lines('stderr') };
    const startedAt = machine.now();
    update({ state: { status: 'running', startedAt } });
    tell('start');
    const process = prepared.spawn({ stdin: Readable.from([]), stdout: output.stdout.stream, stderr: output.stderr.stream });
    const exited = process.exited.then(async (status) => {
      await system.processes.end();
      output.stdout.flush();
      output.stderr.flush();
      ended(status, startedAt);
    });
    run = { system, startedAt, exited };
  }
  function lines(stream: OutputLine['stream']): ReturnType<typeof createOutputLines> {
    return createOutputLines({
      line(message) {
        const line = { timestamp: machine.now(), stream, message };
        log.add(line);
        if (!isClosed) emit({ kind: 'output', container: record.info, line });
      },
    });
  }

  function ended(status: ExitStatus, startedAt: number): void {
    run = undefined;
    const finishedAt = machine.now();
    const exitCode = status.code;
    const duration = finishedAt - startedAt;
    const delay = isClosed ? undefined : restartDelay(spec.restartPolicy, history, { exitCode, duration, wasStoppedByHand });
    update({ state: { status: delay === undefined ? 'exited' : 'restarting', exitCode, finishedAt } });
    tell('die', exitCode);
    if (delay === undefined) return;
    history = { delay, restartCount: history.restartCount + 1 };
    waiting = setTimeout(() => {
      waiting = undefined;
      void inTurn(async () => {
        if (record.info.state.status !== 'restarting') return;
        update({ restartCount: history.restartCount });
        await launch();
      }).catch((error: unknown) => {
        update({ state: { status: 'exited', exitCode: codeOf(error), finishedAt: machine.now(), error: messageOf(error) } });
        tell('die', codeOf(error));
      });
    }, delay);
  }

  async function startNow(): Promise<void> {
    const { state } = record.info;
    if (run !== undefined || state.status === 'restarting') return;
    wasStoppedByHand = false;
    history = { delay: 0, restartCount: 0 };
    update({ restartCount: 0 });
    try {
      await launch();
    } catch (error) {
      // As `docker ps -a` shows it: the first start leaves a container Created, a later one Exited.
      const failure = { exitCode: codeOf(error), error: messageOf(error) };
      if (state.status === 'created') update({ state: { status: 'created', ...failure } });
      else update({ state: { status: 'exited', finishedAt: machine.now(), ...failure } });
      throw error;
    }
  }

  async function stopNow(graceSeconds: number | undefined): Promise<void> {
    const { state } = record.info;
    if (run === undefined) {
      if (state.status !== 'restarting') return;
      clearTimeout(waiting);
      update({ state: { ...state, status: 'exited' } });
      tell('stop');
      return;
    }
    wasStoppedByHand = true;
    const current = run;
    const grace = graceSeconds ?? spec.stopGraceSeconds ?? defaultGraceSeconds;
    current.system.processes.signalInit(spec.stopSignal ?? image.stopSignal);
    tell('kill');
    if (!(await endsWithin(current.exited, grace * 1000))) {
      current.system.processes.signalInit('SIGKILL');
      tell('kill');
      await current.exited;
    }
    tell('stop');
  }

  async function removeNow(force: boolean): Promise<void> {
    if (run !== undefined || record.info.state.status === 'restarting') {
      if (!force)
        throw new EngineError(
          'conflict',
          `You cannot remove a ${run === undefined ? 'restarting' : 'running'} container ${record.info.id}. Stop the container before attempting removal or force remove`,
        );
      await stopNow(0);
    }
    isClosed = true;
    await (await files)?.flush();
    await log.flush();
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }

  return {
    id: record.info.id,
    name: record.info.name,
    get record() {
      return record;
    },
    info: () => record.info,
    async inspect() {
      const writableSize = await writableBytes(await root(), join(directory, 'baseline.json'));
      record = { ...record, info: { ...record.info, writableSize } };
      return record.info;
    },
    start: () => inTurn(startNow),
    stop: (graceSeconds) => inTurn(() => stopNow(graceSeconds)),
    kill(signal) {
      if (run === undefined) {
        const { id } = record.info;
        throw new EngineError('conflict', `Cannot kill container: ${id}: Container ${id} is not running`);
      }
      if (signal === 'SIGKILL' || signal === (spec.stopSignal ?? image.stopSignal)) wasStoppedByHand = true;
      tell('kill');
      run.system.processes.signalInit(signal);
    },
    restart: () =>
      inTurn(async () => {
        await stopNow(undefined);
        await startNow();
        tell('restart');
      }),
    remove: (force) => inTurn(() => removeNow(force)),
    exec(request) {
      if (run === undefined) {
        const { id, state } = record.info;
        const reason = state.status === 'restarting' ? 'is restarting, wait until the container is running' : 'is not running';
        return Promise.reject(new EngineError('conflict', `Container ${id} ${reason}`));
      }
      return execInContainer(run.system, plan(), request);
    },
    log: () => log.lines(),
    async shutDown() {
      isClosed = true;
      clearTimeout(waiting);
      await queue.catch(() => undefined);
      run?.system.processes.signalInit('SIGKILL');
      await run?.exited;
      const { state } = record.info;
      if (state.status === 'restarting') update({ state: { ...state, status: 'exited' } });
      await (await files)?.flush();
      await log.flush();
    },
  };
}

function endsWithin(exited: Promise<void>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    void exited.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function codeOf(error: unknown): number {
  return error instanceof StartError ? error.exitCode : 128;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Exit code that a signal ends a process with. */
export function killedBy(signal: Signal): number {
  return 128 + signalNumbers[signal];
}
