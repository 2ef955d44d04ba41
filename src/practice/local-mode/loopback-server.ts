import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request to a service of the practice device. */
export interface LoopbackRequest {
  method: string;
  url: URL;
  /** What the groups of the route's path matched, percent signs decoded. */
  parameters: readonly string[];
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  /** Undefined where there is no body. Rejects with HttpError. */
  readJson: () => Promise<unknown>;
}

export type LoopbackReply =
  | { status: number; json: unknown }
  | { status: number; text: string }
  | { status: number }
  /** The handler writes to `outgoing` by itself. */
  | 'streamed';

/** What a handler returns that has written to `outgoing` by itself. */
export const streamed: LoopbackReply = 'streamed';

export interface LoopbackRoute {
  method: string;
  /** Matched against the whole path. */
  path: RegExp;
  handle(request: LoopbackRequest): LoopbackReply | Promise<LoopbackReply>;
}

export interface LoopbackServerOptions {
  /** Names and addresses, without port, that requests may be sent to. */
  hosts: readonly string[];
  routes: readonly LoopbackRoute[];
  /** What stands before every path and is not looked at, as an API's version. */
  prefix?: RegExp;
  errorReply(error: unknown): LoopbackReply;
  /** While it says no, connections are reset before a byte of them is read, those that are open with their next request. */
  isOpen?(): boolean;
  /** A request that wants to go on as a raw stream; `head` is what was read behind its header. */
  onUpgrade?(request: Pick<LoopbackRequest, 'method' | 'url' | 'incoming'>, socket: Socket, head: Buffer): void;
}

/** A refusal with its HTTP status. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** Bytes of a JSON body. */
const largestBody = 4 * 1024 * 1024;

export function route(method: string, path: RegExp, handle: LoopbackRoute['handle']): LoopbackRoute {
  return { method, path, handle };
}

/**
 * An HTTP server for programs of this machine. It answers requests that name one of the hosts (a web page could let a name of
 * its own resolve to 127.0.0.1), and none that a web page sent: pages send an Origin, programs do not.
 */
export function createLoopbackServer(options: LoopbackServerOptions): Server {
  const isClosed = (): boolean => options.isOpen?.() === false;
  const server = createServer((incoming, outgoing) => {
    if (isClosed()) {
      incoming.socket.resetAndDestroy();
      return;
    }
    answer(incoming, outgoing, options).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else {
        // The rest of a body that was not read is of no use.
        outgoing.setHeader('connection', 'close');
        send(outgoing, options.errorReply(error));
      }
    });
  });
  server.on('connection', (socket) => {
    if (isClosed()) socket.resetAndDestroy();
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    try {
      checkSender(incoming, options.hosts);
      if (options.onUpgrade === undefined) throw new HttpError(400, 'This cannot be upgraded.');
      options.onUpgrade({ method: incoming.method ?? 'GET', url: addressOf(incoming, options.prefix), incoming }, socket, head);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  });
  // Logs are followed for hours, and an upload may be slow.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 5_000;
  return server;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: LoopbackServerOptions): Promise<void> {
  checkSender(incoming, options.hosts);
  const url = addressOf(incoming, options.prefix);
  const method = incoming.method ?? 'GET';
  const candidates = options.routes.filter(({ path }) => path.test(url.pathname));
  const found = candidates.find((one) => one.method === method) ?? (method === 'HEAD' ? candidates.find(isGet) : undefined);
  if (found === undefined) {
    if (candidates.length > 0) throw new HttpError(405, `${method} is not possible for ${url.pathname}.`);
    throw new HttpError(404, `${method} ${url.pathname} is not supported on the practice device.`);
  }
  const parameters = parametersOf(found.path, url.pathname);
  send(outgoing, await found.handle({ method, url, parameters, incoming, outgoing, readJson: () => readJson(incoming) }));
}

function isGet({ method }: LoopbackRoute): boolean {
  return method === 'GET';
}

function checkSender({ headers }: IncomingMessage, hosts: readonly string[]): void {
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  if (!hosts.includes(name)) throw new HttpError(403, `Forbidden: the practice device does not answer for "${name}".`);
  if (headers.origin !== undefined) throw new HttpError(403, 'Forbidden: web pages are not answered.');
}

function addressOf(incoming: IncomingMessage, prefix: RegExp | undefined): URL {
  const url = new URL(incoming.url ?? '/', 'http://device');
  if (prefix !== undefined) url.pathname = url.pathname.replace(prefix, '');
  return url;
}

function parametersOf(path: RegExp, pathname: string): string[] {
  return (path.exec(pathname) ?? []).slice(1).map((text: string | undefined) => {
    try {
      return decodeURIComponent(text ?? '');
    } catch {
      throw new HttpError(400, 'The address has a broken percent sign.');
    }
  });
}

async function readJson(incoming: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > largestBody) throw new HttpError(413, 'The body is larger than 4 MB.');
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks));
}

/** Undefined for no text at all. Throws HttpError. */
export function parseJson(data: Buffer): unknown {
  const text = data.toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpError(400, 'The body is not JSON.');
  }
}

function send(outgoing: ServerResponse, reply: LoopbackReply): void {
  if (reply === 'streamed') return;
  const [type, body] =
    'json' in reply ? ['application/json', JSON.stringify(reply.json)] : ['text/plain; charset=utf-8', 'text' in reply ? reply.text : ''];
  const hasBody = 'json' in reply || 'text' in reply;
  outgoing
    .writeHead(reply.status, {
      ...(hasBody ? { 'content-type': type, 'content-length': Buffer.byteLength(body) } : {}),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(body);
}
