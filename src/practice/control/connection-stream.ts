import type { ServerResponse } from 'node:http';
import type { ConnectionEvent } from '../../shared/network/connection.ts';

export interface ConnectionStream {
  /** What was seen after the event with that id, as far as it is kept, then what comes: one line of JSON each, until the reader goes. */
  follow(outgoing: ServerResponse, after: number): void;
  close(): void;
}

/** As many as the app shows. */
const connectionsKept = 50;
/** An empty line at least this often shows when the reader has gone. */
const heartbeat = 20_000;
/** Bytes that may wait for a slow reader before it is dropped; it connects again. */
const largestBacklog = 1024 * 1024;

export function createConnectionStream(onConnection: (listener: (event: ConnectionEvent) => void) => () => void): ConnectionStream {
  let kept: ConnectionEvent[] = [];
  const readers = new Set<(text: string) => void>();
  const stop = onConnection((event) => {
    kept = [...kept, event].slice(-connectionsKept);
    for (const write of readers) write(`${JSON.stringify(event)}\n`);
  });
  return {
    follow(outgoing, after) {
      outgoing.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
      outgoing.flushHeaders();
      const write = (text: string): void => {
        if (outgoing.writableLength > largestBacklog) outgoing.destroy();
        else outgoing.write(text);
      };
      for (const event of kept) if (event.id > after) write(`${JSON.stringify(event)}\n`);
      readers.add(write);
      const timer = setInterval(() => write('\n'), heartbeat);
      outgoing.on('error', () => undefined);
      outgoing.on('close', () => {
        readers.delete(write);
        clearInterval(timer);
      });
    },
    close: stop,
  };
}
