import type { ListeningSocket } from '../../process/network-namespace.ts';
import { EngineError } from '../engine.ts';
import type { PortMapping } from '../engine.ts';
import { overlaps } from './network-stack.ts';

/** Which of the host's ports lead into containers. */
export interface HostPorts {
  /** Throws EngineError in the engine's words. */
  publish(mapping: PortMapping): Required<PortMapping>;
  release(mapping: Required<PortMapping>): void;
  /** Whether a TCP port is published at an address. */
  isPublished(address: string, port: number): boolean;
  /** TCP ports at which the engine's proxy listens. */
  listening(): readonly ListeningSocket[];
}

/** The ports from which the engine takes one where none is named (ip_local_port_range). */
const [firstFreePort, lastFreePort] = [32768, 60999];

/** What the host tells of its own addresses and sockets. */
export interface HostSockets {
  isOwn(address: string): boolean;
  isListening(address: string, port: number): boolean;
}

export function createHostPorts(host: HostSockets): HostPorts {
  const published = new Set<Required<PortMapping>>();
  let lastTaken = lastFreePort;

  function isTaken({ hostAddress, hostPort, protocol }: Required<PortMapping>): boolean {
    return [...published].some(
      (other) => other.protocol === protocol && other.hostPort === hostPort && overlaps(other.hostAddress, hostAddress),
    );
  }
  /** At the very same address, which the engine knows before it asks the kernel. */
  function isTakenAt({ hostAddress, hostPort, protocol }: Required<PortMapping>): boolean {
    return [...published].some((other) => other.protocol === protocol && other.hostPort === hostPort && other.hostAddress === hostAddress);
  }
  function withFreePort(mapping: PortMapping): Required<PortMapping> {
    for (let count = firstFreePort; count <= lastFreePort; count += 1) {
      lastTaken = lastTaken >= lastFreePort ? firstFreePort : lastTaken + 1;
      const candidate = { ...mapping, hostPort: lastTaken };
      if (!isTaken(candidate) && (mapping.protocol === 'udp' || !host.isListening(mapping.hostAddress, lastTaken))) return candidate;
    }
    throw new EngineError('failed', 'all ports are allocated');
  }

  return {
    publish(mapping) {
      const hostAddress = mapping.hostAddress === '' ? '0.0.0.0' : mapping.hostAddress;
      const { hostPort, containerPort, protocol } = mapping;
      const full =
        hostPort === undefined || hostPort === 0
          ? withFreePort({ hostAddress, containerPort, protocol })
          : { hostAddress, hostPort, containerPort, protocol };
      const place = `${hostAddress}:${String(full.hostPort)}`;
      if (isTakenAt(full)) throw new EngineError('failed', `Bind for ${place} failed: port is already allocated`);
      const proxy = `Error starting userland proxy: listen ${protocol}4 ${place}: bind:`;
      if (hostAddress !== '0.0.0.0' && !host.isOwn(hostAddress))
        throw new EngineError('failed', `${proxy} cannot assign requested address`);
      if (isTaken(full) || (protocol === 'tcp' && host.isListening(hostAddress, full.hostPort)))
        throw new EngineError('failed', `${proxy} address already in use`);
      published.add(full);
      return full;
    },
    release: (mapping) => void published.delete(mapping),
    isPublished: (address, port) =>
      [...published].some((one) => one.protocol === 'tcp' && one.hostPort === port && overlaps(one.hostAddress, address)),
    listening: () =>
      [...published]
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ hostAddress, hostPort }) => ({ address: hostAddress, port: hostPort })),
  };
}
