import type { Duplex } from 'node:stream';
import type { ServiceNode } from '../../../shared/network/topology.ts';
import { wayOut } from '../../../shared/network/topology.ts';
import type { Topology } from '../../../shared/network/topology.ts';
import type { NetworkInterface } from '../../process/network-namespace.ts';
import type { ContainerAddress, PortMapping } from '../engine.ts';
import { hardwareAddressOf } from './bridges.ts';
import type { Bridge } from './bridges.ts';
import { loopback } from './network-stack.ts';
import type { NetworkStack } from './network-stack.ts';
import { tcpPorts } from './tcp-ports.ts';
import type { JoiningContainer } from './virtual-network.ts';

/** Whoever has processes on the device's networks: the host OS, or one running container. */
export interface Member {
  /** What the topology and the events call it; undefined for the host OS. */
  readonly label: string | undefined;
  /** Whose interfaces it has: `host`, `none`, or bridges. */
  readonly mode: ServiceNode['mode'];
  readonly container: JoiningContainer | undefined;
  /** The member whose interfaces it has instead of its own. */
  readonly owner: Member | undefined;
  readonly stack: NetworkStack<Member>;
  readonly interfaces: () => readonly NetworkInterface[];
  readonly places: readonly Place[];
  readonly openPorts: readonly Required<PortMapping>[];
  /** Lines of /etc/hosts beside localhost. */
  readonly hosts: readonly { address: string; names: readonly string[] }[];
  readonly resolvConf: string;
  /** Its ends of connections that are open. */
  readonly connections: Set<Duplex>;
  /** By address: the name under which it was looked up last. */
  readonly lookedUp: Map<string, string>;
  /** Aborted when the container stops. */
  readonly gone: AbortController;
}

/** One interface of a container on a bridge. */
export interface Place {
  bridge: Bridge;
  address: string;
  aliases: readonly string[];
}

/** As `docker inspect` shows where a container is. */
export function addressesOf(places: readonly Place[]): ContainerAddress[] {
  return places.map(({ bridge, address, aliases }) => ({
    network: bridge.info.name,
    address,
    prefix: bridge.prefix,
    gateway: bridge.info.gateway,
    hardwareAddress: hardwareAddressOf(address),
    aliases: [...aliases],
  }));
}

/**
 * Loopback, then eth0, eth1, …; the default route leads through the first bridge by name that is not internal. Where all are, it
 * leads through the first of them, and what is sent there gets no further than the host.
 */
export function interfacesOf(places: readonly Place[]): NetworkInterface[] {
  const exit = exitOf(places) ?? places.toSorted((one, other) => (one.bridge.network.name < other.bridge.network.name ? -1 : 1))[0];
  return [
    loopback,
    ...places.map((place, index) => ({
      name: `eth${String(index)}`,
      address: place.address,
      prefix: place.bridge.prefix,
      hardwareAddress: hardwareAddressOf(place.address),
      ...(place === exit ? { gateway: place.bridge.info.gateway } : {}),
    })),
  ];
}

/** The place through which a container leaves its bridges. */
export function exitOf(places: readonly Place[]): Place | undefined {
  const topology: Topology = { deviceAddress: '', networks: places.map(({ bridge }) => bridge.network), services: [] };
  const attachments = places.map(({ bridge, address, aliases }) => ({ network: bridge.network.name, address, aliases }));
  const exit = wayOut(topology, { attachments });
  return places[attachments.findIndex((attachment) => attachment === exit)];
}

/** A running container as the topology tells it. */
export function nodeOf(member: Member, label: string, container: JoiningContainer): ServiceNode {
  const sockets = member.stack.entries().filter((entry) => entry.holder === member);
  const wide = sockets.filter(({ address }) => address === '0.0.0.0');
  const narrow = sockets.filter(({ address }) => address !== '0.0.0.0');
  const owner = member.owner?.gone.signal.aborted === true ? undefined : member.owner;
  return {
    name: label,
    container: container.name,
    names: [container.name, container.id.slice(0, 12)],
    mode: owner === member.owner ? member.mode : 'none',
    attachments: member.places.map(({ bridge, address, aliases }) => ({ network: bridge.network.name, address, aliases })),
    published: member.openPorts.length > 0 ? member.openPorts : wishedPorts(member, container),
    exposed: [...(container.spec.exposedPorts ?? []), ...container.exposedPorts].flatMap(tcpPorts),
    listens: wide.map(({ port }) => port),
    ...(narrow.length === 0 ? {} : { listensAt: narrow.map(({ address, port }) => ({ address, port })) }),
    ...(owner?.label === undefined ? {} : { sharesNetworkOf: owner.label }),
  };
}

/** What a container on internal networks alone asks to publish, in vain. */
function wishedPorts(member: Member, { spec }: JoiningContainer): Required<PortMapping>[] {
  if (member.mode !== 'bridge' || member.owner !== undefined) return [];
  return (spec.publishedPorts ?? []).flatMap(({ hostPort, ...mapping }) => (hostPort === undefined ? [] : [{ ...mapping, hostPort }]));
}
