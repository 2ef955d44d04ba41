import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentService } from '../../../../src/main/environments/environment.ts';
import { createRemoteEnvironment } from '../../../../src/main/environments/cloud/remote-environment.ts';
import type { EnvironmentView } from '../../../../src/shared/domain/environment.ts';
import { createAuthority } from '../../../support/certificates.ts';
import { startTlsProxy, type TlsProxy } from '../../../support/tls-proxy.ts';

let folder: string;
let caFile: string;
let upstream: Server;
let answer: string;
let proxy: TlsProxy | undefined;
let environment: EnvironmentService | undefined;
const authority = createAuthority();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-remote-'));
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.certificate);
  answer = 'OK';
  upstream = createServer((_, response) => response.end(answer));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await environment?.close();
  await proxy?.close();
  upstream.close();
  await rm(folder, { recursive: true, force: true });
});

async function startProxy(options: { latency?: number; port?: number; names?: string[] } = {}): Promise<string> {
  const { names = ['127.0.0.1'], ...others } = options;
  const { port } = upstream.address() as AddressInfo;
  proxy = await startTlsProxy({ identity: authority.issue(names), upstream: `http://127.0.0.1:${port}`, host: '127.0.0.1', ...others });
  return proxy.url;
}

function start(setting: { url: string; caFile?: string }, timeLimit = 8000): EnvironmentService {
  environment = createRemoteEnvironment(
    {
      id: 'environment-1',
      setting: { kind: 'open-balena', name: 'Lab cloud', ...setting },
      folder: join(folder, 'own'),
      chosenDevice: () => undefined,
      fleetNames: () => ({}),
    },
    { retryDelays: [10, 10], laterDelay: 50, timeLimit },
  );
  return environment;
}

async function failed(service: EnvironmentService): Promise<EnvironmentView> {
  await expect(service.ready()).rejects.toMatchObject({ code: 'environment-failed' });
  expect(service.view().state).toBe('failed');
  return service.view();
}

describe('a cloud elsewhere', () => {
  it('is ready when its API answers, by its own authority, on another port', async () => {
    const url = await startProxy({ latency: 50 });
    const service = start({ url, caFile });
    expect(service.view()).toMatchObject({ kind: 'open-balena', state: 'starting', address: new URL(url).host });
    const running = await service.ready();
    expect(running.cloud).toMatchObject({ apiUrl: url, builderUrl: url });
    expect(running).not.toHaveProperty('device');
    expect(service.view()).toMatchObject({ state: 'ready' });
    expect(proxy?.requests.map(({ path }) => path)).toEqual(['/ping']);
  });

  it('gives the CLI its addresses, its folder and the authority, and nothing of the practice device', async () => {
    const url = await startProxy();
    const { variables, dataDirectory } = await start({ url, caFile }).ready();
    expect(variables).toMatchObject({ BALENARC_API_URL: url, BALENARC_BUILDER_URL: url, BALENARC_DATA_DIRECTORY: dataDirectory });
    expect(dataDirectory).toBe(join(folder, 'own', 'cli'));
    expect(await readFile(variables['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')).toContain(authority.certificate.trim());
    expect(Object.keys(variables).filter((name) => /PRACTICE|FLEETLAB|NODE_OPTIONS|CURL_HOME/.test(name))).toEqual([]);
  });

  it('says that its authority is not known', async () => {
    const url = await startProxy();
    expect((await failed(start({ url }))).problem).toContain('signed by an authority that this machine does not know');
  });

  it('says that its certificate is for another name', async () => {
    const url = await startProxy({ names: ['api.other.example'] });
    expect((await failed(start({ url, caFile }))).problem).toContain('is for another name');
  });

  it('says that something else answers there, and does not go on asking', async () => {
    answer = '<html>a printer</html>';
    const url = await startProxy();
    expect((await failed(start({ url, caFile }))).problem).toContain('it is not a balena API');
    const asked = proxy?.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(proxy?.requests).toHaveLength(asked ?? 0);
  });

  it('says that nobody answers in time, and hangs on nothing', async () => {
    const url = await startProxy({ latency: 5000 });
    expect((await failed(start({ url, caFile }, 100))).problem).toContain('does not answer in time');
  });

  it('comes back by itself when the network does', async () => {
    const url = await startProxy();
    await proxy?.close();
    const service = start({ url, caFile });
    expect((await failed(service)).problem).toContain('Nothing listens at');
    await startProxy({ port: Number(new URL(url).port) });
    await expect.poll(() => service.view().state, { timeout: 10_000 }).toBe('ready');
  });

  it('is tried again at once by Restart', async () => {
    const url = await startProxy();
    answer = 'not yet';
    const service = start({ url, caFile });
    await failed(service);
    answer = 'OK';
    await service.restart();
    expect(service.view().state).toBe('ready');
  });

  it('says what is wrong with its setting', async () => {
    expect((await failed(start({ url: 'http://api.lab.example' }))).problem).toContain('must begin with https://');
    await environment?.close();
    expect((await failed(start({ url: 'lab.example', caFile: join(folder, 'none') }))).problem).toContain('it is not there');
  });

  it('tells who waits that it was closed', async () => {
    const url = await startProxy({ latency: 5000 });
    const service = start({ url, caFile });
    const waiting = service.ready();
    await Promise.all([service.close(), expect(waiting).rejects.toMatchObject({ code: 'closed' })]);
  });
});
