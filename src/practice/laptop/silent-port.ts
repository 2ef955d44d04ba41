import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port of loopback on which the kernel leaves connections without an answer. */
export interface SilentPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens with the shortest queue there is, and sleeps: nobody ever takes a connection out of it. */
const sleeper = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer();
server.on('error', () => parentPort.postMessage(undefined));
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
`;

/** More than any kernel takes into a queue of length 1. */
const fillers = 8;

/**
 * Linux and macOS drop the request for a connection when the queue of the listening socket is full, so that whoever connects waits
 * as for packets that are lost. Windows refuses instead: undefined there, and where no thread or port can be had.
 */
export async function openSilentPort(): Promise<SilentPort | undefined> {
  if (process.platform === 'win32') return undefined;
  const worker = new Worker(sleeper, { eval: true, stdout: true, stderr: true });
  worker.unref();
  const port = await new Promise<number | undefined>((resolve) => {
    worker.once('message', (value: unknown) => resolve(typeof value === 'number' ? value : undefined));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
  if (port === undefined) {
    await worker.terminate();
    return undefined;
  }
  const sockets = Array.from({ length: fillers }, () => fill(port));
  return {
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await worker.terminate();
    },
  };
}

function fill(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.unref();
  return socket;
}
