import { rm } from 'node:fs/promises';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { mountedFileSystem } from '../../filesystem/mounted-file-system.ts';
import type { ExitStatus } from '../../process/process.ts';
import { signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { EngineError, endOf, startOf } from '../engine.ts';
import type { ContainerInfo, EngineEvent, ExecRequest, Execution, OutputLine } from '../engine.ts';
import type { LowerTrees } from '../images/lower-tree.ts';
import type { Attachment, VirtualNetwork } from '../network/virtual-network.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRecord } from './container-records.ts';
import { openContainerRoot } from './container-root.ts';
import type { ContainerRoot } from './container-root.ts';
import type { Machine } from './container-system.ts';
import { inEngineWords } from './engine-words.ts';
import { execInContainer } from './exec.ts';
import { watchHealth } from './health.ts';
import type { HealthMonitor } from './healthcheck.ts';
import { launch, planOf } from './launch.ts';
import type { Run } from './launch.ts';
import { createOutputLines } from './output-lines.ts';
import { restartDelay } from './restart-policy.ts';
import type { RestartHistory } from './restart-policy.ts';
import { StartError } from './start-process.ts';

/** One container: its files, its processes and what happens to them. Calls on one container happen one after the other. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly record: ContainerRecord;
  /** Of the host that its processes see; that of another container while it shares that one's network. */
  readonly hostname: string;
  info(): ContainerInfo;
  /** With the size of the writable layer as it is now. */
  inspect(): Promise<ContainerInfo>;
  start(): Promise<void>;
  stop(graceSeconds: number | undefined): Promise<void>;
  kill(signal: Signal): void;
  restart(): Promise<void>;
  rename(name: string): void;
  /** Deletes its files; a running one must have been ended before. */
  remove(force: boolean): Promise<void>;
  exec(request: ExecRequest): Promise<Execution>;
  /** Its files as its processes see them; while none runs, its own and those of its volumes. */
  files(): Promise<FileSystem>;
  log(): OutputLine[];
  /** The engine stops: the processes end without a word, and the record says `exited`. */
  shutDown(): Promise<void>;
}

export interface ContainerOptions {
  record: ContainerRecord;
  directory: string;
  trees: LowerTrees;
  log: ContainerLog;
  machine: Machine;
  hostname: string;
  network: VirtualNetwork;
  /** The container whose network this one shares. Throws EngineError where there is none, or it does not run. */
  networkOwner: () => { id: string; hostname: string } | undefined;
  volume: (name: string) => Promise<FileSystem>;
  /** The record is to be saved. */
  changed: () => void;
  emit: (event: EngineEvent) => void;
}

const defaultGraceSeconds = 10;

export function createContainer(options: ContainerOptions): Container {
  const { directory, log, machine, emit } = options;
  const { image } = options.record;
  const { spec } = options.record.info;
  const stopSignal = spec.stopSignal ?? image.stopSignal;
  let record = options.record;
  let run: Run | undefined;
  let over: Promise<void> = Promise.resolve();
  let attached: Attachment | undefined;
  let monitor: HealthMonitor | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let history: RestartHistory = { delay: 0, restartCount: record.info.restartCount };
  let wasStoppedByHand = false;
  let isClosed = false;
  let root: Promise<ContainerRoot> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function update(change: Partial<ContainerInfo>): void {
    record = { ...record, info: { ...record.info, ...change } };
    options.changed();
  }
  function info(): ContainerInfo {
    if (record.info.state.status !== 'running' || attached === undefined) return record.info;
    const { addresses, openPorts } = attached;
    return {
      ...record.info,
      ...(addresses.length === 0 ? {} : { addresses }),
      openPorts,
      ...(monitor === undefined ? {} : { health: monitor.health }),
    };
  }
  function tell(action: Extract<EngineEvent, { kind: 'container' }>['action'], exitCode?: number): void {
    if (isClosed) return;
    emit({ kind: 'container', action, container: info(), time: machine.now(), ...(exitCode === undefined ? {} : { exitCode }) });
  }
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(() => inEngineWords(work));
    queue = result.catch(() => undefined);
    return result;
  }
  function openRoot(): Promise<ContainerRoot> {
    root ??= openContainerRoot(directory, record.layers, options.trees, machine.disk);
    return root;
  }

  async function launchNow(): Promise<void> {
    const output = { stdout: lines('stdout'), stderr: lines('stderr') };
    const { hostname, network, volume } = options;
    let startedAt = 0;
    const started = await launch({
      record,
      root: (await openRoot()).files,
      machine,
      network,
      hostname,
      networkOwner: options.networkOwner(),
      volume,
      stdout: output.stdout.stream,
      stderr: output.stderr.stream,
      onStart(attachment) {
        startedAt = machine.now();
        attached = attachment;
        update({ state: { status: 'running', startedAt, ...endOf(record.info.state) } });
        tell('start');
      },
    });
    run = started;
    monitor = watchHealth({
      record,
      system: started.system,
      onChange: () => emit({ kind: 'health', container: info(), time: machine.now() }),
    });
    over = started.ended.then((status) => {
      output.stdout.flush();
      output.stderr.flush();
      ended(status, startedAt);
    });
  }
  function lines(stream: OutputLine['stream']): ReturnType<typeof createOutputLines> {
    return createOutputLines({
      line(message) {
        const line = { timestamp: machine.now(), stream, message };
        log.add(line);
        if (!isClosed) emit({ kind: 'output', container: info(), line });
      },
    });
  }

  function ended(status: ExitStatus, startedAt: number): void {
    monitor?.stop();
    monitor = undefined;
    run = undefined;
    attached = undefined;
    const finishedAt = machine.now();
    const exitCode = status.code;
    const duration = finishedAt - startedAt;
    const delay = isClosed ? undefined : restartDelay(spec.restartPolicy, history, { exitCode, duration, wasStoppedByHand });
    update({ state: { status: delay === undefined ? 'exited' : 'restarting', exitCode, startedAt, finishedAt } });
    tell('die', exitCode);
    if (delay === undefined) return;
    history = { delay, restartCount: history.restartCount + 1 };
    waiting = setTimeout(() => {
      waiting = undefined;
      void inTurn(async () => {
        if (record.info.state.status !== 'restarting') return;
        update({ restartCount: history.restartCount });
        await launchNow();
      }).catch((error: unknown) => {
        const failure = { exitCode: codeOf(error), error: messageOf(error) };
        update({ state: { status: 'exited', ...startOf(record.info.state), finishedAt: machine.now(), ...failure } });
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
      await launchNow();
    } catch (error) {
      // As `docker ps -a` shows it: the first start leaves a container Created, a later one Exited.
      const failure = { exitCode: codeOf(error), error: messageOf(error) };
      if (state.status === 'created') update({ state: { status: 'created', ...failure } });
      else update({ state: { status: 'exited', ...startOf(state), finishedAt: machine.now(), ...failure } });
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
    const { processes } = run.system;
    const grace = graceSeconds ?? spec.stopGraceSeconds ?? defaultGraceSeconds;
    processes.signalInit(stopSignal);
    tell('kill');
    if (!(await endsWithin(over, grace * 1000))) {
      processes.signalInit('SIGKILL');
      tell('kill');
      await over;
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
    await (await root)?.flush();
    await log.flush();
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }

  return {
    id: record.info.id,
    get name() {
      return record.info.name;
    },
    get record() {
      return record;
    },
    get hostname() {
      return run?.hostname ?? options.hostname;
    },
    info,
    async inspect() {
      const writableSize = await (await openRoot()).writableSize();
      record = { ...record, info: { ...record.info, writableSize } };
      return info();
    },
    rename: (name) => update({ name }),
    start: () => inTurn(startNow),
    stop: (graceSeconds) => inTurn(() => stopNow(graceSeconds)),
    kill(signal) {
      if (run === undefined) {
        const { id } = record.info;
        throw new EngineError('conflict', `Cannot kill container: ${id}: Container ${id} is not running`);
      }
      if (signal === 'SIGKILL' || signal === stopSignal) wasStoppedByHand = true;
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
    async files() {
      if (run !== undefined) return run.system.fileSystem;
      const volumes = record.mounts.map(async ({ volume, target }) => ({ target, fileSystem: await options.volume(volume) }));
      return mountedFileSystem((await openRoot()).files, await Promise.all(volumes));
    },
    exec(request) {
      if (run === undefined) {
        const { id, state } = record.info;
        const reason = state.status === 'restarting' ? 'is restarting, wait until the container is running' : 'is not running';
        return Promise.reject(new EngineError('conflict', `Container ${id} ${reason}`));
      }
      return execInContainer(run.system, planOf(record), request);
    },
    log: () => log.lines(),
    async shutDown() {
      isClosed = true;
      clearTimeout(waiting);
      await queue.catch(() => undefined);
      run?.system.processes.signalInit('SIGKILL');
      await over;
      const { state } = record.info;
      if (state.status === 'restarting') update({ state: { ...state, status: 'exited' } });
      await (await root)?.flush();
      await log.flush();
    },
  };
}

function endsWithin(ended: Promise<void>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    void ended.then(() => {
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
