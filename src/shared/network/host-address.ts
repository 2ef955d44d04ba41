import { closedPort } from './closed-port.ts';
import { elsewhere, isBoundAt, isListening, isOpenAt, listenerAt, ownerOf } from './listening.ts';
import type { Verdict } from './request.ts';
import { wayOut, type ServiceNode, type Topology } from './topology.ts';
import { fail } from './verdicts.ts';

/**
 * At one of the host's own addresses: those who listen there first (they hold the port), then published ports. What comes from an
 * internal bridge (`sealed` is the service on it) reaches the host's own listeners, but is not let through to published ports.
 */
export function toHost(topology: Topology, port: number, address: string, sealed?: ServiceNode): Verdict {
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
    if (sealed !== undefined) {
      const reason = `${sealed.name} comes by an internal network, from which nothing is let through to the published port ${String(port)}.`;
      return fail('timeout', 'internal-network', reason);
    }
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
  return closedPort(topology, port);
}
