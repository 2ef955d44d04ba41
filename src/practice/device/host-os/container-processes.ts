import { isOpenAt } from '../../../shared/network/listening.ts';
import type { ListeningAddress, ServiceNode, Topology } from '../../../shared/network/topology.ts';
import type { ContainerEngine } from '../../engine/engine.ts';
import type { GeneratedNode } from '../../filesystem/generated-file-system.ts';
import { socketTable } from './socket-table.ts';
import type { Socket } from './socket-table.ts';

/** The first processes of running containers, as the host sees them: `inspect` names their pids, and /proc tells of them. */
export interface ContainerProcesses {
  /** Undefined where the container does not run. */
  pidOf(containerId: string): number | undefined;
  /** What /proc holds of them beside the host's own processes. */
  proc: { names(): string[]; find(names: readonly string[]): GeneratedNode | undefined };
  close(): void;
}

/** Far above the host OS's own. */
const firstPid = 2001;
const socketFiles = ['tcp', 'tcp6'];

export function trackContainerProcesses(options: {
  engine: Pick<ContainerEngine, 'onEvent'>;
  topology: () => Topology;
}): ContainerProcesses {
  const running = new Map<string, { pid: number; name: string }>();
  let next = firstPid;
  const end = options.engine.onEvent((event) => {
    if (event.kind !== 'container') return;
    const { id, name } = event.container;
    if (event.action === 'start') running.set(id, { pid: next++, name });
    if (event.action === 'die' || event.action === 'destroy') running.delete(id);
  });

  function find(names: readonly string[]): GeneratedNode | undefined {
    const [first = '', second, third, ...deeper] = names;
    if (deeper.length > 0) return undefined;
    // The network of whoever looks, which on the host OS is the host's.
    if (first === 'net') return third === undefined ? networkFolder(second, () => hostSockets(options.topology())) : undefined;
    const [id, found] = [...running].find(([, { pid }]) => String(pid) === first) ?? [];
    if (id === undefined || found === undefined) return undefined;
    const node = options.topology().services.find(({ container }) => container === found.name);
    if (second === undefined) return directory(['cgroup', 'fd', 'net']);
    if (second === 'cgroup') return third === undefined ? file(`0::/docker/${id}\n`) : undefined;
    if (second === 'net') return networkFolder(third, () => (node === undefined ? [] : namespaceSockets(options.topology(), node)));
    if (second !== 'fd' || node === undefined) return undefined;
    const own = socketsOf(node);
    if (third === undefined) return directory(own.map((_, index) => String(index + 3)));
    const socket = own[Number(third) - 3];
    return socket === undefined ? undefined : { kind: 'symlink', target: `socket:[${String(socket.inode)}]` };
  }

  return {
    pidOf: (containerId) => running.get(containerId)?.pid,
    proc: { names: () => ['net', ...[...running.values()].map(({ pid }) => String(pid))], find },
    close: end,
  };
}

/** Of the network namespace that a container is in: those of whoever shares it too. */
function namespaceSockets(topology: Topology, node: ServiceNode): Socket[] {
  const owner = topology.services.find(({ name }) => name === node.sharesNetworkOf) ?? node;
  if (owner.mode === 'host') return hostSockets(topology);
  return topology.services.filter((one) => one === owner || one.sharesNetworkOf === owner.name).flatMap(socketsOf);
}

/** The host OS's, those of services in host mode, and the engine's proxies of published ports. */
function hostSockets(topology: Topology): Socket[] {
  const services = topology.services.filter(({ mode, sharesNetworkOf }) => mode === 'host' && sharesNetworkOf === undefined);
  const listening = [...services, ...topology.services.filter((one) => services.some(({ name }) => name === one.sharesNetworkOf))];
  const proxies = topology.services
    .filter(({ mode }) => mode === 'bridge')
    .flatMap(({ published }) => published.filter(({ protocol }) => protocol === 'tcp'))
    .map(({ hostAddress, hostPort }) => ({ address: hostAddress, port: hostPort }));
  return [...listening.flatMap(socketsOf), ...[...(topology.hostListens ?? []), ...proxies].map((place) => socketAt('host', place))];
}

function socketsOf({ container, listens, listensAt = [] }: ServiceNode): Socket[] {
  const wide = listens.map((port) => ({ address: '0.0.0.0', port }));
  return [...wide, ...listensAt.filter(({ address, port }) => !wide.some((one) => isOpenAt(one, address, port)))].map((place) =>
    socketAt(container, place),
  );
}

/** An inode number that the same socket keeps, as a kernel's. */
function socketAt(holder: string, { address, port }: ListeningAddress): Socket {
  let hash = 0;
  for (const character of `${holder} ${address} ${String(port)}`) hash = (hash * 31 + character.charCodeAt(0)) % 900_000;
  return { address, port, inode: 100_000 + hash };
}

function networkFolder(name: string | undefined, sockets: () => readonly Socket[]): GeneratedNode | undefined {
  if (name === undefined) return directory(socketFiles);
  if (!socketFiles.includes(name)) return undefined;
  return file(socketTable(name === 'tcp' ? sockets() : []));
}

function file(content: string): GeneratedNode {
  return { kind: 'file', read: () => content };
}

function directory(names: readonly string[]): GeneratedNode {
  return { kind: 'directory', names: () => names };
}
