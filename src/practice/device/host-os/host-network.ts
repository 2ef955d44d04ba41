import type { Duplex } from 'node:stream';
import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { NetworkInterface, NetworkNamespace } from '../../process/network-namespace.ts';
import type { DeviceIdentity } from '../device-link.ts';

/**
 * The device's own network: loopback and one wired interface to a network that leads nowhere else. `connectLocally`
 * reaches what listens on the device; undefined where nothing does.
 */
export function hostNetwork(options: {
  identity: DeviceIdentity;
  hostname: string;
  connectLocally?: (port: number) => Promise<Duplex | undefined>;
}): NetworkNamespace {
  const { identity, hostname } = options;
  const own: NetworkInterface[] = [
    { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
    { name: 'eth0', address: identity.address, prefix: 24, hardwareAddress: identity.macAddress.toLowerCase() },
  ];
  const names = new Map([
    ['localhost', '127.0.0.1'],
    ['localhost.localdomain', '127.0.0.1'],
    [hostname, '127.0.1.1'],
  ]);
  const network = identity.address.slice(0, identity.address.lastIndexOf('.') + 1);
  return {
    interfaces: () => own,
    resolve(name) {
      if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return Promise.resolve([name]);
      const address = names.get(name.toLowerCase());
      return address === undefined ? Promise.reject(new NameError('ENOTFOUND', name)) : Promise.resolve([address]);
    },
    async connect({ address, port }) {
      const isOwn = address.startsWith('127.') || address === identity.address;
      if (!isOwn) throw new ConnectError(address.startsWith(network) ? 'EHOSTUNREACH' : 'ENETUNREACH', address, port);
      const stream = await options.connectLocally?.(port);
      if (stream === undefined) throw new ConnectError('ECONNREFUSED', address, port);
      return stream;
    },
  };
}
