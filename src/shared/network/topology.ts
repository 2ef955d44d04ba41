/**
 * The networks of one device as its engine makes them: what is needed to decide where a connection ends. Plain data,
 * made from a compose file (what the next push would give) or from the running device.
 */
export interface Topology {
  /** The device's address on the network it shares with the laptop. */
  deviceAddress: string;
  networks: readonly BridgeNetwork[];
  services: readonly ServiceNode[];
  /** Where the host OS's own programs listen; known of a running device only. */
  hostListens?: readonly ListeningAddress[];
  /** Services whose container is there and does not run: without address and name, and with no open door. */
  stopped?: readonly StoppedService[];
}

export interface StoppedService extends Pick<ServiceNode, 'name' | 'published' | 'exposed'> {
  /** What bridges would answer for it. */
  names: readonly string[];
  /** It has the host's interfaces while it runs: what it publishes is without effect, and any port may have been its own. */
  usesHost: boolean;
  /** TCP ports on which it listened when it ran last; absent where nobody saw that. */
  listened?: readonly number[];
}

export interface BridgeNetwork {
  name: string;
  /** `172.18.0.0/16` */
  subnet: string;
  /** The host's own address on the bridge. */
  gateway: string;
  /** No way out and no way in: only services on it reach each other. */
  internal: boolean;
  /** The engine's own bridge (`network_mode: bridge`), on which names are not answered. */
  nameless?: boolean;
  /** The compose file names the subnet; else the engine gives one when it makes the network. */
  isChosen?: boolean;
}

export interface ServiceNode {
  name: string;
  /** The container's name, which Docker's DNS answers too. */
  container: string;
  /** What its bridges' DNS answers beside the aliases; its own and its container's name unless told. */
  names?: readonly string[];
  /** `host`: shares the host's interfaces; `none`: loopback alone. */
  mode: 'bridge' | 'host' | 'none';
  /** One for each bridge it is on; empty unless mode is `bridge`. */
  attachments: readonly Attachment[];
  /** Ports let in through the host; without effect unless mode is `bridge`. */
  published: readonly PublishedPort[];
  /** Documentation only: opens nothing. */
  exposed: readonly number[];
  /** TCP ports on which the service's process listens, on all its interfaces. */
  listens: readonly number[];
  /** Ports on which it listens at one address alone, such as 127.0.0.1; known of a running device only. */
  listensAt?: readonly ListeningAddress[];
  /** The service whose interfaces it has instead of its own (`network_mode: service:NAME`); then it has no attachments. */
  sharesNetworkOf?: string;
}

export interface Attachment {
  network: string;
  address: string;
  aliases: readonly string[];
  /** The compose file names the address; else the engine gives one when it starts the container. */
  isChosen?: boolean;
}

export interface ListeningAddress {
  /** `0.0.0.0` for every interface. */
  address: string;
  port: number;
}

export interface PublishedPort {
  /** The host's interface: `0.0.0.0` for all, `127.0.0.1` for the host's own programs. */
  hostAddress: string;
  hostPort: number;
  containerPort: number;
  protocol: 'tcp' | 'udp';
}

export function findService(topology: Topology, name: string): ServiceNode | undefined {
  return topology.services.find((service) => service.name === name);
}

export function findNetwork(topology: Topology, name: string): BridgeNetwork | undefined {
  return topology.networks.find((network) => network.name === name);
}

/**
 * The bridge by which a service leaves and by which published ports come in: of those that are not internal, the first by name
 * (the engine's order of a container's end points). Undefined where none leads out.
 */
export function wayOut(topology: Topology, service: Pick<ServiceNode, 'attachments'>): Attachment | undefined {
  return service.attachments
    .filter(({ network }) => findNetwork(topology, network)?.internal === false)
    .reduce<Attachment | undefined>((first, next) => (first === undefined || next.network < first.network ? next : first), undefined);
}
