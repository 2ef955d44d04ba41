import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { createVirtualNetwork } from '../../../src/practice/engine/network/create-virtual-network.ts';
import type { VirtualNetwork } from '../../../src/practice/engine/network/virtual-network.ts';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import { mountedFileSystem } from '../../../src/practice/filesystem/mounted-file-system.ts';
import type { FileSystem } from '../../../src/practice/filesystem/filesystem.ts';
import type { PracticeSystem } from '../programs/practice-system.ts';
import { nodeSystem, watch } from './node-system.ts';

/** The class's two services, each in a container of its own on one bridge. */

const fixture = new URL('../../fixtures/class/multicontainer-networks/', import.meta.url);
const systems: PracticeSystem[] = [];

afterEach(async () => {
  await Promise.all(systems.splice(0).map(({ table }) => table.end()));
});

function makeNetwork(): VirtualNetwork {
  const network = createVirtualNetwork({
    hostInterfaces: [
      { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
      { name: 'eth0', address: '10.42.0.7', prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
    ],
    hostname: 'device',
    now: Date.now,
  });
  network.createNetwork({ name: '1_default' });
  return network;
}

function container(network: VirtualNetwork, service: string, files: Record<string, string>, publishedPort?: number): PracticeSystem {
  const { namespace } = network.attach({
    id: service.padEnd(64, '0'),
    name: service,
    hostname: service,
    service,
    exposedPorts: [],
    spec: {
      networkMode: 'bridge',
      networks: [{ network: '1_default', aliases: [service] }],
      ...(publishedPort === undefined
        ? {}
        : { publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: publishedPort, containerPort: publishedPort, protocol: 'tcp' }] }),
    },
  });
  const system = nodeSystem(files, { network: namespace, isContainer: true });
  systems.push(system);
  return system;
}

function filesOf(service: string): Record<string, string> {
  const read = (name: string): string => readFileSync(new URL(`${service}/${name}`, fixture), 'utf8');
  return { '/w/index.js': read('index.js'), '/w/package.json': read('package.json') };
}

function ask(network: VirtualNetwork, path: string, port = 80): Promise<{ status: number | undefined; text: string }> {
  return network.connectFromLaptop({ address: '10.42.0.7', port }).then(
    (connection: Duplex) =>
      new Promise((resolve, reject) => {
        const request = get({ path, host: '10.42.0.7', createConnection: () => connection }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => {
            resolve({ status: response.statusCode, text });
            connection.destroy();
          });
        });
        request.on('error', reject);
      }),
  );
}

test('the frontend asks the backend by its name, and the laptop asks the frontend', { timeout: 60_000 }, async () => {
  const network = makeNetwork();
  const frontend = await watch(container(network, 'frontend', filesOf('frontend'), 80), ['npm', 'start']);
  await frontend.said('listens on port 80');
  expect(frontend.output()).toContain('\n> frontend@1.0.0 start\n> node index.js\n\n');
  expect(await ask(network, '/')).toEqual({ status: 200, text: 'The frontend says hello.\n' });

  const without = await ask(network, '/backend_data');
  expect(without.status).toBe(500);
  expect(without.text).toMatch(/getaddrinfo (EAI_AGAIN|ENOTFOUND) backend/);

  const backend = await watch(container(network, 'backend', filesOf('backend')), ['npm', 'start']);
  await backend.said('listens on port 1234');
  const answer = await ask(network, '/backend_data');
  expect(answer).toEqual({ status: 200, text: expect.stringMatching(/^Backend data says: \d{4}-\d\d-\d\dT[\d:.]+Z\n$/) as string });
  await expect(ask(network, '/data', 1234)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  frontend.process.signal('SIGTERM');
  await frontend.process.exited;
  await expect(ask(network, '/')).rejects.toBeInstanceOf(Error);
});

test('two services see what the other writes to a volume, at once', { timeout: 60_000 }, async () => {
  const volume = memoryFileSystem({}, Date.now);
  const share = (practice: PracticeSystem, target: string): FileSystem =>
    (practice.system.fileSystem = mountedFileSystem(practice.fileSystem, [{ target, fileSystem: volume }]));
  const first = nodeSystem();
  const second = nodeSystem();
  share(first, '/frontend-data');
  share(second, '/backend-persistence');
  await first.run(['node', '-e', `fs.writeFileSync('/frontend-data/somedata', 'First\\n'); fs.mkdirSync('/frontend-data/sub')`]);
  const seen = await second.run([
    'node',
    '-e',
    `fs.appendFileSync('/backend-persistence/somedata', 'Second\\n'); console.log(fs.readdirSync('/backend-persistence').join())`,
  ]);
  expect(seen).toEqual({ stdout: 'somedata,sub\n', stderr: '', code: 0 });
  const read = await first.run(['node', '-p', `fs.readFileSync('/frontend-data/somedata', 'utf8')`]);
  expect(read.stdout).toBe('First\nSecond\n\n');
});
