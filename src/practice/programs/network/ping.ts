import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { EchoOutcome } from '../../process/network-namespace.ts';
import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { pause, ProcessEnded, write } from '../lines.ts';
import { UsageError } from '../options.ts';

const options = {
  count: { short: 'c', value: 'count', help: 'stop after <count> replies' },
  interval: { short: 'i', value: 'interval', help: 'seconds between sending each packet' },
  ipv4: { short: '4', help: 'use IPv4' },
  numeric: { short: 'n', help: 'no name for the address in replies' },
  quiet: { short: 'q', help: 'quiet output' },
  deadline: { short: 'w', value: 'deadline', help: 'reply wait <deadline> in seconds' },
  wait: { short: 'W', value: 'timeout', help: 'time to wait for response' },
} as const;

interface Style {
  title(name: string, address: string): string;
  reply(name: string, address: string, sequence: number, milliseconds: number): string;
  unreachable(own: string, sequence: number): string;
  summary(sent: number, unreachable: number, elapsed: number, times: readonly number[]): string;
  firstSequence: number;
  unknown(name: string, again: boolean): string;
  unknownStatus: number;
}

const iputils: Style = {
  title: (name, address) => `PING ${name} (${address}) 56(84) bytes of data.\n`,
  reply: (name, address, sequence, milliseconds) =>
    `64 bytes from ${name === address ? address : `${name} (${address})`}: icmp_seq=${String(sequence)} ttl=64 time=${shortTime(milliseconds)} ms\n`,
  unreachable: (own, sequence) => `From ${own} icmp_seq=${String(sequence)} Destination Host Unreachable\n`,
  summary(sent, unreachable, elapsed, times) {
    const received = times.length;
    const errors = unreachable > 0 ? `, +${String(unreachable)} errors` : '';
    const [least, average, most] = statistics(times);
    const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - average) ** 2, 0) / Math.max(1, times.length));
    const rtt =
      times.length === 0 ? '' : `rtt min/avg/max/mdev = ${[least, average, most, deviation].map((time) => time.toFixed(3)).join('/')} ms\n`;
    return `${String(sent)} packets transmitted, ${String(received)} received${errors}, ${loss(sent, received)}% packet loss, time ${String(Math.round(elapsed))}ms\n${rtt}`;
  },
  firstSequence: 1,
  unknown: (name, again) => `${name}: ${again ? 'Temporary failure in name resolution' : 'Name or service not known'}`,
  unknownStatus: 2,
};

const busybox: Style = {
  title: (name, address) => `PING ${name} (${address}): 56 data bytes\n`,
  reply: (_name, address, sequence, milliseconds) =>
    `64 bytes from ${address}: seq=${String(sequence)} ttl=64 time=${milliseconds.toFixed(3)} ms\n`,
  unreachable: () => '',
  summary(sent, _unreachable, _elapsed, times) {
    const received = times.length;
    const [least, average, most] = statistics(times);
    const rtt =
      times.length === 0 ? '' : `round-trip min/avg/max = ${[least, average, most].map((time) => time.toFixed(3)).join('/')} ms\n`;
    return `${String(sent)} packets transmitted, ${String(received)} packets received, ${loss(sent, received)}% packet loss\n${rtt}`;
  },
  firstSequence: 0,
  unknown: (name) => `bad address '${name}'`,
  unknownStatus: 1,
};

const description = {
  usage: 'NAME [options] <destination>',
  summary: 'Send echo requests to a host and show the replies.',
  usageStatus: 2,
  options,
};

export const ping = defineProgram({ ...description, version: 'from iputils 20240905' }, (call) => run(call, iputils));
export const busyboxPing = defineProgram(description, (call) => run(call, busybox));

async function run(call: Call<typeof options>, style: Style): Promise<number> {
  const { context, values, operands, print, complain } = call;
  const [name] = operands;
  if (name === undefined) throw new UsageError('usage error: Destination address required', false);
  const count = positive(values.count, Infinity);
  const interval = positive(values.interval, 1) * 1000;
  const deadline = values.deadline === undefined ? Infinity : positive(values.deadline, 1) * 1000;
  const wait = positive(values.wait, 1) * 1000;
  let address: string;
  try {
    address = (await context.system.network.resolve(name))[0] ?? name;
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    await complain(style.unknown(name, error.code === 'EAI_AGAIN'));
    return style.unknownStatus;
  }
  await print(style.title(name, address));
  const own = context.system.network.interfaces().find((one) => one.name !== 'lo')?.address ?? '127.0.0.1';
  const startedAt = performance.now();
  const times: number[] = [];
  let sent = 0;
  let unreachable = 0;
  // Ctrl-C ends it with the summary.
  const interrupted = new AbortController();
  context.onSignal('SIGINT', () => interrupted.abort());
  const stop = AbortSignal.any([interrupted.signal, context.ended]);
  while (sent < count && !stop.aborted && performance.now() - startedAt < deadline) {
    const outcome = await probe(context, address, wait, stop);
    sent += 1;
    const sequence = sent - 1 + style.firstSequence;
    if (outcome === 'no-route') {
      await complain('connect: Network is unreachable');
      return 2;
    }
    if (typeof outcome === 'number') times.push(outcome);
    else if (outcome === 'unreachable') unreachable += 1;
    if (!values.quiet && typeof outcome === 'number') await print(style.reply(name, address, sequence, outcome));
    else if (!values.quiet && outcome === 'unreachable') await print(style.unreachable(own, sequence));
    if (sent >= count) break;
    try {
      await pause(interval, stop);
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
    }
  }
  await write(
    context.stdout,
    `\n--- ${name} ping statistics ---\n${style.summary(sent, unreachable, performance.now() - startedAt, times)}`,
    context.ended,
  );
  return times.length > 0 ? 0 : 1;
}

type Probe = number | Exclude<EchoOutcome, 'answered'>;

/** Milliseconds, or why nothing came back. */
async function probe(context: ProgramContext, address: string, wait: number, stop: AbortSignal): Promise<Probe> {
  const { network } = context.system;
  if (network.echo === undefined) return knock(context, address, wait);
  const startedAt = performance.now();
  const outcome = network.echo(address);
  if (outcome === 'silent') await pause(wait, stop).catch(() => undefined);
  return outcome === 'answered' ? performance.now() - startedAt : outcome;
}

/**
 * Where the network carries no ICMP: a host that answers a TCP connection to the echo port, be it with a refusal, is there, and
 * the answer's time is the round trip.
 */
async function knock(context: ProgramContext, address: string, wait: number): Promise<Probe> {
  const startedAt = performance.now();
  const silence = new AbortController();
  const waiting = pause(wait, silence.signal).then(
    () => 'silent' as const,
    () => 'silent' as const,
  );
  const asking = context.system.network.connect({ address, port: 7 }).then(
    (stream) => {
      stream.on('error', () => undefined);
      stream.destroy();
      return performance.now() - startedAt;
    },
    (error: unknown): Probe => {
      if (!(error instanceof ConnectError)) throw error;
      if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') return performance.now() - startedAt;
      return error.code === 'ENETUNREACH' ? 'no-route' : error.code === 'EHOSTUNREACH' ? 'unreachable' : 'silent';
    },
  );
  try {
    return await Promise.race([asking, waiting]);
  } finally {
    silence.abort();
  }
}

function statistics(times: readonly number[]): [number, number, number] {
  return [Math.min(...times), times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length), Math.max(...times)];
}

function loss(sent: number, received: number): string {
  return String(sent === 0 ? 0 : Math.round(((sent - received) * 100) / sent));
}

/** Three significant digits, as iputils shows them. */
function shortTime(milliseconds: number): string {
  if (milliseconds >= 100) return milliseconds.toFixed(0);
  return milliseconds >= 10 ? milliseconds.toFixed(1) : milliseconds >= 1 ? milliseconds.toFixed(2) : milliseconds.toFixed(3);
}

function positive(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`invalid argument: '${text}'`, false);
  return value;
}
