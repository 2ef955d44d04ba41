import { findService, type ListeningAddress, type ServiceNode, type Topology } from './topology.ts';

/** The service whose interfaces a service has: its own, or those of another. */
export function ownerOf(topology: Topology, service: ServiceNode): ServiceNode {
  return service.sharesNetworkOf === undefined ? service : (findService(topology, service.sharesNetworkOf) ?? service);
}

/** Who listens at an address of `owner`'s interfaces: itself, or a service that shares them. */
export function listenerAt(topology: Topology, owner: ServiceNode, address: string, port: number): ServiceNode | undefined {
  if (isListening(owner, address, port)) return owner;
  return topology.services.find((service) => service.sharesNetworkOf === owner.name && isListening(service, address, port));
}

export function isListening({ listens, listensAt = [] }: ServiceNode, address: string, port: number): boolean {
  return listens.includes(port) || listensAt.some((one) => isOpenAt(one, address, port));
}

export function isOpenAt(listening: ListeningAddress, address: string, port: number): boolean {
  return listening.port === port && isBoundAt(listening.address, address);
}

export function isBoundAt(bound: string, address: string): boolean {
  return bound === '0.0.0.0' || bound === '' || bound === address;
}

/** A server that was told to listen on localhost is a frequent reason for a refused connection. */
export function elsewhere(topology: Topology, owner: ServiceNode, port: number): string {
  const found = topology.services
    .filter((service) => service === owner || service.sharesNetworkOf === owner.name)
    .flatMap(({ listensAt = [] }) => listensAt)
    .find((one) => one.port === port);
  if (found === undefined) return '';
  return found.address.startsWith('127.')
    ? ` except at ${found.address}, which only ${owner.name} itself can use`
    : ` except at ${found.address}`;
}
