import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { contains, parseAddress, parseSubnet } from '../../../shared/network/ipv4.ts';
import { ConnectError, NameError } from '../../process/network-namespace.ts';
import type { NetworkInterface, NetworkNamespace } from '../../process/network-namespace.ts';
import type { ContainerEngine } from '../engine.ts';
import type { EngineAddress } from './find-engine.ts';

export interface MachineNetworkOptions {
  engine: Pick<ContainerEngine, 'containers' | 'networks' | 'onEvent'>;
  address: EngineAddress;
  hostname: string;
  /** What the device is said to have; its bridges come beside them. */
  hostInterfaces: readonly NetworkInterface[];
}

/** The network of the engine's machine, as the device's host OS and the learner's laptop use it. */
export interface MachineNetwork {
  /** Bridges and containers as they were when they changed last; names of containers are not answered, as on a real host. */
  readonly host: NetworkNamespace;
  /** Where each port of the device is the same port, for a program on the laptop. */
  readonly laptopHost: string;
  /** Gateways and containers: nothing leads there from another machine. */
  innerAddresses(): readonly string[];
  /** Told when these have changed. */
  onChanged(listener: () => void): () => void;
  close(): void;
}

/** Milliseconds, as in the simulated network. */
const connectLimit = 3000;
/** Milliseconds in which changes are looked at together. */
const settleTime = 100;

/** Looks at the engine's networks now, and again whenever one of them or a container changes. */
export async function openMachineNetwork(options: MachineNetworkOptions): Promise<MachineNetwork> {
  const { engine, hostInterfaces } = options;
  const listeners = new Set<() => void>();
  let networks = await engine.networks();
  let containers = await engine.containers();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const loopback = options.address.kind === 'tcp' ? options.address.host : '127.0.0.1';
  const gateway = networks.find(({ name }) => name === 'bridge')?.gateway;
  // What a service opens on its own loopback interface alone is not for the laptop: the bridge's address tells the two apart.
  const outside = options.address.kind === 'socket' && gateway !== undefined && (await isOfThisMachine(gateway)) ? gateway : loopback;

  async function look(): Promise<void> {
    const before = JSON.stringify(innerAddresses());
    try {
      [networks, containers] = [await engine.networks(), await engine.containers()];
    } catch {
      // The engine went away: what was known stays, and connections fail by themselves.
      return;
    }
    if (!isClosed && before !== JSON.stringify(innerAddresses())) for (const listener of [...listeners]) listener();
  }
  function lookSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void look();
    }, settleTime);
  }
  const stopListening = engine.onEvent(({ kind }) => {
    if (kind === 'container' || kind === 'network') lookSoon();
  });

  function containerAddresses(): string[] {
    return containers.flatMap(({ addresses = [] }) => addresses.map(({ address }) => address));
  }
  function innerAddresses(): string[] {
    const gateways = networks.flatMap((network) => network.gateway ?? []);
    return [...new Set([...gateways, ...containerAddresses()])];
  }
  function interfaces(): NetworkInterface[] {
    const bridges = networks.flatMap(({ bridge, gateway: address, subnet = '' }) =>
      bridge === undefined || address === undefined
        ? []
        : [{ name: bridge, address, prefix: parseSubnet(subnet)?.prefix ?? 16, hardwareAddress: hardwareAddressOf(address) }],
    );
    return [...hostInterfaces, ...bridges];
  }

  /** Where a connection to an address of the device's really goes; undefined where no interface leads there. */
  function placeOf(address: string): string | undefined {
    if (address.startsWith('127.') || address === '0.0.0.0') return loopback;
    if (interfaces().some((one) => one.address === address)) return outside;
    return networks.some(({ subnet }) => isIn(address, subnet)) ? address : undefined;
  }

  return {
    host: {
      interfaces,
      resolve(name) {
        if (/^\d+(\.\d+){3}$/.test(name)) return Promise.resolve([name]);
        if (name === 'localhost') return Promise.resolve(['127.0.0.1']);
        if (name === options.hostname) return Promise.resolve(['127.0.1.1']);
        return Promise.reject(new NameError('EAI_AGAIN', name));
      },
      async connect({ address, port, abort }) {
        const place = placeOf(address);
        if (place === undefined) throw new ConnectError('ENETUNREACH', address, port);
        return connectTo(place, { address, port, ...(abort === undefined ? {} : { abort }) });
      },
      echo(address) {
        if (placeOf(address) === undefined) return 'no-route';
        const isThere = interfaces().some((one) => one.address === address) || containerAddresses().includes(address);
        return isThere || address.startsWith('127.') ? 'answered' : 'unreachable';
      },
    },
    laptopHost: outside,
    innerAddresses,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      stopListening();
      listeners.clear();
    },
  };
}

function isIn(address: string, subnet: string | undefined): boolean {
  const [network, number] = [parseSubnet(subnet ?? ''), parseAddress(address)];
  return network !== undefined && number !== undefined && contains(network, number);
}

/** Whether the address is one that this machine can listen on: Docker's machine is this one then, and no virtual one. */
function isOfThisMachine(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port: 0, host: address, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function connectTo(place: string, target: { address: string; port: number; abort?: AbortSignal }): Promise<Socket> {
  const { address, port, abort } = target;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place, port, allowHalfOpen: true });
    const fail = (code: ConnectError['code']): void => {
      socket.destroy();
      reject(new ConnectError(code, address, port));
    };
    const give = (): void => fail('ETIMEDOUT');
    socket.setTimeout(connectLimit, give);
    abort?.addEventListener('abort', give, { once: true });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => fail(connectCodes.find((known) => known === code) ?? 'ECONNREFUSED'));
    socket.once('connect', () => {
      abort?.removeEventListener('abort', give);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

const connectCodes = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET'] as const;

/** As Docker makes it of the address. */
function hardwareAddressOf(address: string): string {
  return ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}
