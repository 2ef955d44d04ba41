import { ownerOf } from '../../../shared/network/listening.ts';
import { wayOut, type BridgeNetwork, type PublishedPort, type ServiceNode, type Topology } from '../../../shared/network/topology.ts';

/** Who is drawn in which lane, before anything has a size. */
export interface Arrangement {
  /** Those with the host's interfaces. */
  hosted: readonly ServiceNode[];
  /** In the order of the topology, so that a bridge keeps its place while others come and go. */
  bridges: readonly BridgePlan[];
  /** Services on several bridges, each in a column of its own between its first and its last: its wires cross no box. */
  columns: readonly (readonly Spanning[])[];
  /** Those without any network. */
  lonely: readonly ServiceNode[];
}

export interface BridgePlan {
  network: BridgeNetwork;
  /** On this bridge alone. */
  services: readonly ServiceNode[];
  doors: readonly { service: ServiceNode; published: PublishedPort }[];
}

export interface Spanning {
  service: ServiceNode;
  /** Indexes of its bridges, ascending; the box stands on the first. */
  bridges: readonly number[];
}

export function arrange(topology: Topology): Arrangement {
  const indexes = new Map(topology.networks.map(({ name }, index) => [name, index]));
  const bridges = topology.networks.map((network) => ({ network, services: new Array<ServiceNode>(), doors: new Array<Door>() }));
  const hosted: ServiceNode[] = [];
  const lonely: ServiceNode[] = [];
  const spanning: Spanning[] = [];
  for (const service of topology.services) {
    const owner = ownerOf(topology, service);
    const on = [...new Set(owner.attachments.flatMap(({ network }) => indexes.get(network) ?? []))].sort((one, other) => one - other);
    const first = on[0];
    if (owner.mode === 'host') hosted.push(service);
    else if (owner.mode === 'none' || first === undefined) lonely.push(service);
    else if (on.length === 1 || owner !== service) bridges[first]?.services.push(service);
    else spanning.push({ service, bridges: on });
    const entrance = wayOut(topology, service);
    if (service.mode !== 'bridge' || entrance === undefined) continue;
    for (const published of service.published) bridges[indexes.get(entrance.network) ?? -1]?.doors.push({ service, published });
  }
  return { hosted, bridges, columns: toColumns(spanning), lonely };
}

type Door = BridgePlan['doors'][number];

/** As few columns as it takes that no two in one share a bridge's height: the first column that is free there takes the next. */
function toColumns(spanning: readonly Spanning[]): Spanning[][] {
  const columns: { services: Spanning[]; last: number }[] = [];
  for (const one of spanning.toSorted((left, right) => firstOf(left) - firstOf(right))) {
    const free = columns.find(({ last }) => last < firstOf(one));
    const last = one.bridges.at(-1) ?? 0;
    if (free === undefined) columns.push({ services: [one], last });
    else {
      free.services.push(one);
      free.last = last;
    }
  }
  return columns.map(({ services }) => services);
}

function firstOf({ bridges }: Spanning): number {
  return bridges[0] ?? 0;
}
