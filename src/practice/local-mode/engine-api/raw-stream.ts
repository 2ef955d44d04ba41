import type { Writable } from 'node:stream';

/**
 * The engine's stream format for output without a terminal (Docker Engine API, "Attach to a container"): before each piece a header of
 * one byte for the stream, three of zero, and four for the length.
 */
export function frame(stream: 'stdout' | 'stderr', data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

/** Sends a stream on, framed; resolves when it ended. What cannot be written any more is dropped. */
export async function sendFramed(from: AsyncIterable<Buffer>, stream: 'stdout' | 'stderr', to: Writable): Promise<void> {
  await sendAll(from, to, (data) => frame(stream, data));
}

/** Sends a stream on as it is; resolves when it ended. */
export async function sendRaw(from: AsyncIterable<Buffer>, to: Writable): Promise<void> {
  await sendAll(from, to, (data) => data);
}

async function sendAll(from: AsyncIterable<Buffer>, to: Writable, shape: (data: Buffer) => Buffer): Promise<void> {
  for await (const data of from) {
    if (to.destroyed || to.writableEnded) return;
    if (!to.write(shape(Buffer.from(data)))) await drained(to);
  }
}

function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      to.off('drain', done);
      to.off('close', done);
      resolve();
    };
    to.once('drain', done);
    to.once('close', done);
  });
}
