import type { PublishedPort } from '../../../shared/network/topology.ts';
import type { Drawing } from './picture.ts';

/**
 * The drawing with its services in the order of `services`, which holds all of them, and their doors by port. What runs comes in the order of its
 * start and what the files ask for in theirs: without one order for both, boxes would change places where nothing changes.
 */
export function inOneOrder(drawing: Drawing, services: readonly string[]): Drawing {
  const { topology } = drawing;
  const sorted = topology.services.toSorted((one, other) => services.indexOf(one.name) - services.indexOf(other.name));
  return {
    ...drawing,
    topology: { ...topology, services: sorted.map((service) => ({ ...service, published: service.published.toSorted(byPort) })) },
  };
}

function byPort(one: PublishedPort, other: PublishedPort): number {
  return one.hostPort - other.hostPort || one.containerPort - other.containerPort;
}
