import { composeName } from './bridge-name.ts';
import { toHost } from './host-address.ts';
import { parseAddress } from './ipv4.ts';
import { elsewhere, listenerAt, ownerOf } from './listening.ts';
import type { NetworkRequest, Verdict } from './request.ts';
import { resolveNames } from './resolve-names.ts';
import { findNetwork, findService, wayOut, type Attachment, type ServiceNode, type Topology } from './topology.ts';
import { fail, noWayOut } from './verdicts.ts';

/**
 * Where a connection ends. Rules are those of Docker Engine's bridge driver and resolver, as measured: published ports
 * are let in by the host, same bridge means every port, two bridges are isolated, host mode has the host's interfaces
 * and no service names, `expose` opens nothing.
 */
export function decide(topology: Topology, request: NetworkRequest): Verdict {
  const { from, to } = request;
  if (to.kind === 'device') return toAddress(topology, from, topology.deviceAddress, to.port);
  if (parseAddress(to.name) !== undefined) return toAddress(topology, from, to.name, to.port);
  return toName(topology, from, to.name.toLowerCase(), to.port);
}

function toName(topology: Topology, from: NetworkRequest['from'], name: string, port: number): Verdict {
  if (name === 'localhost') return toAddress(topology, from, '127.0.0.1', port);
  if (from.kind === 'laptop') {
    return fail(
      'unresolved',
      'outside-has-no-names',
      `Service names exist only on the device's bridges: the laptop cannot resolve ${name}.`,
    );
  }
  if (from.kind === 'host') {
    return fail('unresolved', 'host-os-has-no-names', `Service names exist only inside bridges: the host OS cannot resolve ${name}.`);
  }
  const source = findSource(topology, from);
  if (source === undefined) return unknownSource(from.name);
  if (source.mode === 'host') {
    return fail(
      'unresolved',
      'host-mode-has-no-names',
      `${source.name} uses host networking, where service names do not exist: ${name} does not resolve.`,
    );
  }
  if (source.mode === 'none') return fail('unresolved', 'no-network', `${source.name} has no network at all.`);
  const [found] = resolveNames(topology, source, name);
  if (found === undefined) {
    const stopped = topology.stopped?.find(({ names }) => names.some((one) => one.toLowerCase() === name));
    const reason =
      stopped === undefined
        ? `No service called ${name} is on a bridge that ${source.name} is on.`
        : `${stopped.name} is stopped: only a container that runs has a name on its bridges.`;
    return fail('unresolved', 'name-not-on-shared-bridge', reason);
  }
  return toContainer(topology, found.service, found.attachment, port);
}

/** The service whose interfaces a request leaves by. */
function findSource(topology: Topology, from: NetworkRequest['from']): ServiceNode | undefined {
  const service = from.kind === 'service' ? findService(topology, from.name) : undefined;
  return service === undefined ? undefined : ownerOf(topology, service);
}

function toAddress(topology: Topology, from: NetworkRequest['from'], address: string, port: number): Verdict {
  const source = findSource(topology, from);
  if (from.kind === 'service' && source === undefined) return unknownSource(from.name);
  const isBridged = source?.mode === 'bridge';
  // A connection to 0.0.0.0 goes to oneself (Linux).
  if (address.startsWith('127.') || address === '0.0.0.0') {
    if (from.kind === 'laptop') return fail('refused', 'own-loopback', `On the laptop, ${address} is the laptop itself.`);
    if (source !== undefined && source.mode !== 'host')
      return toOwnLoopback(topology, source, address === '0.0.0.0' ? '127.0.0.1' : address, port);
    return toHost(topology, port, address === '0.0.0.0' ? '127.0.0.1' : address);
  }
  if (source?.mode === 'none') return fail('timeout', 'no-network', `${source.name} has no network at all.`);
  const isDevice = address === topology.deviceAddress;
  const bridge = topology.networks.find((network) => network.gateway === address);
  if (isDevice || bridge !== undefined) {
    if (from.kind === 'laptop' && !isDevice) return outsideToContainer(address);
    return toHost(topology, port, address, isBridged && entersSealed(topology, source, bridge?.name) ? source : undefined);
  }
  const target = containerAt(topology, address);
  if (from.kind === 'laptop') return target === undefined ? nowhere(address) : outsideToContainer(address);
  if (target === undefined) return isBridged && wayOut(topology, source) === undefined ? noWayOut(source) : nowhere(address);
  if (!isBridged) {
    const verdict = toContainer(topology, target.service, target.attachment, port);
    return verdict.verdict === 'delivered'
      ? {
          ...verdict,
          rule: 'host-to-container',
          reason: `The host reaches the containers on its bridges directly: ${verdict.reached ?? target.service.name} listens on ${String(port)}.`,
        }
      : verdict;
  }
  if (isOn(source, target.attachment.network)) return toContainer(topology, target.service, target.attachment, port);
  if (wayOut(topology, source) === undefined) return noWayOut(source);
  return fail(
    'timeout',
    'isolated-bridges',
    `${source.name} and ${target.service.name} share no bridge, and the engine drops what goes from one bridge to another.`,
  );
}

function toContainer(topology: Topology, service: ServiceNode, { network, address }: Attachment, port: number): Verdict {
  const listener = listenerAt(topology, service, address, port);
  if (listener === undefined) {
    return fail(
      'refused',
      'nothing-listens-in-service',
      `${service.name} is reached, but nothing in it listens on ${String(port)}${elsewhere(topology, service, port)}.`,
    );
  }
  return {
    verdict: 'delivered',
    rule: 'same-bridge',
    reason: `On the bridge ${composeName(network) ?? network} every port of every service is open, and ${listener.name} listens on ${String(port)}.`,
    reached: listener.name,
    network,
    arrivesAt: { address, port },
  };
}

function toOwnLoopback(topology: Topology, service: ServiceNode, address: string, port: number): Verdict {
  const listener = listenerAt(topology, service, address, port);
  if (listener === undefined)
    return fail('refused', 'own-loopback', `localhost is ${service.name} itself, and nothing in it listens on ${String(port)}.`);
  return {
    verdict: 'delivered',
    rule: 'own-loopback',
    reason: `localhost is ${service.name} itself.`,
    reached: listener.name,
    arrivesAt: { address, port },
  };
}

function containerAt(topology: Topology, address: string): { service: ServiceNode; attachment: Attachment } | undefined {
  for (const service of topology.services) {
    const attachment = service.attachments.find((candidate) => candidate.address === address);
    if (attachment !== undefined) return { service, attachment };
  }
  return undefined;
}

/** Whether what a service sends to the host comes in by an internal bridge: the one the address is on, else that of its default route. */
function entersSealed(topology: Topology, source: ServiceNode, bridge: string | undefined): boolean {
  const direct = source.attachments.find(({ network }) => network === bridge);
  const entrance = direct ?? wayOut(topology, source);
  return entrance === undefined || findNetwork(topology, entrance.network)?.internal === true;
}

function isOn(service: ServiceNode, network: string | undefined): boolean {
  return service.attachments.some((attachment) => attachment.network === network);
}

function outsideToContainer(address: string): Verdict {
  return fail('timeout', 'container-address-from-outside', `${address} exists only inside the device; from outside nothing answers.`);
}

function nowhere(address: string): Verdict {
  return fail('timeout', 'no-such-address', `Nothing on this device has the address ${address}.`);
}

function unknownSource(name: string): Verdict {
  return fail('unresolved', 'name-not-on-shared-bridge', `There is no service called ${name}.`);
}
