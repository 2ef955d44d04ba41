import type { NetworkRequest, VerdictKind } from '../../../src/shared/network/request.ts';
import type { Topology } from '../../../src/shared/network/topology.ts';

// A second account of the facts, as an operating system would have it: namespaces with interfaces, sockets bound in them,
// one name table for each resolver, and one table of routes. A connection is a look-up in these.

interface Socket {
  namespace: string;
  /** `*` for every address of the namespace. */
  bound: string;
  port: number;
  /** Undefined for programs of the host OS. */
  service: string | undefined;
  /** The engine's proxy for a published port: it passes the connection on to an address and port of a namespace. */
  passesTo?: { namespace: string; address: string; port: number };
}

export interface ReferenceAnswer {
  verdict: VerdictKind;
  reached?: string;
}

export interface ReferenceModel {
  answer(request: NetworkRequest): ReferenceAnswer;
}

const laptop = 'laptop';
const host = 'host';

export function buildReferenceModel(topology: Topology): ReferenceModel {
  const internal = new Set(topology.networks.filter((network) => network.internal).map((network) => network.name));
  const nameless = new Set(topology.networks.filter((network) => network.nameless === true).map((network) => network.name));
  const namespaceOf = new Map(
    topology.services.map((service) => {
      const owner = topology.services.find((other) => other.name === service.sharesNetworkOf) ?? service;
      return [service.name, owner.mode === 'host' ? host : `of ${owner.name}`];
    }),
  );

  // Interfaces: which namespace has which address, on which wire.
  const interfaces = [
    { namespace: host, address: topology.deviceAddress, wire: 'outside' },
    ...topology.networks.map((network) => ({ namespace: host, address: network.gateway, wire: network.name })),
    ...topology.services.flatMap((service) =>
      service.attachments.map(({ address, network }) => ({ namespace: `of ${service.name}`, address, wire: network })),
    ),
  ];
  const wires = (namespace: string) => interfaces.filter((one) => one.namespace === namespace).map((one) => one.wire);

  const processes: Socket[] = topology.services.flatMap((service) => [
    ...service.listens.map((port) => ({ namespace: namespaceOf.get(service.name) ?? '', bound: '*', port, service: service.name })),
    ...(service.listensAt ?? []).map(({ address, port }) => ({
      namespace: namespaceOf.get(service.name) ?? '',
      bound: address,
      port,
      service: service.name,
    })),
  ]);
  const ofHostOs: Socket[] = (topology.hostListens ?? []).map(({ address, port }) => ({
    namespace: host,
    bound: address === '0.0.0.0' ? '*' : address,
    port,
    service: undefined,
  }));
  // The owner of interfaces holds its ports before those who share them.
  const sockets = [
    ...processes.filter(({ service }) => !topology.services.some((one) => one.name === service && one.sharesNetworkOf !== undefined)),
    ...processes.filter(({ service }) => topology.services.some((one) => one.name === service && one.sharesNetworkOf !== undefined)),
  ];
  const hostSockets = [...processes.filter(({ namespace }) => namespace === host), ...ofHostOs];
  const proxies: Socket[] = topology.services
    .filter((service) => service.attachments.some(({ network }) => !internal.has(network)))
    .flatMap((service) =>
      service.published
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ hostAddress, hostPort, containerPort }) => ({
          namespace: host,
          bound: hostAddress === '0.0.0.0' ? '*' : hostAddress,
          port: hostPort,
          service: service.name,
          passesTo: { namespace: `of ${service.name}`, address: entranceOf(service.name), port: containerPort },
        })),
    );

  /** Names that a namespace can look up, in the order in which its resolver answers. */
  function names(namespace: string): { name: string; address: string }[] {
    if (namespace === host || namespace === laptop) return [];
    return wires(namespace)
      .filter((wire) => !nameless.has(wire))
      .flatMap((wire) =>
        topology.services.flatMap((service) =>
          service.attachments
            .filter(({ network }) => network === wire)
            .flatMap(({ address, aliases }) =>
              [...(service.names ?? [service.name, service.container]), ...aliases].flatMap((name) => [
                { name: name.toLowerCase(), address },
                { name: `${name}.${wire}`.toLowerCase(), address },
              ]),
            ),
        ),
      );
  }

  /** Where published ports come in: the first wire by name that leads out. */
  function entranceOf(service: string): string {
    const open = interfaces.filter((one) => one.namespace === `of ${service}` && !internal.has(one.wire));
    return open.toSorted((one, other) => (one.wire < other.wire ? -1 : 1))[0]?.address ?? '';
  }

  /** The namespace that a packet from `namespace` to `address` arrives in, and by which wire; undefined where it is dropped or has no route. */
  function route(namespace: string, address: string): { arrived: string; wire?: string } | undefined {
    if (address.startsWith('127.')) return { arrived: namespace };
    const targets = interfaces.filter((one) => one.address === address);
    if (namespace === laptop) {
      const outside = targets.find((one) => one.wire === 'outside');
      return outside === undefined ? undefined : { arrived: outside.namespace };
    }
    if (namespace === host) return targets[0] === undefined ? undefined : { arrived: targets[0].namespace };
    const own = wires(namespace);
    const onWire = targets.find((one) => own.includes(one.wire));
    if (onWire !== undefined) return { arrived: onWire.namespace, wire: onWire.wire };
    // The default route leads to the host, which keeps what is its own and forwards nothing from one bridge to another.
    const byName = own.toSorted();
    const first = byName.find((wire) => !internal.has(wire)) ?? byName[0];
    const isHosts = first !== undefined && targets.some((one) => one.namespace === host);
    return isHosts ? { arrived: host, wire: first } : undefined;
  }

  function connect(namespace: string, address: string, port: number): ReferenceAnswer {
    const way = route(namespace, address);
    if (way === undefined) return { verdict: 'timeout' };
    const candidates = way.arrived === host ? [...hostSockets, ...proxies] : sockets;
    const socket = candidates.find((one) => one.namespace === way.arrived && one.port === port && takes(one, address));
    if (socket === undefined) return { verdict: 'refused' };
    const { passesTo } = socket;
    if (passesTo === undefined) return delivered(socket);
    // The kernel translates what comes from an internal wire by itself, and then forwards none of it.
    if (way.wire !== undefined && internal.has(way.wire)) return { verdict: 'timeout' };
    const behind = sockets.find(
      (one) => one.namespace === passesTo.namespace && one.port === passesTo.port && takes(one, passesTo.address),
    );
    return behind === undefined ? { verdict: 'refused' } : delivered(behind);
  }

  return {
    answer({ from, to }) {
      const namespace = from.kind === 'laptop' ? laptop : from.kind === 'host' ? host : namespaceOf.get(from.name);
      if (namespace === undefined) return { verdict: 'unresolved' };
      if (to.kind === 'device') return connect(namespace, topology.deviceAddress, to.port);
      if (to.name === 'localhost') return connect(namespace, '127.0.0.1', to.port);
      if (/^\d+(\.\d+){3}$/.test(to.name)) return connect(namespace, to.name, to.port);
      const found = names(namespace).find(({ name }) => name === to.name.toLowerCase());
      return found === undefined ? { verdict: 'unresolved' } : connect(namespace, found.address, to.port);
    },
  };
}

function takes({ bound }: Socket, address: string): boolean {
  return bound === '*' || bound === address;
}

function delivered({ service }: Socket): ReferenceAnswer {
  return { verdict: 'delivered', ...(service === undefined ? {} : { reached: service }) };
}
