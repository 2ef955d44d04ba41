import multicastDns from 'multicast-dns';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { FoundDevice } from '../../../../src/shared/domain/found-device.ts';
import { createDeviceFinder } from '../../../../src/main/device/lan/find-devices.ts';
import { isLocalAddress, resolveDevice } from '../../../../src/main/device/lan/local-address.ts';
import { askForAddress } from '../../../../src/main/device/lan/mdns.ts';
import { probeDevice } from '../../../../src/main/device/lan/probe-device.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** Answers paths with JSON; everything else is 404. */
function answering(answers: Record<string, unknown>): Promise<number> {
  return listen(
    createServer((request, response) => {
      const body = answers[request.url ?? ''];
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body ?? { message: 'no' }));
    }),
  );
}

const supervisor = {
  '/v2/version': { status: 'success', version: '17.1.0' },
  '/v2/local/device-info': { status: 'success', info: { arch: 'aarch64', deviceType: 'raspberrypi4-64' } },
  '/v2/device/name': { status: 'success', deviceName: 'misty-fog' },
};

async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('what answers at an address', () => {
  it('is a device in local mode that takes pushes', async () => {
    const ports = {
      ssh: await answering({}),
      supervisor: await answering(supervisor),
      engine: await answering({ '/version': { Version: '20.10.43' } }),
    };
    expect(await probeDevice({ address: '127.0.0.1', name: 'a.local' }, { ports })).toEqual({
      address: '127.0.0.1',
      name: 'a.local',
      ports: { ssh: 'open', supervisor: 'open', engine: 'open' },
      deviceName: 'misty-fog',
      deviceType: 'raspberrypi4-64',
      supervisorVersion: '17.1.0',
      engineVersion: '20.10.43',
      localMode: 'on',
      remarks: [],
    });
  });

  it('is a device whose local mode is off, with the way to switch it on', async () => {
    const ports = {
      ssh: await answering({}),
      supervisor: await answering({ '/v2/version': supervisor['/v2/version'] }),
      engine: await closedPort(),
    };
    const found = await probeDevice({ address: '127.0.0.1' }, { ports });
    expect(found).toMatchObject({ localMode: 'off', ports: { engine: 'refused' } });
    expect(found.remarks.join(' ')).toMatch(/local mode is off[^]*2375[^]*development image/);
  });

  it('is no engine where something else answers at its port', async () => {
    const ports = { ssh: await answering({}), supervisor: await answering(supervisor), engine: await answering({ '/': {} }) };
    const found = await probeDevice({ address: '127.0.0.1' }, { ports });
    expect(found.ports.engine).toBe('other');
    expect(found.remarks).toEqual([expect.stringMatching(/port 2375 is no container engine/)]);
  });

  it('is no device at all', async () => {
    const closed = await closedPort();
    const found = await probeDevice({ address: '127.0.0.1' }, { ports: { ssh: closed, supervisor: closed, engine: closed } });
    expect(found).toMatchObject({ localMode: 'unknown', ports: { ssh: 'refused', supervisor: 'refused', engine: 'refused' } });
    expect(found.remarks).toEqual([expect.stringMatching(/nothing on it answers as a balena device/)]);
  });

  it('is not waited for for ever where something listens and says nothing', async () => {
    const silent = await listen(createTcpServer((socket) => socket.on('error', () => undefined).resume()));
    const found = await probeDevice({ address: '127.0.0.1' }, { ports: { ssh: silent, supervisor: silent, engine: silent } });
    expect(found).toMatchObject({ localMode: 'unknown', ports: { supervisor: 'open', engine: 'silent' } });
  });
});

describe('which machines are asked', () => {
  it('only those of this computer’s networks', () => {
    const near = ['10.1.2.3', '172.31.0.1', '192.168.1.20', '169.254.3.4', 'fe80::1', 'fd00::5', '203.0.113.9'];
    const far = ['8.8.8.8', '172.32.0.1', '203.0.114.9', '2001:db8::1', 'example'];
    expect(near.map((address) => isLocalAddress(address, ['203.0.113.2/24']))).toEqual(near.map(() => true));
    expect(far.map((address) => isLocalAddress(address, ['203.0.113.2/24']))).toEqual(far.map(() => false));
  });

  it('and what a person writes is refused in words where it is none', async () => {
    await expect(resolveDevice('8.8.8.8')).rejects.toMatchObject({ code: 'not-local' });
    await expect(resolveDevice('192.168.1')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(resolveDevice('-oProxyCommand=x y')).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await resolveDevice(' 192.168.1.20 ')).toBe('192.168.1.20');
  });
});

describe('a search', () => {
  const loopback = { interfaces: ['127.0.0.1'], timeLimit: 1500 };

  /** Answers as balenaOS does, and as a printer beside it. */
  function startResponder(port: number): void {
    const responder = multicastDns({ interface: '127.0.0.1', bind: '0.0.0.0', port });
    responder.on('query', ({ questions }) => {
      if (questions.some(({ name }) => name === '_resin-device._sub._ssh._tcp.local'))
        responder.respond({
          answers: [{ name: '_resin-device._sub._ssh._tcp.local', type: 'PTR', data: '63f9a2b._ssh._tcp.local' }],
          additionals: [
            { name: '63f9a2b._ssh._tcp.local', type: 'SRV', data: { target: '63f9a2b.local', port: 22222 } },
            { name: '63f9a2b.local', type: 'A', data: '10.114.101.1' },
          ],
        });
      responder.respond({ answers: [{ name: '_ipp._tcp.local', type: 'PTR', data: 'Printer._ipp._tcp.local' }] });
      if (questions.some(({ name }) => name === '63f9a2b.local'))
        responder.respond({ answers: [{ name: '63f9a2b.local', type: 'A', data: '192.168.7.7' }] });
    });
    opened.push(() => new Promise((resolve) => responder.destroy(() => resolve())));
  }

  it('finds the devices that announce themselves, each once, with what answers there', async () => {
    const port = 20_000 + (process.pid % 10_000);
    startResponder(port);
    const told: FoundDevice[] = [];
    const closed = await closedPort();
    const ports = { ssh: await answering({}), supervisor: await answering(supervisor), engine: closed };
    const finder = createDeviceFinder({ onFound: (device) => told.push(device), ports, mdns: { ...loopback, port } });
    const { devices } = await finder.find();
    expect(devices).toEqual(told);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ name: '63f9a2b.local', deviceName: 'misty-fog', localMode: 'on', ports: { engine: 'refused' } });
    expect(await askForAddress('63f9a2b.local', { ...loopback, port })).toBe('192.168.7.7');
    expect(await askForAddress('nobody.local', { ...loopback, port, timeLimit: 200 })).toBeUndefined();
  });

  it('ends when it is told to, and says where it could not ask', async () => {
    const finder = createDeviceFinder({ onFound: () => undefined, mdns: { interfaces: ['127.0.0.1'], port: 20_001, timeLimit: 60_000 } });
    const search = finder.find();
    setTimeout(() => finder.stop(), 50);
    expect(await search).toEqual({ devices: [] });
    const nowhere = createDeviceFinder({ onFound: () => undefined, mdns: { interfaces: [], timeLimit: 100 } });
    expect((await nowhere.find()).problem).toMatch(/no network/);
  });
});
