import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { FleetlabError } from '../../shared/errors.ts';
import { closedByServer, largestRequest, rpcPath } from '../../shared/wire.ts';
import { cookieHeader, hasCookie, isOwnHost, isOwnOrigin, isOwnOriginOrNone, isToken, type Access } from './access.ts';
import { plainPage } from './plain-page.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { serveSocket, type Host } from './socket.ts';
import type { StaticFiles } from '../page/static-files.ts';

export interface BrowserServer {
  port: number;
  /** The address that signs a browser in. */
  url: string;
  close(): Promise<void>;
}

export interface BrowserServerOptions {
  /** 0 for a free one. */
  port: number;
  token: string;
  files: StaticFiles;
  /** Calls wait for it. */
  host: Promise<Host>;
}

/** Serves the page and its WebSocket on 127.0.0.1. Rejects with FleetlabError `port-taken`. */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const server = createServer({ maxHeaderSize: 16 * 1024 });
  await listen(server, options.port);
  const access: Access = { port: (server.address() as AddressInfo).port, token: options.token };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestRequest, perMessageDeflate: false, clientTracking: true });

  server.on('request', (request, response) => {
    answer(access, options.files, request)
      .catch(() => page(500, 'Fleetlab could not read its own files', 'Stop it and start it again.'))
      .then((made) => send(request, response, made))
      .catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, stream: Socket, head: Buffer) => {
    const refusal = refuseUpgrade(access, request);
    stream.on('error', () => stream.destroy());
    if (refusal !== undefined) stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else sockets.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, options.host));
  });

  return {
    port: access.port,
    url: `http://127.0.0.1:${access.port}/?token=${options.token}`,
    async close() {
      for (const socket of sockets.clients) socket.close(closedByServer, 'stopped');
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Pages keep connections open; a page that does not answer the close must not keep the program alive.
        setTimeout(() => {
          for (const socket of sockets.clients) socket.terminate();
          server.closeAllConnections();
        }, 200).unref();
        server.closeIdleConnections();
      });
    },
  };
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

async function answer(access: Access, files: StaticFiles, request: IncomingMessage): Promise<Answer> {
  if (!isOwnHost(access, request.headers.host) || !isOwnOriginOrNone(access, request.headers))
    return page(403, 'Not this way', `Open Fleetlab as http://127.0.0.1:${access.port}/ on this computer.`);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return page(405, 'Nothing to send here', 'This address only serves the page.', { Allow: 'GET, HEAD' });

  const text = `http://127.0.0.1:${access.port}${request.url ?? ''}`;
  if (!URL.canParse(text)) return page(400, 'Nothing here', 'This is not an address.');
  const address = new URL(text);
  const token = address.searchParams.get('token');
  if (address.pathname === '/' && token !== null && isToken(access, token))
    return { status: 303, headers: { Location: '/', 'Set-Cookie': cookieHeader(access), 'Cache-Control': 'no-store' }, body: '' };
  if (!hasCookie(access, request.headers)) return refuseStranger(request);

  const found = await files.answer(address.pathname, request.headers['accept-encoding']?.toString() ?? '');
  if (found === undefined) return page(404, 'Nothing here', 'Fleetlab is at the address without a path.');
  const isKnown = request.headers['if-none-match'] === found.headers['ETag'];
  return { status: isKnown ? 304 : 200, headers: found.headers, body: found.body };
}

function refuseStranger(request: IncomingMessage): Answer {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  // A link on another page (a terminal in the browser, a chat) brings no strict cookie along. This page's own step does.
  if (site === 'cross-site' && mode === 'navigate' && request.url === '/')
    return page(200, 'Opening Fleetlab', 'One moment.', { Refresh: '0; url=/', 'Cache-Control': 'no-store' });
  return page(
    401,
    'This page needs its key',
    'Open the whole address that Fleetlab printed when it started: the line begins with “Fleetlab is ready:” and the address ends in ?token=… If it is gone, start Fleetlab again.',
    { 'Cache-Control': 'no-store' },
  );
}

function page(status: number, heading: string, sentence: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers }, body: plainPage(heading, sentence) };
}

function refuseUpgrade(access: Access, request: IncomingMessage): string | undefined {
  if (request.url !== rpcPath) return '404 Not Found';
  if (!isOwnHost(access, request.headers.host) || !isOwnOrigin(access, request.headers)) return '403 Forbidden';
  return hasCookie(access, request.headers) ? undefined : '401 Unauthorized';
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  // A 304 has no body, and its length would be taken for the file's.
  const length = status === 304 ? {} : { 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...securityHeaders, ...headers, ...length });
  response.end(status === 304 || request.method === 'HEAD' ? '' : body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenError(error, port)));
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function describeListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new FleetlabError(
      'port-taken',
      `Port ${port} is taken by another program.`,
      'Start Fleetlab with another --port, or without one to let it choose.',
      { cause: error },
    );
  if (error.code === 'EACCES')
    return new FleetlabError('port-taken', `This account may not use port ${port}.`, 'Choose a --port above 1023.', { cause: error });
  return error;
}
