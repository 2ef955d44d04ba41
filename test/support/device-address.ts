import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** Milliseconds between two looks at what the practice device has open. */
const interval = 100;

export interface DeviceAddressOptions {
  /** One of this machine's own. */
  address: string;
  /** Where the practice side writes down the device's open ports, for curl. */
  curlHome: string;
}

/**
 * Gives the practice device an address that every program of this machine reaches, as a device on the local network has one: what it has
 * open listens there, and nothing else does.
 */
export function giveAddress({ address, curlHome }: DeviceAddressOptions): { close(): Promise<void> } {
  const open = new Map<number, { server: Server; local: number }>();
  const sockets = new Set<Socket>();

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  }

  function look(): void {
    const wanted = openPorts(readFileSync(join(curlHome, '.curlrc'), 'utf8'), address);
    for (const [port, { server, local }] of open) {
      if (wanted.get(port) === local) continue;
      open.delete(port);
      server.close();
    }
    for (const [port, local] of wanted) {
      if (open.has(port)) continue;
      const server = createServer({ allowHalfOpen: true }, (near) => {
        const far = keep(connect({ host: '127.0.0.1', port: local, allowHalfOpen: true }));
        keep(near).pipe(far).pipe(near);
        near.once('close', () => far.destroy());
        far.once('close', () => near.destroy());
      });
      // Taken by the one before, which has not gone yet: the next look tries again.
      server.once('error', () => open.delete(port));
      server.listen(port, address);
      open.set(port, { server, local });
    }
  }

  look();
  const timer = setInterval(look, interval);
  return {
    async close() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await Promise.all([...open.values()].map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** From a port of the device to the one on loopback that stands for it. */
function openPorts(settings: string, address: string): Map<number, number> {
  const lines = settings.matchAll(/^connect-to = "([\d.]+):(\d+):127\.0\.0\.1:(\d+)"$/gm);
  return new Map([...lines].filter(([, device]) => device === address).map(([, , port, local]) => [Number(port), Number(local)]));
}
