import { findNetwork, type Attachment, type ServiceNode, type Topology } from './topology.ts';

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
