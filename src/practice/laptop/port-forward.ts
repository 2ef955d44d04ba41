import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { Duplex } from 'node:stream';

/** A port of the laptop's loopback behind which a port of the device answers. */
export interface PortForward {
  readonly port: number;
  close(): Promise<void>;
}

/** `connect` opens the connection on the device; where it fails, the laptop's is reset. Rejects with Node's error where no port can be had. */
export async function openPortForward(connect: () => Promise<Duplex>): Promise<PortForward> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    connect().then(
      (stream) => join(socket, stream),
      () => socket.resetAndDestroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Each direction ends by itself; what breaks on one side breaks the other. */
function join(socket: Socket, stream: Duplex): void {
  if (socket.destroyed) {
    stream.destroy();
    return;
  }
  stream.once('error', () => socket.resetAndDestroy());
  pipeline(socket, stream, (error) => {
    if (error) stream.destroy();
  });
  pipeline(stream, socket, (error) => {
    if (error) socket.destroy();
  });
}
