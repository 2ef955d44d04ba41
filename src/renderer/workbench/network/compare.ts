import { listed } from '../../../shared/listed.ts';
import type { Attachment, BridgeNetwork, PublishedPort, ServiceNode, Topology } from '../../../shared/network/topology.ts';
import { legKey, networkKey, serviceKey, type Mark } from './picture.ts';
import { doorId } from './sheet.ts';
import { onlyExposed } from './words.ts';

/** What runs and what the files ask for, in one topology: also with what the push takes away. */
export interface Comparison {
  topology: Topology;
  marks: ReadonlyMap<string, Mark>;
  /** What the next push does, in words that follow `The next push …`; empty where it changes nothing that is drawn. */
  changes: readonly string[];
}

/**
 * Addresses that nobody chose are not compared: the engine gives them when it makes the container. What stays keeps those that it has now,
 * what is new has none yet.
 */
export function compare(running: Topology, planned: Topology): Comparison {
  const marks = new Map<string, Mark>();
  const changes: string[] = [];
  const made = [
    ...planned.networks.map((network) => planNetwork(network, find(running.networks, network.name), marks, changes)),
    ...running.networks
      .filter(({ name }) => find(planned.networks, name) === undefined)
      .map((network) => {
        marks.set(networkKey(network.name), 'removed');
        changes.push(`removes the bridge ${network.name}`);
        return network;
      }),
  ];
  // A bridge keeps the place that it has, whatever the order in the file.
  const networks = [
    ...running.networks.flatMap(({ name }) => find(made, name) ?? []),
    ...made.filter(({ name }) => find(running.networks, name) === undefined),
  ];
  const services = [
    ...planned.services.map((service) => planService(service, find(running.services, service.name), marks, changes)),
    ...running.services
      .filter(({ name }) => find(planned.services, name) === undefined)
      .map((service) => {
        markAll(service, 'removed', marks);
        changes.push(`removes ${service.name}`);
        return service;
      }),
  ];
  const { deviceAddress, hostListens } = running;
  return { topology: { deviceAddress, networks, services, ...(hostListens === undefined ? {} : { hostListens }) }, marks, changes };
}

/** One sentence for the whole. */
export function summarize(changes: readonly string[]): string {
  if (changes.length === 0) return 'The next push changes nothing here: the device runs what your files say.';
  const shown = changes.slice(0, changes.length > 4 ? 3 : 4);
  const more = changes.length - shown.length;
  const parts = more > 0 ? [...shown, `makes ${more} more changes`] : shown;
  return `The next push ${listed(parts)}.`;
}

function planNetwork(
  planned: BridgeNetwork,
  running: BridgeNetwork | undefined,
  marks: Map<string, Mark>,
  changes: string[],
): BridgeNetwork {
  if (running === undefined) {
    marks.set(networkKey(planned.name), 'added');
    changes.push(`adds the bridge ${planned.name}`);
    return planned.isChosen === true ? planned : { ...planned, subnet: '', gateway: '' };
  }
  const hasOtherSubnet = planned.isChosen === true && (planned.subnet !== running.subnet || planned.gateway !== running.gateway);
  if (planned.internal === running.internal && !hasOtherSubnet) return { ...planned, subnet: running.subnet, gateway: running.gateway };
  marks.set(networkKey(planned.name), 'changed');
  if (planned.internal !== running.internal) changes.push(`${planned.internal ? 'seals' : 'unseals'} the bridge ${planned.name}`);
  if (!hasOtherSubnet) return { ...planned, subnet: running.subnet, gateway: running.gateway };
  changes.push(`gives ${planned.name} the subnet ${planned.subnet}`);
  return planned;
}

function planService(planned: ServiceNode, running: ServiceNode | undefined, marks: Map<string, Mark>, changes: string[]): ServiceNode {
  if (running === undefined) {
    markAll(planned, 'added', marks);
    const doors = planned.mode === 'bridge' ? planned.published.map(({ hostPort }) => hostPort) : [];
    changes.push(`adds ${planned.name}${doors.length === 0 ? '' : ` with port ${doors.join(' and ')} open`}`);
    return { ...planned, attachments: planned.attachments.map(withoutGuess) };
  }
  const before = changes.length;
  compareMode(planned, running, changes);
  const attachments = compareAttachments(planned, running, marks, changes);
  const published = comparePublished(planned, running, marks, changes);
  const known = [...running.exposed, ...running.published.map(({ containerPort }) => containerPort)];
  const documented = onlyExposed(planned).filter((port) => !known.includes(port));
  if (documented.length > 0) changes.push(`documents ${planned.name}’s port ${documented.join(', ')}`);
  if (changes.length > before) marks.set(serviceKey(planned.name), 'changed');
  const { names } = running;
  return { ...planned, attachments, published, ...(names === undefined ? {} : { names }) };
}

function compareMode(planned: ServiceNode, running: ServiceNode, changes: string[]): void {
  if (planned.sharesNetworkOf !== running.sharesNetworkOf)
    changes.push(
      planned.sharesNetworkOf === undefined
        ? `gives ${planned.name} a network of its own`
        : `puts ${planned.name} into ${planned.sharesNetworkOf}’s network`,
    );
  else if (planned.mode === 'host' && running.mode !== 'host') changes.push(`puts ${planned.name} on the host’s network`);
  else if (planned.mode === 'none' && running.mode !== 'none') changes.push(`takes ${planned.name} off every network`);
  else if (planned.mode === 'bridge' && running.mode === 'host')
    changes.push(`moves ${planned.name} from the host’s network to ${planned.attachments.map(({ network }) => network).join(' and ')}`);
}

function compareAttachments(planned: ServiceNode, running: ServiceNode, marks: Map<string, Mark>, changes: string[]): Attachment[] {
  const stays = planned.mode === running.mode;
  const kept = planned.attachments.map((attachment): Attachment => {
    const old = running.attachments.find(({ network }) => network === attachment.network);
    if (old === undefined) {
      marks.set(legKey(planned.name, attachment.network), 'added');
      if (stays) changes.push(`puts ${planned.name} on ${attachment.network}`);
      return withoutGuess(attachment);
    }
    const names = attachment.aliases.filter((alias) => !old.aliases.includes(alias));
    const gone = old.aliases.filter((alias) => !attachment.aliases.includes(alias) && !isOwnName(running, alias));
    if (names.length > 0) changes.push(`gives ${planned.name} the alias ${names.join(', ')}`);
    if (gone.length > 0) changes.push(`takes the alias ${gone.join(', ')} from ${planned.name}`);
    const moves = attachment.isChosen === true && attachment.address !== old.address;
    if (moves) changes.push(`gives ${planned.name} the address ${attachment.address}`);
    return moves ? attachment : { ...attachment, address: old.address };
  });
  const left = running.attachments.filter(({ network }) => planned.attachments.every((one) => one.network !== network));
  if (!stays || left.length === running.attachments.length) return kept;
  for (const { network } of left) {
    marks.set(legKey(planned.name, network), 'removed');
    changes.push(`takes ${planned.name} off ${network}`);
  }
  return [...kept, ...left];
}

function withoutGuess(attachment: Attachment): Attachment {
  return attachment.isChosen === true ? attachment : { ...attachment, address: '' };
}

/** Engines list a container's own names among its aliases. */
function isOwnName({ name, container, names = [] }: ServiceNode, alias: string): boolean {
  return alias === name || alias === container || names.includes(alias) || /^[0-9a-f]{12}$/.test(alias);
}

function comparePublished(planned: ServiceNode, running: ServiceNode, marks: Map<string, Mark>, changes: string[]): PublishedPort[] {
  const before = running.mode === 'bridge' ? running.published : [];
  const after = planned.mode === 'bridge' ? planned.published : [];
  for (const door of after.filter((one) => !before.some((other) => isSameDoor(one, other)))) {
    marks.set(doorId(planned.name, door), 'added');
    changes.push(`opens port ${door.hostPort} to ${planned.name}`);
  }
  const closed = before.filter((one) => !after.some((other) => isSameDoor(one, other)));
  for (const door of closed) {
    marks.set(doorId(planned.name, door), 'removed');
    changes.push(`closes port ${door.hostPort}`);
  }
  return [...planned.published, ...closed];
}

function isSameDoor(one: PublishedPort, other: PublishedPort): boolean {
  return doorId('', one) === doorId('', other) && one.containerPort === other.containerPort;
}

function markAll(service: ServiceNode, mark: Mark, marks: Map<string, Mark>): void {
  marks.set(serviceKey(service.name), mark);
  for (const { network } of service.attachments) marks.set(legKey(service.name, network), mark);
  for (const door of service.published) marks.set(doorId(service.name, door), mark);
}

function find<Named extends { name: string }>(all: readonly Named[], name: string): Named | undefined {
  return all.find((one) => one.name === name);
}
