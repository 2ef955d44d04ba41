import { Duplex, PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';

/** Both ends of a remote shell's streams: what the far side holds, and what the shell's process holds. */
export interface DuplexSession {
  /** For the far side: write keys, read output. */
  stream: Duplex;
  stderr: Readable;
  /** For the process. */
  input: PassThrough;
  output: Writable;
  errors: Writable;
}

export function createDuplexSession(): DuplexSession {
  const input = new PassThrough();
  const output = new PassThrough();
  const errors = new PassThrough();
  // A writer that goes on after the far side has gone is no error of the device's.
  for (const stream of [input, output, errors]) stream.on('error', () => undefined);
  return { stream: joinStreams(output, input), stderr: errors, input, output, errors };
}

/** One stream that reads from one and writes to another; its two directions end apart from each other. */
export function joinStreams(from: Readable, to: Writable): Duplex {
  const stream = new Duplex({
    read: () => from.resume(),
    write(chunk: Buffer, encoding, done) {
      // Keys for a process that has ended go nowhere.
      if (to.destroyed || to.writableEnded) done();
      else to.write(chunk, encoding, () => done());
    },
    final(done) {
      to.end();
      done();
    },
    destroy(error, done) {
      to.destroy();
      from.destroy();
      done(error);
    },
  });
  from.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) from.pause();
  });
  from.on('end', () => stream.push(null));
  from.pause();
  stream.on('error', () => undefined);
  return stream;
}
