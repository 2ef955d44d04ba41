import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { ProgramRegistry } from '../../process/process.ts';
import { programNamesOfBaseImages } from '../catalogue/catalogue.ts';
import type { DeviceEngine, EngineEvent } from '../engine.ts';
import { openImageStore } from '../images/image-store.ts';
import { openLayerStore } from '../images/layer-store.ts';
import { createLowerTrees } from '../images/lower-tree.ts';
import { archiveCalls } from './archives.ts';
import { createBuilder } from './builder.ts';
import { openContainers } from './containers.ts';
import { withRefusals } from './container-system.ts';
import type { Machine } from './container-system.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createDisk } from './disk.ts';
import { inEngineWords } from './engine-words.ts';
import { imageCalls } from './image-calls.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';
import { openNetworks } from './networks.ts';
import { openVolumeStore } from './volume-store.ts';

export interface SimulatedEngineOptions {
  /** Images, containers and volumes live below it; one engine at a time. */
  dataDirectory: string;
  /** The device's own; the engine takes part in it and does not end it. */
  network: VirtualNetwork;
  programs: ProgramRegistry;
  /** As device types name it: `amd64`, `aarch64`. */
  architecture: string;
  /** Of containers in host mode; the host OS's own. */
  hostname: string;
  /** `uname -r`. */
  kernelRelease?: string;
  /** Bytes that /proc/meminfo tells. */
  memory?: () => { total: number; free: number };
  /** Bytes that images, containers and volumes may take on the laptop together. */
  diskCapacity?: number;
  /** Told sentences for the person while it runs. */
  onNotice?: (text: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export interface SimulatedEngine extends DeviceEngine {
  /** A volume's files. Rejects with EngineError `not-found`. */
  volumeFiles(name: string): Promise<FileSystem>;
}

const gibibyte = 1024 ** 3;
const usualDiskCapacity = 2 * gibibyte;

/** A container engine made of simulated processes and directories: nothing to install, and no way to the laptop's files. */
export async function createSimulatedEngine(options: SimulatedEngineOptions): Promise<SimulatedEngine> {
  const { dataDirectory, network, diskCapacity: capacity = usualDiskCapacity, onNotice = () => undefined } = options;
  const now = options.now ?? Date.now;
  const machine: Machine = {
    programs: withRefusals(options.programs, programNamesOfBaseImages()),
    architecture: options.architecture,
    kernelRelease: options.kernelRelease ?? '6.12.61-yocto-standard',
    memory: options.memory ?? (() => ({ total: 4 * gibibyte, free: 3 * gibibyte })),
    bootedAt: now(),
    now,
    disk: createDisk({ directory: dataDirectory, capacity, onFull: () => onNotice(fullDisk(capacity)) }),
  };
  const listeners = new Set<(event: EngineEvent) => void>();
  function emit(event: EngineEvent): void {
    for (const listener of [...listeners])
      try {
        listener(event);
      } catch (error) {
        // A listener's mistake must not leave a container half stopped.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
  }

  return inEngineWords(async () => {
    await mkdir(dataDirectory, { recursive: true });
    const scratch = join(dataDirectory, 'scratch');
    await rm(scratch, { recursive: true, force: true });
    const layers = await openLayerStore(dataDirectory);
    const images = await openImageStore(join(dataDirectory, 'images.json'));
    const volumes = await openVolumeStore(join(dataDirectory, 'volumes'), machine.disk, now);
    const networks = await openNetworks({ path: join(dataDirectory, 'networks.json'), network, emit, now });
    const containers = await openContainers({
      directory: join(dataDirectory, 'containers'),
      machine,
      hostname: options.hostname,
      network,
      images,
      trees: createLowerTrees(layers),
      volumes,
      emit,
    });
    await layers.collect(new Set([...images.layers(), ...containers.layers()]));
    const endConnectionEvents = network.onConnection((connection) => emit({ kind: 'connection', connection }));
    const builder = createBuilder({ images, layers, machine, scratch, newId: () => randomBytes(6).toString('hex') });
    const imageMethods = imageCalls({ images, builder, containers, now, emit });
    const checkpoints = createCheckpoints({ images, layers, volumes, networks, containers });

    return {
      notices: [images.notice, volumes.notice, ...networks.notices, containers.notice].filter((notice) => notice !== undefined),
      ...imageMethods,
      ...containers.calls,
      ...archiveCalls((reference) => containers.files(reference)),
      volumeFiles: (name) => inEngineWords(() => volumes.fileSystem(name)),
      volumes: () => Promise.resolve(volumes.list()),
      createVolume: (name) =>
        inEngineWords(async () => {
          const { volume, isNew } = await volumes.create(name);
          if (isNew) emit({ kind: 'volume', action: 'create', name, time: now() });
          return volume;
        }),
      removeVolume: (name) =>
        inEngineWords(async () => {
          containers.refuseVolumeInUse(name);
          await volumes.remove(name);
          emit({ kind: 'volume', action: 'destroy', name, time: now() });
        }),
      networks: () => Promise.resolve(networks.list()),
      createNetwork: (spec) => inEngineWords(() => later(() => networks.create(spec))),
      removeNetwork: (name) => inEngineWords(() => later(() => networks.remove(name))),
      topology: () => Promise.resolve(network.topology()),
      onEvent(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      checkpoint: (directory) => inEngineWords(() => checkpoints.save(directory)),
      restoreCheckpoint: (directory) => inEngineWords(() => checkpoints.restore(directory)),
      async close() {
        await containers.close();
        endConnectionEvents();
        await Promise.all([images.flush(), volumes.flush(), networks.flush()]);
      },
    };
  });
}

function fullDisk(capacity: number): string {
  const size = capacity < gibibyte ? `${Math.round(capacity / 1024 / 1024)} MB` : `${Math.round(capacity / gibibyte)} GB`;
  return `The practice device's disk is full: its images, containers and volumes take the ${size} of this computer that they may. Remove files in a service, or purge its data.`;
}

/** Errors become rejections. */
function later<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
