import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FarTcpOptions {
  /** Where connections go, as loopback. */
  upstream: { host: string; port: number };
  host: string;
  /** Free unless told. */
  port?: number;
  /** Milliseconds there and back. */
  latency?: number;
  /** Of a thousand pieces on their way, how many are lost and sent again; of a thousand connections, how many are not made. */
  lostOfThousand?: number;
}

export interface FarTcp {
  port: number;
  /** How many connections came. */
  connections(): number;
  close(): Promise<void>;
}

/** Milliseconds until TCP sends again what was lost (Linux waits at least 200). */
const sentAgainAfter = 300;

/** The way to a TCP server in the real world: far away, and what is lost on it comes later, with all that is behind it. */
export async function startFarTcp(options: FarTcpOptions): Promise<FarTcp> {
  const { latency = 0, lostOfThousand = 0 } = options;
  const sockets = new Set<Socket>();
  let count = 0;
  let pieces = 0;

  // Every so many is lost, whatever the chances: each run has its losses.
  const isLost = (number: number) => lostOfThousand > 0 && number % Math.round(1000 / lostOfThousand) === 0;

  /** In the order in which it was sent. */
  function carry(from: Socket, to: Socket): void {
    const underWay: { arrival: number; deliver: () => void }[] = [];
    let timer: NodeJS.Timeout | undefined;
    const arrive = (): void => {
      timer = undefined;
      while ((underWay[0]?.arrival ?? Infinity) <= performance.now()) underWay.shift()?.deliver();
      const [next] = underWay;
      if (next !== undefined) timer = setTimeout(arrive, next.arrival - performance.now() + 1);
    };
    const send = (deliver: () => void): void => {
      pieces += 1;
      const arrival = performance.now() + latency / 2 + (isLost(pieces) ? sentAgainAfter : 0);
      underWay.push({ arrival, deliver });
      timer ??= setTimeout(arrive, arrival - performance.now() + 1);
    };
    from.on('data', (piece: Buffer) => send(() => to.writable && to.write(piece)));
    from.on('end', () => send(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => send(() => to.destroy()));
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    keep(near);
    count += 1;
    if (isLost(count)) {
      near.destroy();
      return;
    }
    const far = keep(connect(options.upstream));
    far.allowHalfOpen = true;
    carry(near, far);
    carry(far, near);
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
