import { ConnectError, NameError } from '../../process/network-namespace.ts';
import { defineProgram } from '../define-program.ts';
import { readChunks, write } from '../lines.ts';
import { UsageError } from '../options.ts';
import { withLimit } from './http-exchange.ts';

const reasons: Record<ConnectError['code'], string> = {
  ECONNREFUSED: 'Connection refused',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ECONNRESET: 'Connection reset by peer',
};

/** OpenBSD's netcat as a client. */
export const nc = defineProgram(
  {
    usage: 'NAME [-zvN] [-w timeout] destination port',
    summary: 'Connect to a TCP port; what is typed is sent, what comes is shown. Listening is not supported on the practice device.',
    unsupported: '46bCDdFhIiklMmnOPpqrSsTtUuVWXx',
    options: {
      endToo: { short: 'N', help: 'shutdown the network socket after EOF on the input (always so here)' },
      verbose: { short: 'v', help: 'verbose' },
      wait: { short: 'w', value: 'timeout', help: 'timeout in seconds for connecting' },
      scan: { short: 'z', help: 'only scan, without sending any data' },
    },
  },
  async ({ context, values, operands, complain }) => {
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
        const stream = await withLimit(context.system.network.connect({ address, port }), limit);
        status = 0;
        if (values.verbose)
          await write(context.stderr, Buffer.from(`Connection to ${shown} ${String(port)} port [tcp/*] succeeded!\n`), context.ended);
        stream.on('error', () => undefined);
        const onEnded = (): void => void stream.destroy();
        context.ended.addEventListener('abort', onEnded, { once: true });
        if (values.scan) {
          stream.destroy();
          continue;
        }
        const sending = (async () => {
          for await (const chunk of readChunks(context.stdin, context.ended)) await write(stream, chunk, context.ended);
          stream.end();
        })().catch(() => undefined);
        for await (const chunk of readChunks(stream, context.ended)) await write(context.stdout, chunk, context.ended);
        context.ended.removeEventListener('abort', onEnded);
        void sending;
        return 0;
      } catch (error) {
        const isRefused = error instanceof ConnectError;
        if (!isRefused && !(error instanceof Error && error.message === 'The connection took too long.')) throw error;
        const reason = isRefused ? reasons[error.code] : 'Operation now in progress';
        if (values.verbose || !values.scan) await complain(`connect to ${shown} port ${String(port)} (tcp) failed: ${reason}`);
      }
    }
    return status;
  },
);

function readPorts(text: string): number[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || from > 65_535 || to > 65_535 || from > to) throw new UsageError(`port number invalid: ${text}`, false);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
