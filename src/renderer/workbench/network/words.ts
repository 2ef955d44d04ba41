import { ownerOf } from '../../../shared/network/listening.ts';
import { findService, type BridgeNetwork, type ServiceNode, type Topology } from '../../../shared/network/topology.ts';
import type { BridgePlan } from './arrange.ts';
import type { Density, Drawing, Mark } from './picture.ts';

/** What stands beside a thing that the next push changes. */
export const markWords: Readonly<Record<Mark, string>> = { same: '', added: 'new', removed: 'goes', changed: 'changes' };

export function withMark(text: string, mark: Mark): string {
  return mark === 'same' ? text : `${text} · ${markWords[mark]}`;
}

/** The lines below a service's name, at most three: where it is, what it listens on, what it documents. */
export function serviceLines({ topology, states }: Drawing, service: ServiceNode): string[] {
  const known = states.get(service.name);
  const isUp = known === undefined || known.state === 'running' || known.state === 'planned' || known.state === 'unknown';
  const lines = [isUp ? placeOf(topology, service) : known.words, listensText(topology, service)];
  return [...lines, service.exposed.length === 0 ? '' : `expose ${ports(service.exposed)}`].filter((line) => line !== '');
}

function placeOf(topology: Topology, service: ServiceNode): string {
  const owner = service.sharesNetworkOf === undefined ? undefined : findService(topology, service.sharesNetworkOf);
  if (owner !== undefined) return `in ${owner.name}’s network`;
  if (service.mode === 'host') return 'host networking';
  if (service.mode === 'none') return 'no network';
  return service.attachments[0]?.address ?? '';
}

function listensText(topology: Topology, service: ServiceNode): string {
  const own = listeningPorts(service);
  if (own.length === 0) return '';
  return `${ownerOf(topology, service).mode === 'host' ? 'open on' : 'listens on'} ${ports(own)}`;
}

export function listeningPorts({ listens, listensAt = [] }: ServiceNode): number[] {
  return [...new Set([...listens, ...listensAt.map(({ port }) => port)])].sort((one, other) => one - other);
}

/** `80, 443, 8080 +2` */
export function ports(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 3).join(', ');
  return numbers.length > 3 ? `${shown} +${numbers.length - 3}` : shown;
}

export function bandTitle(network: BridgeNetwork): string {
  const parts = [`${network.name} bridge`, network.subnet];
  if (network.internal) parts.push('internal: sealed');
  if (network.nameless === true) parts.push('no names');
  return parts.filter((part) => part !== '').join(' · ');
}

/** `:8080 → frontend:80`; of a compact picture the port alone. */
export function doorText({ service, published }: BridgePlan['doors'][number], density: Density): string {
  const address = published.hostAddress === '0.0.0.0' || published.hostAddress === '' ? '' : published.hostAddress;
  const outside = `${address}:${published.hostPort}${published.protocol === 'udp' ? '/udp' : ''}`;
  if (density === 'compact') return outside;
  return `${outside} → ${service.name}${published.hostPort === published.containerPort ? '' : `:${published.containerPort}`}`;
}

export function gatewayText({ gateway, internal }: BridgeNetwork, density: Density): string {
  if (density === 'compact') return gateway;
  return internal ? `${gateway} · sealed` : `gateway ${gateway}`;
}

export function hostLines({ hostListens = [] }: Topology): string[] {
  const open = [...new Set(hostListens.map(({ port }) => port))].sort((one, other) => one - other);
  return ['balenaOS', ...(open.length === 0 ? [] : [`open on ${ports(open)}`])];
}
