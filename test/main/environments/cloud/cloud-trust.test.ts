import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readyToTrust, useCloud } from '../../../../src/main/environments/cloud/cloud-trust.ts';
import type { Cloud } from '../../../../src/main/environments/environment.ts';
import { cloudLog, followLogs } from '../../../../src/main/device/lab/log-follower.ts';
import { openSdk } from '../../../../src/main/environments/cloud/sdk.ts';
import { createAuthority } from '../../../support/certificates.ts';

/** A server that answers whom it is, and goes on talking where a log is asked for. */
interface Talker {
  url: string;
  /** Connections that were ever made to it with TLS agreed, and those that are open. */
  made(): number;
  open(): number;
  close(): Promise<void>;
}

const authority = createAuthority();
let named: Talker;
let stranger: Talker;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-trust-'));
  [named, stranger] = await Promise.all([startTalker(), startTalker()]);
});

afterEach(async () => {
  useCloud(undefined);
  await Promise.all([named.close(), stranger.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function startTalker(): Promise<Talker> {
  const identity = authority.issue(['127.0.0.1']);
  let made = 0;
  let open = 0;
  const server: Server = createServer({ key: identity.key, cert: identity.certificate, keepAliveTimeout: 60_000 }, (request, response) => {
    if (request.url?.includes('/logs') === true) response.write(`${JSON.stringify({ timestamp: 1, message: 'a line' })}\n`);
    else if (request.url === '/away') response.writeHead(302, { location: `${stranger.url}/` }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"username":"learner"}');
  });
  server.on('secureConnection', (socket) => {
    made += 1;
    open += 1;
    socket.on('error', () => undefined);
    socket.on('close', () => (open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    made: () => made,
    open: () => open,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function cloudAt({ url }: Talker): Cloud {
  return { apiUrl: url, builderUrl: url, dashboardUrl: url, ca: authority.certificate };
}

async function use(cloud: Cloud): Promise<void> {
  useCloud(cloud);
  await readyToTrust();
}

const refused = { cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } };

async function read(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe('the authority of a cloud’s own', () => {
  it('is believed at the addresses of that cloud, and at no other that it signed for', async () => {
    await expect(read(named.url)).rejects.toMatchObject(refused);
    await use(cloudAt(named));
    expect(await read(named.url)).toContain('learner');
    await expect(read(stranger.url)).rejects.toMatchObject(refused);
    await expect(read(`${named.url}/away`)).rejects.toMatchObject(refused);
    expect(stranger.made()).toBe(0);
  });

  it('is believed no more when the cloud is left, and what was connected by it has ended', async () => {
    await use(cloudAt(named));
    for (let times = 0; times < 3; times += 1) await read(named.url);
    const made = named.made();
    // They are kept alive.
    expect(named.open()).toBe(made);
    useCloud(undefined);
    await expect(read(named.url)).rejects.toMatchObject(refused);
    await expect.poll(() => named.open()).toBe(0);
    expect(named.made()).toBe(made);
    await use(cloudAt(named));
    expect(await read(named.url)).toContain('learner');
  });

  it('goes from one cloud to the next', async () => {
    await use(cloudAt(named));
    await read(named.url);
    await use(cloudAt(stranger));
    expect(await read(stranger.url)).toContain('learner');
    await expect(read(named.url)).rejects.toMatchObject(refused);
  });

  it('leaves the connections alone when the same cloud is told again', async () => {
    await use(cloudAt(named));
    await read(named.url);
    await use(cloudAt(named));
    await read(named.url);
    expect(named.open()).toBe(named.made());
  });

  it('counts for the SDK, which is refused when the cloud is left', async () => {
    const cloud = cloudAt(named);
    useCloud(cloud);
    const sdk = await openSdk(cloud, folder);
    const ask = async () => ((await sdk.request.send({ url: '/who', baseUrl: cloud.apiUrl, sendToken: false })) as { body: unknown }).body;
    expect(await ask()).toEqual({ username: 'learner' });
    useCloud(undefined);
    await expect(ask()).rejects.toMatchObject(refused);
    const other = await openSdk(cloudAt(stranger), folder);
    await expect(other.request.send({ url: '/who', baseUrl: stranger.url, sendToken: false })).rejects.toMatchObject(refused);
    expect(stranger.made()).toBe(0);
  });

  it('counts for a log that is followed, which ends with the cloud’s use', async () => {
    const cloud = cloudAt(named);
    useCloud(cloud);
    const sdk = await openSdk(cloud, folder);
    await sdk.auth.loginWithToken('a-token-of-nobody');
    const lines: string[] = [];
    const follower = followLogs({
      open: cloudLog(sdk, cloud.apiUrl, 'u', 1),
      onLine: ({ message }) => lines.push(message),
      backoff: [1, 5],
    });
    await expect.poll(() => lines).toEqual(['a line']);
    expect(named.open()).toBe(1);
    useCloud(undefined);
    await expect.poll(() => named.open()).toBe(0);
    // It tries again and again, and nobody is believed.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(named.made()).toBe(1);
    follower.close();
  });
});
