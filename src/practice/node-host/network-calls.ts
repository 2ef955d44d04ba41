import { ConnectError, ListenError, NameError } from '../process/network-namespace.ts';
import type { Listener } from '../process/network-namespace.ts';
import type { ProgramContext } from '../process/process.ts';
import type { CallHandler } from './file-calls.ts';
import { CallError } from './open-files.ts';
import type { ServiceEvent } from './protocol.ts';
import type { StreamTable } from './stream-table.ts';

export interface ServiceNetwork {
  calls: Record<string, CallHandler>;
  connect(id: number, target: { address: string; port: number }): void;
  resolve(id: number, name: string): void;
  closeListener(id: number): void;
  closeAll(): void;
}

/** First port of ip_local_port_range, for the local end of a connection that the network does not number. */
const firstLocalPort = 32_768;
const localPorts = 28_232;

/** The network of a service is its container's. */
export function serviceNetwork(context: ProgramContext, streams: StreamTable, tell: (event: ServiceEvent) => void): ServiceNetwork {
  const { network } = context.system;
  const listeners = new Map<number, Listener>();
  const aborted = new AbortController();
  let opened = 0;

  function localAddress(target: string): string {
    if (target.startsWith('127.')) return '127.0.0.1';
    const all = network.interfaces();
    const near = all.find((each) => sharesNetwork(each.address, target, each.prefix));
    return (near ?? all.find((each) => each.gateway !== undefined) ?? all.at(-1))?.address ?? '127.0.0.1';
  }

  return {
    calls: {
      async listen(values) {
        const [id, address, port] = [Number(values['id']), String(values['address']), Number(values['port'])];
        if (network.listen === undefined) throw new CallError('EADDRNOTAVAIL');
        await Promise.resolve();
        try {
          const listener = network.listen({ address, port, pid: context.process.pid }, (connection, peer) => {
            const stream = streams.nextId();
            streams.add(stream, { readable: connection, writable: connection });
            tell({
              on: 'connection',
              id,
              stream,
              peer,
              local: { address: address === '0.0.0.0' ? localAddress(peer.address) : address, port: listener.port },
            });
          });
          listeners.set(id, listener);
          return { value: { address: listener.address, port: listener.port } };
        } catch (error) {
          if (error instanceof ListenError) throw new CallError(error.code);
          throw error;
        }
      },
      async interfaces() {
        await Promise.resolve();
        return {
          value: network
            .interfaces()
            .map(({ name, address, prefix, hardwareAddress }) => ({ name, address, hardwareAddress, netmask: netmask(prefix) })),
        };
      },
    },
    connect(id, { address, port }) {
      opened += 1;
      const local = { address: localAddress(address), port: firstLocalPort + (opened % localPorts) };
      network.connect({ address, port, abort: aborted.signal }).then(
        (connection) => {
          if (aborted.signal.aborted) {
            connection.destroy();
            return;
          }
          streams.add(id, { readable: connection, writable: connection });
          tell({ on: 'connected', id, local, peer: { address, port } });
        },
        (error: unknown) => tell({ on: 'connected', id, error: error instanceof ConnectError ? error.code : 'ECONNREFUSED' }),
      );
    },
    resolve(id, name) {
      network.resolve(name).then(
        (addresses) => tell({ on: 'resolved', id, addresses }),
        (error: unknown) => tell({ on: 'resolved', id, error: error instanceof NameError ? error.code : 'EAI_AGAIN' }),
      );
    },
    closeListener(id) {
      listeners.get(id)?.close();
      listeners.delete(id);
    },
    closeAll() {
      aborted.abort();
      for (const listener of listeners.values()) listener.close();
      listeners.clear();
    },
  };
}

function netmask(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

function sharesNetwork(own: string, target: string, prefix: number): boolean {
  const value = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> 0;
  return prefix > 0 && value(own) >>> (32 - prefix) === value(target) >>> (32 - prefix);
}
