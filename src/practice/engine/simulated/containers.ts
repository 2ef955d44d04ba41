import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import { openStateFile } from '../../../storage/state-file.ts';
import { EngineError } from '../engine.ts';
import { startOf, type ContainerEngine, type ContainerSpec, type EngineEvent, type ImageConfig } from '../engine.ts';
import type { ImageRecord, ImageStore } from '../images/image-store.ts';
import type { LowerTrees } from '../images/lower-tree.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';
import { createContainer, killedBy } from './container.ts';
import type { Container } from './container.ts';
import { openContainerLog } from './container-log.ts';
import { containerRecords, withoutLayers } from './container-records.ts';
import type { ContainerRecord } from './container-records.ts';
import { openContainerRoot } from './container-root.ts';
import { refuseSpec } from './container-spec.ts';
import type { Machine } from './container-system.ts';
import { copyTree } from './copy-tree.ts';
import { stoppedService } from '../stopped-service.ts';
import { inEngineWords } from './engine-words.ts';
import { serviceOf } from './launch.ts';
import type { VolumeStore } from './volume-store.ts';

export interface ContainersOptions {
  directory: string;
  machine: Machine;
  hostname: string;
  network: VirtualNetwork;
  images: ImageStore;
  trees: LowerTrees;
  volumes: VolumeStore;
  emit: (event: EngineEvent) => void;
}

type ContainerCalls = Pick<
  ContainerEngine,
  | 'containers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'killContainer'
  | 'restartContainer'
  | 'renameContainer'
  | 'removeContainer'
  | 'containerLog'
  | 'exec'
>;

export interface Containers {
  readonly notice: string | undefined;
  all(): Container[];
  calls: ContainerCalls;
  /** A container's files. Rejects with EngineError `not-found`. */
  files(reference: string): Promise<FileSystem>;
  /** Layers that a container needs. */
  layers(): string[];
  /** Throws EngineError `conflict`. */
  refuseVolumeInUse(name: string): void;
  removeAll(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The containers of a data directory. Those that were running when the engine ended are found `exited` with 137, as after
 * a power cut; files of a container that no record knows are removed.
 */
export async function openContainers(options: ContainersOptions): Promise<Containers> {
  const { directory, machine, images, volumes, emit } = options;
  await mkdir(directory, { recursive: true });
  const file = await openStateFile({
    path: join(directory, 'containers.json'),
    version: 2,
    schema: containerRecords,
    migrate: withoutLayers,
    initial: (): ContainerRecord[] => [],
  });
  const containers = new Map<string, Container>();
  /** Names of containers that are being made. */
  const reserved = new Set<string>();

  function save(): void {
    file.save([...containers.values()].map((container) => container.record));
    const stopped = [...containers.values()].filter((container) => container.info().state.status !== 'running');
    options.network.tellStopped(stopped.map((container) => stoppedService(serviceOf(container.record), container.info())));
  }
  async function open(record: ContainerRecord): Promise<Container> {
    const { spec } = record.info;
    const isHost = spec.networkMode === 'host';
    const home = join(directory, record.info.id);
    return createContainer({
      record,
      directory: home,
      trees: options.trees,
      log: await openContainerLog(join(home, 'log.jsonl')),
      machine,
      hostname: spec.hostname ?? (isHost ? options.hostname : record.info.id.slice(0, 12)),
      network: options.network,
      networkOwner: () => networkOwner(record.info.id, spec.networkMode),
      volume: (name) => volumes.fileSystem(name),
      changed: save,
      emit,
    });
  }
  /** The container that `container:NAME` means, which must run for others to join it. */
  function networkOwner(id: string, mode: ContainerSpec['networkMode']): Container | undefined {
    if (!mode.startsWith('container:')) return undefined;
    const owner = find(mode.slice('container:'.length));
    if (owner.id === id) throw new EngineError('invalid', 'cannot join own network');
    if (owner.info().state.status !== 'running')
      throw new EngineError('conflict', `cannot join network of a non running container: ${owner.id}`);
    return owner;
  }
  for (const record of file.value) containers.set(record.info.id, await open(afterCrash(record, machine.now())));
  for (const name of await readdir(directory, { withFileTypes: true }))
    if (name.isDirectory() && !containers.has(name.name)) await rm(join(directory, name.name), { recursive: true, force: true });
  save();

  function find(reference: string): Container {
    const all = [...containers.values()];
    const exact = containers.get(reference) ?? all.find((container) => container.name === reference.replace(/^\//, ''));
    const found = exact ?? (/^[0-9a-f]{4,}$/.test(reference) ? all.find((container) => container.id.startsWith(reference)) : undefined);
    if (found === undefined) throw new EngineError('not-found', `No such container: ${reference}`);
    return found;
  }

  function refuseName(name: string): void {
    const other = [...containers.values()].find((container) => container.name === name);
    if (other !== undefined || reserved.has(name))
      throw new EngineError(
        'conflict',
        `Conflict. The container name "/${name}" is already in use by container "${other?.id ?? ''}". You have to remove (or rename) that container to be able to reuse that name.`,
      );
  }
  async function create(spec: ContainerSpec): Promise<Container> {
    const image = images.find(spec.image);
    refuseSpec(spec);
    refuseName(spec.name);
    if (commandOf(spec, image.config).length === 0) throw new EngineError('invalid', 'No command specified');
    const id = randomBytes(32).toString('hex');
    const home = join(directory, id);
    reserved.add(spec.name);
    try {
      const { mounts, namelessVolumes } = await prepareVolumes(spec, image, volumes, emit, machine.now);
      const layers = image.history.flatMap(({ layer }) => (layer === undefined ? [] : [layer]));
      const root = await openContainerRoot(home, layers, options.trees, machine.disk);
      for (const { volume, target } of mounts) {
        await root.files.makeDirectory(target, { recursive: true });
        const files = await volumes.fileSystem(volume);
        if ((await files.list('/')).length === 0) await copyTree(root.files, target, files, '/');
      }
      await root.flush();
      const info = {
        id,
        name: spec.name,
        imageId: image.id,
        spec,
        command: commandOf(spec, image.config),
        state: { status: 'created' as const },
        createdAt: machine.now(),
        restartCount: 0,
        writableSize: 0,
      };
      const container = await open({ info, image: image.config, mounts, namelessVolumes, layers });
      containers.set(id, container);
      save();
      emit({ kind: 'container', action: 'create', container: container.info(), time: machine.now() });
      return container;
    } catch (error) {
      await rm(home, { recursive: true, force: true });
      throw error;
    } finally {
      reserved.delete(spec.name);
    }
  }

  function rename(container: Container, name: string): void {
    if (container.name === name) return;
    refuseName(name);
    container.rename(name);
    save();
  }

  async function remove(container: Container, force: boolean): Promise<void> {
    await container.remove(force);
    containers.delete(container.id);
    save();
    for (const name of container.record.namelessVolumes) await volumes.remove(name).catch(() => undefined);
    emit({ kind: 'container', action: 'destroy', container: container.info(), time: machine.now() });
  }

  /** Errors become rejections. */
  async function withContainer<Result>(reference: string, work: (container: Container) => Result | Promise<Result>): Promise<Result> {
    return inEngineWords(async () => work(find(reference)));
  }

  return {
    notice: file.notice,
    all: () => [...containers.values()],
    calls: {
      containers: () => Promise.resolve([...containers.values()].map((container) => container.info())),
      inspectContainer: (reference) => withContainer(reference, (container) => container.inspect()),
      createContainer: (spec) => inEngineWords(async () => (await create(spec)).info()),
      startContainer: (reference) => withContainer(reference, (container) => container.start()),
      stopContainer: (reference, stop) => withContainer(reference, (container) => container.stop(stop?.graceSeconds)),
      killContainer: (reference, signal) => withContainer(reference, (container) => container.kill(signal)),
      restartContainer: (reference) => withContainer(reference, (container) => container.restart()),
      renameContainer: (reference, name) => withContainer(reference, (container) => rename(container, name)),
      removeContainer: (reference, { force = false } = {}) => withContainer(reference, (container) => remove(container, force)),
      containerLog: (reference) => withContainer(reference, (container) => container.log()),
      exec: (reference, request) => withContainer(reference, (container) => container.exec(request)),
    },
    files: (reference) => withContainer(reference, (container) => container.files()),
    layers: () => [...containers.values()].flatMap((container) => container.record.layers),
    refuseVolumeInUse(name) {
      const users = [...containers.values()].filter((container) => container.record.mounts.some((mount) => mount.volume === name));
      if (users.length > 0)
        throw new EngineError('conflict', `remove ${name}: volume is in use - [${users.map((user) => user.id).join(', ')}]`);
    },
    async removeAll() {
      await Promise.all([...containers.values()].map((container) => remove(container, true)));
    },
    async close() {
      await Promise.all([...containers.values()].map((container) => container.shutDown()));
      await file.flush();
    },
  };
}

/** What was running is gone; nothing is started here: that is for whoever runs the containers to decide. */
function afterCrash(record: ContainerRecord, finishedAt: number): ContainerRecord {
  const { state } = record.info;
  if (state.status !== 'running' && state.status !== 'restarting') return record;
  const exitCode = state.status === 'running' ? killedBy('SIGKILL') : state.exitCode;
  return { ...record, info: { ...record.info, state: { status: 'exited', exitCode, ...startOf(state), finishedAt } } };
}

/** A command line of its own replaces the image's; an entrypoint of its own takes the image's command away. */
function commandOf(spec: ContainerSpec, config: ImageConfig): string[] {
  const command = spec.command ?? (spec.entrypoint === undefined ? (config.command ?? []) : []);
  return [...(spec.entrypoint ?? config.entrypoint ?? []), ...command];
}

async function prepareVolumes(
  spec: ContainerSpec,
  image: ImageRecord,
  volumes: VolumeStore,
  emit: (event: EngineEvent) => void,
  now: () => number,
): Promise<{ mounts: ContainerRecord['mounts']; namelessVolumes: string[] }> {
  const own = spec.mounts.map((mount) => ({ ...mount, target: normalizePath(mount.target) }));
  const taken = new Set(own.map((mount) => mount.target));
  const nameless = image.config.volumes
    .filter((target) => !taken.has(target))
    .map((target) => ({ volume: randomBytes(32).toString('hex'), target }));
  const mounts = [...own, ...nameless];
  for (const { volume } of mounts)
    if ((await volumes.create(volume)).isNew) emit({ kind: 'volume', action: 'create', name: volume, time: now() });
  return { mounts, namelessVolumes: nameless.map(({ volume }) => volume) };
}
