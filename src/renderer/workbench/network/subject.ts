import type { DeviceView } from '../../../shared/domain/device-view.ts';
import type { EngineContainer, EngineView } from '../../../shared/domain/engine-view.ts';
import { composeName } from '../../../shared/network/bridge-name.ts';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { topologyOf } from '../../../shared/network/from-engine.ts';
import type { Topology } from '../../../shared/network/topology.ts';
import { compare } from './compare.ts';
import type { Drawing, ServiceState } from './picture.ts';

/** What runs on the device, with its bridges by the names that the compose file gives them. */
export function runningDrawing(view: EngineView, device: DeviceView | undefined): Drawing {
  const running = new Set(view.containers.filter(({ state }) => state === 'running').map(({ service }) => service));
  // A container that does not run has no address and no open door; it is still there.
  const others = view.containers.filter(({ state, service }) => state !== 'running' && service !== undefined && !running.has(service));
  const stopped = new Set(others.map(({ id }) => id));
  const all = view.containers.flatMap((container): EngineContainer[] => {
    if (container.state === 'running') return [container];
    return stopped.has(container.id) ? [asStopped(container)] : [];
  });
  const topology = byKeys(topologyOf({ ...view, containers: all }), bridgeKeys(view));
  const states = new Map(
    view.containers
      .filter(({ id, state }) => state === 'running' || stopped.has(id))
      .map((container) => [container.service ?? container.name, stateOf(container, device)]),
  );
  return {
    topology: { ...topology, networks: topology.networks.filter((network) => isOfUse(network, topology, view)) },
    states,
    marks: new Map(),
  };
}

/** What the next push makes of it; `changes` say how it differs, and are undefined where nothing runs to compare with. */
export function plannedDrawing(running: Drawing, planned: Topology): { drawing: Drawing; changes: readonly string[] | undefined } {
  const hostListens = running.topology.hostListens === undefined ? {} : { hostListens: running.topology.hostListens };
  const states = new Map(planned.services.map(({ name }) => [name, { state: 'planned' as const, words: '' }]));
  if (running.topology.services.length === 0) {
    const deviceAddress = running.topology.deviceAddress || planned.deviceAddress;
    return { drawing: { topology: { ...planned, ...hostListens, deviceAddress }, states, marks: new Map() }, changes: undefined };
  }
  const { topology, marks, changes } = compare(running.topology, planned);
  return { drawing: { topology, marks, states }, changes };
}

/** The connection with its bridge under the name that the picture has for it; a bridge that is gone, under its name in the compose file. */
export function byKey(event: ConnectionEvent, keys: ReadonlyMap<string, string>): ConnectionEvent {
  const { network, reason } = event.verdict;
  const key = network === undefined ? undefined : (keys.get(network) ?? composeName(network));
  if (network === undefined || key === undefined || key === network) return event;
  return { ...event, verdict: { ...event.verdict, network: key, reason: reason.replaceAll(network, key) } };
}

/** The names of bridges in the compose file by those that the engine has for them; one that two bridges claim is given to neither. */
export function bridgeKeys({ networks }: EngineView): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { key } of networks) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Map(networks.map(({ name, key }) => [name, key !== undefined && counts.get(key) === 1 ? key : name]));
}

function byKeys(topology: Topology, keys: ReadonlyMap<string, string>): Topology {
  const keyOf = (name: string): string => keys.get(name) ?? name;
  return {
    ...topology,
    networks: topology.networks.map((network) => ({ ...network, name: keyOf(network.name) })),
    services: topology.services.map((service) => ({
      ...service,
      attachments: service.attachments.map((attachment) => ({ ...attachment, network: keyOf(attachment.network) })),
    })),
  };
}

/** The engine's own bridge is there on every device: it is drawn where a container is on it. */
function isOfUse({ name }: { name: string }, { services }: Topology, { networks }: EngineView): boolean {
  return (
    networks.some(({ key }) => key === name) || services.some(({ attachments }) => attachments.some(({ network }) => network === name))
  );
}

function asStopped(container: EngineContainer): EngineContainer {
  const attachments = container.attachments.map((attachment) => ({ ...attachment, address: attachment.address ?? '' }));
  return { ...container, state: 'running', attachments, listens: [], listensAt: [] };
}

function stateOf(container: EngineContainer, device: DeviceView | undefined): { state: ServiceState; words: string } {
  const { state, exitCode, error, service } = container;
  const code = exitCode === undefined ? '' : `, exit ${exitCode}`;
  const known = device?.services.find(({ name }) => name === service);
  if (known !== undefined && /download|install|updat/i.test(known.status)) {
    const progress = known.downloadProgress === undefined ? '' : `, ${Math.round(known.downloadProgress)} %`;
    return { state: 'updating', words: `updating${progress}` };
  }
  if (state === 'running') return { state: 'running', words: 'running' };
  if (state === 'restarting') return { state: 'restarting', words: `restarting${code}` };
  if (state === 'created')
    return error === undefined ? { state: 'starting', words: 'starting' } : { state: 'stopped', words: `not started: ${error}` };
  return { state: 'stopped', words: `stopped${code}` };
}
