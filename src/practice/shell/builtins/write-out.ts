import type { Writable } from 'node:stream';

/** Resolves when the bytes have been taken over; they are lost where nobody can read them. */
export function writeOut(stream: Writable, data: Buffer | string): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write(data, () => resolve());
  });
}
