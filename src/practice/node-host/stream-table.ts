import type { Readable, Writable } from 'node:stream';
import type { ServiceEvent } from './protocol.ts';

/** The streams that a service has open, by number: connections, pipes of its children, standard input. */
export interface StreamTable {
  add(id: number, stream: { readable?: Readable; writable?: Writable }): void;
  /** Numbers of practice are even. */
  nextId(): number;
  read(id: number): void;
  write(id: number, data: Buffer): void;
  shutdown(id: number): void;
  close(id: number): void;
  closeAll(): void;
}

interface Carried {
  readable: Readable | undefined;
  writable: Writable | undefined;
  isWanted: boolean;
  isListening: boolean;
  isOver: boolean;
}

/** Bytes that go to the service at once. */
const largestPart = 262_144;

export function createStreamTable(tell: (event: ServiceEvent, data?: Buffer) => void): StreamTable {
  const streams = new Map<number, Carried>();
  let lastId = 0;

  /** Tells what there is when it is asked for, one part for one question. */
  function pump(id: number, carried: Carried): void {
    const { readable } = carried;
    if (!carried.isWanted || readable === undefined || carried.isOver) return;
    const available = Math.min(readable.readableLength, largestPart);
    const part = (available > 0 ? (readable.read(available) as Buffer | null) : null) ?? (readable.read() as Buffer | null);
    if (part !== null) {
      carried.isWanted = false;
      tell({ on: 'data', id }, Buffer.isBuffer(part) ? part : Buffer.from(part));
      return;
    }
    if (readable.readableEnded || readable.destroyed) finish(id, carried);
  }
  function finish(id: number, carried: Carried, error?: Error): void {
    if (carried.isOver) return;
    carried.isOver = true;
    if (!streams.has(id)) return;
    const isCut = error !== undefined || (carried.readable?.destroyed === true && !carried.readable.readableEnded);
    tell({ on: 'end', id, ...(isCut && carried.writable !== undefined ? { error: codeOf(error) } : {}) });
  }

  return {
    add(id, { readable, writable }) {
      const carried: Carried = { readable, writable, isWanted: false, isListening: false, isOver: false };
      streams.set(id, carried);
      readable?.on('error', (error: Error) => finish(id, carried, error));
      if (writable !== undefined && (writable as unknown) !== readable) writable.on('error', () => undefined);
    },
    nextId() {
      lastId += 2;
      return lastId;
    },
    read(id) {
      const carried = streams.get(id);
      if (carried === undefined) return;
      carried.isWanted = true;
      const { readable } = carried;
      // Listening takes bytes from whoever else reads the same file, so it begins with the first question.
      if (!carried.isListening && readable !== undefined) {
        carried.isListening = true;
        readable.on('readable', () => pump(id, carried));
        readable.on('end', () => finish(id, carried));
        readable.on('close', () => finish(id, carried));
      }
      pump(id, carried);
    },
    write(id, data) {
      const writable = streams.get(id)?.writable;
      if (writable === undefined || writable.destroyed || writable.writableEnded) {
        tell({ on: 'written', id, error: 'EPIPE' });
        return;
      }
      // The bytes belong to a buffer that is used again.
      writable.write(Buffer.from(data), (error) => tell({ on: 'written', id, ...(error ? { error: codeOf(error) } : {}) }));
    },
    shutdown(id) {
      const writable = streams.get(id)?.writable;
      if (writable === undefined || writable.destroyed) tell({ on: 'ended', id });
      else writable.end(() => tell({ on: 'ended', id }));
    },
    close(id) {
      const carried = streams.get(id);
      streams.delete(id);
      closeCarried(carried);
    },
    closeAll() {
      for (const carried of streams.values()) closeCarried(carried);
      streams.clear();
    },
  };
}

function closeCarried(carried: Carried | undefined): void {
  if (carried === undefined) return;
  carried.isOver = true;
  const { readable, writable } = carried;
  if (writable !== undefined && !writable.destroyed) {
    if (writable.writableEnded && writable.writableFinished) writable.destroy();
    // What was written still arrives, as with a closed socket whose bytes are under way.
    else writable.end(() => writable.destroy());
  }
  if (readable !== undefined && (readable as unknown) !== writable) readable.destroy();
}

function codeOf(error: Error | undefined): string {
  const { code } = (error ?? {}) as { code?: string };
  return code !== undefined && /^E[A-Z]+$/.test(code) ? code : 'ECONNRESET';
}
