import type { ContainerInfo } from '../../../engine/engine.ts';
import { CommandError, findContainer, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';

/** A port of a running container; without a host's address and port it is only exposed. */
export interface ShownPort {
  containerPort: number;
  protocol: string;
  host?: { address: string; port: number };
}

/** Published and exposed ports of a running container, as the daemon lists them; none of one that does not run or has no bridge. */
export function portsOf(container: ContainerInfo, exposedByImage: readonly string[]): ShownPort[] {
  if (container.state.status !== 'running' || container.spec.networkMode !== 'bridge') return [];
  const published: ShownPort[] = (container.openPorts ?? []).map(({ hostAddress, hostPort, containerPort, protocol }) => ({
    containerPort,
    protocol,
    host: { address: hostAddress, port: hostPort },
  }));
  const isPublished = (port: ShownPort): boolean =>
    published.some((other) => other.containerPort === port.containerPort && other.protocol === port.protocol);
  const exposed = exposedPortsOf(container, exposedByImage)
    .map(readPort)
    .filter((port) => !isPublished(port));
  return [...published, ...exposed].sort((first, second) => first.containerPort - second.containerPort || compareHosts(first, second));
}

/** `1234/tcp`: of the image and of the container itself, each once. */
export function exposedPortsOf({ spec }: ContainerInfo, exposedByImage: readonly string[]): string[] {
  const published = (spec.publishedPorts ?? []).map(({ containerPort, protocol }) => `${String(containerPort)}/${protocol}`);
  const all = [...exposedByImage, ...(spec.exposedPorts ?? []), ...published].map((port) => (port.includes('/') ? port : `${port}/tcp`));
  return [...new Set(all)].sort((first, second) => readPort(first).containerPort - readPort(second).containerPort);
}

/** The PORTS column: neighbours that map to themselves are one range (`0.0.0.0:80-82->80-82/tcp`), others follow one by one. */
export function portsText(ports: readonly ShownPort[]): string {
  const ranges: { first: number; last: number; address: string | undefined; protocol: string }[] = [];
  const others: string[] = [];
  for (const { containerPort, protocol, host } of ports) {
    if (host !== undefined && host.port !== containerPort) {
      others.push(`${host.address}:${String(host.port)}->${String(containerPort)}/${protocol}`);
      continue;
    }
    const before = ranges.findLast((range) => range.address === host?.address && range.protocol === protocol);
    if (before?.last === containerPort - 1) before.last = containerPort;
    else ranges.push({ first: containerPort, last: containerPort, address: host?.address, protocol });
  }
  const texts = ranges.map(({ first, last, address, protocol }) => {
    const range = first === last ? String(first) : `${String(first)}-${String(last)}`;
    return address === undefined ? `${range}/${protocol}` : `${address}:${range}->${range}/${protocol}`;
  });
  return [...texts, ...others].join(', ');
}

/** `balena port CONTAINER [PORT[/PROTOCOL]]` */
export async function showPorts(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(context.arguments, {}, { command: `${context.programName} port` });
  requireOperands(context, 'port', flags.operands, { min: 1, max: 2 });
  const [reference = '', wanted] = flags.operands;
  const published = portsOf(await findContainer(context, reference), []).filter(({ host }) => host !== undefined);
  if (wanted === undefined) {
    const lines = published.map(({ containerPort, protocol, host }) => `${String(containerPort)}/${protocol} -> ${hostText(host)}\n`);
    await context.print(lines.join(''));
    return 0;
  }
  const { containerPort, protocol } = readPort(wanted);
  if (!/^\d+(\/(tcp|udp))?$/.test(wanted)) throw new CommandError(`Error: Invalid port: ${wanted}`);
  const found = published.filter((port) => port.containerPort === containerPort && port.protocol === protocol);
  if (found.length === 0) throw new CommandError(`Error: No public port '${String(containerPort)}/${protocol}' published for ${reference}`);
  await context.print(found.map(({ host }) => `${hostText(host)}\n`).join(''));
  return 0;
}

function hostText(host: ShownPort['host']): string {
  return host === undefined ? '' : `${host.address}:${String(host.port)}`;
}

function readPort(text: string): ShownPort {
  const [port = '', protocol = 'tcp'] = text.split('/');
  return { containerPort: Number(port), protocol };
}

function compareHosts(first: ShownPort, second: ShownPort): number {
  return first.protocol < second.protocol ? -1 : first.protocol > second.protocol ? 1 : (first.host?.port ?? 0) - (second.host?.port ?? 0);
}
