import { parseAddress } from '../../../shared/network/ipv4.ts';
import { EngineError } from '../engine.ts';
import type { Place } from './container-network.ts';

/** The DNS server of balenaOS, which the engine hands to containers on its own bridge; on the practice device nobody answers there. */
const outsideNameServer = '10.114.102.1';

/** /etc/resolv.conf of a container; on the host's own network it is the host's. */
export function resolvConfOf(mode: 'bridge' | 'host' | 'none', places: readonly Place[]): string {
  if (mode !== 'bridge') return 'nameserver 127.0.0.2\n';
  const hasNames = places.some(({ bridge }) => bridge.network.nameless !== true);
  return hasNames ? 'nameserver 127.0.0.11\noptions ndots:0\n' : `nameserver ${outsideNameServer}\n`;
}

/** Lines of /etc/hosts beside localhost: names given by hand (`name:address`), then the container's own on each bridge. */
export function hostsOf(
  hostname: string,
  addresses: readonly string[],
  extraHosts: readonly string[],
  hostGateway: string,
): { address: string; names: string[] }[] {
  const extra = extraHosts.map((text) => {
    const at = text.search(/[:=]/);
    const [name, target] = [text.slice(0, at), text.slice(at + 1)];
    const address = target === 'host-gateway' ? hostGateway : target;
    if (at < 1 || parseAddress(address) === undefined)
      throw new EngineError('invalid', `invalid IP address in add-host: ${JSON.stringify(at < 1 ? text : target)}`);
    return { address, names: [name] };
  });
  return [...extra, ...addresses.map((address) => ({ address, names: [hostname] }))];
}

/** What getaddrinfo takes for a name at all (RFC 1123); for anything else it says ENOTFOUND without asking a server. */
export function isHostName(name: string): boolean {
  return (
    name.length <= 253 &&
    name
      .replace(/\.$/, '')
      .split('.')
      .every((label) => /^[a-z0-9_]([a-z0-9_-]{0,62})$/i.test(label))
  );
}
