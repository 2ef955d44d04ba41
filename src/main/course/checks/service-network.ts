import { listed } from '../../../shared/listed.ts';
import type { EngineContainer, EngineView } from '../../../shared/domain/engine-view.ts';
import { findNetwork, keyOf, runningContainer } from './containers.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export interface ServiceNetwork {
  service: string;
  mode?: 'host' | 'bridge' | undefined;
  on?: string[] | undefined;
  notOn?: string[] | undefined;
  alias?: string | undefined;
  address?: string | undefined;
}

export function serviceNetwork(wanted: ServiceNetwork, context: CheckContext): Verdict {
  const found = runningContainer(wanted.service, context);
  if ('verdict' in found) return found;
  const problem = problemOf(wanted, found.container, found.engine);
  return problem === undefined ? passed(describe(wanted.service, found.container, found.engine)) : notYet(problem);
}

function problemOf(wanted: ServiceNetwork, container: EngineContainer, engine: EngineView): string | undefined {
  const { service, mode, on = [], notOn = [], alias, address } = wanted;
  const now = describe(service, container, engine);
  const isOn = (name: string) => attachmentOn(container, engine, name) !== undefined;
  if (mode !== undefined && container.networkMode !== mode) return now;
  const missing = on.filter((name) => !isOn(name));
  if (missing.length > 0) return `${now} It is not on ${listed(missing)}.`;
  const surplus = notOn.filter(isOn);
  if (surplus.length > 0) return `${now} It is still on ${listed(surplus)}.`;
  // An alias or an address counts on the named networks, or on any.
  const places = on.length === 0 ? container.attachments : on.flatMap((name) => attachmentOn(container, engine, name) ?? []);
  if (alias !== undefined && !places.some(({ aliases }) => aliases.includes(alias))) {
    const names = [...new Set(places.flatMap(({ aliases }) => aliases))].filter((name) => !container.id.startsWith(name));
    return `${service} has no alias ${alias}; its names are ${listed(names)}.`;
  }
  if (address !== undefined && !places.some((place) => place.address === address)) {
    return `${service} has not the address ${address}, but ${listed(places.flatMap((place) => place.address ?? []))}.`;
  }
  return undefined;
}

function attachmentOn(container: EngineContainer, engine: EngineView, name: string): EngineContainer['attachments'][number] | undefined {
  const network = findNetwork(engine, name)?.name ?? name;
  return container.attachments.find((attachment) => attachment.network === network);
}

function describe(service: string, { networkMode, attachments }: EngineContainer, engine: EngineView): string {
  if (networkMode === 'host') return `${service} is on the host's network.`;
  if (networkMode === 'none') return `${service} is on no network.`;
  if (networkMode === 'container') return `${service} shares the network of another container.`;
  const names = attachments.map(({ network }) => keyOf(findNetwork(engine, network) ?? { name: network }));
  return `${service} is on ${names.length === 1 ? 'the bridge' : 'the bridges'} ${listed(names)}.`;
}
