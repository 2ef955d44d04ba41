import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from './certificates.ts';

export interface TlsProxyOptions {
  identity: Identity;
  /** Where requests go, as `http://127.0.0.1:8480`. */
  upstream: string;
  host: string;
  /** Free unless told. */
  port?: number;
  /** Milliseconds that each request is on its way. */
  latency?: number;
  /** Of a thousand requests, how many are lost: every other one by a broken connection, the others by an answer 502. */
  lostOfThousand?: number;
}

export interface TlsProxy {
  /** `https://<host>:<port>` */
  url: string;
  /** Requests as they came, with the name of the client. */
  requests: { method: string; path: string; agent: string }[];
  /** How many were lost by chance. */
  lost(): number;
  /** The next requests whose path matches are lost, whatever the chances. */
  loseNext(path: RegExp, count: number): void;
  close(): Promise<void>;
}

/** The way to a cloud in the real world: TLS by an authority of its own, far away, and now and then a request is lost. */
export async function startTlsProxy(options: TlsProxyOptions): Promise<TlsProxy> {
  const { identity, latency = 0, lostOfThousand = 0 } = options;
  const upstream = new URL(options.upstream);
  const requests: TlsProxy['requests'] = [];
  const sockets = new Set<Duplex>();
  const chance = createChance();
  let lost = 0;
  let doomed: { path: RegExp; count: number } | undefined;

  function isLost(path: string): boolean {
    if (doomed !== undefined && doomed.count > 0 && doomed.path.test(path)) {
      doomed.count -= 1;
      return true;
    }
    return chance() * 1000 < lostOfThousand;
  }

  function lose(request: IncomingMessage, response: ServerResponse): void {
    lost += 1;
    if (lost % 2 === 1) request.socket.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end('Bad gateway');
  }

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const headers = { ...request.headers, host: upstream.host };
    delete headers.origin;
    const onward = httpRequest(
      new URL(request.url ?? '/', upstream),
      { method: request.method ?? 'GET', headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  const server = createServer({ key: identity.key, cert: identity.certificate }, (request, response) => {
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, agent: String(request.headers['x-balena-client'] ?? '') });
    request.on('error', () => undefined);
    setTimeout(() => (isLost(path) ? lose : forward)(request, response), latency);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${options.host}:${String(port)}`,
    requests,
    lost: () => lost,
    loseNext: (path, count) => (doomed = { path, count }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function createChance(): () => number {
  let state = 20_261_128;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
