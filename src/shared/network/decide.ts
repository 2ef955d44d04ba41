import { parseAddress } from './ipv4.ts';
import type { NetworkRequest, Rule, Verdict } from './request.ts';
import { findNetwork, findService, wayOut, type Attachment, type ListeningAddress, type ServiceNode, type Topology } from './topology.ts';

/**
 * Where a connection ends. Rules are those of Docker Engine's bridge driver and resolver, as measured: published ports
 * are let in by the host, same bridge means every port, two bridges are isolated, host mode has the host's interfaces
 * and no service names, `expose` opens nothing.
 */
export function decide(topology: Topology, request: NetworkRequest): Verdict {
  const { from, to } = request;
  if (to.kind === 'device') return toAddress(topology, from, topology.deviceAddress, to.port);
  if (parseAddress(to.name) !== undefined) return toAddress(topology, from, to.name, to.port);
  return toName(topology, from, to.name.toLowerCase(), to.port);
}

function toName(topology: Topology, from: NetworkRequest['from'], name: string, port: number): Verdict {
  if (name === 'localhost') return toAddress(topology, from, '127.0.0.1', port);
  if (from.kind === 'laptop') {
    return fail(
      'unresolved',
      'outside-has-no-names',
      `Service names exist only on the device's bridges: the laptop cannot resolve ${name}.`,
    );
  }
  if (from.kind === 'host') {
    return fail('unresolved', 'host-os-has-no-names', `Service names exist only inside bridges: the host OS cannot resolve ${name}.`);
  }
  const source = findSource(topology, from);
  if (source === undefined) return unknownSource(from.name);
  if (source.mode === 'host') {
    return fail(
      'unresolved',
      'host-mode-has-no-names',
      `${source.name} uses host networking, where service names do not exist: ${name} does not resolve.`,
    );
  }
  if (source.mode === 'none') return fail('unresolved', 'no-network', `${source.name} has no network at all.`);
  const [found] = resolveNames(topology, source, name);
  if (found === undefined) {
    return fail('unresolved', 'name-not-on-shared-bridge', `No service called ${name} is on a bridge that ${source.name} is on.`);
  }
  return toContainer(topology, found.service, found.attachment, port);
}

/** The service whose interfaces a request leaves by. */
function findSource(topology: Topology, from: NetworkRequest['from']): ServiceNode | undefined {
  const service = from.kind === 'service' ? findService(topology, from.name) : undefined;
  return service === undefined ? undefined : ownerOf(topology, service);
}

function ownerOf(topology: Topology, service: ServiceNode): ServiceNode {
  return service.sharesNetworkOf === undefined ? service : (findService(topology, service.sharesNetworkOf) ?? service);
}

/** Who listens at an address of `owner`'s interfaces: itself, or a service that shares them. */
function listenerAt(topology: Topology, owner: ServiceNode, address: string, port: number): ServiceNode | undefined {
  if (isListening(owner, address, port)) return owner;
  return topology.services.find((service) => service.sharesNetworkOf === owner.name && isListening(service, address, port));
}

function isListening({ listens, listensAt = [] }: ServiceNode, address: string, port: number): boolean {
  return listens.includes(port) || listensAt.some((one) => isOpenAt(one, address, port));
}

function isOpenAt(listening: ListeningAddress, address: string, port: number): boolean {
  return listening.port === port && isBoundAt(listening.address, address);
}

/**
 * Docker's resolver: the names of every container that shares a bridge, first bridge first; `NAME.NETWORK` asks one bridge alone.
 * A name that several have on that bridge answers with all of them, the first to be reached first.
 */
export function resolveNames(topology: Topology, source: ServiceNode, name: string): { service: ServiceNode; attachment: Attachment }[] {
  for (const [host, only] of readings(name.toLowerCase())) {
    for (const own of source.attachments) {
      if (findNetwork(topology, own.network)?.nameless === true) continue;
      if (only !== undefined && own.network.toLowerCase() !== only) continue;
      const found = topology.services.flatMap((service) =>
        service.attachments
          .filter(
            (attachment) => attachment.network === own.network && namesOf(service, attachment).some((one) => one.toLowerCase() === host),
          )
          .map((attachment) => ({ service, attachment })),
      );
      if (found.length > 0) return found;
    }
  }
  return [];
}

function namesOf(service: ServiceNode, attachment: Attachment): readonly string[] {
  return [...(service.names ?? [service.name, service.container]), ...attachment.aliases];
}

/** `a.b.c`: a name of its own, `a.b` on the network c, `a` on the network b.c. */
function readings(name: string): [host: string, network: string | undefined][] {
  const parts = name.split('.');
  return parts.map((_, index) => {
    const end = parts.length - index;
    return [parts.slice(0, end).join('.'), index === 0 ? undefined : parts.slice(end).join('.')];
  });
}

function toAddress(topology: Topology, from: NetworkRequest['from'], address: string, port: number): Verdict {
  const source = findSource(topology, from);
  if (from.kind === 'service' && source === undefined) return unknownSource(from.name);
  const isBridged = source?.mode === 'bridge';
  // A connection to 0.0.0.0 goes to oneself (Linux).
  if (address.startsWith('127.') || address === '0.0.0.0') {
    if (from.kind === 'laptop') return fail('refused', 'own-loopback', `On the laptop, ${address} is the laptop itself.`);
    if (source !== undefined && source.mode !== 'host')
      return toOwnLoopback(topology, source, address === '0.0.0.0' ? '127.0.0.1' : address, port);
    return toHost(topology, port, address === '0.0.0.0' ? '127.0.0.1' : address);
  }
  if (source?.mode === 'none') return fail('timeout', 'no-network', `${source.name} has no network at all.`);
  const isDevice = address === topology.deviceAddress;
  const bridge = topology.networks.find((network) => network.gateway === address);
  if (isDevice || bridge !== undefined) {
    if (from.kind === 'laptop' && !isDevice) return outsideToContainer(address);
    if (isBridged && wayOut(topology, source) === undefined && !isOn(source, bridge?.name)) return noWayOut(source);
    return toHost(topology, port, isDevice ? topology.deviceAddress : address);
  }
  const target = containerAt(topology, address);
  if (from.kind === 'laptop') return target === undefined ? nowhere(address) : outsideToContainer(address);
  if (target === undefined) return isBridged && wayOut(topology, source) === undefined ? noWayOut(source) : nowhere(address);
  if (!isBridged) {
    const verdict = toContainer(topology, target.service, target.attachment, port);
    return verdict.verdict === 'delivered'
      ? {
          ...verdict,
          rule: 'host-to-container',
          reason: `The host reaches the containers on its bridges directly: ${verdict.reached ?? target.service.name} listens on ${String(port)}.`,
        }
      : verdict;
  }
  if (isOn(source, target.attachment.network)) return toContainer(topology, target.service, target.attachment, port);
  if (wayOut(topology, source) === undefined) return noWayOut(source);
  return fail(
    'timeout',
    'isolated-bridges',
    `${source.name} and ${target.service.name} share no bridge, and the engine drops what goes from one bridge to another.`,
  );
}

/** At one of the host's own addresses: those who listen there first (they hold the port), then published ports. */
function toHost(topology: Topology, port: number, address: string): Verdict {
  const listener = topology.services.find((service) => ownerOf(topology, service).mode === 'host' && isListening(service, address, port));
  if (listener !== undefined) {
    return {
      verdict: 'delivered',
      rule: 'host-listener',
      reason: `${listener.name} uses host networking and listens on the host's port ${String(port)}.`,
      reached: listener.name,
      arrivesAt: { address, port },
    };
  }
  if (topology.hostListens?.some((one) => isOpenAt(one, address, port)) === true) {
    const reason = `A program of the host OS listens on port ${String(port)}.`;
    return { verdict: 'delivered', rule: 'host-listener', reason, arrivesAt: { address, port } };
  }
  for (const service of topology.services) {
    // A service on internal networks alone gets no port mapping: its publishing is without effect.
    const attachment = wayOut(topology, service);
    if (service.mode !== 'bridge' || attachment === undefined) continue;
    const door = service.published.find(
      (published) => published.protocol === 'tcp' && published.hostPort === port && isBoundAt(published.hostAddress, address),
    );
    if (door === undefined) continue;
    const behind = listenerAt(topology, service, attachment.address, door.containerPort);
    if (behind === undefined) {
      return fail(
        'refused',
        'nothing-listens-in-service',
        `Port ${String(port)} leads to ${service.name}:${String(door.containerPort)}, where nothing listens${elsewhere(topology, service, door.containerPort)}.`,
      );
    }
    return {
      verdict: 'delivered',
      rule: 'published-port',
      reason: `${service.name} publishes ${String(port)} to its port ${String(door.containerPort)}, on which ${behind === service ? 'it' : behind.name} listens.`,
      reached: behind.name,
      network: attachment.network,
      arrivesAt: { address: attachment.address, port: door.containerPort },
    };
  }
  return fail(
    'refused',
    'nothing-listens-on-host',
    `Nothing on the device's host listens on ${String(port)}: ${whyClosed(topology, port)}`,
  );
}

function whyClosed(topology: Topology, port: number): string {
  const own =
    topology.hostListens?.find((one) => one.port === port) ??
    topology.services
      .filter((service) => ownerOf(topology, service).mode === 'host')
      .flatMap(({ listensAt = [] }) => listensAt)
      .find((one) => one.port === port);
  if (own !== undefined) return `what listens on that port does so at ${own.address} alone.`;
  const datagrams = topology.services.find((service) =>
    service.published.some(({ protocol, hostPort }) => protocol === 'udp' && hostPort === port),
  );
  if (datagrams !== undefined) return `${datagrams.name} publishes that port for UDP only.`;
  const inside = topology.services.find((service) => service.mode === 'bridge' && service.listens.includes(port));
  if (inside === undefined) return 'no service names that port.';
  const door = inside.published.find((published) => published.protocol === 'tcp' && published.containerPort === port);
  if (door !== undefined) {
    const place = `${door.hostAddress}:${String(door.hostPort)}`;
    return wayOut(topology, inside) === undefined
      ? `${inside.name} is only on internal networks, which publishing does not reach.`
      : `${inside.name} publishes its port ${String(port)} at ${place}.`;
  }
  const onlyDocumented = inside.exposed.includes(port) ? ', and expose only documents it' : '';
  return `${inside.name} does not publish it${onlyDocumented}.`;
}

function toContainer(topology: Topology, service: ServiceNode, { network, address }: Attachment, port: number): Verdict {
  const listener = listenerAt(topology, service, address, port);
  if (listener === undefined) {
    return fail(
      'refused',
      'nothing-listens-in-service',
      `${service.name} is reached, but nothing in it listens on ${String(port)}${elsewhere(topology, service, port)}.`,
    );
  }
  return {
    verdict: 'delivered',
    rule: 'same-bridge',
    reason: `On the bridge ${network} every port of every service is open, and ${listener.name} listens on ${String(port)}.`,
    reached: listener.name,
    network,
    arrivesAt: { address, port },
  };
}

/** A server that was told to listen on localhost is a frequent reason for a refused connection. */
function elsewhere(topology: Topology, owner: ServiceNode, port: number): string {
  const found = topology.services
    .filter((service) => service === owner || service.sharesNetworkOf === owner.name)
    .flatMap(({ listensAt = [] }) => listensAt)
    .find((one) => one.port === port);
  if (found === undefined) return '';
  return found.address.startsWith('127.')
    ? ` except at ${found.address}, which only ${owner.name} itself can use`
    : ` except at ${found.address}`;
}

function toOwnLoopback(topology: Topology, service: ServiceNode, address: string, port: number): Verdict {
  const listener = listenerAt(topology, service, address, port);
  if (listener === undefined)
    return fail('refused', 'own-loopback', `localhost is ${service.name} itself, and nothing in it listens on ${String(port)}.`);
  return {
    verdict: 'delivered',
    rule: 'own-loopback',
    reason: `localhost is ${service.name} itself.`,
    reached: listener.name,
    arrivesAt: { address, port },
  };
}

function containerAt(topology: Topology, address: string): { service: ServiceNode; attachment: Attachment } | undefined {
  for (const service of topology.services) {
    const attachment = service.attachments.find((candidate) => candidate.address === address);
    if (attachment !== undefined) return { service, attachment };
  }
  return undefined;
}

function isOn(service: ServiceNode, network: string | undefined): boolean {
  return service.attachments.some((attachment) => attachment.network === network);
}

function isBoundAt(bound: string, address: string): boolean {
  return bound === '0.0.0.0' || bound === '' || bound === address;
}

function noWayOut(service: ServiceNode): Verdict {
  return fail('timeout', 'internal-network', `${service.name} is only on internal networks: nothing leads out of them.`);
}

function outsideToContainer(address: string): Verdict {
  return fail('timeout', 'container-address-from-outside', `${address} exists only inside the device; from outside nothing answers.`);
}

function nowhere(address: string): Verdict {
  return fail('timeout', 'no-such-address', `Nothing on this device has the address ${address}.`);
}

function unknownSource(name: string): Verdict {
  return fail('unresolved', 'name-not-on-shared-bridge', `There is no service called ${name}.`);
}

function fail(verdict: Exclude<Verdict['verdict'], 'delivered'>, rule: Rule, reason: string): Verdict {
  return { verdict, rule, reason };
}
