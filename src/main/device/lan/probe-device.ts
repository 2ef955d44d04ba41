import { createConnection } from 'node:net';
import { z } from 'zod';
import type { FoundDevice, PortAnswer } from '../../../shared/domain/found-device.ts';
import { createSupervisorApi } from './supervisor-api.ts';

/** Ports where a balena device answers the machines of its network. */
export interface DevicePorts {
  ssh: number;
  supervisor: number;
  engine: number;
}

export const devicePorts: DevicePorts = { ssh: 22222, supervisor: 48484, engine: 2375 };

/** Milliseconds for one connection, and for one answer over it. */
const connectLimit = 2000;
const answerLimit = 4000;

/**
 * What answers at an address of the local network, and what is missing for lessons. Takes at most six seconds, and rejects only where `signal`
 * is aborted.
 */
export async function probeDevice(
  place: { address: string; name?: string | undefined },
  options: { ports?: DevicePorts; signal?: AbortSignal } = {},
): Promise<FoundDevice> {
  const { ports = devicePorts, signal } = options;
  const { address, name } = place;
  const [ssh, supervisor, engine] = await Promise.all([
    knock(address, ports.ssh, signal),
    knock(address, ports.supervisor, signal),
    knock(address, ports.engine, signal),
  ]);
  const [told, asked] = await Promise.all([
    supervisor === 'open' ? askSupervisor(address, ports.supervisor, signal) : undefined,
    engine === 'open' ? askEngine(address, ports.engine, signal) : undefined,
  ]);
  signal?.throwIfAborted();
  const found: Omit<FoundDevice, 'remarks'> = {
    address,
    ...(name === undefined ? {} : { name }),
    ports: { ssh, supervisor, engine: asked?.answer ?? engine },
    localMode: told?.localMode ?? 'unknown',
    ...optional('deviceName', told?.deviceName),
    ...optional('deviceType', told?.deviceType),
    ...optional('supervisorVersion', told?.version),
    ...optional('engineVersion', asked?.version),
  };
  return { ...found, remarks: remarksOn(found) };
}

function remarksOn({ ports, localMode }: Omit<FoundDevice, 'remarks'>): string[] {
  const { ssh, supervisor, engine } = ports;
  if (ssh !== 'open' && supervisor !== 'open' && engine !== 'open')
    return [
      [ssh, supervisor, engine].includes('refused')
        ? 'A machine is there, but nothing on it answers as a balena device does. Is the address right?'
        : 'Nothing answers. Is the device switched on, and on the same network as this computer? A guest network often keeps its machines apart.',
    ];
  const remarks: string[] = [];
  if (localMode !== 'on')
    remarks.push(
      localMode === 'off'
        ? 'The Supervisor answers, but local mode is off. Switch it on in the dashboard (device ▸ Settings ▸ Local mode), or with “balena device local-mode UUID --enable”.'
        : 'The Supervisor does not answer on port 48484: local mode is off, or the Supervisor is still starting. Switch local mode on in the dashboard (device ▸ Settings ▸ Local mode), or wait a minute and look again.',
    );
  if (engine === 'other')
    remarks.push('What answers on port 2375 is no container engine, so nothing can be pushed to the address. Is it the right one?');
  else if (engine !== 'open')
    remarks.push(
      `The container engine ${engine === 'refused' ? 'is closed' : 'does not answer'} on port 2375, so nothing can be pushed to the address. A development image of balenaOS opens it.`,
    );
  if (ssh !== 'open') remarks.push('SSH does not answer on port 22222: terminals on the device, and what is read over SSH, are not there.');
  return remarks;
}

async function askSupervisor(address: string, port: number, signal: AbortSignal | undefined) {
  const api = createSupervisorApi(address, { port, timeLimit: answerLimit, ...(signal === undefined ? {} : { signal }) });
  const [version, info, deviceName] = await Promise.all([known(api.version()), known(api.deviceInfo()), known(api.deviceName())]);
  if (version === undefined && info === undefined) return { localMode: 'unknown' as const };
  return { version, deviceName, deviceType: info?.deviceType, localMode: info === undefined ? ('off' as const) : ('on' as const) };
}

/** The Docker Engine API's own word. What says nothing in time may be an engine that is busy; what says something else is none. */
async function askEngine(
  address: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<{ answer: PortAnswer; version?: string }> {
  const host = address.includes(':') ? `[${address}]` : address;
  const limit = AbortSignal.timeout(answerLimit);
  try {
    const response = await fetch(`http://${host}:${String(port)}/version`, {
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      redirect: 'error',
    });
    const { Version: version } = z.object({ Version: z.string() }).parse(await response.json());
    return { answer: 'open', version };
  } catch {
    return { answer: limit.aborted ? 'silent' : 'other' };
  }
}

/** One that takes a connection and cuts it at once is as closed as one that refuses it: what follows finds out. */
function knock(host: string, port: number, signal: AbortSignal | undefined): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const finish = (answer: PortAnswer) => {
      clearTimeout(timer);
      socket.destroy();
      signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    const onAbort = () => finish('silent');
    const timer = setTimeout(onAbort, connectLimit);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => finish('open'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? 'refused' : 'silent'),
    );
  });
}

async function known<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
