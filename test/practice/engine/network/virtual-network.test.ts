import { describe, expect, it } from 'vitest';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import { read, ask, attach, deviceAddress, idOf, makeNetwork, on, serve } from './network-fixture.ts';

/** The class's project: a frontend that publishes 80, a backend that exposes 1234, on one bridge. */
function classroom() {
  const network = makeNetwork();
  network.createNetwork({ name: '1_default' });
  const frontend = attach(network, 'frontend', {
    networks: on('frontend', '1_default'),
    publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 8080, protocol: 'tcp' }],
  });
  const backend = attach(network, 'backend', { networks: on('backend', '1_default'), exposedPorts: ['1234/tcp'] });
  serve(frontend.namespace, 'frontend', { port: 8080 });
  serve(backend.namespace, 'backend', { port: 1234 });
  return { network, frontend, backend };
}

describe('two services on a bridge', () => {
  it('reach each other by every name, and see the other’s address', async () => {
    const { frontend, backend } = classroom();
    const address = frontend.addresses[0]?.address ?? '';
    for (const name of ['backend', 'BACKEND', 'backend_1_1', idOf('backend').slice(0, 12), 'backend.1_default', '172.17.0.3'])
      expect(await ask(frontend.namespace, name, 1234), name).toBe(`backend to ${address}`);
    expect(await ask(backend.namespace, 'frontend', 8080)).toBe('frontend to 172.17.0.3');
    expect(await ask(frontend.namespace, 'backend', 80)).toBe('ECONNREFUSED');
    expect(await ask(frontend.namespace, 'nobody', 80)).toBe('EAI_AGAIN');
    expect(await ask(frontend.namespace, 'no body', 80)).toBe('ENOTFOUND');
  });

  it('are reached from outside through published ports alone', async () => {
    const { network } = classroom();
    expect(network.openPorts()).toEqual([80]);
    expect(await read(await network.connectFromLaptop({ address: deviceAddress, port: 80 }))).toBe('frontend to 172.17.0.1');
    await expect(network.connectFromLaptop({ address: deviceAddress, port: 1234 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(network.connectFromLaptop({ address: '172.17.0.3', port: 1234 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await ask(network.host, '172.17.0.3', 1234)).toBe('backend to 172.17.0.1');
    expect(await ask(network.host, 'backend', 1234)).toBe('EAI_AGAIN');
  });

  it('tells each attempt with its verdict', async () => {
    const { network, frontend } = classroom();
    const events: ConnectionEvent[] = [];
    const stop = network.onConnection((event) => events.push(event));
    await ask(frontend.namespace, 'backend', 1234);
    await ask(frontend.namespace, 'nobody', 1234);
    await expect(network.connectFromLaptop({ address: deviceAddress, port: 1234 })).rejects.toThrow();
    stop();
    await ask(frontend.namespace, 'backend', 1234);
    expect(events).toMatchObject([
      {
        id: 1,
        time: 1_700_000_000_000,
        from: { kind: 'service', name: 'frontend' },
        to: { kind: 'name', name: 'backend', port: 1234 },
        address: '172.17.0.3',
        verdict: { verdict: 'delivered', rule: 'same-bridge', reached: 'backend', network: '1_default' },
      },
      { id: 2, to: { kind: 'name', name: 'nobody', port: 0 }, verdict: { verdict: 'unresolved', rule: 'name-not-on-shared-bridge' } },
      { id: 3, from: { kind: 'laptop' }, to: { kind: 'device', port: 1234 }, verdict: { verdict: 'refused' } },
    ]);
    expect(events[2]?.verdict.reason).toContain('expose only documents it');
  });
});
