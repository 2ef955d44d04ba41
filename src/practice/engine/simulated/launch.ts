import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { ExitStatus, Process, System } from '../../process/process.ts';
import type { Attachment, VirtualNetwork } from '../network/virtual-network.ts';
import { writeBoundFiles } from './bound-files.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { ContainerRecord } from './container-records.ts';
import { createContainerSystem } from './container-system.ts';
import type { Machine } from './container-system.ts';
import { deviceMounts } from './devices.ts';
import { prepareProcess } from './start-process.ts';
import type { ProcessPlan } from './start-process.ts';
import { createTmpfs } from './tmpfs.ts';

/** A container while it runs. */
export interface Run {
  system: System;
  attachment: Attachment;
  hostname: string;
  init: Process;
  /** Resolves when PID 1 and all others have ended and the container has left its networks. */
  ended: Promise<ExitStatus>;
}

export interface LaunchOptions {
  record: ContainerRecord;
  root: FileSystem;
  machine: Machine;
  network: VirtualNetwork;
  /** Its own, unless it shares another container's network. */
  hostname: string;
  /** The container whose network it shares, while that runs. */
  networkOwner: { id: string; hostname: string } | undefined;
  volume: (name: string) => Promise<FileSystem>;
  stdout: Writable;
  stderr: Writable;
  /** Everything is there, PID 1 is about to run. */
  onStart: (attachment: Attachment) => void;
}

/**
 * Brings a container up: mounts, networks, PID 1. Rejects with EngineError in the engine's words; then nothing of it is left.
 */
export async function launch(options: LaunchOptions): Promise<Run> {
  const { record, root, network, networkOwner, onStart } = options;
  const { spec } = record.info;
  const hostname = networkOwner?.hostname ?? options.hostname;
  const attachment = network.attach({
    id: record.info.id,
    name: record.info.name,
    hostname,
    service: serviceOf(record),
    spec: networkOwner === undefined ? spec : { ...spec, networkMode: `container:${networkOwner.id}` },
    exposedPorts: record.image.exposedPorts,
  });
  try {
    await writeBoundFiles(root, hostname, attachment);
    const system = await systemOf(options, hostname, attachment);
    const { stdout, stderr } = options;
    const prepared = await prepareProcess(system, planOf(record), 'start', spec.init === true);
    onStart(attachment);
    const init = prepared.spawn({ stdin: Readable.from([]), stdout, stderr });
    const ended = init.exited.then(async (status) => {
      await system.processes.end();
      attachment.detach();
      return status;
    });
    return { system, attachment, hostname, init, ended };
  } catch (error) {
    attachment.detach();
    throw error;
  }
}

async function systemOf(options: LaunchOptions, hostname: string, { namespace }: Attachment): Promise<System> {
  const { record, root, machine } = options;
  const { spec } = record.info;
  const volumes = record.mounts.map(async ({ volume, target, readOnly }) => ({
    target,
    fileSystem: await options.volume(volume),
    isReadOnly: readOnly === true,
  }));
  return createContainerSystem({
    machine,
    hostname,
    network: namespace,
    root,
    isRootReadOnly: spec.isRootReadOnly === true,
    volumes: await Promise.all(volumes),
    tmpfs: (spec.tmpfs ?? []).map((tmpfs) => createTmpfs(tmpfs, machine.now)),
    devices: deviceMounts(spec, machine.now),
    capabilities: capabilitiesOf(spec),
    limits: new Map(Object.entries(spec.ulimits ?? {})),
    memoryLimit: spec.memoryLimit,
  });
}

/** What PID 1, and every process that `exec` starts, is started with. */
export function planOf({ info, image }: ContainerRecord): ProcessPlan {
  return {
    command: info.command,
    environment: new Map([...Object.entries(image.environment), ...Object.entries(info.spec.environment)]),
    workingDirectory: info.spec.workingDirectory ?? image.workingDirectory,
    user: info.spec.user ?? image.user,
  };
}

/** The name by which the networks know it. */
export function serviceOf({ info }: ContainerRecord): string {
  const { labels } = info.spec;
  return labels['io.balena.service-name'] ?? labels['com.docker.compose.service'] ?? info.name;
}
