import type { EngineContainer, EngineNetwork, EngineView } from '../domain/engine-view.ts';
import type { BridgeNetwork, ServiceNode, StoppedService, Topology } from './topology.ts';

/** The engine's own bridge, on which names are not answered. */
const nameless = new Set(['bridge', 'balena0', 'docker0']);

/**
 * The networks of a running device, as its engine told them. Where nobody could see what a container's process listens on, it is taken to
 * listen on the ports that it publishes and exposes.
 */
export function topologyOf(view: EngineView): Topology {
  const running = view.containers.filter(({ state }) => state === 'running').sort(byStart);
  const labels = labelsOf(running);
  const stopped = stoppedServices(view.containers);
  return {
    deviceAddress: view.deviceAddress ?? '',
    networks: view.networks.flatMap(bridgeOf),
    services: running.map((container) => nodeOf(container, labels)),
    ...(view.hostListens === undefined ? {} : { hostListens: view.hostListens }),
    ...(stopped.length === 0 ? {} : { stopped }),
  };
}

/** Those of which no container runs. */
function stoppedServices(containers: readonly EngineContainer[]): StoppedService[] {
  const running = new Set(containers.filter(({ state }) => state === 'running').map(({ service }) => service));
  return containers.flatMap(({ service, name, published, exposed, attachments, networkMode, listened = [] }): StoppedService[] => {
    if (service === undefined || running.has(service)) return [];
    const names = [service, name, ...attachments.flatMap(({ aliases }) => aliases)];
    const past = listened.length === 0 ? {} : { listened };
    return [{ name: service, names, published, exposed, usesHost: networkMode === 'host', ...past }];
  });
}

/** Whether the ports a container listens on were seen, or are taken from what it publishes and exposes. */
export function knowsListeners({ listens, listensAt }: EngineContainer): boolean {
  return listens !== undefined || listensAt !== undefined;
}

function byStart(first: EngineContainer, second: EngineContainer): number {
  return (first.startedAt ?? first.createdAt) - (second.startedAt ?? second.createdAt);
}

/** By container name: the service's name, or its own where another container of that service runs already (during an update). */
function labelsOf(containers: readonly EngineContainer[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const labels = new Map<string, string>();
  for (const { name, service, id } of containers) {
    const label = [service, name].find((candidate) => candidate !== undefined && !taken.has(candidate)) ?? id.slice(0, 12);
    taken.add(label);
    labels.set(name, label);
  }
  return labels;
}

function bridgeOf({ name, subnet, gateway, internal }: EngineNetwork): BridgeNetwork[] {
  if (subnet === undefined || gateway === undefined) return [];
  return [{ name, subnet, gateway, internal, ...(nameless.has(name) ? { nameless: true } : {}) }];
}

function nodeOf(container: EngineContainer, labels: ReadonlyMap<string, string>): ServiceNode {
  const { id, name, networkMode, published, exposed, listensAt, sharesNetworkOf } = container;
  const owner = sharesNetworkOf === undefined ? undefined : labels.get(sharesNetworkOf);
  return {
    name: labels.get(name) ?? name,
    container: name,
    names: [name, id.slice(0, 12)],
    // Without the container whose interfaces it has, it has none.
    mode: networkMode === 'container' ? (owner === undefined ? 'none' : 'bridge') : networkMode,
    attachments: container.attachments.flatMap(({ network, address, aliases }) =>
      address === undefined ? [] : [{ network, address, aliases }],
    ),
    published,
    exposed,
    listens: container.listens ?? (knowsListeners(container) ? [] : likelyPorts(container)),
    ...(listensAt === undefined || listensAt.length === 0 ? {} : { listensAt }),
    ...(owner === undefined ? {} : { sharesNetworkOf: owner }),
  };
}

function likelyPorts({ published, exposed }: EngineContainer): number[] {
  const targets = published.filter(({ protocol }) => protocol === 'tcp').map(({ containerPort }) => containerPort);
  return [...new Set([...targets, ...exposed])].sort((first, second) => first - second);
}
