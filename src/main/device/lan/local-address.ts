import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { FleetlabError } from '../../../shared/errors.ts';
import { askForAddress } from './mdns.ts';

/** Addresses that no router of the internet carries on: RFC 1918, RFC 3927, RFC 4193, RFC 4291 (section 2.5.6), and this machine itself. */
const never = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  never.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  never.addSubnet(network, bits, 'ipv6');

/** Whether a machine there is of this computer's own networks: nothing that is asked of it leaves them. */
export function isLocalAddress(address: string, networks: readonly string[] = ownNetworks()): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (never.check(address, family)) return true;
  const own = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    own.addSubnet(base, Number(bits), isIP(base) === 4 ? 'ipv4' : 'ipv6');
  }
  return own.check(address, family);
}

/**
 * The IP address of a device that a person names by address or name. A `.local` name is asked for on the local network alone, whatever this
 * computer's resolver does. Rejects with FleetlabError `invalid-input`, `not-found` or `not-local`.
 */
export async function resolveDevice(named: string, signal?: AbortSignal): Promise<string> {
  const name = named.trim().replace(/\.$/, '');
  if (!/^[\w.:%-]+$/.test(name)) throw new FleetlabError('invalid-input', `“${name}” is neither an address nor a name.`, example);
  const address = isIP(name) === 0 ? await addressOf(name, signal) : name;
  if (!isLocalAddress(address))
    throw new FleetlabError(
      'not-local',
      `${name}${name === address ? '' : ` (${address})`} is not on a network of this computer.`,
      'Join the device’s network, or reach the device through its cloud.',
    );
  return address;
}

const example = 'Give one like 192.168.1.20 or 63f9a2b.local.';

async function addressOf(name: string, signal?: AbortSignal): Promise<string> {
  if (/^[\d.]+$/.test(name)) throw new FleetlabError('invalid-input', `“${name}” is no complete address.`, example);
  const found = /\.local$/i.test(name)
    ? await askForAddress(name, signal === undefined ? {} : { signal })
    : await lookup(name, { family: 4 }).then(
        ({ address }) => address,
        () => undefined,
      );
  signal?.throwIfAborted();
  if (found === undefined)
    throw new FleetlabError(
      'not-found',
      `Nobody on this network answers to the name ${name}.`,
      'Is the device switched on and on this network? Its address works too, where names do not (some networks keep mDNS out).',
    );
  return found;
}

function ownNetworks(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one?.cidr === null || one === undefined ? [] : [one.cidr]));
}
