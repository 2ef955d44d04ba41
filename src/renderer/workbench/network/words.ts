import { ownerOf } from '../../../shared/network/listening.ts';
import { findService, type BridgeNetwork, type ServiceNode, type Topology } from '../../../shared/network/topology.ts';
import type { BridgePlan } from './arrange.ts';
import type { Density, Drawing, Mark } from './picture.ts';

/** What stands beside a thing that the next push changes. */
export const markWords: Readonly<Record<Mark, string>> = { same: '', added: '+ new', removed: '− goes', changed: '~ changes' };

export function withMark(text: string, mark: Mark): string {
  return mark === 'same' ? text : `${text} · ${markWords[mark]}`;
}

/**
 * The lines below a service's name, at most three: where it is, what it listens on, what it documents. A snug box has one. `home` is the bridge
 * on which the box stands: one on several has an address on each.
 */
export function serviceLines({ topology, states }: Drawing, service: ServiceNode, density: Density, home: string | undefined): string[] {
  const known = states.get(service.name);
  const isUp = known === undefined || known.state === 'running' || known.state === 'planned' || known.state === 'unknown';
  const place = isUp ? placeOf(topology, service, home) : known.words;
  if (density === 'snug') {
    const listens = isUp ? listeningPorts(service) : [];
    if (listens.length > 0 && !place.includes('.')) return [listensText(topology, service)];
    return [listens.length === 0 ? place : `${place}  :${ports(listens)}`];
  }
  const documented = onlyExposed(service);
  const lines = [place, listensText(topology, service), documented.length === 0 ? '' : `expose ${ports(documented)}`];
  return lines.filter((line) => line !== '');
}

/** What `expose` alone names: engines count every published port among the exposed ones. */
export function onlyExposed({ exposed, published }: ServiceNode): number[] {
  return exposed.filter((port) => !published.some(({ containerPort }) => containerPort === port));
}

function placeOf(topology: Topology, service: ServiceNode, home: string | undefined): string {
  const owner = service.sharesNetworkOf === undefined ? undefined : findService(topology, service.sharesNetworkOf);
  if (owner !== undefined) return `in ${owner.name}’s network`;
  if (service.mode === 'host') return 'host networking';
  if (service.mode === 'none') return 'no network';
  return service.attachments.find(({ network }) => network === home)?.address || 'address at start';
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
  if (density !== 'comfortable') return outside;
  return `${outside} → ${service.name}${published.hostPort === published.containerPort ? '' : `:${published.containerPort}`}`;
}

export function gatewayText({ gateway, internal }: BridgeNetwork, density: Density): string {
  if (density !== 'comfortable') return gateway || 'gateway';
  return internal ? `${gateway} · sealed`.replace(/^ · /, '') : `gateway ${gateway}`.trimEnd();
}

export function hostLines({ hostListens = [] }: Topology): string[] {
  const open = [...new Set(hostListens.map(({ port }) => port))].sort((one, other) => one - other);
  return ['balenaOS', ...(open.length === 0 ? [] : [`open on ${ports(open)}`])];
}
