import type { Duplex } from 'node:stream';
import { parseAddress } from '../../../shared/network/ipv4.ts';
import { ListenError } from '../../process/network-namespace.ts';
import type { Endpoint, Listener, NetworkInterface } from '../../process/network-namespace.ts';

/** One listening TCP socket and who opened it. */
export interface ListeningEntry<Holder> {
  holder: Holder;
  address: string;
  port: number;
  pid: number | undefined;
  accept: (connection: Duplex, peer: Endpoint) => void;
}

/** The TCP sockets of one network namespace, whoever shares it. */
export interface NetworkStack<Holder> {
  /** Throws ListenError. */
  listen(place: { address?: string; port: number; pid?: number }, holder: Holder, accept: ListeningEntry<Holder>['accept']): Listener;
  /** Who takes a connection to the address: a socket of that address before one of all addresses. */
  find(address: string, port: number): ListeningEntry<Holder> | undefined;
  /** By port. */
  entries(): readonly ListeningEntry<Holder>[];
  closeOf(holder: Holder): void;
  /** A port for the near end of an outgoing connection. */
  ownPort(): number;
}

/** The ports that the kernel gives for port 0 (ip_local_port_range). */
const [firstFreePort, lastFreePort] = [32768, 60999];

export const loopback: NetworkInterface = { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' };

/**
 * `isHeld` tells ports that something else than a process holds (published ports on the host); `changed` is told whenever a socket
 * opens or closes.
 */
export function createNetworkStack<Holder>(options: {
  interfaces: () => readonly NetworkInterface[];
  isHeld?: (address: string, port: number) => boolean;
  changed?: () => void;
}): NetworkStack<Holder> {
  const entries = new Set<ListeningEntry<Holder>>();
  let lastOwnPort = lastFreePort;

  function isTaken(address: string, port: number): boolean {
    const isBound = [...entries].some((other) => other.port === port && overlaps(other.address, address));
    return isBound || options.isHeld?.(address, port) === true;
  }
  function freePort(address: string): number {
    for (let port = firstFreePort; port <= lastFreePort; port += 1) if (!isTaken(address, port)) return port;
    throw new ListenError('EADDRINUSE', address, 0);
  }
  function close(closing: readonly ListeningEntry<Holder>[]): void {
    const known = closing.filter((entry) => entries.delete(entry));
    if (known.length > 0) options.changed?.();
  }

  return {
    listen(place, holder, accept) {
      const address = version4(place.address ?? '0.0.0.0');
      if (address !== '0.0.0.0' && !isOwnAddress(options.interfaces(), address))
        throw new ListenError('EADDRNOTAVAIL', place.address ?? address, place.port);
      const port = place.port === 0 ? freePort(address) : place.port;
      if (isTaken(address, port)) throw new ListenError('EADDRINUSE', place.address ?? address, port);
      const entry: ListeningEntry<Holder> = { holder, address, port, pid: place.pid, accept };
      entries.add(entry);
      options.changed?.();
      return { address, port, close: () => close([entry]) };
    },
    find(address, port) {
      const all = [...entries].filter((entry) => entry.port === port);
      return all.find((entry) => entry.address === address) ?? all.find((entry) => entry.address === '0.0.0.0');
    },
    entries: () => [...entries].sort((first, second) => first.port - second.port),
    closeOf: (holder) => close([...entries].filter((entry) => entry.holder === holder)),
    ownPort() {
      lastOwnPort = lastOwnPort >= lastFreePort ? firstFreePort : lastOwnPort + 1;
      return lastOwnPort;
    },
  };
}

/** The practice device's network knows IPv4 alone: the wildcard and loopback of IPv6 stand for those of IPv4. */
export function version4(address: string): string {
  if (address === '' || address === '::') return '0.0.0.0';
  if (address === '::1') return '127.0.0.1';
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Whether two places to listen at cannot both be had. */
export function overlaps(first: string, second: string): boolean {
  return first === second || first === '0.0.0.0' || second === '0.0.0.0';
}

export function isOwnAddress(interfaces: readonly NetworkInterface[], address: string): boolean {
  return interfaces.some((one) => one.address === address || (one.name === 'lo' && isOnLink(one, address)));
}

/** Whether an address is of the network that an interface is on. */
export function isOnLink(one: NetworkInterface, address: string): boolean {
  const [own, other] = [parseAddress(one.address), parseAddress(address)];
  const size = 2 ** (32 - one.prefix);
  return own !== undefined && other !== undefined && Math.floor(own / size) === Math.floor(other / size);
}
