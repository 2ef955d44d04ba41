import { describe, expect, it } from 'vitest';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import { isolatedNamespace } from '../../../../src/practice/engine/network/isolated-namespace.ts';
import { ask, attach, deviceAddress, idOf, makeNetwork, on, read, serve } from './network-fixture.ts';

const port80 = { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 8080, protocol: 'tcp' } as const;

/** The class's project: a frontend that publishes 80, a backend that exposes 1234, on one bridge. */
function classroom() {
  const network = makeNetwork();
  network.createNetwork({ name: '1_default' });
  const frontend = attach(network, 'frontend', { networks: on('frontend', '1_default'), publishedPorts: [port80] });
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
    const { network, frontend, backend } = classroom();
    expect(network.openPorts()).toEqual([80]);
    expect(frontend.openPorts).toEqual([port80]);
    expect(await read(await network.connectFromLaptop({ address: deviceAddress, port: 80 }))).toBe('frontend to 10.42.0.1');
    await expect(network.connectFromLaptop({ address: deviceAddress, port: 1234 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: `connect ECONNREFUSED ${deviceAddress}:1234`,
    });
    await expect(network.connectFromLaptop({ address: '172.17.0.3', port: 1234 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await ask(network.host, '172.17.0.3', 1234)).toBe('backend to 172.17.0.1');
    expect(await ask(network.host, 'localhost', 80)).toBe('frontend to 172.17.0.1');
    expect(await ask(network.host, deviceAddress, 80)).toBe(`frontend to ${deviceAddress}`);
    expect(await ask(backend.namespace, deviceAddress, 80)).toBe('frontend to 172.17.0.1');
    expect(await ask(network.host, 'backend', 1234)).toBe('EAI_AGAIN');
  });

  it('refuse on every address but the one that a server chose', async () => {
    const { frontend, backend } = classroom();
    serve(backend.namespace, 'private', { address: '127.0.0.1', port: 5432 });
    expect(await ask(frontend.namespace, 'backend', 5432)).toBe('ECONNREFUSED');
    expect(await ask(backend.namespace, 'localhost', 5432)).toBe('private to 127.0.0.1');
    expect(await ask(backend.namespace, '127.0.0.2', 5432)).toBe('ECONNREFUSED');
    expect(await ask(backend.namespace, 'backend', 5432)).toBe('ECONNREFUSED');
    expect(await ask(backend.namespace, 'backend', 1234)).toBe('backend to 172.17.0.3');
    expect(await ask(backend.namespace, '0.0.0.0', 1234)).toBe('backend to 127.0.0.1');
  });

  it('find what Docker writes into /etc/hosts and /etc/resolv.conf', async () => {
    const { network } = classroom();
    const named = attach(network, 'named', {
      networks: on('named', '1_default'),
      hostname: 'printer',
      extraHosts: ['device:host-gateway', 'router:192.0.2.1'],
    });
    expect(named.hosts).toEqual([
      { address: '10.114.101.1', names: ['device'] },
      { address: '192.0.2.1', names: ['router'] },
      { address: '172.17.0.4', names: ['printer'] },
    ]);
    expect(named.resolvConf).toBe('nameserver 127.0.0.11\noptions ndots:0\n');
    expect(await named.namespace.resolve('printer')).toEqual(['172.17.0.4']);
    expect(await ask(named.namespace, 'device', 80)).toBe('frontend to 172.17.0.1');
    expect(() => attach(network, 'wrong', { networks: on('wrong', '1_default'), extraHosts: ['x:y'] })).toThrow(
      /invalid IP address in add-host: "y"/,
    );
  });

  it('are gone when they stop: address, names, ports and connections', async () => {
    const { network, frontend, backend } = classroom();
    backend.namespace.listen?.({ port: 9000 }, () => undefined);
    const held = await frontend.namespace.connect({ address: '172.17.0.3', port: 9000 });
    backend.detach();
    backend.detach();
    expect(await read(held)).toBe('');
    expect(await ask(frontend.namespace, 'backend', 1234)).toBe('EAI_AGAIN');
    expect(await ask(frontend.namespace, '172.17.0.3', 1234)).toBe('EHOSTUNREACH');
    expect(await ask(backend.namespace, '172.17.0.2', 8080)).toBe('ENETUNREACH');
    expect(() => backend.namespace.listen?.({ port: 1 }, () => undefined)).toThrow('EADDRNOTAVAIL');
    frontend.detach();
    expect(network.openPorts()).toEqual([]);
    expect(attach(network, 'next', { networks: on('next', '1_default'), publishedPorts: [port80] }).addresses[0]?.address).toBe(
      '172.17.0.2',
    );
  });
});

describe('a published port whose service does not listen yet', () => {
  it('is refused for the laptop, and open but closed at once where the engine’s proxy takes it', async () => {
    const network = makeNetwork();
    network.createNetwork({ name: 'n' });
    attach(network, 'slow', { networks: on('slow', 'n'), publishedPorts: [port80] });
    const other = attach(network, 'other', { networks: on('other', 'n') });
    const verdicts: string[] = [];
    network.onConnection(({ verdict }) => verdicts.push(verdict.verdict));
    await expect(network.connectFromLaptop({ address: deviceAddress, port: 80 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await ask(network.host, deviceAddress, 80)).toBe('ECONNREFUSED');
    expect(await ask(network.host, 'localhost', 80)).toBe('');
    expect(await ask(other.namespace, deviceAddress, 80)).toBe('');
    expect(verdicts).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(network.openPorts()).toEqual([]);
  });
});

describe('each attempt', () => {
  it('is told with its verdict', async () => {
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

  it('can be given up while nobody answers, and ends by itself', async () => {
    const network = makeNetwork({ connectTimeout: 60_000 });
    for (const name of ['a', 'b']) network.createNetwork({ name });
    const from = attach(network, 'from', { networks: on('from', 'a') });
    const to = attach(network, 'to', { networks: on('to', 'b') });
    const address = to.addresses[0]?.address ?? '';
    const giveUp = new AbortController();
    const connecting = from.namespace.connect({ address, port: 80, abort: giveUp.signal });
    setImmediate(() => giveUp.abort());
    await expect(connecting).rejects.toMatchObject({ name: 'AbortError' });
    const other = from.namespace.connect({ address, port: 80 });
    setImmediate(() => from.detach());
    await expect(other).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });
});

describe('several bridges', () => {
  it('are isolated from each other; a service on both reaches both', async () => {
    const network = makeNetwork();
    for (const name of ['front', 'back']) network.createNetwork({ name });
    const web = attach(network, 'web', { networks: on('web', 'front') });
    const api = attach(network, 'api', { networks: on('api', 'front', 'back') });
    const store = attach(network, 'store', { networks: on('store', { network: 'back', aliases: ['Database.internal'] }) });
    for (const [name, { namespace }] of Object.entries({ web, api, store })) serve(namespace, name, { port: 80 });
    expect(
      api.addresses.map(({ network, address, gateway, prefix, hardwareAddress }) => [network, address, gateway, prefix, hardwareAddress]),
    ).toEqual([
      ['front', '172.17.0.3', '172.17.0.1', 16, '02:42:ac:11:00:03'],
      ['back', '172.18.0.2', '172.18.0.1', 16, '02:42:ac:12:00:02'],
    ]);
    expect(await ask(api.namespace, 'web', 80)).toBe('web to 172.17.0.3');
    expect(await ask(api.namespace, 'database.internal', 80)).toBe('store to 172.18.0.2');
    expect(await ask(web.namespace, 'store', 80)).toBe('EAI_AGAIN');
    expect(await ask(web.namespace, '172.18.0.3', 80)).toBe('ETIMEDOUT');
    expect(await ask(web.namespace, '172.18.0.99', 80)).toBe('ETIMEDOUT');
    expect(await ask(web.namespace, '172.17.0.99', 80)).toBe('EHOSTUNREACH');
    // The default route is that of the first bridge by name.
    expect(api.namespace.interfaces().map(({ name, gateway }) => [name, gateway])).toEqual([
      ['lo', undefined],
      ['eth0', undefined],
      ['eth1', '172.18.0.1'],
    ]);
  });

  it('answer a shared alias with all who have it', async () => {
    const network = makeNetwork();
    network.createNetwork({ name: 'n' });
    const from = attach(network, 'from', { networks: on('from', 'n') });
    for (const name of ['one', 'two']) attach(network, name, { networks: on(name, { network: 'n', aliases: ['both'] }) });
    expect(await from.namespace.resolve('both')).toEqual(['172.17.0.3', '172.17.0.4']);
  });

  it('that are internal lead nowhere, and publish nothing', async () => {
    const network = makeNetwork();
    network.createNetwork({ name: 'inner', internal: true });
    network.createNetwork({ name: 'outer' });
    const vault = attach(network, 'vault', { networks: on('vault', 'inner'), publishedPorts: [port80] });
    const door = attach(network, 'door', { networks: on('door', 'inner', 'outer'), publishedPorts: [port80] });
    for (const [name, { namespace }] of Object.entries({ vault, door })) serve(namespace, name, { port: 8080 });
    expect(vault.openPorts).toEqual([]);
    expect(await ask(door.namespace, 'vault', 8080)).toBe('vault to 172.17.0.3');
    expect(await ask(vault.namespace, deviceAddress, 80)).toBe('ETIMEDOUT');
    expect(await ask(vault.namespace, '93.184.215.14', 80)).toBe('ETIMEDOUT');
    expect(await ask(vault.namespace, '172.17.0.99', 80)).toBe('EHOSTUNREACH');
    expect(await read(await network.connectFromLaptop({ address: deviceAddress, port: 80 }))).toBe('door to 10.42.0.1');
    serve(network.host, 'the host OS', { port: 22222 });
    expect(await ask(vault.namespace, '172.17.0.1', 22222)).toBe('the host OS to 172.17.0.2');
  });

  it('of the engine itself answer no names', async () => {
    const network = makeNetwork();
    const one = attach(network, 'one');
    const two = attach(network, 'two');
    serve(two.namespace, 'two', { port: 80 });
    expect(one.addresses).toMatchObject([{ network: 'bridge', address: '10.114.101.2', prefix: 24, gateway: '10.114.101.1' }]);
    expect(one.resolvConf).toBe('nameserver 10.114.102.1\n');
    expect(await ask(one.namespace, 'two_1_1', 80)).toBe('EAI_AGAIN');
    expect(await ask(one.namespace, '10.114.101.3', 80)).toBe('two to 10.114.101.2');
  });
});

describe('host mode', () => {
  it('has the host’s interfaces and ports, and no service names', async () => {
    const { network, frontend } = classroom();
    const hosted = attach(network, 'hosted', { networkMode: 'host', publishedPorts: [{ ...port80, hostPort: 8888 }] });
    expect(hosted).toMatchObject({ addresses: [], openPorts: [] });
    expect(hosted.namespace.interfaces().map(({ name }) => name)).toEqual(['lo', 'eth0', 'balena0', network.networks().at(-1)?.bridge]);
    serve(hosted.namespace, 'hosted', { port: 9000 });
    expect(network.openPorts()).toEqual([80, 9000]);
    expect(await ask(hosted.namespace, 'backend', 1234)).toBe('EAI_AGAIN');
    expect(await ask(hosted.namespace, '172.17.0.3', 1234)).toBe('backend to 172.17.0.1');
    expect(await ask(frontend.namespace, '172.17.0.1', 9000)).toBe('hosted to 172.17.0.2');
    expect(await ask(frontend.namespace, deviceAddress, 9000)).toBe('hosted to 172.17.0.2');
    expect(await read(await network.connectFromLaptop({ address: deviceAddress, port: 9000 }))).toBe('hosted to 10.42.0.1');
    expect(await ask(network.host, 'localhost', 9000)).toBe('hosted to 127.0.0.1');
  });

  it('is known by its ports once it has stopped, until it starts again', async () => {
    const network = makeNetwork();
    const frontend = attach(network, 'frontend', { networkMode: 'host' });
    serve(frontend.namespace, 'frontend', { port: 80 });
    const stopped = { name: 'frontend', names: ['frontend', 'frontend_1_1'], published: [], exposed: [], usesHost: true };
    frontend.detach();
    network.tellStopped([stopped]);
    expect(network.topology().stopped).toEqual([{ ...stopped, listened: [80] }]);
    attach(network, 'frontend', { networkMode: 'host' }).detach();
    expect(network.topology().stopped).toEqual([stopped]);
    await expect(network.connectFromLaptop({ address: deviceAddress, port: 80 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('shares one set of ports with the host OS and with published ports', () => {
    const { network } = classroom();
    const [one, two] = ['one', 'two'].map((name) => attach(network, name, { networkMode: 'host' }));
    serve(network.host, 'the host OS', { port: 22222 });
    for (const port of [80, 22222])
      expect(() => one && serve(one.namespace, 'one', { port })).toThrow(
        `listen EADDRINUSE: address already in use 0.0.0.0:${String(port)}`,
      );
    if (one !== undefined) serve(one.namespace, 'one', { address: '127.0.0.1', port: 5000 });
    expect(() => two && serve(two.namespace, 'two', { port: 5000 })).toThrow('EADDRINUSE');
    expect(() => two && serve(two.namespace, 'two', { address: deviceAddress, port: 5000 })).not.toThrow();
    one?.detach();
    expect(() => two && serve(two.namespace, 'two', { address: '127.0.0.1', port: 5000 })).not.toThrow();
    expect(network.host.listeners?.().map(({ address, port }) => `${address}:${String(port)}`)).toEqual([
      '0.0.0.0:80',
      `${deviceAddress}:5000`,
      '127.0.0.1:5000',
      '0.0.0.0:22222',
    ]);
  });
});

describe('other modes', () => {
  it('none is loopback alone', async () => {
    const { network } = classroom();
    const silent = attach(network, 'silent', { networkMode: 'none' });
    serve(silent.namespace, 'silent', { port: 80 });
    expect(silent.namespace.interfaces().map(({ name }) => name)).toEqual(['lo']);
    expect(await ask(silent.namespace, 'localhost', 80)).toBe('silent to 127.0.0.1');
    expect(await ask(silent.namespace, deviceAddress, 80)).toBe('ENETUNREACH');
    expect(await ask(silent.namespace, 'backend', 80)).toBe('EAI_AGAIN');
  });

  it('container:NAME shares interfaces, ports and names, and loses them with their owner', async () => {
    const { network, frontend, backend } = classroom();
    const helper = attach(network, 'helper', { networkMode: 'container:backend_1_1' });
    const second = attach(network, 'second', { networkMode: `container:${idOf('helper')}` });
    expect(helper.namespace.interfaces()).toEqual(backend.namespace.interfaces());
    expect(helper.resolvConf).toBe(backend.resolvConf);
    expect(() => serve(helper.namespace, 'helper', { port: 1234 })).toThrow('EADDRINUSE');
    serve(helper.namespace, 'helper', { port: 4321 });
    serve(second.namespace, 'second', { port: 4322 });
    expect(await ask(frontend.namespace, 'backend', 4321)).toBe('helper to 172.17.0.2');
    expect(await ask(frontend.namespace, 'backend', 4322)).toBe('second to 172.17.0.2');
    expect(await ask(helper.namespace, 'frontend', 8080)).toBe('frontend to 172.17.0.3');
    expect(await ask(helper.namespace, 'localhost', 1234)).toBe('backend to 127.0.0.1');
    backend.detach();
    expect(helper.namespace.interfaces().map(({ name }) => name)).toEqual(['lo']);
    expect(await ask(helper.namespace, 'localhost', 4321)).toBe('helper to 127.0.0.1');
    expect(await ask(helper.namespace, '172.17.0.2', 8080)).toBe('ENETUNREACH');
    expect(await ask(frontend.namespace, '172.17.0.3', 4321)).toBe('EHOSTUNREACH');
  });

  it('container:NAME is refused in the engine’s words', () => {
    const { network } = classroom();
    expect(() => attach(network, 'late', { networkMode: 'container:nobody' })).toThrow(
      'cannot join network of a non running container: nobody',
    );
    expect(() => attach(network, 'self', { networkMode: 'container:self_1_1' })).toThrow('cannot join own network');
    expect(() => attach(network, 'both', { networkMode: 'container:backend_1_1', publishedPorts: [port80] })).toThrow(
      'conflicting options: port publishing and the container type network mode',
    );
  });
});

describe('the host OS', () => {
  it('has no way out, and says so', async () => {
    const { host } = makeNetwork();
    expect(await ask(host, '93.184.215.14', 443)).toBe('ENETUNREACH');
    expect(await ask(host, '10.42.0.99', 80)).toBe('EHOSTUNREACH');
    expect(await ask(host, 'example.com', 80)).toBe('EAI_AGAIN');
    expect(await host.resolve('localhost')).toEqual(['127.0.0.1']);
    expect(await host.resolve('a1b2c3d')).toEqual(['127.0.1.1']);
  });

  it('keeps a listener on one address to that address, and finds a free port', async () => {
    const network = makeNetwork();
    const { host } = network;
    serve(host, 'local', { address: '127.0.0.1', port: 80 });
    expect(await ask(host, deviceAddress, 80)).toBe('ECONNREFUSED');
    expect(network.openPorts()).toEqual([]);
    expect(() => serve(host, 'all', { port: 80 })).toThrow('listen EADDRINUSE: address already in use 0.0.0.0:80');
    expect(() => serve(host, 'elsewhere', { address: '8.8.8.8', port: 80 })).toThrow(
      'listen EADDRNOTAVAIL: address not available 8.8.8.8:80',
    );
    const first = serve(host, 'first', { address: '::', port: 0 });
    const second = serve(host, 'second', { port: 0 });
    expect(second.port).toBe(first.port + 1);
    expect(await ask(host, deviceAddress, first.port)).toBe(`first to ${deviceAddress}`);
    first.close();
    expect(await ask(host, deviceAddress, first.port)).toBe('ECONNREFUSED');
  });

  it('tells whoever watches the ports when they open and close', () => {
    const network = makeNetwork();
    let count = 0;
    const stop = network.onPortsChanged(() => (count += 1));
    const listener = serve(network.host, 'one', { port: 80 });
    expect([count, network.openPorts()]).toEqual([1, [80]]);
    serve(network.host, 'hidden', { address: '127.0.0.1', port: 81 });
    expect(count).toBe(1);
    listener.close();
    expect([count, network.openPorts()]).toEqual([2, []]);
    stop();
    serve(network.host, 'two', { port: 82 });
    expect(count).toBe(2);
  });
});

it('a build step has loopback alone, where its own processes reach each other', async () => {
  const step = isolatedNamespace();
  serve(step, 'own', { port: 80 });
  expect(await ask(step, 'localhost', 80)).toBe('own to 127.0.0.1');
  expect(await ask(step, 'localhost', 81)).toBe('ECONNREFUSED');
  expect(await ask(step, deviceAddress, 80)).toBe('ENETUNREACH');
  expect(await ask(step, 'registry.example', 80)).toBe('EAI_AGAIN');
  expect(await ask(isolatedNamespace(), 'localhost', 80)).toBe('ECONNREFUSED');
});
