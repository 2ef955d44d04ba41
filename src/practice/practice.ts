import { randomBytes, randomInt } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { EngineKind } from '../shared/domain/environment.ts';
import { FleetlabError } from '../shared/errors.ts';
import { cliEnvironment } from './cli-environment.ts';
import { createCloud } from './cloud/cloud.ts';
import { createCheckpoints } from './control/checkpoints.ts';
import type { CheckpointService } from './control/checkpoints.ts';
import { createConnectionStream } from './control/connection-stream.ts';
import { controlRoutes } from './control/control-routes.ts';
import { createDevice } from './device/device.ts';
import { deviceState, deviceStateVersion, rememberedImages, rememberedLocalMode } from './device/device-state.ts';
import { createHostOs } from './device/host-os/host-os.ts';
import { hostnameOf, kernelRelease } from './device/host-os/root-files.ts';
import type { ContainerEngine } from './engine/engine.ts';
import type { DeviceIdentity } from './device/device-link.ts';
import { identityOf, localNameOf } from './device/identity.ts';
import { destinationsOf } from './laptop/curl-arguments.ts';
import { curlRemark } from './laptop/curl-remark.ts';
import { openLaptopGateway } from './laptop/laptop-gateway.ts';
import { volumesFileSystem } from './filesystem/volumes-file-system.ts';
import { createLocalMode } from './local-mode/local-mode.ts';
import { openLocalServices } from './local-mode/local-services.ts';
import { createDockerMachine } from './machine/docker-machine.ts';
import type { EngineFacts, Machine } from './machine/machine.ts';
import { createSimulatedMachine } from './machine/simulated-machine.ts';
import { choosePorts } from './ports.ts';
import type { ProgramRegistry } from './process/process.ts';
import { createRegistry } from './process/program-registry.ts';
import { programs } from './programs/programs.ts';
import { shellPrograms } from './shell/shell.ts';
import { lockDirectory } from '../storage/directory-lock.ts';
import { openStateFile } from '../storage/state-file.ts';

export interface PracticeOptions {
  dataDirectory: string;
  /** The API's port; it must be free. */
  port?: number;
  /** Where checkpoints are kept, instead of below the data directory: two processes of one device can restore each other's. */
  checkpoints?: string;
  /** The most seconds that a service gets to end by itself when the Supervisor stops it; an engine's ten unless told. */
  stopGraceSeconds?: number;
  /** Who the device of a new data directory is; chance decides unless told. */
  uuid?: string;
  /** What the device runs on; `simulated` unless told. Each has cloud and device of its own. */
  engine?: EngineKind;
  /** Where `docker` answers: a socket's path, or an address as DOCKER_HOST has it; found by itself unless told. */
  dockerSocket?: string;
  /** Told sentences for the person: damaged files that were set aside, a port that was taken. */
  onNotice: (text: string) => void;
}

/** What the process prints when it is ready. */
export interface PracticeReady {
  env: Record<string, string>;
  device: { uuid: string; address: string; deviceType: string };
  fleets: { id: number; slug: string; name: string }[];
  token: string;
  api: string;
  ssh: { host: string; port: number };
  engine: EngineFacts;
}

export interface Practice {
  readonly ready: PracticeReady;
  /** Ends everything that runs and writes what is not on the disk yet. */
  close(): Promise<void>;
}

/** The ports used last. */
const lastPorts = z.object({
  api: z.int().optional(),
  ssh: z.int().optional(),
  supervisor: z.int().optional(),
  engine: z.int().optional(),
  deviceSsh: z.int().optional(),
});

/** Starts the practice cloud and device on a data directory. Rejects with FleetlabError (`directory-in-use`, `unwritable`, `unreadable`, `port-taken`, `no-container-engine`). */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const directory = resolve(options.dataDirectory);
  await makeDirectory(directory);
  const lock = await lockDirectory(directory);
  try {
    const { engine = 'simulated' } = options;
    const own = engine === 'simulated' ? directory : join(directory, engine);
    await makeDirectory(own);
    const practice = await compose(own, options);
    return {
      ready: practice.ready,
      async close() {
        try {
          await practice.close();
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function compose(directory: string, options: PracticeOptions): Promise<Practice> {
  const { onNotice } = options;
  const onSaveError = (error: FleetlabError): void => onNotice(error.message);
  const registry = createRegistry([programs, shellPrograms]);
  const [portState, state] = await Promise.all([
    openStateFile<z.infer<typeof lastPorts>>({
      path: join(directory, 'ports.json'),
      schema: lastPorts,
      version: 1,
      initial: () => ({}),
      onSaveError,
    }),
    openStateFile({
      path: join(directory, 'device', 'device.json'),
      schema: deviceState,
      version: deviceStateVersion,
      initial: () => ({ uuid: options.uuid ?? randomBytes(16).toString('hex'), images: [] }),
      onSaveError,
    }),
  ]);
  for (const { notice } of [portState, state]) if (notice !== undefined) onNotice(notice);
  // Saved at once: the uuid is the device's for as long as the directory lives.
  state.save(state.value);

  const last = portState.value;
  const [ports, { machine, identity }] = await Promise.all([
    choosePorts({
      api: { ...given('wanted', options.port), ...given('last', last.api) },
      ssh: given('last', last.ssh),
      supervisor: given('last', last.supervisor),
      engine: given('last', last.engine),
      deviceSsh: given('last', last.deviceSsh),
    }),
    createMachine({ uuid: state.value.uuid, directory: join(directory, 'engine'), programs: registry }, options),
  ]);
  const engine = withGrace(machine.engine, options.stopGraceSeconds);
  const hostname = hostnameOf(identity);
  for (const notice of engine.notices) onNotice(notice);
  for (const { taken } of Object.values(ports)) {
    if (taken !== undefined) onNotice(`Port ${taken}, which was used last, is taken by another program; another one is used.`);
  }

  // Made after the server whose requests ask for them.
  const control: { checkpoints?: CheckpointService } = {};
  const { inside } = machine;
  const connections = inside === undefined ? undefined : createConnectionStream((listener) => inside.onConnection(listener));
  const cloud = await createCloud({
    dataDirectory: directory,
    engine,
    ports: { api: ports.api.port, ssh: ports.ssh.port },
    // Fleets' numbers are part of volumes' names, and a real engine is shared with whoever else uses it.
    ...(machine.kind === 'docker' ? { firstFleetId: () => randomInt(2_200_000, 9_000_000) } : {}),
    routes: [
      controlRoutes({
        checkpoints: () => control.checkpoints,
        ...given('connections', connections),
        ...(inside === undefined
          ? {}
          : {
              onFailedCurl: (own, exitCode) => {
                destinationsOf(own, inside.topology()).forEach((to) => inside.tellOfLaptop(to));
                return curlRemark(own, exitCode, inside.topology());
              },
            }),
        waitingDevice: () => (cloud.isRegistered(identity.uuid) ? undefined : { uuid: identity.uuid, deviceType: identity.deviceType }),
      }),
    ],
    onNotice,
  });
  const images = rememberedImages(state);
  const localMode = createLocalMode({
    uuid: identity.uuid,
    cloud: cloud.asSeenByDevice,
    engine,
    state: rememberedLocalMode(state),
    onError: (error) => onNotice(error.message),
  });
  const hostOs = await createHostOs({
    identity,
    engine,
    programs: registry,
    images: () => images.list(),
    builtImages: () => localMode.images(),
    directory: join(directory, 'host-os'),
    network: machine.hostNetwork,
    ...(inside === undefined
      ? {}
      : {
          topology: () => inside.topology(),
          mounts: [
            {
              target: '/mnt/data/docker/volumes',
              fileSystem: volumesFileSystem({
                names: async () => (await engine.volumes()).map(({ name }) => name),
                open: (name) => inside.volumeFiles(name),
              }),
            },
          ],
        }),
    now: Date.now,
  });
  const device = createDevice({ identity, engine, cloud: localMode.cloud, hostOs, state });
  const local = await openLocalServices({
    directory: join(directory, 'device'),
    engine,
    device,
    localMode,
    downloadedImages: () => images.list(),
    hostname,
    kernelRelease,
    name: localNameOf(identity),
    ports: { supervisor: ports.supervisor.port, engine: ports.engine.port, ssh: ports.deviceSsh.port },
  });
  const laptop = await openLaptopGateway({
    network: machine.laptop,
    directory: join(directory, 'curl'),
    deviceAddress: identity.address,
    onError: (error) => onNotice(error instanceof Error ? error.message : String(error)),
  });
  portState.save({
    api: Number(new URL(cloud.apiUrl).port),
    ssh: cloud.ssh.port,
    supervisor: local.ports.supervisor,
    engine: local.ports.engine,
    deviceSsh: local.ports.ssh,
  });
  cloud.connectDevice(device);
  device.boot();
  control.checkpoints = createCheckpoints({
    directory: options.checkpoints ?? join(directory, 'checkpoints'),
    cloud,
    engine,
    device,
    state,
  });

  // Whoever reads the ready line may rely on token, uuid and ports from then on, even if this process is killed.
  await Promise.all([cloud.flush(), portState.flush(), state.flush()]);
  return {
    ready: {
      env: {
        ...cliEnvironment({
          apiUrl: cloud.apiUrl,
          builderUrl: cloud.builderUrl,
          ssh: cloud.ssh,
          dataDirectory: join(directory, 'cli'),
          device: { address: identity.address, name: localNameOf(identity), ports: local.ports },
        }),
        CURL_HOME: laptop.curlHome,
      },
      device: { uuid: identity.uuid, address: identity.address, deviceType: identity.deviceType },
      fleets: cloud.fleets(),
      token: cloud.token,
      api: cloud.apiUrl,
      ssh: cloud.ssh,
      engine: machine.about,
    },
    async close() {
      connections?.close();
      await Promise.all([cloud.close(), local.close(), laptop.close()]);
      await device.close();
      await machine.close();
      await Promise.all([portState.flush(), state.flush()]);
    },
  };
}

async function createMachine(
  device: { uuid: string; directory: string; programs: ProgramRegistry },
  { engine, dockerSocket, onNotice }: PracticeOptions,
): Promise<{ machine: Machine; identity: DeviceIdentity }> {
  if (engine === 'docker') return createDockerMachine({ uuid: device.uuid, ...given('socket', dockerSocket) });
  const identity = identityOf(device.uuid);
  return { machine: await createSimulatedMachine({ ...device, onNotice, identity, hostname: hostnameOf(identity) }), identity };
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    // The CLI lets everyone on the machine read its token; the folder lets nobody else in.
    await mkdir(join(directory, 'cli'), { recursive: true });
    await chmod(join(directory, 'cli'), 0o700);
  } catch (cause) {
    throw new FleetlabError(
      'unwritable',
      `${directory} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check its permissions and the free space, or choose another folder with --data-dir.',
      { cause },
    );
  }
}

/** The engine, with another time between a stop signal and SIGKILL where nobody asks for one. */
function withGrace<Engine extends ContainerEngine>(engine: Engine, graceSeconds: number | undefined): Engine {
  if (graceSeconds === undefined) return engine;
  return { ...engine, stopContainer: (reference, stop) => engine.stopContainer(reference, { graceSeconds, ...stop }) };
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
