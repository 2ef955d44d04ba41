import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { NetworkAttachment } from '../../../../src/practice/engine/engine.ts';
import { createVirtualNetwork } from '../../../../src/practice/engine/network/create-virtual-network.ts';
import type { Attachment, JoiningContainer, VirtualNetwork } from '../../../../src/practice/engine/network/virtual-network.ts';
import type { Endpoint, NetworkNamespace } from '../../../../src/practice/process/network-namespace.ts';

export const deviceAddress = '10.42.0.7';

export function makeNetwork(options: { connectTimeout?: number } = {}): VirtualNetwork {
  return createVirtualNetwork({
    hostInterfaces: [
      { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
      { name: 'eth0', address: deviceAddress, prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
    ],
    hostname: 'a1b2c3d',
    now: () => 1_700_000_000_000,
    connectTimeout: 5,
    ...options,
  });
}

/** On the bridges that are named, each with the service's name as an alias. */
export function on(service: string, ...networks: (string | NetworkAttachment)[]): NetworkAttachment[] {
  return networks.map((one) =>
    typeof one === 'string' ? { network: one, aliases: [service] } : { ...one, aliases: [service, ...one.aliases] },
  );
}

export function attach(
  network: VirtualNetwork,
  service: string,
  spec: Partial<JoiningContainer['spec']> & { exposed?: readonly string[]; hostname?: string } = {},
): Attachment {
  const { exposed = [], hostname, ...rest } = spec;
  const id = idOf(service);
  return network.attach({
    id,
    name: `${service}_1_1`,
    hostname: hostname ?? id.slice(0, 12),
    service,
    spec: { networkMode: 'bridge', ...rest },
    exposedPorts: exposed,
  });
}

export function idOf(service: string): string {
  return createHash('sha256').update(service).digest('hex');
}

/** Answers each connection with its own name and the address that it comes from. */
export function serve(namespace: NetworkNamespace, name: string, place: { address?: string; port: number }) {
  if (namespace.listen === undefined) throw new Error('nothing can listen here');
  return namespace.listen(place, (connection: Duplex, peer: Endpoint) => void connection.end(`${name} to ${peer.address}`));
}

/** What comes until the end. */
export async function read(connection: Duplex): Promise<string> {
  let text = '';
  for await (const chunk of connection) text += String(chunk);
  return text;
}

/** The answer, or the error's code. */
export async function ask(from: NetworkNamespace, name: string, port: number): Promise<string> {
  try {
    const [address = ''] = await from.resolve(name);
    return await read(await from.connect({ address, port }));
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
