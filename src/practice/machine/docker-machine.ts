import { FleetlabError } from '../../shared/errors.ts';
import { identityOf } from '../device/identity.ts';
import type { DeviceIdentity } from '../device/device-link.ts';
import { hostInterfaces, hostnameOf } from '../device/host-os/root-files.ts';
import { createDockerEngine } from '../engine/docker/engine.ts';
import { findContainerEngine, readEngineAddress } from '../engine/docker/find-engine.ts';
import type { EngineAddress } from '../engine/docker/find-engine.ts';
import { openMachineNetwork } from '../engine/docker/machine-network.ts';
import { EngineError } from '../engine/engine.ts';
import type { Machine } from './machine.ts';

export interface DockerMachineOptions {
  uuid: string;
  /** A socket's path, or an address as DOCKER_HOST has it; found by itself unless told. */
  socket?: string;
}

/**
 * The machine's own Docker or Podman. Who the device is follows from the engine's architecture too. Rejects with FleetlabError:
 * `no-container-engine`, or `invalid-input` for a socket that is none.
 */
export async function createDockerMachine(options: DockerMachineOptions): Promise<{ machine: Machine; identity: DeviceIdentity }> {
  const address = await addressOf(options.socket);
  const device = `practice-${options.uuid.slice(0, 7)}`;
  const engine = await createDockerEngine({ address, device, givesTerminals: true, deviceAddress: identityOf(options.uuid).address }).catch(
    asFleetlabError,
  );
  const identity = identityOf(options.uuid, engine.architecture);
  const network = await openMachineNetwork({
    engine,
    address,
    hostname: hostnameOf(identity),
    hostInterfaces: hostInterfaces(identity),
  });
  const missing = await engine.missingImages();
  const machine: Machine = {
    kind: 'docker',
    engine,
    hostNetwork: network.host,
    laptop: {
      directHost: network.laptopHost,
      connectFromLaptop: (target) => network.host.connect(target),
      openPorts: () => [],
      innerAddresses: () => network.innerAddresses(),
      onPortsChanged: (listener) => network.onChanged(listener),
    },
    about: { kind: 'docker', version: engine.version, missingImages: missing },
    async close() {
      network.close();
      await engine.close();
    },
  };
  return { machine, identity };
}

export async function addressOf(socket: string | undefined): Promise<EngineAddress> {
  if (socket === undefined) return findContainerEngine();
  if (/^\w+:\/\//.test(socket)) return readEngineAddress(socket);
  return { kind: 'socket', path: socket };
}

/** What an engine that does not answer says, with what to do. */
export function asFleetlabError(error: unknown): never {
  if (!(error instanceof EngineError)) throw error;
  throw new FleetlabError(
    'no-container-engine',
    `The practice device cannot run on Docker: ${error.message}`,
    'Start Docker or Podman, or use the simulated engine.',
    { cause: error },
  );
}
