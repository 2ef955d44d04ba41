import { parseAddress } from '../../../shared/network/ipv4.ts';
import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';
import { connectionPair } from './connection-pair.ts';
import { createNetworkStack, isOwnAddress, loopback, version4 } from './network-stack.ts';

/** The network of a build step: loopback alone, on which the step's own processes reach each other. */
export function isolatedNamespace(): NetworkNamespace {
  const interfaces = [loopback];
  const stack = createNetworkStack<'step'>({ interfaces: () => interfaces });
  return {
    interfaces: () => interfaces,
    resolve(name) {
      if (parseAddress(name) !== undefined) return Promise.resolve([name]);
      return name.toLowerCase() === 'localhost' ? Promise.resolve(['127.0.0.1']) : Promise.reject(new NameError('EAI_AGAIN', name));
    },
    async connect({ address, port }) {
      await new Promise((resolve) => setImmediate(resolve));
      const target = version4(address) === '0.0.0.0' ? '127.0.0.1' : version4(address);
      if (!isOwnAddress(interfaces, target)) throw new ConnectError('ENETUNREACH', address, port);
      const listener = stack.find(target, port);
      if (listener === undefined) throw new ConnectError('ECONNREFUSED', address, port);
      const [near, far] = connectionPair();
      listener.accept(far, { address: '127.0.0.1', port: stack.ownPort() });
      return near;
    },
    listen: (place, accept) => stack.listen(place, 'step', accept),
    listeners: () => stack.entries().map(({ address, port, pid }) => ({ address, port, ...(pid === undefined ? {} : { pid }) })),
    echo: (address) => (isOwnAddress(interfaces, address) ? 'answered' : 'no-route'),
  };
}
