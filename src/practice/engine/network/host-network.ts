import { isIPv4 } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { ConnectError, ListenError, NameError } from '../../process/network-namespace.ts';
import type { Listener, NetworkInterface, NetworkNamespace } from '../../process/network-namespace.ts';

/** The network of the device itself: the host OS and every container in host mode share its addresses and ports. */
export interface HostNetwork {
  namespace: NetworkNamespace;
  /** `address` is `0.0.0.0` unless told; port 0 takes a free one. Throws ListenError. */
  listen(place: { address?: string; port: number }, onConnection: (connection: Duplex) => void): Listener;
  /** Listening sockets, by port (`ss -l`). */
  listeners(): readonly { address: string; port: number }[];
}

export interface HostNetworkOptions {
  hostname: string;
  /** Loopback first; the practice device's own ones unless told. */
  interfaces?: readonly NetworkInterface[];
}

const practiceInterfaces: readonly NetworkInterface[] = [
  { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
  { name: 'eth0', address: '10.42.0.7', prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
];

/** First port that the kernel gives for port 0 (ip_local_port_range). */
const firstFreePort = 32768;

/**
 * Connections in memory, on the practice device's own addresses only: there is no way out. Another address of its network
 * does not answer (EHOSTUNREACH), any other has no route (ENETUNREACH), and no outside name resolves (EAI_AGAIN).
 */
export function createHostNetwork(options: HostNetworkOptions): HostNetwork {
  const interfaces = options.interfaces ?? practiceInterfaces;
  const listeners = new Set<Listener & { accept: (connection: Duplex) => void }>();

  function isOwn(address: string): boolean {
    return interfaces.some((each) => each.address === address || (each.name === 'lo' && isInNetwork(address, each)));
  }
  function isTaken(address: string, port: number): boolean {
    return [...listeners].some(
      (other) => other.port === port && (other.address === address || other.address === '0.0.0.0' || address === '0.0.0.0'),
    );
  }
  function freePort(address: string): number {
    let port = firstFreePort;
    while (isTaken(address, port)) port += 1;
    return port;
  }

  return {
    namespace: {
      interfaces: () => interfaces,
      resolve(name) {
        if (isIPv4(name)) return Promise.resolve([name]);
        if (name === 'localhost' || name.endsWith('.localhost')) return Promise.resolve(['127.0.0.1']);
        const own = interfaces.find((each) => each.name !== 'lo')?.address ?? '127.0.0.1';
        return name === options.hostname ? Promise.resolve([own]) : Promise.reject(new NameError('EAI_AGAIN', name));
      },
      async connect({ address, port }) {
        await nextTurn();
        const target = address === '0.0.0.0' ? '127.0.0.1' : address;
        if (!isOwn(target)) {
          const isNear = interfaces.some((each) => isInNetwork(target, each));
          throw new ConnectError(isNear ? 'EHOSTUNREACH' : 'ENETUNREACH', address, port);
        }
        const listener = [...listeners].find((each) => each.port === port && (each.address === target || each.address === '0.0.0.0'));
        if (listener === undefined) throw new ConnectError('ECONNREFUSED', address, port);
        const [near, far] = duplexPair();
        listener.accept(far);
        return near;
      },
    },
    listen({ address = '0.0.0.0', port: wanted }, accept) {
      const port = wanted === 0 ? freePort(address) : wanted;
      if (address !== '0.0.0.0' && !isOwn(address)) throw new ListenError('EADDRNOTAVAIL', address, port);
      if (isTaken(address, port)) throw new ListenError('EADDRINUSE', address, port);
      const listener = { address, port, accept, close: () => void listeners.delete(listener) };
      listeners.add(listener);
      return listener;
    },
    listeners: () => [...listeners].map(({ address, port }) => ({ address, port })).sort((first, second) => first.port - second.port),
  };
}

/** The network of a build step and of `network_mode: none`: loopback alone, and nobody there. */
export function isolatedNamespace(): NetworkNamespace {
  const [loopback] = practiceInterfaces;
  return createHostNetwork({ hostname: 'localhost', interfaces: loopback === undefined ? [] : [loopback] }).namespace;
}

function isInNetwork(address: string, { address: own, prefix }: NetworkInterface): boolean {
  const shift = 32 - prefix;
  return isIPv4(address) && toNumber(address) >>> shift === toNumber(own) >>> shift;
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0) >>> 0;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
