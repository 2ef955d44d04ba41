import type { Socket } from 'node:net';
import { HttpError, parseJson } from '../loopback-server.ts';
import type { LoopbackRequest } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { engineReply, withoutBuildKit } from './errors.ts';
import { startExec, startRequest } from './exec-routes.ts';
import { attach } from './log-routes.ts';
import { parsed } from './query.ts';

/** Bytes of a request's body, which says little. */
const largestBody = 64 * 1024;

/** The two requests that go on as a raw stream: starting an exec, and attaching to a container. */
export async function serveUpgrade(
  context: EngineApiContext,
  request: Pick<LoopbackRequest, 'method' | 'url' | 'incoming'>,
  socket: Socket,
  head: Buffer,
): Promise<void> {
  try {
    const { method, url, incoming } = request;
    const exec = /^\/exec\/([^/]+)\/start$/.exec(url.pathname)?.[1];
    const container = /^\/containers\/([^/]+)\/attach$/.exec(url.pathname)?.[1];
    if (url.pathname === '/session' || url.pathname === '/grpc') throw new HttpError(501, withoutBuildKit);
    if (method !== 'POST' || (exec === undefined && container === undefined))
      throw new HttpError(404, `${method} ${url.pathname} cannot be upgraded.`);
    const { body, rest } = await readBody(Number(incoming.headers['content-length'] ?? 0), socket, head);
    if (exec !== undefined) await serveExec(context, exec, body, socket, rest);
    else {
      const found = await context.engine.inspectContainer(container ?? '');
      accept(socket);
      socket.resume();
      await attach(context.engine, found, url, socket);
      socket.end();
    }
  } catch (error) {
    if (socket.destroyed) return;
    const { status, json } = engineReply(error);
    const text = JSON.stringify(json);
    socket.end(
      `HTTP/1.1 ${status} Error\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  }
}

async function serveExec(context: EngineApiContext, id: string, body: Buffer, socket: Socket, rest: Buffer): Promise<void> {
  const { Detach } = parsed(parseJson(body) ?? {}, startRequest, 'exec');
  const started = await startExec(context, id, Detach);
  accept(socket);
  if (started === undefined) {
    socket.end();
    return;
  }
  socket.on('close', () => started.hangUp());
  if (rest.length > 0) started.input.write(rest);
  socket.pipe(started.input);
  await started.sendOutput(socket);
  socket.end();
}

function accept(socket: Socket): void {
  socket.write('HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
}

/** The parser of the header has left the body in the stream. */
function readBody(length: number, socket: Socket, head: Buffer): Promise<{ body: Buffer; rest: Buffer }> {
  if (!Number.isInteger(length) || length < 0 || length > largestBody) throw new HttpError(400, 'The body is larger than 64 KB.');
  return new Promise((resolve, reject) => {
    let data = head;
    const take = (): void => {
      if (data.length < length) return;
      socket.off('data', add);
      socket.off('close', gone);
      socket.pause();
      resolve({ body: data.subarray(0, length), rest: data.subarray(length) });
    };
    const add = (chunk: Buffer): void => {
      data = Buffer.concat([data, chunk]);
      take();
    };
    const gone = (): void => reject(new HttpError(400, 'The body was cut off.'));
    socket.on('data', add);
    socket.on('close', gone);
    take();
  });
}
