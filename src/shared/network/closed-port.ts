import { listed } from '../listed.ts';
import { ownerOf } from './listening.ts';
import type { Verdict } from './request.ts';
import { wayOut, type PublishedPort, type ServiceNode, type StoppedService, type Topology } from './topology.ts';
import { fail } from './verdicts.ts';

/**
 * Why nobody is at a port of the host. What is known comes before what is likely: whoever has the port at another address, whoever would have it
 * if it ran, whoever has it inside a bridge; and then those on the host's network of whom nobody knows which ports they open.
 */
export function closedPort(topology: Topology, port: number): Verdict {
  const known = elsewhereOnHost(topology, port) ?? datagramsAlone(topology, port);
  if (known !== undefined) return closed(port, known);
  const stopped = whoseIs(topology, port);
  if (stopped !== undefined) return notReady(port, `${stopped.service.name}, ${stopped.how}, is stopped.`, [stopped.service.name]);
  const inside = topology.services.find((service) => service.mode === 'bridge' && service.listens.includes(port));
  if (inside !== undefined) return closed(port, whyShut(topology, inside, port));
  return whoMayBe(topology, port) ?? closed(port, 'no service names that port.');
}

function closed(port: number, why: string): Verdict {
  return fail('refused', 'nothing-listens-on-host', nobody(port, why));
}

function notReady(port: number, why: string, names: readonly string[]): Verdict {
  const [awaited, another] = names;
  const verdict = fail('refused', 'service-not-ready', nobody(port, why));
  return awaited === undefined || another !== undefined ? verdict : { ...verdict, awaited };
}

function nobody(port: number, why: string): string {
  return `Nothing on the device's host listens on ${String(port)}: ${why}`;
}

function elsewhereOnHost(topology: Topology, port: number): string | undefined {
  const own =
    topology.hostListens?.find((one) => one.port === port) ??
    hosted(topology)
      .flatMap(({ listensAt = [] }) => listensAt)
      .find((one) => one.port === port);
  return own === undefined ? undefined : `what listens on that port does so at ${own.address} alone.`;
}

function datagramsAlone({ services }: Topology, port: number): string | undefined {
  const found = services.find(({ published }) => published.some((one) => one.protocol === 'udp' && one.hostPort === port));
  return found === undefined ? undefined : `${found.name} publishes that port for UDP only.`;
}

/** The stopped service that is known to open the port when it runs. */
function whoseIs({ stopped = [] }: Topology, port: number): { service: StoppedService; how: string } | undefined {
  const onHost = stopped.filter(({ usesHost }) => usesHost);
  const publisher = stopped.find(({ usesHost, published }) => !usesHost && published.some(({ hostPort }) => hostPort === port));
  if (publisher !== undefined) return { service: publisher, how: 'which publishes it' };
  const listener = onHost.find(({ listened = [] }) => listened.includes(port));
  if (listener !== undefined) return { service: listener, how: "which listened on it on the host's network" };
  // Where it was seen to listen, that tells more than what its image names.
  const namer = onHost.find(({ exposed, listened }) => listened === undefined && exposed.includes(port));
  return namer === undefined ? undefined : { service: namer, how: "which uses the host's network and names that port" };
}

/** Those on the host's network of whom it is not known which ports they open. */
function whoMayBe(topology: Topology, port: number): Verdict | undefined {
  const stopped = (topology.stopped ?? []).filter(({ usesHost, listened }) => usesHost && listened === undefined).map(({ name }) => name);
  if (stopped.length > 0) {
    const may = `which may have listened on it on the host's network`;
    return notReady(port, `no service names that port, but ${listed(stopped)}, ${may}, ${isOrAre(stopped)} stopped.`, stopped);
  }
  const silent = hosted(topology)
    .filter(({ listens, listensAt = [] }) => listens.length === 0 && listensAt.length === 0)
    .map(({ name }) => name);
  if (silent.length === 0) return undefined;
  return notReady(
    port,
    `${listed(silent)}, which ${silent.length === 1 ? 'uses' : 'use'} the host's network, ${isOrAre(silent)} not known to listen on it.`,
    silent,
  );
}

function hosted(topology: Topology): ServiceNode[] {
  return topology.services.filter((service) => ownerOf(topology, service).mode === 'host');
}

/** Of a service that listens on the port inside its bridge. */
function whyShut(topology: Topology, inside: ServiceNode, port: number): string {
  const door = inside.published.find((published) => published.protocol === 'tcp' && published.containerPort === port);
  if (door !== undefined)
    return wayOut(topology, inside) === undefined
      ? `${inside.name} is only on internal networks, which publishing does not reach.`
      : `${inside.name} publishes its port ${String(port)} at ${placeOf(door)}.`;
  const onlyDocumented = inside.exposed.includes(port) ? ', and expose only documents it' : '';
  return `${inside.name} does not publish it${onlyDocumented}.`;
}

function placeOf({ hostAddress, hostPort }: PublishedPort): string {
  return `${hostAddress}:${String(hostPort)}`;
}

function isOrAre(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
