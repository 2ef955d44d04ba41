import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserServer, type BrowserServer } from '../../../src/main/browser/server.ts';
import type { Host } from '../../../src/main/browser/socket.ts';
import { openStaticFiles } from '../../../src/main/page/static-files.ts';
import type { EventName } from '../../../src/shared/contract.ts';
import type { WireMessage } from '../../../src/shared/wire.ts';

const token = 'right-token';
let folder: string;
let server: BrowserServer;
let emit: (name: EventName, payload: unknown) => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-browser-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<p>the page</p>'.repeat(50));
  await writeFile(join(folder, 'page', 'assets', 'index-abc.js'), 'const answer = 42;');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  emit = (name, payload) => listeners.forEach((listener) => listener(name, payload));
  const host: Host = {
    call: (name, input) => Promise.resolve({ ok: true, value: { name, input } }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  server = await startBrowserServer({ port: 0, token, files: await openStaticFiles(join(folder, 'page')), host: Promise.resolve(host) });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end();
  });
}

function cookie(): Record<string, string> {
  return { cookie: `other=1; fleetlab-${server.port}=${token}` };
}

describe('the page', () => {
  it('signs a browser in by the printed address and drops the token from it', async () => {
    const first = await get(new URL(server.url).pathname + new URL(server.url).search);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    const set = String(first.headers['set-cookie']);
    expect(set).toContain('HttpOnly');
    expect(set).toContain('SameSite=Strict');
    const page = await get('/', { cookie: set.split(';')[0] ?? '' });
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('the page');
  });

  it('tells a visitor without the key, or with a wrong one, what to do', async () => {
    for (const [path, headers] of [
      ['/', {}],
      ['/?token=wrong', {}],
      ['/', { cookie: `fleetlab-${server.port}=wrong` }],
      ['/assets/index-abc.js', {}],
    ] as const) {
      const answer = await get(path, headers);
      expect(answer.status).toBe(401);
      expect(answer.body.toString()).toContain('Fleetlab is ready:');
      expect(answer.body.toString()).not.toContain(token);
    }
  });

  it('lets a link on another page lead in: the step is made again from here', async () => {
    const answer = await get('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect(answer.headers['refresh']).toBe('0; url=/');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])('refuses the host name %s', async (host) => {
    expect((await get('/', { ...cookie(), host })).status).toBe(403);
  });

  it('refuses another origin and other methods', async () => {
    expect((await get('/', { ...cookie(), origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/', cookie(), 'POST')).status).toBe(405);
  });

  it('sends the policy and the other headers with every answer', async () => {
    for (const answer of [await get('/', cookie()), await get('/'), await get('/none', cookie())]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
    }
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%5c..%5csecret.txt', '/%00', '/%', '//secret.txt'])(
    'serves nothing outside its folder: %s',
    async (path) => {
      const answer = await get(path, cookie());
      expect(answer.status).toBe(404);
      expect(answer.body.toString()).not.toContain('secret');
    },
  );

  it('survives an address that is none', async () => {
    expect([400, 404]).toContain((await get('http://[', cookie())).status);
    expect((await get('/', cookie())).status).toBe(200);
  });

  it('compresses as the browser asks, and lets it keep files whose name holds a digest', async () => {
    const plain = (await get('/', cookie())).body;
    const brotli = await get('/', { ...cookie(), 'accept-encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body)).toEqual(plain);
    const zipped = await get('/', { ...cookie(), 'accept-encoding': 'br;q=0, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.body)).toEqual(plain);
    expect(brotli.headers['cache-control']).toBe('no-cache');
    const asset = await get('/assets/index-abc.js', cookie());
    expect(asset.headers['content-type']).toContain('text/javascript');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await get('/assets/index-abc.js', { ...cookie(), 'if-none-match': String(asset.headers['etag']) })).status).toBe(304);
  });

  it('says that a port is taken', async () => {
    const options = {
      port: server.port,
      token,
      files: await openStaticFiles(join(folder, 'page')),
      host: new Promise<Host>(() => undefined),
    };
    await expect(startBrowserServer(options)).rejects.toMatchObject({
      code: 'port-taken',
      message: `Port ${server.port} is taken by another program.`,
    });
  });

  // Elsewhere 127.0.0.2 is not an address of the machine.
  it.skipIf(process.platform !== 'linux')('listens on 127.0.0.1 only', async () => {
    const refused = new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: server.port });
      socket.on('error', () => resolve('refused'));
      socket.on('connect', () => {
        socket.destroy();
        resolve('connected');
      });
    });
    expect(await refused).toBe('refused');
  });
});

function open(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}
const own = () => ({ ...cookie(), origin: `http://127.0.0.1:${server.port}` });
const next = (socket: WebSocket) =>
  new Promise<WireMessage>((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as WireMessage)));
const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));

describe('the WebSocket', () => {
  it('answers calls', async () => {
    const socket = await open(own());
    socket.send(JSON.stringify({ id: 7, name: 'app.start' }));
    expect(await next(socket)).toEqual({ id: 7, ok: true, value: { name: 'app.start' } });
  });

  it('sends events to every page', async () => {
    const sockets = await Promise.all([open(own()), open(own())]);
    // The subscription is made with the first answer at the latest.
    await Promise.all(sockets.map((socket) => (socket.send('{"id":1,"name":"x"}'), next(socket))));
    const received = Promise.all(sockets.map(next));
    emit('app.notice', { message: 'hello' });
    expect(await received).toEqual(Array.from({ length: 2 }, () => ({ event: 'app.notice', payload: { message: 'hello' } })));
  });

  it.each([
    ['no cookie', () => ({ origin: `http://127.0.0.1:${server.port}` }), '401'],
    ['no origin', () => cookie(), '403'],
    ['another origin', () => ({ ...cookie(), origin: 'http://evil.example' }), '403'],
    ['the origin of the other name', () => ({ ...cookie(), origin: `http://localhost:${server.port}` }), '403'],
    ['another host', () => ({ ...own(), host: 'evil.example' }), '403'],
  ])('refuses a page with %s', async (_, headers, status) => {
    await expect(open(headers())).rejects.toThrow(status);
  });

  it('is at one address only', async () => {
    await expect(open(own(), '/rpc/other')).rejects.toThrow('404');
  });

  it.each(['{', '[]', '{"id":-1,"name":"x"}', '{"id":1}', 'null'])('closes on what is no call: %s', async (message) => {
    const socket = await open(own());
    socket.send(message);
    expect(await closed(socket)).toBe(1008);
  });

  it('closes on a message that is too large', async () => {
    const socket = await open(own());
    socket.on('error', () => undefined);
    socket.send('x'.repeat(17 * 1024 * 1024));
    expect(await closed(socket)).toBe(1009);
  });

  it('tells its pages that it stops', async () => {
    const socket = await open(own());
    const code = closed(socket);
    await server.close();
    expect(await code).toBe(4001);
  });
});
