import type { Duplex } from 'node:stream';
import type { Destination } from '../../../shared/network/request.ts';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import type { StoppedService, Topology } from '../../../shared/network/topology.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';
import type { ContainerAddress, ContainerSpec, NetworkInfo, NetworkSpec, PortMapping } from '../engine.ts';

/**
 * All networks of one device: the host's interfaces, the bridges, and the laptop outside. Every TCP connection goes
 * through it and ends as `src/shared/network/decide.ts` says; each attempt is told as a ConnectionEvent. Connections are in memory.
 */
export interface VirtualNetwork {
  /** The device's own interfaces, shared by the host OS and by containers in host mode. */
  readonly host: NetworkNamespace;
  networks(): readonly NetworkInfo[];
  /** Throws EngineError `conflict` for a taken name or an overlapping subnet, `invalid` for a subnet, gateway or range that fits nowhere. */
  createNetwork(spec: NetworkSpec): NetworkInfo;
  /** Throws EngineError `not-found`, or `conflict` while a container is on it. */
  removeNetwork(name: string): void;
  /** Networks as they were, after a start of the engine; those that cannot be are left out and named. */
  restoreNetworks(networks: readonly NetworkInfo[]): readonly string[];
  /**
   * A container starts: it gets its interfaces, names and published ports. Throws EngineError in the engine's words, among them
   * `Bind for 0.0.0.0:80 failed: port is already allocated`.
   */
  attach(container: JoiningContainer): Attachment;
  /** A connection from the learner's laptop; rejects with ConnectError. */
  connectFromLaptop(target: { address: string; port: number }): Promise<Duplex>;
  topology(): Topology;
  /** The containers that are there and do not run, for the reasons of verdicts. */
  tellStopped(services: readonly StoppedService[]): void;
  /** Gateways and containers: no way leads there from outside the device. */
  innerAddresses(): readonly string[];
  onConnection(listener: (event: ConnectionEvent) => void): () => void;
  /** An attempt of the laptop that ended before it came to the device, such as at a closed port. */
  tellOfLaptop(to: Destination): void;
  /** Told whenever a port of the device opens or closes for the laptop, and when an address inside comes or goes. */
  onPortsChanged(listener: () => void): () => void;
  /** Host ports that a connection from the laptop finds open now, ascending. */
  openPorts(): readonly number[];
}

export interface JoiningContainer {
  id: string;
  name: string;
  hostname: string;
  /** Its service name where it has one: what the events and the topology call it. */
  service: string;
  spec: Pick<ContainerSpec, 'networkMode' | 'networks' | 'publishedPorts' | 'exposedPorts' | 'extraHosts'>;
  /** The image's exposed ports. */
  exposedPorts: readonly string[];
}

export interface Attachment {
  namespace: NetworkNamespace;
  addresses: ContainerAddress[];
  openPorts: Required<PortMapping>[];
  /** Lines of /etc/hosts beside localhost: address and names. */
  hosts: readonly { address: string; names: readonly string[] }[];
  /** Content of /etc/resolv.conf. */
  resolvConf: string;
  /** The container stopped: its addresses are free, its listeners and connections end. */
  detach(): void;
}
