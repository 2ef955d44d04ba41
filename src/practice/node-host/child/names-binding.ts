import type { Channel } from './channel.ts';
import { replace } from './internals.ts';
import type { Callable, Internals, SystemErrors } from './internals.ts';
import type { Streams } from './stream-handle.ts';
import type { ServiceEvent } from '../protocol.ts';

interface NameRequest {
  oncomplete: Callable;
  hostname?: string;
}

/** `dns` asks the container's resolver. Returns what is to be told of an answer. */
export function replaceNames(
  internals: Internals,
  channel: Channel,
  errors: SystemErrors,
  streams: Streams,
): (event: ServiceEvent & { on: 'resolved' }) => void {
  const cares = internals.binding('cares_wrap');
  const waiting = new Map<number, (event: { error?: string; addresses?: string[] }) => void>();

  function ask(name: string, done: (event: { error?: string; addresses?: string[] }) => void): void {
    const id = streams.nextId();
    waiting.set(id, done);
    channel.hold();
    channel.send({ to: 'resolve', id, name });
  }

  replace(cares, {
    getaddrinfo(request: NameRequest, hostname: string, family: number) {
      ask(hostname, ({ error, addresses = [] }) => {
        if (error !== undefined) request.oncomplete(errors.number(error === 'EAI_AGAIN' ? 'EAI_AGAIN' : 'EAI_NONAME'), undefined);
        else if (family === 6) request.oncomplete(errors.number('EAI_NONAME'), undefined);
        else request.oncomplete(null, addresses);
      });
      return 0;
    },
    getnameinfo(request: NameRequest, address: string, port: number) {
      setImmediate(() => request.oncomplete(null, address, String(port)));
      return 0;
    },
  });

  const { ChannelWrap } = cares as { ChannelWrap: { prototype: object } };
  const refuse = (request: NameRequest): number => {
    setImmediate(() => request.oncomplete('ENOTIMP'));
    return 0;
  };
  replace(ChannelWrap.prototype as Record<string, unknown>, {
    queryA(request: NameRequest, name: string) {
      ask(name, ({ error, addresses = [] }) => {
        if (error === undefined)
          request.oncomplete(
            null,
            addresses,
            addresses.map(() => 600),
          );
        else request.oncomplete(error === 'EAI_AGAIN' ? 'ESERVFAIL' : 'ENOTFOUND');
      });
      return 0;
    },
    queryAaaa(request: NameRequest) {
      setImmediate(() => request.oncomplete('ENODATA'));
      return 0;
    },
    ...Object.fromEntries(
      ['Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Srv', 'Soa', 'Tlsa', 'Txt'].map((kind) => [`query${kind}`, refuse]),
    ),
    getHostByAddr: refuse,
    getServers: () => [['127.0.0.11', 53]],
    setServers: () => 0,
    cancel: () => undefined,
  });

  return (event) => {
    const done = waiting.get(event.id);
    waiting.delete(event.id);
    if (done === undefined) return;
    channel.release();
    done(event);
  };
}
