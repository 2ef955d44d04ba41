import type { ServiceNode, StoppedService } from '../../../shared/network/topology.ts';

/** Which ports containers have listened on since they were started: once one has stopped, its sockets do not tell any more. */
export interface PastListeners {
  see(services: readonly ServiceNode[]): void;
  /** The container of that name starts: what it did before counts no more. */
  forget(container: string): void;
  withPast(service: StoppedService): StoppedService;
}

export function createPastListeners(): PastListeners {
  const seen = new Map<string, Set<number>>();
  return {
    see(services) {
      for (const { container, listens } of services) {
        if (listens.length > 0) seen.set(container, new Set([...(seen.get(container) ?? []), ...listens]));
      }
    },
    forget: (container) => void seen.delete(container),
    withPast(service) {
      const ports = service.names.flatMap((name) => [...(seen.get(name) ?? [])]);
      return ports.length === 0 ? service : { ...service, listened: ports.sort((first, second) => first - second) };
    },
  };
}
