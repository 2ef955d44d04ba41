import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLaptopGateway } from '../../../src/practice/laptop/laptop-gateway.ts';
import type { LaptopGateway } from '../../../src/practice/laptop/laptop-gateway.ts';
import type { NetworkNamespace } from '../../../src/practice/process/network-namespace.ts';
import { attach, deviceAddress, makeNetwork, on } from '../engine/network/network-fixture.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function setUp(ownSettings?: string) {
  const directory = await mkdtemp(join(tmpdir(), 'laptop-gateway-'));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const home = join(directory, 'home');
  await mkdir(home);
  if (ownSettings !== undefined) await writeFile(join(home, '.curlrc'), ownSettings);
  const network = makeNetwork();
  network.createNetwork({ name: '1_default' });
  const service = attach(network, 'frontend', {
    networks: on('frontend', '1_default'),
    publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' }],
  });
  const gateway = await openLaptopGateway({ network, directory: join(directory, 'curl'), deviceAddress, home });
  closing.push(() => gateway.close());
  return { network, service, gateway };
}

/** An HTTP server of Node over the network in memory; answers with the headers that it got. */
function serveHttp(namespace: NetworkNamespace, port: number) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () =>
      response.end(`${request.method ?? ''} ${request.headers.host ?? ''} ${String(request.headers['x-own'])} ${body.length}`),
    );
  });
  return namespace.listen?.({ port }, (connection) => server.emit('connection', connection));
}

function curl(gateway: LaptopGateway, ...parameters: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, CURL_HOME: gateway.curlHome, http_proxy: '' };
  return new Promise((resolve) => {
    execFile('curl', ['-sS', ...parameters], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe.skipIf(!hasCurl)('curl of the laptop', () => {
  it('reaches an open port of the device, with whatever it sends', async () => {
    const { service, gateway } = await setUp();
    serveHttp(service.namespace, 80);
    await gateway.settled();
    expect(await curl(gateway, `http://${deviceAddress}/`)).toMatchObject({ code: 0, stdout: `GET ${deviceAddress} undefined 0` });
    const long = 'x'.repeat(1_000_000);
    const file = join(gateway.curlHome, 'long');
    await writeFile(file, long);
    expect((await curl(gateway, '--data-binary', `@${file}`, `http://${deviceAddress}:80/`)).stdout).toBe(
      `POST ${deviceAddress} undefined ${String(long.length)}`,
    );
  });

  it('is refused at a closed port, before a service listens and after it stopped', async () => {
    const { service, gateway } = await setUp();
    expect((await curl(gateway, `http://${deviceAddress}/`)).code).toBe(7);
    const server = serveHttp(service.namespace, 80);
    await gateway.settled();
    expect((await curl(gateway, `http://${deviceAddress}/`)).code).toBe(0);
    expect((await curl(gateway, `http://${deviceAddress}:1234/`)).code).toBe(7);
    server?.close();
    await gateway.settled();
    expect((await curl(gateway, `http://${deviceAddress}/`)).code).toBe(7);
  });

  it.skipIf(process.platform === 'win32')('gets no answer from an address inside the device', async () => {
    const { service, gateway } = await setUp();
    serveHttp(service.namespace, 80);
    await gateway.settled();
    const inside = service.addresses[0]?.address ?? '';
    expect((await curl(gateway, '--connect-timeout', '1', `http://${inside}/`)).code).toBe(28);
  });

  it('keeps the learner’s own settings', async () => {
    const { service, gateway } = await setUp('header = "X-Own: yes"\n');
    serveHttp(service.namespace, 80);
    await gateway.settled();
    expect((await curl(gateway, `http://${deviceAddress}/`)).stdout).toBe(`GET ${deviceAddress} yes 0`);
  });

  it('goes where it always went for every other address', async () => {
    const { gateway } = await setUp();
    const server = createServer((_request, response) => response.end('mine'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    expect((await curl(gateway, `http://127.0.0.1:${String(port)}/`)).stdout).toBe('mine');
  });
});

describe('the settings', () => {
  it('name the open ports before the rule for all others, and follow containers that stop', async () => {
    const { network, service, gateway } = await setUp();
    service.namespace.listen?.({ port: 80 }, (connection) => void connection.end());
    network.host.listen?.({ port: 22222 }, (connection) => void connection.end());
    await gateway.settled();
    const read = async () =>
      (await readFile(join(gateway.curlHome, '.curlrc'), 'utf8')).split('\n').filter((line) => line.startsWith('connect-to'));
    const lines = await read();
    expect(lines.map((line) => line.replace(/127\.0\.0\.1:\d+/, 'LOCAL'))).toEqual([
      `connect-to = "${deviceAddress}:80:LOCAL"`,
      `connect-to = "${deviceAddress}:22222:LOCAL"`,
      `connect-to = "${deviceAddress}::LOCAL"`,
      'connect-to = "10.114.101.1::LOCAL"',
      'connect-to = "172.17.0.1::LOCAL"',
      'connect-to = "172.17.0.2::LOCAL"',
    ]);
    service.detach();
    await gateway.settled();
    const later = await read();
    expect(later).toHaveLength(4);
    expect(later[0]).toBe(lines[1]);
  });
});
