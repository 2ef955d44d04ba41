import type { ContainerEngine, EngineEvent } from '../engine.ts';
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
  /** Where published ports and host-mode services are reached from the laptop; `127.0.0.1` unless told. */
  deviceAddress?: string;
}

export interface DockerEngine extends ContainerEngine {
  /** Sentences for the person: what is different from the simulated device. */
  readonly notices: readonly string[];
}

/**
 * The machine's own Docker or Podman as the practice device's engine. Connections between services are not told as
 * events: a real kernel carries them. Rejects with EngineError (`failed`) where the engine does not answer.
 */
export async function createDockerEngine(options: DockerEngineOptions): Promise<DockerEngine> {
  const { deviceAddress = '127.0.0.1' } = options;
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
  const containers = containerCalls({ docker, ownership, createVolume: volumes.createVolume });
  const events = await inEngineWords(() => openEventStream({ docker, ownership, emit, volumes: volumeNames, networks: networkNames }));

  return {
    notices: [
      `The practice device runs real containers on this machine's container engine (${version.Version}): they use its memory, its disk and its ports, and what they do is not confined to the practice folder.`,
      `Host networking means the engine's machine: this computer on Linux, a virtual machine on macOS and Windows. Published ports open on ${deviceAddress}.`,
      'Base images are pulled from their registries, which needs the network, unless the engine has them already.',
    ],
    ...images,
    ...volumes,
    ...networks,
    ...containers,
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
