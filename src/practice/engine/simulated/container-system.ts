import { deviceFileSystem } from '../../filesystem/device-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { mountedFileSystem } from '../../filesystem/mounted-file-system.ts';
import type { Mount } from '../../filesystem/mounted-file-system.ts';
import { processFileSystem } from '../../filesystem/process-file-system.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';
import { createProcessTable } from '../../process/process-table.ts';
import type { Program, ProgramRegistry, ResourceLimit, System } from '../../process/process.ts';
import type { Disk } from './disk.ts';
import { factsOf, processThatLooks, trackProcesses } from './process-tracking.ts';
import type { Tmpfs } from './tmpfs.ts';

/** What all containers of a device share. */
export interface Machine {
  disk: Disk;
  programs: ProgramRegistry;
  /** As the device's type says: `amd64`, `aarch64`. */
  architecture: string;
  /** `uname -r`. */
  kernelRelease: string;
  /** Bytes. */
  memory: () => { total: number; free: number };
  bootedAt: number;
  now: () => number;
}

export interface ContainerSystemOptions {
  machine: Machine;
  hostname: string;
  network: NetworkNamespace;
  root: FileSystem;
  isRootReadOnly?: boolean;
  volumes?: readonly { target: string; fileSystem: FileSystem; isReadOnly: boolean }[];
  tmpfs?: readonly Tmpfs[];
  /** Device files beyond the usual ones. */
  devices?: readonly Mount[];
  capabilities?: ReadonlySet<string>;
  limits?: ReadonlyMap<string, ResourceLimit>;
  memoryLimit?: number | undefined;
}

/** Processes of one container at once: a fork bomb ends there, and the practice device goes on. */
const maximumProcesses = 512;

/** The machine that a container's processes see: its own files, /proc and PID namespace. */
export function createContainerSystem(options: ContainerSystemOptions): System {
  const { machine, hostname, network, root, isRootReadOnly = false, volumes = [], tmpfs = [], devices = [] } = options;
  const { capabilities, limits, memoryLimit } = options;
  const architecture = machineName(machine.architecture);
  const mounts = (): ReturnType<System['mounts']> => [
    { source: 'overlay', target: '/', type: 'overlay', options: `${isRootReadOnly ? 'ro' : 'rw'},relatime` },
    { source: 'proc', target: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' },
    { source: 'tmpfs', target: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' },
    ...tmpfs.map(({ target, options: words }) => ({ source: 'tmpfs', target, type: 'tmpfs', options: words })),
    ...volumes.map(({ target, isReadOnly }) => ({
      source: '/dev/mmcblk0p6',
      target,
      type: 'ext4',
      options: isReadOnly ? 'ro,relatime' : 'rw,relatime',
    })),
  ];
  const proc = processFileSystem({
    processes: () => system.processes,
    self: processThatLooks,
    environmentOf: (process) => factsOf(process).environment,
    workingDirectoryOf: (process) => factsOf(process).workingDirectory,
    mounts,
    hostname: () => hostname,
    kernelRelease: machine.kernelRelease,
    architecture,
    memory: machine.memory,
    bootedAt: machine.bootedAt,
    now: machine.now,
  });
  const all: Mount[] = [
    ...(isRootReadOnly ? [{ target: '/', fileSystem: root, isReadOnly: true }] : []),
    { target: '/proc', fileSystem: proc },
    { target: '/dev', fileSystem: deviceFileSystem(machine.now) },
    ...devices,
    ...tmpfs,
    ...volumes,
  ];
  const system: System = {
    hostname,
    architecture,
    kernelRelease: machine.kernelRelease,
    fileSystem: mountedFileSystem(root, all),
    processes: trackProcesses(createProcessTable({ system: () => system, maximumProcesses })),
    network,
    now: machine.now,
    ...(capabilities === undefined ? {} : { capabilities }),
    ...(limits === undefined ? {} : { limits }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    mounts,
    ownPrograms: new Map(),
    programs: machine.programs,
  };
  return system;
}

/** `uname -m` of an image architecture. */
export function machineName(architecture: string): string {
  return architecture === 'amd64' ? 'x86_64' : architecture;
}

/** A registry that answers for every program a base image has: those that are not made yet say so and end with 126. */
export function withRefusals(programs: ProgramRegistry, names: ReadonlySet<string>): ProgramRegistry {
  return {
    get: (name) => programs.get(name) ?? (names.has(name) ? refusal(name) : undefined),
    names: () => programs.names(),
  };
}

function refusal(name: string): Program {
  return (context) =>
    new Promise((resolve) => {
      context.stderr.write(`${name}: not supported on the practice device\n`, () => resolve(126));
    });
}
