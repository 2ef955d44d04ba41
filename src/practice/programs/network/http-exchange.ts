import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { ProgramContext } from '../../process/process.ts';

/** One HTTP/1.1 request over the simulated network. */
export interface ExchangeRequest {
  url: URL;
  method: string;
  /** In the order they are sent. */
  headers: readonly (readonly [string, string])[];
  body: Buffer | undefined;
  /** Milliseconds; Infinity for no limit. */
  connectTimeout: number;
  /** Milliseconds for everything, the body included. */
  timeout: number;
  /** Told as the exchange goes on, for `-v`. */
  onTrying?(address: string, port: number): void;
  onConnected?(address: string, port: number): void;
}

export interface ExchangeResponse {
  message: IncomingMessage;
  /** The status line and headers as they came, with the empty line behind them. */
  head: string;
  address: string;
  port: number;
  /** Milliseconds from the start. */
  times: { resolved: number; connected: number; answered: number };
  /** The body; rejects with ExchangeError where it breaks off. */
  body: AsyncIterable<Buffer>;
}

export type ExchangeFailure =
  'name' | 'name-again' | 'connect' | 'connect-timeout' | 'timeout' | 'empty' | 'reset' | 'partial' | 'protocol';

export class ExchangeError extends Error {
  readonly kind: ExchangeFailure;
  readonly address: string | undefined;
  /** Milliseconds that it took. */
  readonly elapsed: number;
  readonly reason: ConnectError['code'] | undefined;
  readonly received: number;

  constructor(
    kind: ExchangeFailure,
    details: { elapsed: number; address?: string; reason?: ConnectError['code']; received?: number; cause?: unknown },
  ) {
    super(`HTTP exchange failed: ${kind}`, { cause: details.cause });
    this.name = 'ExchangeError';
    this.kind = kind;
    this.elapsed = details.elapsed;
    this.address = details.address;
    this.reason = details.reason;
    this.received = details.received ?? 0;
  }
}

/** Rejects with ExchangeError. */
export async function exchange(context: ProgramContext, asked: ExchangeRequest): Promise<ExchangeResponse> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const port = Number(asked.url.port || 80);
  const { stream, address, resolved } = await openConnection(context, asked, port, elapsed);
  const connected = elapsed();
  asked.onConnected?.(address, port);
  const clock = { isOver: false };
  const left = asked.timeout - connected;
  const timer = Number.isFinite(left)
    ? setTimeout(
        () => {
          clock.isOver = true;
          stream.destroy();
        },
        Math.max(0, left),
      )
    : undefined;
  const onEnded = (): void => void stream.destroy();
  context.ended.addEventListener('abort', onEnded, { once: true });
  const finish = (): void => {
    clearTimeout(timer);
    context.ended.removeEventListener('abort', onEnded);
  };
  try {
    const message = await send(asked, stream);
    const head = `HTTP/${message.httpVersion} ${String(message.statusCode ?? 0)} ${message.statusMessage ?? ''}\r\n${headerLines(message)}\r\n`;
    const times = { resolved, connected, answered: elapsed() };
    return { message, head, address, port, times, body: readBody(message, { elapsed, isTimedOut: () => clock.isOver, finish }) };
  } catch (error) {
    finish();
    stream.destroy();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (clock.isOver) throw new ExchangeError('timeout', { elapsed: elapsed() });
    // Node words a connection that ends before any answer as a hang up with ECONNRESET.
    const isHangUp = error instanceof Error && error.message === 'socket hang up';
    if (isHangUp || code === 'EPIPE') throw new ExchangeError('empty', { elapsed: elapsed() });
    if (code === 'ECONNRESET') throw new ExchangeError('reset', { elapsed: elapsed() });
    throw new ExchangeError('protocol', { elapsed: elapsed(), cause: error });
  }
}

type Connection = Awaited<ReturnType<ProgramContext['system']['network']['connect']>>;

async function openConnection(
  context: ProgramContext,
  asked: ExchangeRequest,
  port: number,
  elapsed: () => number,
): Promise<{ stream: Connection; address: string; resolved: number }> {
  const hostname = asked.url.hostname.replace(/^\[|\]$/g, '');
  let addresses: string[];
  try {
    addresses = await context.system.network.resolve(hostname);
  } catch (error) {
    if (error instanceof NameError) throw new ExchangeError(error.code === 'EAI_AGAIN' ? 'name-again' : 'name', { elapsed: elapsed() });
    throw error;
  }
  const resolved = elapsed();
  let last: ConnectError | undefined;
  for (const address of addresses) {
    asked.onTrying?.(address, port);
    const limit = Math.min(asked.connectTimeout, asked.timeout) - elapsed();
    try {
      return { stream: await withLimit(context.system.network.connect({ address, port }), limit), address, resolved };
    } catch (error) {
      if (error instanceof TooLong) throw new ExchangeError('connect-timeout', { elapsed: elapsed(), address });
      if (!(error instanceof ConnectError)) throw error;
      last = error;
    }
  }
  if (last === undefined) throw new ExchangeError('name', { elapsed: elapsed() });
  throw new ExchangeError('connect', { elapsed: elapsed(), address: last.address, reason: last.code });
}

class TooLong extends Error {}

/** Reads a body that nobody wants, so that its connection is closed in order. */
export async function discard(body: AsyncIterable<Buffer>): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}

/** A connection that comes after the limit is closed again. */
export async function withLimit(connecting: Promise<Connection>, milliseconds: number): Promise<Connection> {
  if (!Number.isFinite(milliseconds)) return connecting;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLong('The connection took too long.')), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([connecting, limit]);
  } catch (error) {
    if (error instanceof TooLong) {
      connecting.then(
        (stream) => stream.destroy(),
        () => undefined,
      );
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function send(asked: ExchangeRequest, stream: Connection): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      method: asked.method,
      path: `${asked.url.pathname}${asked.url.search}`,
      createConnection: () => stream,
      setHost: false,
    });
    const values = new Map<string, { name: string; values: string[] }>();
    for (const [name, value] of asked.headers) {
      const known = values.get(name.toLowerCase());
      if (known === undefined) values.set(name.toLowerCase(), { name, values: [value] });
      else known.values.push(value);
    }
    for (const header of values.values()) outgoing.setHeader(header.name, header.values);
    // Node would ask for the connection to be closed; curl and wget say nothing.
    if (!values.has('connection')) outgoing.removeHeader('Connection');
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(asked.body);
  });
}

async function* readBody(
  message: IncomingMessage,
  state: { elapsed(): number; isTimedOut(): boolean; finish(): void },
): AsyncGenerator<Buffer> {
  let received = 0;
  try {
    for await (const chunk of message) {
      const data = chunk as Buffer;
      received += data.length;
      yield data;
    }
  } catch (error) {
    throw new ExchangeError(state.isTimedOut() ? 'timeout' : 'partial', { elapsed: state.elapsed(), received, cause: error });
  } finally {
    state.finish();
    message.socket.destroy();
  }
}

function headerLines(message: IncomingMessage): string {
  const raw = message.rawHeaders;
  let lines = '';
  for (let index = 0; index + 1 < raw.length; index += 2) lines += `${raw[index] ?? ''}: ${raw[index + 1] ?? ''}\r\n`;
  return lines;
}
