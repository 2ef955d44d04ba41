import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { toErrorData, FleetlabError } from '../../../shared/errors.ts';
import { ApiError } from '../api-error.ts';
import type { Caller, ExtraRoutes, PublicRoute, Reply, Route } from './route.ts';

export interface ApiServerOptions {
  publicRoutes: readonly PublicRoute[];
  routes: readonly Route[];
  extraRoutes: readonly ExtraRoutes[];
  /** Throws ApiError 401. */
  authenticate(incoming: IncomingMessage, url: URL): Caller;
}

/** Bytes of a JSON body; a composition or a build log fits in it many times. */
const largestBody = 4 * 1024 * 1024;

/**
 * The HTTP side of the API. Only requests that name this machine are answered (a web page could let a name of its own
 * resolve to 127.0.0.1), and none that a web page of another origin sent.
 */
export function createApiServer(options: ApiServerOptions): Server {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, options).catch((error: unknown) => sendError(outgoing, error));
  });
  // Logs are followed for hours, and a long build may send nothing for minutes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 5_000;
  return server;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: ApiServerOptions): Promise<void> {
  checkSender(incoming);
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  const method = incoming.method ?? 'GET';
  const base = { method, url, incoming, outgoing, readJson: () => readJson(incoming) };

  const open = options.publicRoutes.find((one) => one.path.test(url.pathname) && one.methods.includes(method));
  if (open !== undefined) return send(outgoing, await open.handle({ ...base, parameters: parametersOf(open.path, url.pathname) }));

  const caller = options.authenticate(incoming, url);
  const extra = options.extraRoutes.find((one) => url.pathname.startsWith(one.prefix));
  if (extra !== undefined) {
    if (caller.user === undefined) throw new ApiError(401, 'Unauthorized: this needs the token of a user.');
    const path = decodeURIComponent(url.pathname.slice(extra.prefix.length));
    return send(outgoing, await extra.handle({ method, path, query: url.searchParams, body: await base.readJson(), outgoing }));
  }
  const candidates = options.routes.filter((one) => one.path.test(url.pathname));
  const found = candidates.find((one) => one.methods.includes(method));
  if (found === undefined) {
    if (candidates.length > 0) throw new ApiError(405, `${method} is not possible for ${url.pathname}.`);
    throw new ApiError(404, `${method} ${url.pathname} is not supported by the practice cloud.`);
  }
  return send(outgoing, await found.handle({ ...base, caller, parameters: parametersOf(found.path, url.pathname) }));
}

function checkSender(incoming: IncomingMessage): void {
  const { host = '', origin } = incoming.headers;
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host))
    throw new ApiError(403, 'Forbidden: the practice cloud answers to 127.0.0.1 only.');
  if (origin !== undefined && origin !== `http://${host}`)
    throw new ApiError(403, 'Forbidden: web pages of other origins are not answered.');
}

function parametersOf(path: RegExp, pathname: string): string[] {
  return (path.exec(pathname) ?? []).slice(1).map((text: string | undefined) => {
    try {
      return decodeURIComponent(text ?? '');
    } catch {
      throw new ApiError(400, 'The address has a broken percent sign.');
    }
  });
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new ApiError(413, 'The body is larger than 4 MB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(400, 'The body is not JSON.');
  }
}

function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply === 'streamed') return;
  const [type, body] =
    'json' in reply
      ? ['application/json; charset=utf-8', JSON.stringify(reply.json)]
      : 'html' in reply
        ? ['text/html; charset=utf-8', reply.html]
        : ['text/plain; charset=utf-8', reply.text];
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  outgoing.writeHead(reply.status, headers).end(body);
}

function sendError(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const status = error instanceof ApiError ? error.status : error instanceof FleetlabError ? 400 : 500;
  const message = error instanceof ApiError ? error.message : toErrorData(error).message;
  // Fetch keeps a connection whose request body was not read; the rest of it is of no use.
  outgoing.setHeader('connection', 'close');
  if (error instanceof FleetlabError) send(outgoing, { status, json: { ...toErrorData(error) } });
  else send(outgoing, { status, text: message });
}
