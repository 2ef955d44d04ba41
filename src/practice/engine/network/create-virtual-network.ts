import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { decide } from '../../../shared/network/decide.ts';
import { formatAddress, parseAddress } from '../../../shared/network/ipv4.ts';
import type { StoppedService, Topology } from '../../../shared/network/topology.ts';
import { ListenError } from '../../process/network-namespace.ts';
import type { ListeningSocket, NetworkInterface, NetworkNamespace } from '../../process/network-namespace.ts';
import { EngineError } from '../engine.ts';
import type { PortMapping } from '../engine.ts';
import { createBridges } from './bridges.ts';
import { addressesOf, exitOf, interfacesOf, nodeOf } from './container-network.ts';
import type { Member, Place } from './container-network.ts';
import { createHostPorts } from './host-ports.ts';
import { hostsOf, resolvConfOf } from './names.ts';
import { createNetworkStack, isOwnAddress, loopback, overlaps } from './network-stack.ts';
import type { NetworkStack } from './network-stack.ts';
import { createPastListeners } from './past-listeners.ts';
import { createTraffic } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import type { JoiningContainer, VirtualNetwork } from './virtual-network.ts';

export interface VirtualNetworkOptions {
  /** Loopback first, then the interface whose address is the device's. */
  hostInterfaces: readonly NetworkInterface[];
  /** The host OS's own name. */
  hostname: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds after which a connection whose packets are dropped ends with ETIMEDOUT; 3,000 unless told. */
  connectTimeout?: number;
}

/**
 * A real kernel repeats a packet that nobody answers for two minutes. Programs with a limit of their own mostly give up
 * sooner; for those without, this network does after three seconds, so that a lesson need not wait.
 */
const usualConnectTimeout = 3000;

/** The networks of one device, in memory. */
export function createVirtualNetwork(options: VirtualNetworkOptions): VirtualNetwork {
  const outside = options.hostInterfaces.find(({ name }) => name !== 'lo') ?? loopback;
  const bridges = createBridges(options.now);
  /** Running containers by id, in the order of their start. */
  const members = new Map<string, Member & { label: string; container: JoiningContainer }>();
  const portListeners = new Set<() => void>();
  const past = createPastListeners();
  let stopped: readonly StoppedService[] = [];
  let known: Topology | undefined;
  let knownPorts: readonly number[] = [];
  let knownSurface = '';

  const hostInterfaces = (): readonly NetworkInterface[] => [...options.hostInterfaces, ...bridges.interfaces()];
  const hostStack: NetworkStack<Member> = createNetworkStack({
    interfaces: hostInterfaces,
    isHeld: (address, port) => hostPorts.isPublished(address, port),
    changed,
  });
  const hostPorts = createHostPorts({
    isOwn: (address) => isOwnAddress(hostInterfaces(), address),
    isListening: (address, port) => hostStack.entries().some((entry) => entry.port === port && overlaps(entry.address, address)),
  });
  const host: Member = {
    label: undefined,
    mode: 'host',
    container: undefined,
    owner: undefined,
    stack: hostStack,
    interfaces: hostInterfaces,
    places: [],
    openPorts: [],
    hosts: [{ address: '127.0.1.1', names: [options.hostname] }],
    resolvConf: resolvConfOf('host', []),
    connections: new Set(),
    lookedUp: new Map(),
    gone: new AbortController(),
  };
  const traffic = createTraffic({
    topology,
    host,
    member: (label) => [...members.values()].find((member) => member.label === label),
    laptopAddress: neighbourOf(outside),
    now: options.now,
    connectTimeout: options.connectTimeout ?? usualConnectTimeout,
  });

  function topology(): Topology {
    if (known !== undefined) return known;
    const services = [...members.values()].map((member) => nodeOf(member, member.label, member.container));
    past.see(services);
    known = {
      deviceAddress: outside.address,
      networks: bridges.all().map(({ network }) => network),
      services,
      hostListens: hostStack
        .entries()
        .filter(({ holder }) => holder === host)
        .map(({ address, port }) => ({ address, port })),
      stopped: stopped.filter(({ name }) => services.every((service) => service.name !== name)).map((service) => past.withPast(service)),
    };
    return known;
  }
  function changed(): void {
    known = undefined;
    knownPorts = findOpenPorts();
    const surface = JSON.stringify([knownPorts, innerAddresses()]);
    if (surface === knownSurface) return;
    knownSurface = surface;
    for (const listener of portListeners) listener();
  }
  function innerAddresses(): string[] {
    const { networks, services } = topology();
    const addresses = services.flatMap(({ attachments }) => attachments.map(({ address }) => address));
    return [...new Set([...networks.map(({ gateway }) => gateway), ...addresses])];
  }
  function findOpenPorts(): number[] {
    const published = [...members.values()].flatMap(({ openPorts }) => openPorts.map(({ hostPort }) => hostPort));
    const candidates = new Set([...published, ...hostStack.entries().map(({ port }) => port)]);
    const now = topology();
    const isOpen = (port: number): boolean =>
      decide(now, { from: { kind: 'laptop' }, to: { kind: 'device', port } }).verdict === 'delivered';
    return [...candidates].filter(isOpen).sort((first, second) => first - second);
  }

  /** A service that runs twice for a moment keeps its name for the first of the two. */
  function labelOf({ service, name, id }: JoiningContainer): string {
    const taken = new Set([...members.values()].map(({ label }) => label));
    return [service, name].find((label) => !taken.has(label)) ?? id.slice(0, 12);
  }
  function join(container: JoiningContainer): Member & { label: string; container: JoiningContainer } {
    const { spec } = container;
    const mode = spec.networkMode;
    const fresh = {
      label: labelOf(container),
      container,
      connections: new Set<Duplex>(),
      lookedUp: new Map<string, string>(),
      gone: new AbortController(),
    };
    if (mode === 'host') return { ...host, ...fresh };
    if (mode === 'none') {
      const interfaces = (): NetworkInterface[] => [loopback];
      const hosts = hostsOf(container.hostname, [], spec.extraHosts ?? [], bridges.find('bridge').info.gateway);
      const stack = createNetworkStack<Member>({ interfaces, changed });
      return { ...host, ...fresh, mode: 'none', interfaces, stack, hosts, resolvConf: resolvConfOf('none', []) };
    }
    if (mode !== 'bridge') {
      const named = ownerOf(mode.slice('container:'.length), container);
      const owner = named.owner ?? named;
      // When the owner stops, its interfaces are gone also for those who share them.
      const interfaces = (): readonly NetworkInterface[] => (owner.gone.signal.aborted ? [loopback] : owner.interfaces());
      return { ...owner, ...fresh, owner, interfaces, places: [], openPorts: [] };
    }
    return { ...host, ...fresh, mode: 'bridge', ...joinBridges(container) };
  }
  function ownerOf(reference: string, { id, name, spec }: JoiningContainer): Member {
    if ((spec.publishedPorts ?? []).length > 0)
      throw new EngineError('invalid', 'conflicting options: port publishing and the container type network mode');
    if (reference === id || reference === name) throw new EngineError('invalid', `cannot join own network`);
    const owner = [...members.values()].find(({ container }) => container.name === reference || container.id.startsWith(reference));
    if (owner === undefined) throw new EngineError('conflict', `cannot join network of a non running container: ${reference}`);
    return owner;
  }
  function joinBridges(
    container: JoiningContainer,
  ): Pick<Member, 'places' | 'openPorts' | 'stack' | 'interfaces' | 'hosts' | 'resolvConf'> {
    const { networks = [], publishedPorts = [], extraHosts = [] } = container.spec;
    const wanted = networks.length === 0 ? [{ network: 'bridge', aliases: [] }] : networks;
    const places: Place[] = [];
    const openPorts: Required<PortMapping>[] = [];
    try {
      const found = wanted.map((attachment) => ({ ...attachment, bridge: bridges.find(attachment.network) }));
      for (const { bridge, address, aliases } of found) places.push({ bridge, address: bridge.take(address), aliases });
      const hosts = hostsOf(
        container.hostname,
        places.map(({ address }) => address),
        extraHosts,
        bridges.find('bridge').info.gateway,
      );
      if (exitOf(places) !== undefined) for (const mapping of publishedPorts) openPorts.push(publish(container, mapping));
      const own = interfacesOf(places);
      const interfaces = (): NetworkInterface[] => own;
      const stack = createNetworkStack<Member>({ interfaces, changed });
      return { places, openPorts, stack, interfaces, hosts, resolvConf: resolvConfOf('bridge', places) };
    } catch (error) {
      leaveBridges({ places, openPorts });
      throw error;
    }
  }
  function leaveBridges({ places, openPorts }: Pick<Member, 'places' | 'openPorts'>): void {
    for (const { bridge, address } of places) bridge.release(address);
    for (const mapping of openPorts) hostPorts.release(mapping);
  }
  function publish({ name }: JoiningContainer, mapping: PortMapping): Required<PortMapping> {
    try {
      return hostPorts.publish(mapping);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const endpoint = `${name} (${randomBytes(32).toString('hex')})`;
      throw new EngineError(error.code, `driver failed programming external connectivity on endpoint ${endpoint}: ${error.message}`);
    }
  }

  return {
    host: namespaceOf(host, traffic, () => hostPorts.listening()),
    networks: () => bridges.infos(),
    createNetwork(spec) {
      const info = bridges.create(spec);
      changed();
      return info;
    },
    removeNetwork(name) {
      const { info } = bridges.find(name);
      if ([...members.values()].some(({ places }) => places.some(({ bridge }) => bridge.info === info)))
        throw new EngineError('conflict', `error while removing network: network ${info.name} id ${info.id} has active endpoints`);
      bridges.remove(name);
      changed();
    },
    restoreNetworks(networks) {
      const left = bridges.restore(networks);
      changed();
      return left;
    },
    attach(container) {
      if (members.has(container.id)) throw new EngineError('conflict', `endpoint with name ${container.name} already exists`);
      const member = join(container);
      past.forget(container.name);
      members.set(container.id, member);
      changed();
      return {
        namespace: namespaceOf(member, traffic, () => (member.stack === hostStack ? hostPorts.listening() : [])),
        addresses: addressesOf(member.places),
        openPorts: [...member.openPorts],
        hosts: member.hosts,
        resolvConf: member.resolvConf,
        detach() {
          if (member.gone.signal.aborted) return;
          member.gone.abort();
          members.delete(container.id);
          leaveBridges(member);
          member.stack.closeOf(member);
          for (const connection of member.connections) connection.destroy();
          changed();
        },
      };
    },
    connectFromLaptop: (target) => traffic.connect('laptop', target),
    topology,
    tellStopped(services) {
      stopped = services;
      known = undefined;
    },
    onConnection: (listener) => traffic.onConnection(listener),
    tellOfLaptop: (to) => traffic.tellOfLaptop(to),
    onPortsChanged(listener) {
      portListeners.add(listener);
      return () => void portListeners.delete(listener);
    },
    innerAddresses,
    openPorts: () => knownPorts,
  };
}

function namespaceOf(member: Member, traffic: Traffic, proxies: () => readonly ListeningSocket[]): NetworkNamespace {
  const isGone = (): boolean => member.gone.signal.aborted;
  return {
    interfaces: () => (isGone() ? [loopback] : member.interfaces()),
    resolve: (name) => traffic.resolve(member, name),
    connect: (target) => traffic.connect(member, target),
    listen(place, onConnection) {
      if (isGone()) throw new ListenError('EADDRNOTAVAIL', place.address ?? '0.0.0.0', place.port);
      return member.stack.listen(place, member, onConnection);
    },
    listeners() {
      const own = member.stack.entries().map(({ address, port, pid, holder }) => ({
        address,
        port,
        ...(pid === undefined || holder !== member ? {} : { pid }),
      }));
      return [...own, ...proxies()].sort((first, second) => first.port - second.port);
    },
    echo: (address) => traffic.echo(member, address),
  };
}

/** Another machine on the same network: the laptop. */
function neighbourOf(own: NetworkInterface): string {
  const size = 2 ** (32 - own.prefix);
  const address = parseAddress(own.address) ?? 0;
  const first = address - (address % size) + 1;
  return formatAddress(first === address ? first + 1 : first);
}
