import type { DeviceEngine, EngineEvent } from '../engine.ts';
import { archiveCalls } from './archives.ts';
import { classImages, missingImages } from './base-images.ts';
import { checkpointCalls } from './checkpoints.ts';
import { inEngineWords, openConnection } from './connection.ts';
import { containerCalls, ownContainer } from './containers.ts';
import { openEventStream } from './event-stream.ts';
import type { OwnNames } from './event-stream.ts';
import { startExec } from './exec.ts';
import type { EngineAddress } from './find-engine.ts';
import { imageCalls } from './images.ts';
import { networkCalls } from './networks.ts';
import { ownFilter, ownershipOf } from './own-objects.ts';
import { readTopology } from './topology.ts';
import { volumeCalls } from './volumes.ts';

export interface DockerEngineOptions {
  address: EngineAddress;
  /**
   * Names this practice device on the engine, in lower case letters, digits and `-`: it sees the containers, images, volumes
   * and networks that it made itself under this name, and touches no others.
   */
  device: string;
  /** Containers get a terminal, as the Supervisor gives them one: systemd tells of its start there. */
  givesTerminals?: boolean;
  /** Where published ports and host-mode services are reached from the laptop; `127.0.0.1` unless told. */
  deviceAddress?: string;
}

export interface DockerEngine extends DeviceEngine {
  /** The engine's own, such as `20.10.24`. */
  readonly version: string;
  /** As device types name it. */
  readonly architecture: 'amd64' | 'aarch64';
  /** Images of the class that a build would have to fetch. */
  missingImages(): Promise<string[]>;
}

/**
 * The machine's own Docker or Podman as the practice device's engine. Connections between services are not told as
 * events: a real kernel carries them. Rejects with EngineError (`failed`) where the engine does not answer.
 */
export async function createDockerEngine(options: DockerEngineOptions): Promise<DockerEngine> {
  const { deviceAddress = '127.0.0.1', givesTerminals = false } = options;
  const docker = openConnection(options.address);
  const ownership = ownershipOf(options.device);
  const listeners = new Set<(event: EngineEvent) => void>();
  function emit(event: EngineEvent): void {
    for (const listener of [...listeners])
      try {
        listener(event);
      } catch (error) {
        // A listener's mistake must not end the events of the others.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
  }

  const version = await inEngineWords(() => docker.version());
  const volumeNames: OwnNames = new Map<string, 'announced' | 'there'>();
  const networkNames: OwnNames = new Map<string, 'announced' | 'there'>();
  const images = imageCalls(docker, ownership, emit);
  const volumes = volumeCalls(docker, ownership, (name) => announce(volumeNames, name));
  const networks = networkCalls(docker, ownership, (name) => announce(networkNames, name));
  for (const { name } of await volumes.volumes()) volumeNames.set(name, 'there');
  for (const { name } of await networks.networks()) networkNames.set(name, 'there');
  const containers = containerCalls({ docker, ownership, givesTerminals, createVolume: volumes.createVolume });
  const events = await inEngineWords(() =>
    openEventStream({ docker, ownership, givesTerminals, emit, volumes: volumeNames, networks: networkNames }),
  );

  return {
    notices: [
      `The practice device runs on this machine's container engine (${version.Version}): its ports open on this computer, and its containers are not confined to the practice folder.`,
    ],
    version: version.Version,
    architecture: version.Arch === 'arm64' ? 'aarch64' : 'amd64',
    missingImages: () => missingImages(docker, classImages),
    ...images,
    ...volumes,
    ...networks,
    ...containers,
    ...archiveCalls(docker, ownership),
    ...checkpointCalls({ docker, ownership, engine: { ...images, ...volumes, ...networks, ...containers } }),
    topology: () =>
      inEngineWords(() => readTopology({ docker, deviceAddress, containers: containers.containers, networks: networks.networks })),
    exec: (reference, request) => inEngineWords(async () => startExec(await ownContainer(docker, ownership, reference), request)),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () =>
      inEngineWords(async () => {
        const running = await docker.listContainers({ filters: ownFilter(ownership) });
        await Promise.all(running.map(({ Id: id }) => containers.stopContainer(id)));
        events.close();
      }),
  };
}

function announce(names: OwnNames, name: string): void {
  if (!names.has(name)) names.set(name, 'announced');
}
