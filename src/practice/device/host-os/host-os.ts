import { join } from 'node:path';
import { FleetlabError } from '../../../shared/errors.ts';
import type { ContainerEngine, EngineEvent } from '../../engine/engine.ts';
import { factsOf, processThatLooks, trackProcesses } from '../../engine/simulated/process-tracking.ts';
import { deviceFileSystem } from '../../filesystem/device-file-system.ts';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { memoryFileSystem } from '../../filesystem/memory-file-system.ts';
import { mountedFileSystem } from '../../filesystem/mounted-file-system.ts';
import { processFileSystem } from '../../filesystem/process-file-system.ts';
import { findProgram } from '../../process/find-program.ts';
import type { Topology } from '../../../shared/network/topology.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';
import { createProcessTable } from '../../process/process-table.ts';
import type { Program, ProgramRegistry, System } from '../../process/process.ts';
import type { DeviceIdentity, ShellRequest, ShellSession } from '../device-link.ts';
import type { DesiredImage } from '../supervisor/desired-state.ts';
import { trackContainerProcesses } from './container-processes.ts';
import { createDuplexSession } from './duplex-session.ts';
import { engineProgram } from './engine-cli/engine-program.ts';
import { hostnameOf, kernelRelease, rootFiles } from './root-files.ts';

export interface HostOsOptions {
  identity: DeviceIdentity;
  engine: ContainerEngine;
  programs: ProgramRegistry;
  /** Images on the device. */
  images: () => readonly DesiredImage[];
  /** Ids of those that were built on it. */
  builtImages?: () => readonly string[];
  /** Host directory for what outlives a reboot: `/mnt/data` and root's home. */
  directory: string;
  now: () => number;
  /** File systems of the engine that the host OS shows too, by path. */
  mounts?: readonly { target: string; fileSystem: FileSystem }[];
  /** The device's own, which containers in host mode share. */
  network: NetworkNamespace;
  /** Where processes of containers listen, for /proc. */
  topology?: () => Topology;
}

const nothingRuns: Topology = { deviceAddress: '', networks: [], services: [] };
/** As many as Docker Engine keeps. */
const eventsKept = 256;

/** balenaOS around the container engine: a system of its own, and the shells into it. */
export interface HostOs {
  readonly system: System;
  /** A login shell, or one command as sshd runs it. */
  openShell(request: Omit<ShellRequest, 'container'>): Promise<ShellSession>;
  /** Ends every shell and program, as a reboot does. */
  endSessions(): void;
  /** Writes what is not on the disk yet, and ends everything. */
  close(): Promise<void>;
}

/** Makes the host OS. Its root is read-only, as balenaOS's is. Rejects with FleetlabError when its directory cannot be used. */
export async function createHostOs(options: HostOsOptions): Promise<HostOs> {
  const { identity, now } = options;
  const hostname = hostnameOf(identity);
  const architecture = identity.architecture === 'aarch64' ? 'aarch64' : 'x86_64';
  const bootedAt = now();
  const [data, home] = await Promise.all(
    ['data', 'home'].map((name) =>
      directoryFileSystem({ root: join(options.directory, name), attributesFile: join(options.directory, `${name}.json`) }),
    ),
  );
  if (data === undefined || home === undefined) throw new Error('the host OS has no data');

  const containerProcesses = trackContainerProcesses({ engine: options.engine, topology: options.topology ?? (() => nothingRuns) });
  const past = rememberEvents(options.engine);
  const device = {
    hostname,
    architecture: identity.architecture,
    osVersion: identity.osVersion,
    kernelRelease,
    images: options.images,
    builtImages: options.builtImages ?? (() => []),
    pidOf: (containerId: string) => containerProcesses.pidOf(containerId),
    pastEvents: () => past.list(),
  };
  const engineCommand = engineProgram({ engine: options.engine, device });
  const ownPrograms = new Map<string, Program>(['balena', 'balena-engine', 'docker'].map((name) => [name, engineCommand]));
  const processes = trackProcesses(createProcessTable({ system: () => system }));
  const root = memoryFileSystem(
    rootFiles(identity, (name) => options.programs.get(name) !== undefined),
    now,
  );
  await makeLinks(root);

  const mountTable = [
    { source: '/dev/disk/by-state/resin-rootA', target: '/', type: 'ext4', options: 'ro,relatime' },
    { source: 'devtmpfs', target: '/dev', type: 'devtmpfs', options: 'rw,relatime' },
    { source: 'proc', target: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' },
    { source: 'tmpfs', target: '/run', type: 'tmpfs', options: 'rw,nosuid,nodev' },
    { source: 'tmpfs', target: '/tmp', type: 'tmpfs', options: 'rw,nosuid,nodev' },
    { source: 'tmpfs', target: '/var/log', type: 'tmpfs', options: 'rw,nosuid,nodev' },
    { source: '/dev/disk/by-state/resin-state', target: '/home/root', type: 'ext4', options: 'rw,relatime' },
    { source: '/dev/disk/by-state/resin-data', target: '/mnt/data', type: 'ext4', options: 'rw,relatime' },
  ];
  const fileSystem = mountedFileSystem(memoryFileSystem({}, now), [
    { target: '/', fileSystem: root, isReadOnly: true },
    { target: '/dev', fileSystem: deviceFileSystem(now) },
    {
      target: '/proc',
      fileSystem: processFileSystem({
        processes: () => processes,
        self: processThatLooks,
        environmentOf: (process) => factsOf(process).environment,
        workingDirectoryOf: (process) => factsOf(process).workingDirectory,
        mounts: () => mountTable,
        hostname: () => hostname,
        kernelRelease,
        architecture,
        memory: () => ({ total: 3932 * 1024 * 1024, free: 3100 * 1024 * 1024 }),
        bootedAt,
        now,
        others: containerProcesses.proc,
      }),
    },
    { target: '/run', fileSystem: memoryFileSystem({}, now) },
    { target: '/tmp', fileSystem: memoryFileSystem({}, now) },
    { target: '/var/log', fileSystem: memoryFileSystem({}, now) },
    { target: '/home/root', fileSystem: home },
    { target: '/mnt/data', fileSystem: data },
    ...(options.mounts ?? []),
  ]);

  const system: System = {
    hostname,
    architecture,
    kernelRelease,
    fileSystem,
    processes,
    network: options.network,
    now,
    mounts: () => mountTable,
    ownPrograms,
    programs: options.programs,
  };
  startInit(system);

  return {
    system,
    openShell: (request) => openHostShell(system, request),
    endSessions() {
      for (const process of processes.list()) if (process.pid !== 1) process.signal('SIGKILL');
    },
    async close() {
      containerProcesses.close();
      past.close();
      await processes.end();
      await Promise.all([data.flush(), home.flush()]);
    },
  };
}

/** The engine's own events: neither output nor connections. */
function rememberEvents(engine: Pick<ContainerEngine, 'onEvent'>): { list(): readonly EngineEvent[]; close(): void } {
  let events: EngineEvent[] = [];
  const close = engine.onEvent((event) => {
    if (event.kind !== 'output' && event.kind !== 'connection') events = [...events, event].slice(-eventsKept);
  });
  return { list: () => events, close };
}

/** balenaOS keeps the engine's data on the data partition, and has its programs in one place. */
async function makeLinks(root: FileSystem): Promise<void> {
  await root.symlink('usr/bin', '/bin');
  await root.symlink('usr/bin', '/sbin');
  await root.symlink('bin', '/usr/sbin');
  await root.symlink('usr/lib', '/lib');
  await root.symlink('/mnt/data/docker', '/var/lib/docker');
  await root.symlink('/run', '/var/run');
  await root.changeMode('/tmp', 0o1777);
}

/** The init process never ends; everything else lives under it. */
function startInit(system: System): void {
  const { input, output, errors } = createDuplexSession();
  system.processes.spawn({
    program: ({ ended }) => new Promise((resolve) => ended.addEventListener('abort', () => resolve(0), { once: true })),
    arguments: ['/sbin/init'],
    environment: new Map(),
    workingDirectory: '/',
    user: 'root',
    stdin: input,
    stdout: output,
    stderr: errors,
  });
}

async function openHostShell(system: System, request: Omit<ShellRequest, 'container'>): Promise<ShellSession> {
  const { command, terminal, terminalStreams } = request;
  const session = createDuplexSession();
  const stdout = terminalStreams?.stdout ?? session.output;
  const environment = new Map<string, string>([
    ['HOME', '/home/root'],
    ['LOGNAME', 'root'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['SHELL', '/bin/bash'],
    ['USER', 'root'],
    ...(terminal === undefined ? [] : [['TERM', 'xterm-256color'] as const]),
    ...Object.entries(request.environment ?? {}),
  ]);
  const isLogin = command === undefined;
  const found = await findProgram(system, '/bin/bash', environment, '/home/root');
  if ('error' in found) throw new FleetlabError('no-shell', 'The host OS has no shell.', 'Install Fleetlab again.');
  const process = system.processes.spawn({
    program: found.program,
    arguments: isLogin ? ['-bash'] : ['bash', '-c', command],
    environment,
    workingDirectory: '/home/root',
    user: 'root',
    stdin: terminalStreams?.stdin ?? session.input,
    stdout,
    stderr: terminal === undefined ? session.errors : stdout,
    ...(terminal === undefined ? {} : { terminal }),
  });
  void process.exited.then(() => {
    session.output.end();
    session.errors.end();
  });
  return {
    stream: session.stream,
    stderr: session.stderr,
    usesTerminalStreams: terminalStreams !== undefined,
    exited: process.exited,
    end() {
      session.input.end();
      process.signal('SIGHUP');
      process.signal('SIGKILL');
    },
  };
}
