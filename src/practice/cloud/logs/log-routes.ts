import type { ServerResponse } from 'node:http';
import { badRequest } from '../api-error.ts';
import { requireRow } from '../database/database.ts';
import type { Database } from '../database/model.ts';
import { route } from '../api/route.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';
import { keptLines } from './log-store.ts';
import type { LogStore, StoredLine } from './log-store.ts';
import { text } from '../database/values.ts';

/** An empty line at least this often keeps a followed log alive through proxies, and shows when the reader has gone. */
const heartbeat = 20_000;
/** Bytes that may wait for a slow reader before it is dropped; its client connects again. */
const largestBacklog = 4 * 1024 * 1024;

/** `GET /device/v2/<uuid>/logs`: history as an array, or with `stream=1` one line after the other as they come. */
export function logRoutes(database: Database, logs: LogStore): Route[] {
  return [route('GET', /^\/device\/v2\/([0-9a-f]+)\/logs$/, (request) => answer(request, database, logs))];
}

function answer(request: ApiRequest, database: Database, logs: LogStore): Reply {
  const { searchParams } = request.url;
  const uuid = text(requireRow(database, 'device', { uuid: request.parameters[0] ?? '' })['uuid']);
  const isStream = searchParams.get('stream') === '1' || searchParams.get('stream') === 'true';
  const count = readCount(searchParams.get('count'), isStream ? 0 : keptLines);
  const start = readStart(searchParams.get('start'));
  // Who asks for a time without a number wants all from then on.
  const history = logs.history(uuid, { count: start > 0 && searchParams.get('count') === null ? keptLines : count, start });
  if (!isStream) return { status: 200, json: [...history] };
  stream(request.outgoing, history, (listener) => logs.follow(uuid, listener));
  return 'streamed';
}

function stream(
  outgoing: ServerResponse,
  history: readonly StoredLine[],
  follow: (listener: (line: StoredLine) => void) => () => void,
): void {
  outgoing.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  outgoing.flushHeaders();
  const write = (text: string) => {
    if (outgoing.writableLength > largestBacklog) outgoing.destroy();
    else outgoing.write(text);
  };
  for (const line of history) write(`${JSON.stringify(line)}\n`);
  const stop = follow((line) => write(`${JSON.stringify(line)}\n`));
  const timer = setInterval(() => write('\n'), heartbeat);
  outgoing.on('error', () => undefined);
  outgoing.on('close', () => {
    stop();
    clearInterval(timer);
  });
}

function readCount(text: string | null, fallback: number): number {
  if (text === null) return fallback;
  if (text === 'all') return keptLines;
  if (!/^\d+$/.test(text)) throw badRequest(`"count" must be a whole number or "all", not "${text}".`);
  return Math.min(Number(text), keptLines);
}

function readStart(text: string | null): number {
  if (text === null) return 0;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(time)) throw badRequest(`"start" must be a time, not "${text}".`);
  return time;
}
