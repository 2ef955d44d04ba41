import type { Duplex } from 'node:stream';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { decide } from '../../../shared/network/decide.ts';
import { parseAddress } from '../../../shared/network/ipv4.ts';
import type { Destination, Origin, Verdict } from '../../../shared/network/request.ts';
import { resolveNames } from '../../../shared/network/resolve-names.ts';
import { findService } from '../../../shared/network/topology.ts';
import type { Topology } from '../../../shared/network/topology.ts';
import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { EchoOutcome } from '../../process/network-namespace.ts';
import { connectionPair } from './connection-pair.ts';
import type { Member } from './container-network.ts';
import { isHostName } from './names.ts';
import { version4 } from './network-stack.ts';
import { echoOutcome, errorCodeOf, goesByProxy, isHostsOwn, sourceAddress } from './routes.ts';
import type { Sender } from './routes.ts';

/** What is on its way between the members of a device's networks; every end of it is a verdict of `decide`. */
export interface Traffic {
  connect(sender: Sender, target: { address: string; port: number; abort?: AbortSignal }): Promise<Duplex>;
  resolve(member: Member, name: string): Promise<string[]>;
  echo(member: Member, address: string): EchoOutcome;
  onConnection(listener: (event: ConnectionEvent) => void): () => void;
  /** The laptop's attempt ended before it came here: it is told with the rule, unless it would have been let in. */
  tellOfLaptop(to: Destination): void;
}

export interface TrafficOptions {
  topology: () => Topology;
  host: Member;
  /** By the name that the topology gives. */
  member: (label: string) => Member | undefined;
  laptopAddress: string;
  now: () => number;
  /** Milliseconds. */
  connectTimeout: number;
}

/** Reaching a host does not depend on the port; an echo request is decided with this one. */
const anyPort = 7;

export function createTraffic(options: TrafficOptions): Traffic {
  const { topology, host, laptopAddress } = options;
  const listeners = new Set<(event: ConnectionEvent) => void>();
  let eventCount = 0;

  function tell(from: Origin, to: Destination, address: string | undefined, verdict: Verdict): void {
    eventCount += 1;
    const event = { id: eventCount, time: options.now(), from, to, ...(address === undefined ? {} : { address }), verdict };
    for (const listener of listeners) listener(event);
  }

  /** The verdict on an address; told with the name that was looked up for it, where that leads to the same end. */
  function judge(sender: Sender, address: string, port: number): Verdict {
    const now = topology();
    const from = originOf(sender);
    const plain: Destination = address === now.deviceAddress ? { kind: 'device', port } : { kind: 'name', name: address, port };
    const verdict = decide(now, { from, to: plain });
    const name = sender === 'laptop' ? undefined : sender.lookedUp.get(address);
    if (name !== undefined) {
      const to: Destination = { kind: 'name', name, port };
      const named = decide(now, { from, to });
      if (isSameEnd(named, verdict)) {
        tell(from, to, address, named);
        return named;
      }
    }
    tell(from, plain, address, verdict);
    return verdict;
  }

  function deliver(sender: Sender, address: string, verdict: Verdict): Duplex | undefined {
    const { arrivesAt, reached } = verdict;
    const receiver = reached === undefined ? host : options.member(reached);
    const entry = arrivesAt === undefined ? undefined : receiver?.stack.find(arrivesAt.address, arrivesAt.port);
    if (entry === undefined) return undefined;
    const [near, far] = connectionPair();
    track(entry.holder, far);
    if (sender !== 'laptop') track(sender, near);
    const gatewayOf = (network: string): string | undefined => topology().networks.find(({ name }) => name === network)?.gateway;
    const peer = sourceAddress(verdict, sender, address, { gatewayOf, laptopAddress, host });
    entry.accept(far, { address: peer, port: (sender === 'laptop' ? host : sender).stack.ownPort() });
    return near;
  }

  return {
    async connect(sender, { address, port, abort }) {
      await nextTurn();
      abort?.throwIfAborted();
      const typed = version4(address);
      const target = typed === '0.0.0.0' ? '127.0.0.1' : typed;
      if (sender !== 'laptop' && sender.gone.signal.aborted) throw new ConnectError('ENETUNREACH', address, port);
      const verdict = judge(sender, target, port);
      if (verdict.verdict === 'delivered') {
        const stream = deliver(sender, target, verdict);
        if (stream === undefined) throw new ConnectError('ECONNREFUSED', address, port);
        return stream;
      }
      if (goesByProxy(verdict, sender, target, host)) return closedAtOnce();
      const code = errorCodeOf(verdict, sender, target, host);
      if (code === 'ETIMEDOUT') await silence(options.connectTimeout, [abort, sender === 'laptop' ? undefined : sender.gone.signal]);
      abort?.throwIfAborted();
      throw new ConnectError(code, address, port);
    },
    async resolve(member, name) {
      await nextTurn();
      if (parseAddress(name) !== undefined) return [name];
      const wanted = name.toLowerCase().replace(/\.$/, '');
      const files = [{ address: '127.0.0.1', names: ['localhost'] }, ...member.hosts];
      const listed = files.filter(({ names }) => names.some((one) => one.toLowerCase() === wanted)).map(({ address }) => address);
      if (listed.length > 0) return listed;
      if (!isHostName(name)) throw new NameError('ENOTFOUND', name);
      const now = topology();
      const from = originOf(member);
      const owner = member.owner?.label ?? member.label;
      const source = owner === undefined || member.gone.signal.aborted ? undefined : findService(now, owner);
      const found = source === undefined || isHostsOwn(member, host) ? [] : resolveNames(now, source, wanted);
      if (found.length === 0) {
        const to: Destination = { kind: 'name', name: wanted, port: 0 };
        tell(from, to, undefined, decide(now, { from, to }));
        throw new NameError('EAI_AGAIN', name);
      }
      const addresses = found.map(({ attachment }) => attachment.address);
      for (const address of addresses) member.lookedUp.set(address, wanted);
      return addresses;
    },
    echo(member, address) {
      const target = address === '0.0.0.0' ? '127.0.0.1' : address;
      const verdict = decide(topology(), { from: originOf(member), to: { kind: 'name', name: target, port: anyPort } });
      return echoOutcome(verdict, () => errorCodeOf(verdict, member, target, host));
    },
    tellOfLaptop(to) {
      const from: Origin = { kind: 'laptop' };
      const verdict = decide(topology(), { from, to });
      if (verdict.verdict !== 'delivered') tell(from, to, undefined, verdict);
    },
    onConnection(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function originOf(sender: Sender): Origin {
  if (sender === 'laptop') return { kind: 'laptop' };
  return sender.label === undefined ? { kind: 'host' } : { kind: 'service', name: sender.label };
}

function isSameEnd(first: Verdict, second: Verdict): boolean {
  return (
    first.verdict === second.verdict &&
    first.reached === second.reached &&
    first.arrivesAt?.address === second.arrivesAt?.address &&
    first.arrivesAt?.port === second.arrivesAt?.port
  );
}

/** The engine's proxy has let it in before it finds that nobody listens behind it. */
function closedAtOnce(): Duplex {
  const [near, far] = connectionPair();
  setImmediate(() => far.destroy());
  return near;
}

/** Ends with its member. */
function track(member: Member, stream: Duplex): void {
  member.connections.add(stream);
  stream.once('close', () => member.connections.delete(stream));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits, or until one of the signals is aborted. */
function silence(milliseconds: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    const enders = signals.filter((signal) => signal !== undefined);
    const finish = (): void => {
      clearTimeout(timer);
      for (const signal of enders) signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    for (const signal of enders) signal.addEventListener('abort', finish, { once: true });
    if (enders.some(({ aborted }) => aborted)) finish();
  });
}
