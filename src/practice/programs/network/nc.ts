import type { Duplex } from 'node:stream';
import { ConnectError, ListenError, NameError } from '../../process/network-namespace.ts';
import type { Endpoint } from '../../process/network-namespace.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { ProcessEnded, readChunks, write } from '../lines.ts';
import { UsageError } from '../options.ts';
import { withLimit } from './http-exchange.ts';

const reasons: Record<ConnectError['code'], string> = {
  ECONNREFUSED: 'Connection refused',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ECONNRESET: 'Connection reset by peer',
};

const options = {
  endToo: { short: 'N', help: 'shutdown the network socket after EOF on the input (a client always does here)' },
  keep: { short: 'k', help: 'keep inbound sockets open for multiple connects' },
  listen: { short: 'l', help: 'listen mode, for inbound connects' },
  numeric: { short: 'n', help: 'suppress name/port resolutions (always so here)' },
  port: { short: 'p', value: 'port', help: 'specify local port, for listening' },
  source: { short: 's', value: 'sourceaddr', help: 'local source address, for listening' },
  verbose: { short: 'v', help: 'verbose' },
  wait: { short: 'w', value: 'timeout', help: 'timeout in seconds for connecting' },
  scan: { short: 'z', help: 'only scan, without sending any data' },
} as const;

/** OpenBSD's netcat. */
export const nc = defineProgram(
  {
    usage: 'NAME [-klNnvz] [-p port] [-s sourceaddr] [-w timeout] [destination] [port]',
    summary: 'Connect to a TCP port, or listen on one; what is typed is sent, what comes is shown.',
    unsupported: '46bCDdFhIiMmOPqrSTtUuVWXx',
    options,
  },
  (call) => (call.values.listen ? serve(call) : connect(call)),
);

async function connect({ context, values, operands, complain }: Call<typeof options>): Promise<number> {
  const [host, ...portTexts] = operands;
  if (host === undefined || portTexts.length === 0) throw new UsageError('missing hostname and port');
  const ports = portTexts.flatMap(readPorts);
  let addresses: string[];
  try {
    addresses = await context.system.network.resolve(host);
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    const reason = error.code === 'EAI_AGAIN' ? 'Temporary failure in name resolution' : 'Name or service not known';
    await complain(`getaddrinfo for host "${host}" port ${String(ports[0] ?? 0)}: ${reason}`);
    return 1;
  }
  const address = addresses[0] ?? host;
  const shown = address === host ? host : `${host} (${address})`;
  const limit = values.wait === undefined ? Infinity : Number(values.wait) * 1000;
  let status = 1;
  for (const port of ports) {
    try {
      const stream = await withLimit(context.system.network.connect({ address, port, abort: context.ended }), limit);
      status = 0;
      if (values.verbose)
        await write(context.stderr, Buffer.from(`Connection to ${shown} ${String(port)} port [tcp/*] succeeded!\n`), context.ended);
      if (values.scan) stream.destroy();
      else return await converse(context, stream, true);
    } catch (error) {
      if (context.ended.aborted) throw new ProcessEnded();
      const isRefused = error instanceof ConnectError;
      if (!isRefused && !(error instanceof Error && error.message === 'The connection took too long.')) throw error;
      const reason = isRefused ? reasons[error.code] : 'Operation now in progress';
      if (values.verbose || !values.scan) await complain(`connect to ${shown} port ${String(port)} (tcp) failed: ${reason}`);
    }
  }
  return status;
}

async function serve({ context, values, operands, complain }: Call<typeof options>): Promise<number> {
  const given = values.port === undefined ? operands : [...operands.slice(0, 1), values.port];
  const portText = given.at(-1);
  if (portText === undefined || given.length > 2) throw new UsageError('missing port to listen on');
  const [port = 0] = readPorts(portText);
  const address = values.source ?? (given.length === 2 ? given[0] : undefined) ?? '0.0.0.0';
  const { network } = context.system;
  if (network.listen === undefined) {
    await complain('listening is not supported here: this network has no one who could connect');
    return 1;
  }
  const queue = connectionQueue(context.ended);
  let listener;
  try {
    listener = network.listen({ address, port, pid: context.process.pid }, (stream, peer) => queue.add(stream, peer));
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    await complain(error.code === 'EADDRINUSE' ? 'Address already in use' : 'Cannot assign requested address');
    return 1;
  }
  const tell = (text: string): Promise<void> =>
    values.verbose ? write(context.stderr, Buffer.from(`${text}\n`), context.ended) : Promise.resolve();
  try {
    await tell(`Listening on ${address} ${String(listener.port)}`);
    for (;;) {
      const { stream, peer } = await queue.next();
      // Without -k nobody else is let in.
      if (!values.keep) listener.close();
      await tell(`Connection received on ${peer.address} ${String(peer.port)}`);
      const status = await converse(context, stream, values.endToo);
      if (!values.keep) return status;
    }
  } finally {
    listener.close();
    queue.close();
  }
}

/** Sends the input and shows what comes, until the other side has ended. */
async function converse(context: Call<typeof options>['context'], stream: Duplex, endsWithInput: boolean): Promise<number> {
  const isOver = new AbortController();
  const stop = AbortSignal.any([context.ended, isOver.signal]);
  stream.on('error', () => undefined);
  const onEnded = (): void => void stream.destroy();
  context.ended.addEventListener('abort', onEnded, { once: true });
  const sending = (async () => {
    for await (const chunk of readChunks(context.stdin, stop)) await write(stream, chunk, stop);
    if (endsWithInput) stream.end();
  })().catch(() => undefined);
  try {
    for await (const chunk of readChunks(stream, context.ended)) await write(context.stdout, chunk, context.ended);
    // What was typed before the other side ended is still sent.
    do await new Promise((resolve) => setImmediate(resolve));
    while (context.stdin.readableLength > 0 && stream.writable && !context.ended.aborted);
    return 0;
  } finally {
    isOver.abort();
    context.ended.removeEventListener('abort', onEnded);
    await sending;
    stream.end();
  }
}

/** Connections that wait to be taken, one after the other. */
function connectionQueue(ended: AbortSignal) {
  const waiting: { stream: Duplex; peer: Endpoint }[] = [];
  let wake: (() => void) | undefined;
  const onEnded = (): void => wake?.();
  ended.addEventListener('abort', onEnded, { once: true });
  return {
    add(stream: Duplex, peer: Endpoint): void {
      waiting.push({ stream, peer });
      wake?.();
    },
    /** Rejects with ProcessEnded. */
    async next(): Promise<{ stream: Duplex; peer: Endpoint }> {
      for (;;) {
        if (ended.aborted) throw new ProcessEnded();
        const first = waiting.shift();
        if (first !== undefined) return first;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close(): void {
      ended.removeEventListener('abort', onEnded);
      for (const { stream } of waiting) stream.destroy();
    },
  };
}

function readPorts(text: string): number[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || from > 65_535 || to > 65_535 || from > to) throw new UsageError(`port number invalid: ${text}`, false);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
