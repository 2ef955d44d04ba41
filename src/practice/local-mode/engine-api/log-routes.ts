import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { dockerTime } from '../../device/host-os/engine-cli/words.ts';
import type { ContainerEngine, ContainerInfo, OutputLine } from '../../engine/engine.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { flag } from './query.ts';
import { frame } from './raw-stream.ts';

interface LogRequest {
  streams: ReadonlySet<OutputLine['stream']>;
  follows: boolean;
  /** Lines of the past. */
  tail: number;
  /** Milliseconds since 1970. */
  since: number;
  until: number;
  hasTimestamps: boolean;
}

/** `GET /containers/<id>/logs` */
export function logRoute({ engine }: EngineApiContext): LoopbackRoute {
  return route('GET', /^\/containers\/([^/]+)\/logs$/, async ({ parameters: [reference = ''], url, outgoing }) => {
    const container = await engine.inspectContainer(reference);
    const request = readRequest(url);
    if (request.streams.size === 0) throw new HttpError(400, 'Bad parameters: you must choose at least one stream');
    outgoing.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
    outgoing.flushHeaders();
    await sendLog(engine, container, request, outgoing);
    outgoing.end();
    return streamed;
  });
}

/** `POST /containers/<id>/attach`, whose answer is what the container prints from now on (with `logs`, what it has printed, too). */
export async function attach(engine: ContainerEngine, container: ContainerInfo, url: URL, to: Socket | ServerResponse): Promise<void> {
  const request = { ...readRequest(url), tail: flag(url, 'logs') ? Infinity : 0, follows: flag(url, 'stream'), hasTimestamps: false };
  await sendLog(engine, container, request, to, 'waits');
}

function readRequest(url: URL): LogRequest {
  const { searchParams } = url;
  const tail = searchParams.get('tail') ?? 'all';
  const seconds = (name: string, otherwise: number): number => {
    const text = searchParams.get(name) ?? '';
    return text === '' || text === '0' ? otherwise : Number(text) * 1000;
  };
  const streams = new Set((['stdout', 'stderr'] as const).filter((name) => flag(url, name)));
  return {
    streams,
    follows: flag(url, 'follow'),
    tail: /^\d+$/.test(tail) ? Number(tail) : Infinity,
    since: seconds('since', 0),
    until: seconds('until', Infinity),
    hasTimestamps: flag(url, 'timestamps'),
  };
}

/**
 * Resolves when all was sent, or the container's process has ended, or the reader has gone. `waits`: one that does not run yet
 * is waited for.
 */
async function sendLog(
  engine: ContainerEngine,
  container: ContainerInfo,
  request: LogRequest,
  to: Socket | ServerResponse,
  waits?: 'waits',
): Promise<void> {
  const write = (line: OutputLine): void => {
    if (!request.streams.has(line.stream) || line.timestamp < request.since || line.timestamp > request.until || to.destroyed) return;
    const time = request.hasTimestamps ? `${dockerTime(line.timestamp)} ` : '';
    to.write(frame(line.stream, Buffer.from(`${time}${line.message}\n`)));
  };
  const early: OutputLine[] = [];
  let isLive = false;
  let isOver: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (isOver = resolve));
  const end = engine.onEvent((event) => {
    if (event.kind === 'output' && event.container.id === container.id) {
      if (isLive) write(event.line);
      else early.push(event.line);
    } else if (
      event.kind === 'container' &&
      event.container.id === container.id &&
      (event.action === 'die' || event.action === 'destroy')
    ) {
      isOver();
    }
  });
  to.once('close', isOver);
  try {
    const history = request.tail === 0 ? [] : await engine.containerLog(container.id);
    const past = history.filter(({ timestamp }) => timestamp >= request.since && timestamp <= request.until);
    for (const line of past.slice(-request.tail)) write(line);
    // What came between the subscription and the history is in both.
    if (request.tail === 0) for (const line of early) write(line);
    isLive = true;
    const { status } = container.state;
    if (!request.follows || (waits === undefined && (status === 'exited' || status === 'created'))) return;
    await over;
  } finally {
    end();
  }
}
