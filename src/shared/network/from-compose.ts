import type { ComposeNetwork, ComposeProject, ComposeService } from '../compose/project.ts';
import { engineBridge, lowestFreeAddress, nextFreeSubnet } from './address-pools.ts';
import { contains, formatAddress, formatSubnet, overlap, parseAddress, parseSubnet, size, type Subnet } from './ipv4.ts';
import type { Attachment, BridgeNetwork, PublishedPort, ServiceNode, Topology } from './topology.ts';

/** A file that the engine would refuse to make networks of; the message is the engine's. */
export class TopologyError extends Error {
  override name = 'TopologyError';
}

/**
 * The networks a compose file gives: subnets from the engine's default pool (172.17.0.0/16, 172.18.0.0/16, …) in the order
 * of the file, addresses in the order of the services, fixed addresses first. It assumes that every service listens on
 * the container ports that its `ports` and `expose` name.
 */
export function topologyFromCompose(project: ComposeProject, deviceAddress: string): Topology {
  const networks = allocateNetworks(project);
  const taken = new Map(networks.map((network) => [network.name, reservedAddresses(network, project.networks?.[network.name])]));
  const fixed = Object.entries(project.services).map(([name, service]) => fixedAddresses(name, service, project, networks, taken));
  const services = Object.entries(project.services).map(([name, service], index) =>
    toNode(project, name, service, networks, fixed[index] ?? new Map(), taken),
  );
  return { deviceAddress, networks, services };
}

function allocateNetworks(project: ComposeProject): BridgeNetwork[] {
  const used: Subnet[] = [];
  const wanted = Object.entries(project.networks ?? {});
  const configured = new Map(wanted.map(([name, network]) => [name, configuredSubnet(name, network)]));
  for (const subnet of configured.values()) {
    if (subnet === undefined) continue;
    if (used.some((other) => overlap(other, subnet)))
      throw new TopologyError(`Pool overlaps with other one on this address space: ${formatSubnet(subnet)}`);
    used.push(subnet);
  }
  const bridges = wanted.map(([name, network]): BridgeNetwork => {
    const subnet = configured.get(name) ?? nextFree(used);
    used.push(subnet);
    const bridge = { name, subnet: formatSubnet(subnet), gateway: gatewayOf(name, network, subnet), internal: network.internal === true };
    return configured.get(name) === undefined ? bridge : { ...bridge, isChosen: true };
  });
  const usesOwnBridge = Object.values(project.services).some((service) => service.network_mode === 'bridge');
  return usesOwnBridge ? [...bridges, engineBridge] : bridges;
}

/** The gateway, the subnet's own and its broadcast address, and what `aux_addresses` sets aside. */
function reservedAddresses(network: BridgeNetwork, settings: ComposeNetwork | undefined): Set<string> {
  const subnet = parseSubnet(network.subnet);
  const edges = subnet === undefined ? [] : [subnet.base, subnet.base + size(subnet) - 1].map(formatAddress);
  const auxiliary: unknown = settings?.ipam.config?.[0]?.aux_addresses;
  return new Set([network.gateway, ...edges, ...Object.values(auxiliary ?? {}).map(String)]);
}

function configuredSubnet(name: string, network: ComposeNetwork): Subnet | undefined {
  const text = network.ipam.config?.[0]?.subnet;
  if (text === undefined) return undefined;
  const subnet = parseSubnet(text);
  if (subnet === undefined || subnet.prefix > 30)
    throw new TopologyError(`network ${name}: invalid subnet ${text}, write one such as 172.28.0.0/16`);
  return subnet;
}

function gatewayOf(name: string, network: ComposeNetwork, subnet: Subnet): string {
  const text = network.ipam.config?.[0]?.gateway;
  if (text === undefined) return lowestFreeAddress(subnet, rangeOf(name, network, subnet), new Set()) ?? formatAddress(subnet.base + 1);
  const address = parseAddress(text);
  if (address === undefined || !contains(subnet, address))
    throw new TopologyError(`network ${name}: no matching subnet for gateway ${text}`);
  return text;
}

/** The part of the subnet from which addresses are given. */
function rangeOf(name: string, settings: ComposeNetwork | undefined, subnet: Subnet): Subnet {
  const text = settings?.ipam.config?.[0]?.ip_range;
  const range = text === undefined ? subnet : parseSubnet(text);
  if (range === undefined || !contains(subnet, range.base) || range.prefix < subnet.prefix)
    throw new TopologyError(`network ${name}: ip_range ${text ?? ''} is no part of the subnet ${formatSubnet(subnet)}`);
  return range;
}

function nextFree(used: readonly Subnet[]): Subnet {
  const free = nextFreeSubnet(used);
  if (free === undefined)
    throw new TopologyError('could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network');
  return free;
}

function fixedAddresses(
  name: string,
  service: ComposeService,
  project: ComposeProject,
  networks: readonly BridgeNetwork[],
  taken: Map<string, Set<string>>,
): Map<string, string> {
  const fixed = new Map<string, string>();
  for (const [networkName, attachment] of Object.entries(service.networks ?? {})) {
    const address = attachment?.ipv4_address;
    const network = networks.find((candidate) => candidate.name === networkName);
    if (address === undefined || network === undefined) continue;
    if (project.networks?.[networkName]?.ipam.config?.[0]?.subnet === undefined)
      throw new TopologyError(
        `service ${name}: user specified IP address is supported only when connecting to networks with user configured subnets`,
      );
    const number = parseAddress(address);
    const subnet = parseSubnet(network.subnet);
    if (number === undefined || subnet === undefined || !contains(subnet, number)) {
      throw new TopologyError(`service ${name}: ${address} is not in the subnet ${network.subnet} of network ${networkName}`);
    }
    if (taken.get(networkName)?.has(address) === true) throw new TopologyError(`service ${name}: Address already in use: ${address}`);
    taken.get(networkName)?.add(address);
    fixed.set(networkName, address);
  }
  return fixed;
}

function toNode(
  project: ComposeProject,
  name: string,
  service: ComposeService,
  networks: readonly BridgeNetwork[],
  fixed: ReadonlyMap<string, string>,
  taken: Map<string, Set<string>>,
): ServiceNode {
  const shared = sharedService(project, service);
  const ownMode = shared?.service.network_mode ?? service.network_mode;
  const mode = ownMode === 'host' ? 'host' : ownMode === 'none' ? 'none' : 'bridge';
  const published = (service.ports ?? []).flatMap(toPublished);
  const exposed = (service.expose ?? []).flatMap(exposedPorts);
  const targets = (service.ports ?? []).filter((port) => port.protocol === 'tcp').map((port) => port.target);
  const attachments = mode === 'bridge' && shared === undefined ? attach(project, service, networks, fixed, taken) : [];
  return {
    name,
    container: `${project.name}_${name}_1`,
    mode,
    attachments,
    published,
    exposed,
    listens: [...new Set([...targets, ...exposed])],
    ...(shared === undefined ? {} : { sharesNetworkOf: shared.name }),
  };
}

/** The service at the end of `network_mode: service:NAME`; undefined where the service has a network of its own. */
function sharedService(project: ComposeProject, service: ComposeService): { name: string; service: ComposeService } | undefined {
  const seen = new Set<string>();
  let found: { name: string; service: ComposeService } | undefined;
  for (let mode = service.network_mode; ; mode = found.service.network_mode) {
    const name = /^service:(.+)$/.exec(mode ?? '')?.[1];
    const next = name === undefined ? undefined : project.services[name];
    if (name === undefined || next === undefined) return found;
    if (seen.has(name)) throw new TopologyError(`service ${name}: shares its network with itself`);
    seen.add(name);
    found = { name, service: next };
  }
}

function attach(
  project: ComposeProject,
  service: ComposeService,
  networks: readonly BridgeNetwork[],
  fixed: ReadonlyMap<string, string>,
  taken: Map<string, Set<string>>,
): Attachment[] {
  const wanted = service.network_mode === 'bridge' ? { [engineBridge.name]: null } : (service.networks ?? {});
  return Object.entries(wanted).flatMap(([networkName, settings]) => {
    const network = networks.find((candidate) => candidate.name === networkName);
    if (network === undefined) return [];
    const address = fixed.get(networkName) ?? nextAddress(network, project.networks?.[networkName], taken.get(networkName) ?? new Set());
    return { network: networkName, address, aliases: settings?.aliases ?? [], ...(fixed.has(networkName) ? { isChosen: true } : {}) };
  });
}

/** The first free address of the subnet, or of the part of it that `ip_range` names. */
function nextAddress(network: BridgeNetwork, settings: ComposeNetwork | undefined, taken: Set<string>): string {
  const subnet = parseSubnet(network.subnet);
  if (subnet === undefined) throw new TopologyError(`network ${network.name} has no subnet`);
  const range = rangeOf(network.name, settings, subnet);
  const address = lowestFreeAddress(subnet, range, taken);
  if (address !== undefined) {
    taken.add(address);
    return address;
  }
  throw new TopologyError(`network ${network.name}: no available IPv4 addresses on this network's address pools`);
}

/** A published range for one target is the engine's choice: its first port is taken. A port without `published` opens none that can be foretold. */
function toPublished(port: NonNullable<ComposeService['ports']>[number]): PublishedPort[] {
  if (port.published === undefined || (port.protocol !== 'tcp' && port.protocol !== 'udp')) return [];
  return [
    {
      hostAddress: port.host_ip ?? '0.0.0.0',
      hostPort: Number(port.published.split('-')[0]),
      containerPort: port.target,
      protocol: port.protocol,
    },
  ];
}

function exposedPorts(text: string): number[] {
  const match = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(text);
  if (match === null) return [];
  const first = Number(match[1]);
  return Array.from({ length: Math.max(0, Number(match[2] ?? first) - first + 1) }, (_, index) => first + index);
}
