import { describe, expect, it } from 'vitest';
import { createHostNetwork, isolatedNamespace } from '../../../../src/practice/engine/network/host-network.ts';

function network() {
  return createHostNetwork({ hostname: 'practice' });
}

async function ask(connection: NodeJS.ReadWriteStream, question: string): Promise<string> {
  connection.end(question);
  let answer = '';
  for await (const chunk of connection) answer += String(chunk);
  return answer;
}

describe('the network of the device', () => {
  it('connects to a listener on every own address, and refuses other ports', async () => {
    const host = network();
    host.listen({ port: 80 }, (connection) => {
      connection.on('data', (chunk: Buffer) => connection.end(`got ${chunk.toString()}`));
    });
    for (const address of ['127.0.0.1', '127.0.0.53', '10.42.0.7', '0.0.0.0'])
      expect(await ask(await host.namespace.connect({ address, port: 80 }), 'hello')).toBe('got hello');
    await expect(host.namespace.connect({ address: '127.0.0.1', port: 81 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED 127.0.0.1:81',
    });
  });

  it('keeps a listener on one address to that address', async () => {
    const host = network();
    host.listen({ address: '127.0.0.1', port: 80 }, (connection) => connection.end('x'));
    await expect(host.namespace.connect({ address: '10.42.0.7', port: 80 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(() => host.listen({ address: '10.42.0.7', port: 80 }, () => undefined)).not.toThrow();
    expect(() => host.listen({ port: 80 }, () => undefined)).toThrow('listen EADDRINUSE: address already in use 0.0.0.0:80');
    expect(() => host.listen({ address: '8.8.8.8', port: 80 }, () => undefined)).toThrow(/EADDRNOTAVAIL/);
  });

  it('frees the port when a listener closes, and finds a free one', async () => {
    const host = network();
    const listener = host.listen({ port: 0 }, () => undefined);
    const other = host.listen({ port: 0 }, () => undefined);
    expect(other.port).toBe(listener.port + 1);
    listener.close();
    expect(host.listeners()).toEqual([{ address: '0.0.0.0', port: other.port }]);
    await expect(host.namespace.connect({ address: '127.0.0.1', port: listener.port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('has no way out, and says so', async () => {
    const { namespace } = network();
    await expect(namespace.connect({ address: '93.184.215.14', port: 443 })).rejects.toMatchObject({ code: 'ENETUNREACH' });
    await expect(namespace.connect({ address: '10.42.0.99', port: 80 })).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await expect(namespace.resolve('example.com')).rejects.toMatchObject({ code: 'EAI_AGAIN', hostname: 'example.com' });
    await expect(namespace.resolve('backend')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
    expect(await namespace.resolve('localhost')).toEqual(['127.0.0.1']);
    expect(await namespace.resolve('practice')).toEqual(['10.42.0.7']);
    expect(await namespace.resolve('10.1.2.3')).toEqual(['10.1.2.3']);
    expect(namespace.interfaces().map((each) => each.name)).toEqual(['lo', 'eth0']);
  });

  it('is not seen from an isolated namespace', async () => {
    network().listen({ port: 80 }, () => undefined);
    const alone = isolatedNamespace();
    await expect(alone.connect({ address: '127.0.0.1', port: 80 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(alone.connect({ address: '10.42.0.7', port: 80 })).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });
});
