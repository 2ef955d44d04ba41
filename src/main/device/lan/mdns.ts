import { networkInterfaces } from 'node:os';
import type { MulticastDNS, ResponsePacket } from 'multicast-dns';

export interface MdnsOptions {
  signal?: AbortSignal;
  /** Milliseconds that answers are waited for. */
  timeLimit?: number;
  /** Where is asked; each IPv4 network of this computer unless told. */
  interfaces?: readonly string[];
  /** 5353 unless told (RFC 6762). */
  port?: number;
}

/** A device that has answered. */
export interface Announced {
  address: string;
  /** Its host name, e.g. `63f9a2b.local`. */
  name: string | undefined;
}

/**
 * What balenaOS announces its SSH server as: a subtype of `_ssh._tcp` (RFC 6763, section 7.1). `resin-device` is what released systems say,
 * and what the CLI's `balena device detect` asks for.
 */
const services = ['_resin-device._sub._ssh._tcp.local', '_balena-device._sub._ssh._tcp.local'];

/** Milliseconds after which the question is put again: packets get lost, above all over WLAN (RFC 6762, section 5.2). */
const repeats = [0, 700, 2000];

/**
 * Asks the local networks for balena devices; `onDevice` gets each once, as it answers. Resolves with sentences about networks where this
 * computer could not ask. Multicast DNS is not carried on by routers.
 */
export async function askForDevices(onDevice: (device: Announced) => void, options: MdnsOptions = {}): Promise<string[]> {
  const seen = new Set<string>();
  return ask(
    services.map((name) => ({ name, type: 'PTR' })),
    (packet, sender) => {
      const device = deviceIn(packet, sender);
      if (device === undefined || seen.has(device.address)) return;
      seen.add(device.address);
      onDevice(device);
    },
    options,
  );
}

/** The IPv4 address behind a `.local` name; undefined where nobody answers in time. */
export async function askForAddress(name: string, options: MdnsOptions = {}): Promise<string | undefined> {
  let found: string | undefined;
  const enough = new AbortController();
  const signal = options.signal === undefined ? enough.signal : AbortSignal.any([options.signal, enough.signal]);
  await ask(
    [{ name, type: 'A' }],
    ({ answers }) => {
      for (const answer of answers)
        if (answer.type === 'A' && sameName(answer.name, name)) {
          found ??= answer.data;
          enough.abort();
        }
    },
    { timeLimit: 3000, ...options, signal },
  );
  return found;
}

/** The device of an answer to `services`; others announce themselves on the same networks all the time. */
export function deviceIn({ answers, additionals }: Pick<ResponsePacket, 'answers' | 'additionals'>, sender: string): Announced | undefined {
  const records = [...answers, ...additionals];
  const pointer = records.find((record) => record.type === 'PTR' && services.some((name) => sameName(record.name, name)));
  if (pointer?.type !== 'PTR') return undefined;
  const instance = records.find((record) => record.type === 'SRV' && sameName(record.name, pointer.data));
  const name = instance?.type === 'SRV' ? instance.data.target : undefined;
  // Who sent it can be reached from here; a device of several networks tells addresses of all of them.
  return { address: sender, name };
}

async function ask(
  questions: { name: string; type: 'PTR' | 'A' }[],
  onAnswer: (packet: ResponsePacket, sender: string) => void,
  options: MdnsOptions,
): Promise<string[]> {
  const { default: multicastDns } = await import('multicast-dns');
  const problems: string[] = [];
  const sockets: MulticastDNS[] = [];
  const timers: NodeJS.Timeout[] = [];
  const interfaces = options.interfaces ?? ownInterfaces();
  if (interfaces.length === 0) return ['This computer is on no network.'];
  for (const address of interfaces) {
    const socket = multicastDns({ interface: address, bind: '0.0.0.0', ...(options.port === undefined ? {} : { port: options.port }) });
    sockets.push(socket);
    const complain = (error: Error | null) => {
      if (error !== null) problems.push(`The network of ${address} could not be asked: ${error.message}.`);
    };
    socket.on('error', complain);
    socket.on('response', (packet, sender) => onAnswer(packet, sender.address));
    for (const delay of repeats) timers.push(setTimeout(() => socket.query(questions), delay));
  }
  await new Promise<void>((resolve) => {
    timers.push(setTimeout(resolve, options.timeLimit ?? 5000));
    options.signal?.addEventListener('abort', () => resolve(), { once: true });
    if (options.signal?.aborted === true) resolve();
  });
  for (const timer of timers) clearTimeout(timer);
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.destroy(() => resolve()))));
  return problems;
}

function ownInterfaces(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one?.family === 'IPv4' && !one.internal ? [one.address] : []));
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
