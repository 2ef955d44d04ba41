import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContainerInfo, ContainerSpec, EngineEvent, NetworkAttachment } from '../../../../src/practice/engine/engine.ts';
import { networkImage, run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;
let server: string;

beforeEach(async () => {
  // Nothing answers for less time than a test has: a connection that is dropped ends soon.
  lab = await testEngine({}, { connectTimeout: 50 });
  server = (await lab.build(...networkImage('["serve", "1234", "from the backend"]', 'EXPOSE 1234'))).image.id;
});
afterEach(() => lab.close());

/** Starts a container on bridges; its service is called as the container. */
async function up(name: string, more: Partial<ContainerSpec> = {}): Promise<ContainerInfo> {
  await lab.engine.createContainer(
    spec(server, { name, networkMode: 'bridge', labels: { 'io.balena.service-name': name }, privileged: false, ...more }),
  );
  await lab.engine.startContainer(name);
  if (more.command === undefined) await lab.until(async () => (await lab.outputOf(name)).length > 0);
  return lab.engine.inspectContainer(name);
}

function on(...names: string[]): { networks: NetworkAttachment[] } {
  return { networks: names.map((network) => ({ network, aliases: [] })) };
}

const idle = { command: ['sleep', 'infinity'] };

async function ask(from: string, host: string, port: number): Promise<string> {
  return (await run(lab.engine, from, ['ask', host, String(port)])).stdout.trim();
}

function networkEvents(): string[] {
  return lab.events.flatMap((event) => (event.kind === 'network' ? [`${event.action} ${event.name}`] : []));
}

describe('networks', () => {
  it('are made, listed, told of, refused, and removed', async () => {
    const made = await lab.engine.createNetwork({ name: '1_default', labels: { a: 'b' } });
    expect(made).toMatchObject({ name: '1_default', driver: 'bridge', internal: false, labels: { a: 'b' } });
    expect((await lab.engine.networks()).map(({ name, driver }) => [name, driver])).toEqual([
      ['bridge', 'bridge'],
      ['host', 'host'],
      ['none', 'null'],
      ['1_default', 'bridge'],
    ]);
    await expect(lab.engine.createNetwork({ name: '1_default' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(lab.engine.createNetwork({ name: 'other', subnet: made.subnet ?? '' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(lab.engine.createNetwork({ name: 'odd', subnet: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
    await lab.engine.removeNetwork('1_default');
    await expect(lab.engine.removeNetwork('1_default')).rejects.toMatchObject({ code: 'not-found' });
    expect(networkEvents()).toEqual(['create 1_default', 'destroy 1_default']);
  });

  it('cannot be removed while a container runs on them, and can afterwards', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    await up('frontend', { ...on('front'), ...idle });
    await expect(lab.engine.removeNetwork('front')).rejects.toMatchObject({ code: 'conflict' });
    await lab.engine.stopContainer('frontend', { graceSeconds: 0 });
    await lab.engine.removeNetwork('front');
    await expect(lab.engine.startContainer('frontend')).rejects.toThrow('network front not found');
    expect((await lab.engine.inspectContainer('frontend')).state).toMatchObject({ status: 'exited', exitCode: 128 });
  });

  it('are there again, as they were, when the engine starts again', async () => {
    const kept = await lab.engine.createNetwork({ name: 'kept', subnet: '172.30.0.0/16', gateway: '172.30.0.9', internal: true });
    await lab.engine.createNetwork({ name: 'gone' });
    await lab.engine.removeNetwork('gone');
    await lab.engine.close();
    const again = await lab.reopen();
    expect((await again.networks()).slice(3)).toEqual([kept]);
    expect(again.notices).toEqual([]);
  });

  it('of a damaged checkpoint change nothing', async () => {
    await lab.engine.createNetwork({ name: 'mine' });
    const point = `${lab.directory}/point`;
    await lab.engine.checkpoint(point);
    await up('running', { ...on('mine'), ...idle });
    writeFileSync(`${point}/networks.json`, '[{"name": 1}]');
    await expect(lab.engine.restoreCheckpoint(point)).rejects.toMatchObject({ code: 'not-found' });
    expect((await lab.engine.inspectContainer('running')).state.status).toBe('running');
  });

  it('come back with a checkpoint, and later ones go', async () => {
    const kept = await lab.engine.createNetwork({ name: 'kept' });
    const point = `${lab.directory}/point`;
    await lab.engine.checkpoint(point);
    await lab.engine.removeNetwork('kept');
    await lab.engine.createNetwork({ name: 'later' });
    await up('running', { ...on('later'), ...idle });
    await lab.engine.restoreCheckpoint(point);
    expect((await lab.engine.networks()).slice(3)).toEqual([kept]);
    expect(await lab.engine.containers()).toEqual([]);
  });
});

describe('a container on bridges', () => {
  it('has addresses while it runs, which hosts and inspect show', async () => {
    const network = await lab.engine.createNetwork({ name: 'front', subnet: '172.30.0.0/16' });
    await lab.engine.createNetwork({ name: 'back', subnet: '172.31.0.0/16' });
    const info = await up('frontend', { ...on('front', 'back'), hostname: 'web', extraHosts: ['printer:10.0.0.9'] });
    expect(info.addresses).toMatchObject([
      { network: 'front', address: '172.30.0.2', prefix: 16, gateway: network.gateway },
      { network: 'back', address: '172.31.0.2' },
    ]);
    expect((await run(lab.engine, 'frontend', ['cat', '/etc/hostname'])).stdout).toBe('web\n');
    const hosts = (await run(lab.engine, 'frontend', ['cat', '/etc/hosts'])).stdout.split('\n');
    expect(hosts).toEqual(
      expect.arrayContaining(['127.0.0.1\tlocalhost', '172.30.0.2\tweb', 'printer:10.0.0.9'.replace(/(.*):(.*)/, '$2\t$1')]),
    );
    expect((await run(lab.engine, 'frontend', ['cat', '/etc/resolv.conf'])).stdout).toContain('nameserver 127.0.0.11\n');
    await lab.engine.stopContainer('frontend');
    const stopped = await lab.engine.inspectContainer('frontend');
    expect([stopped.addresses, stopped.openPorts, stopped.health]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps a fixed address over a restart; without one it takes what is free then', async () => {
    await lab.engine.createNetwork({ name: 'front', subnet: '172.30.0.0/16' });
    const fixed = { networks: [{ network: 'front', aliases: ['db'], address: '172.30.0.77' }] };
    expect((await up('database', { ...fixed, ...idle })).addresses?.[0]?.address).toBe('172.30.0.77');
    await up('first', { ...on('front'), ...idle });
    const second = await up('second', { ...on('front'), ...idle });
    expect(second.addresses?.[0]?.address).toBe('172.30.0.3');
    await lab.engine.stopContainer('first', { graceSeconds: 0 });
    await lab.engine.stopContainer('second', { graceSeconds: 0 });
    await lab.engine.startContainer('second');
    expect((await lab.engine.inspectContainer('second')).addresses?.[0]?.address).toBe('172.30.0.2');
    await lab.engine.stopContainer('database', { graceSeconds: 0 });
    await lab.engine.startContainer('database');
    expect((await lab.engine.inspectContainer('database')).addresses?.[0]?.address).toBe('172.30.0.77');
  });

  it('reaches all ports of others on its bridge by service, alias, container name and address', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    const backend = await up('backend_1', {
      labels: { 'io.balena.service-name': 'backend' },
      networks: [{ network: 'front', aliases: ['backend', 'api'] }],
    });
    await up('frontend', { ...on('front'), ...idle });
    for (const name of ['backend', 'api', 'backend_1', backend.addresses?.[0]?.address ?? ''])
      expect([name, await ask('frontend', name, 1234)]).toEqual([name, 'from the backend']);
    expect(await ask('frontend', 'backend', 1235)).toBe('ECONNREFUSED');
  });

  it('is neither resolved nor reached from another bridge; who is on both reaches both', async () => {
    for (const name of ['front', 'back']) await lab.engine.createNetwork({ name });
    const backend = await up('backend', { networks: [{ network: 'back', aliases: ['backend'] }] });
    await up('outsider', { ...on('front'), ...idle });
    await up('both', { ...on('front', 'back'), ...idle });
    expect(await ask('outsider', 'backend', 1234)).toMatch(/^(EAI_AGAIN|ENOTFOUND)$/);
    expect(await ask('outsider', backend.addresses?.[0]?.address ?? '', 1234)).toBe('ETIMEDOUT');
    expect(await ask('both', 'backend', 1234)).toBe('from the backend');
  });

  it('reaches a service in host mode through its gateway', async () => {
    const { gateway = '' } = await lab.engine.createNetwork({ name: 'front' });
    await up('host-service', { networkMode: 'host' });
    await up('frontend', { ...on('front'), ...idle });
    expect(await ask('frontend', gateway, 1234)).toBe('from the backend');
  });

  it('in host mode has the device’s interfaces and resolves no service', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    await up('backend', { networks: [{ network: 'front', aliases: ['backend'] }] });
    await up('on-host', { networkMode: 'host', ...idle });
    expect(await ask('on-host', 'backend', 1234)).toBe('EAI_AGAIN');
  });

  it('without any network has loopback alone', async () => {
    await up('alone', { networkMode: 'none' });
    expect(await ask('alone', '127.0.0.1', 1234)).toBe('from the backend');
    expect(await ask('alone', '10.42.0.7', 80)).toBe('ENETUNREACH');
    expect((await lab.engine.inspectContainer('alone')).addresses).toBeUndefined();
  });

  it('shares the interfaces of another one, which must run', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    await lab.engine.createContainer(spec(server, { name: 'sidecar', networkMode: 'container:main-one', privileged: false, ...idle }));
    await expect(lab.engine.startContainer('sidecar')).rejects.toThrow('No such container: main-one');
    await lab.engine.createContainer(spec(server, { name: 'main-one', networkMode: 'bridge', hostname: 'shared', ...on('front') }));
    await expect(lab.engine.startContainer('sidecar')).rejects.toThrow('cannot join network of a non running container');
    expect((await lab.engine.inspectContainer('sidecar')).state).toMatchObject({ status: 'created', exitCode: 128 });
    await lab.engine.startContainer('main-one');
    await lab.until(async () => (await lab.outputOf('main-one')).length > 0);
    await lab.engine.startContainer('sidecar');
    expect(await ask('sidecar', 'localhost', 1234)).toBe('from the backend');
    expect((await run(lab.engine, 'sidecar', ['cat', '/etc/hostname'])).stdout).toBe('shared\n');
    await expect(
      lab.engine.createContainer(spec(server, { name: 'clash', networkMode: 'container:main-one', hostname: 'own' })),
    ).rejects.toThrow('conflicting options: hostname and the network mode');
  });
});

describe('published ports', () => {
  const published = { publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 1234, protocol: 'tcp' as const }] };

  it('open on the device, and only they; the host itself reaches the container directly', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    const info = await up('frontend', { ...on('front'), ...published });
    expect(info.openPorts).toEqual(published.publishedPorts);
    expect(await answer(lab.network.connectFromLaptop({ address: '10.42.0.7', port: 80 }))).toBe('from the backend');
    await expect(lab.network.connectFromLaptop({ address: '10.42.0.7', port: 1234 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const address = info.addresses?.[0]?.address ?? '';
    expect(await answer(lab.network.host.connect({ address, port: 1234 }))).toBe('from the backend');
    await expect(lab.network.connectFromLaptop({ address, port: 1234 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await lab.engine.stopContainer('frontend');
    await expect(lab.network.connectFromLaptop({ address: '10.42.0.7', port: 80 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('that are taken leave the second container Created with the engine’s error', async () => {
    await lab.engine.createNetwork({ name: 'front' });
    await up('first', { ...on('front'), ...published });
    await lab.engine.createContainer(spec(server, { name: 'second', networkMode: 'bridge', ...on('front'), ...published }));
    const message = 'Bind for 0.0.0.0:80 failed: port is already allocated';
    await expect(lab.engine.startContainer('second')).rejects.toThrow(message);
    expect(await lab.engine.inspectContainer('second')).toMatchObject({
      state: { status: 'created', exitCode: 128, error: expect.stringContaining(message) as string },
    });
    await lab.engine.removeContainer('first', { force: true });
    await lab.engine.startContainer('second');
    expect((await lab.engine.inspectContainer('second')).state.status).toBe('running');
  });

  it('get a free host port where they name none', async () => {
    const { openPorts } = await up('frontend', {
      publishedPorts: [{ hostAddress: '0.0.0.0', containerPort: 1234, protocol: 'tcp' }],
    });
    const port = openPorts?.[0]?.hostPort ?? 0;
    expect(port).toBeGreaterThan(1024);
    expect(await answer(lab.network.connectFromLaptop({ address: '10.42.0.7', port }))).toBe('from the backend');
  });

  it('answer nobody while the process does not listen yet, and somebody as soon as it does', async () => {
    await up('frontend', { ...published, command: ['sh', '-c', 'sleep 0.3; serve 1234 ready'] });
    const connect = (): Promise<string> => answer(lab.network.connectFromLaptop({ address: '10.42.0.7', port: 80 }));
    await expect(connect()).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNREFUSED|ECONNRESET)$/) as string });
    await lab.until(async () => (await connect().catch(() => '')) === 'ready');
  });

  it('a port of the host that is taken ends the second process with 1', async () => {
    await up('first', { networkMode: 'host' });
    await up('second', { networkMode: 'host' });
    await lab.until(async () => (await lab.engine.inspectContainer('second')).state.status === 'exited');
    expect((await lab.engine.inspectContainer('second')).state).toMatchObject({ exitCode: 1 });
    expect(await lab.outputOf('second')).toEqual(['Error: listen EADDRINUSE: address already in use 0.0.0.0:1234']);
  });
});

it('every connection is told, and the topology says who listens where', async () => {
  await lab.engine.createNetwork({ name: '1_default' });
  await up('backend_1_1', {
    labels: { 'io.balena.service-name': 'backend' },
    networks: [{ network: '1_default', aliases: ['backend'] }],
  });
  await up('frontend_1_1', { labels: { 'io.balena.service-name': 'frontend' }, ...on('1_default'), ...idle });
  await ask('frontend_1_1', 'backend', 1234);
  await ask('frontend_1_1', 'backend', 81);
  const connections = lab.events.flatMap((event: EngineEvent) => (event.kind === 'connection' ? [event.connection] : []));
  expect(connections).toMatchObject([
    { from: { kind: 'service', name: 'frontend' }, to: { name: 'backend', port: 1234 }, verdict: { verdict: 'delivered' } },
    { from: { kind: 'service', name: 'frontend' }, to: { name: 'backend', port: 81 }, verdict: { verdict: 'refused' } },
  ]);
  const { services, networks } = await lab.engine.topology();
  expect(networks).toContainEqual(expect.objectContaining({ name: '1_default' }));
  expect(services).toMatchObject([
    { name: 'backend', container: 'backend_1_1', mode: 'bridge', listens: [1234], exposed: [1234] },
    { name: 'frontend', container: 'frontend_1_1', listens: [] },
  ]);
  await lab.engine.stopContainer('backend_1_1');
  expect((await lab.engine.topology()).services.map(({ name }) => name)).toEqual(['frontend']);
  await ask('frontend_1_1', 'backend', 1234).catch(() => undefined);
  expect(lab.events.findLast((event) => event.kind === 'connection')).toMatchObject({
    connection: { verdict: { verdict: 'unresolved', reason: 'backend is stopped: only a container that runs has a name on its bridges.' } },
  });
});

async function answer(connecting: Promise<AsyncIterable<Buffer>>): Promise<string> {
  let text = '';
  for await (const chunk of await connecting) text += chunk.toString();
  return text;
}
