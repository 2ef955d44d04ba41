import type { Verdict } from '../../../shared/network/request.ts';
import type { ConnectError, EchoOutcome, NetworkInterface } from '../../process/network-namespace.ts';
import type { Member } from './container-network.ts';
import { exitOf, type Place } from './container-network.ts';
import { isOnLink, isOwnAddress } from './network-stack.ts';

/** Who sends a packet: a member of the device's networks, or the laptop outside. */
export type Sender = Member | 'laptop';

/**
 * The error that a program gets for a verdict. A kernel knows more kinds of silence than a verdict: nobody on the wire has the
 * address (EHOSTUNREACH), no interface leads there (ENETUNREACH), or packets vanish on the way (ETIMEDOUT).
 */
export function errorCodeOf(verdict: Verdict, sender: Sender, address: string, host: Member): ConnectError['code'] {
  if (verdict.verdict === 'refused') return 'ECONNREFUSED';
  if (sender === 'laptop' || verdict.rule === 'isolated-bridges') return 'ETIMEDOUT';
  const own = sender.interfaces();
  if (isOwnAddress(host.interfaces(), address)) return own.some(({ name }) => name !== 'lo') ? 'ETIMEDOUT' : 'ENETUNREACH';
  if (own.some((one) => isOnLink(one, address))) return 'EHOSTUNREACH';
  if (verdict.rule === 'internal-network') return 'ETIMEDOUT';
  if (isHostsOwn(sender, host)) return hasDefaultRoute(own) ? 'ETIMEDOUT' : 'ENETUNREACH';
  if (!hasDefaultRoute(own)) return 'ENETUNREACH';
  // Through the gateway: the engine drops what goes to another bridge; the rest is for the host's routes to answer.
  const [outside, bridges] = split(host.interfaces());
  if (bridges.some((one) => isOnLink(one, address))) return 'ETIMEDOUT';
  if (outside.some((one) => isOnLink(one, address))) return 'EHOSTUNREACH';
  return hasDefaultRoute(outside) ? 'ETIMEDOUT' : 'ENETUNREACH';
}

export function echoOutcome(verdict: Verdict, code: () => ConnectError['code']): EchoOutcome {
  if (verdict.verdict === 'delivered' || verdict.verdict === 'refused') return 'answered';
  const reason = code();
  return reason === 'ENETUNREACH' ? 'no-route' : reason === 'EHOSTUNREACH' ? 'unreachable' : 'silent';
}

/**
 * Whether the engine's proxy takes a connection to a published port: from the host's own loopback and from bridges. What comes from
 * elsewhere is translated by the kernel and refused where nobody listens.
 */
export function goesByProxy(verdict: Verdict, sender: Sender, address: string, host: Member): boolean {
  if (sender === 'laptop' || verdict.rule !== 'nothing-listens-in-service' || !isOwnAddress(host.interfaces(), address)) return false;
  return isHostsOwn(sender, host) ? address.startsWith('127.') : !address.startsWith('127.');
}

/** The address from which the other side sees a connection come: as the engine's proxy and the kernel's translation leave it. */
export function sourceAddress(
  verdict: Verdict,
  sender: Sender,
  address: string,
  lookUp: { gatewayOf(network: string): string | undefined; laptopAddress: string; host: Member },
): string {
  if (sender === 'laptop') return lookUp.laptopAddress;
  const gateway = verdict.network === undefined ? undefined : lookUp.gatewayOf(verdict.network);
  const isLocal = address.startsWith('127.');
  if (verdict.rule === 'published-port' && gateway !== undefined) return isHostsOwn(sender, lookUp.host) && !isLocal ? address : gateway;
  if (isLocal) return '127.0.0.1';
  if (isHostsOwn(sender, lookUp.host)) return gateway ?? address;
  const places = placesOf(sender);
  const used = places.find((place) => place.address === address) ?? places.find((place) => isNear(place, address)) ?? exitOf(places);
  return used?.address ?? address;
}

/** Whether a member has the host's interfaces. */
export function isHostsOwn(member: Member, host: Member): boolean {
  return member.stack === host.stack;
}

function placesOf(member: Member): readonly Place[] {
  return (member.owner ?? member).places;
}

function isNear({ bridge, address: own }: Place, address: string): boolean {
  return isOnLink({ name: '', address: own, prefix: bridge.prefix, hardwareAddress: '' }, address);
}

function hasDefaultRoute(interfaces: readonly NetworkInterface[]): boolean {
  return interfaces.some(({ gateway }) => gateway !== undefined);
}

/** The host's interfaces to the outside, and those of its bridges. */
function split(interfaces: readonly NetworkInterface[]): [NetworkInterface[], NetworkInterface[]] {
  const isBridge = ({ name }: NetworkInterface): boolean => name === 'balena0' || name.startsWith('br-');
  return [interfaces.filter((one) => !isBridge(one)), interfaces.filter(isBridge)];
}
