import type { Readable, Writable } from 'node:stream';
import { breathe, isOutOfBreath } from '../process/fairness.ts';

/**
 * Streams as programs use them. Text is handled as one character a byte (latin1), as programs do in the POSIX locale that containers
 * start with: any bytes pass through unchanged.
 */

/** The reader of a pipe has gone; the program ends as SIGPIPE ends a real one. */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipe';
  }
}

/** The process has ended by a signal; nothing more may be done in its name. */
export class ProcessEnded extends Error {
  constructor() {
    super('the process has ended');
    this.name = 'ProcessEnded';
  }
}

/** A line without its newline; `terminated` is false for a last line that has none. */
export interface Line {
  text: string;
  terminated: boolean;
}

/** Text of an argument as bytes, one character each. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Bytes, one character each, as text. */
export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Writes and waits for drain where the reader is slow. A string is one character a byte. Rejects with BrokenPipe or ProcessEnded. */
export async function write(stream: Writable, data: string | Buffer, ended?: AbortSignal): Promise<void> {
  if (ended?.aborted === true) throw new ProcessEnded();
  if (!stream.writable) throw new BrokenPipe();
  if (data.length === 0) return;
  keepQuiet(stream);
  const accepted = typeof data === 'string' ? stream.write(data, 'latin1') : stream.write(data);
  if (!accepted) await drained(stream, ended);
  if (isOutOfBreath()) await breathe();
}

/** Waits until all that was written has been taken over, or never will be. Rejects with ProcessEnded. */
export async function flush(stream: Writable, ended: AbortSignal): Promise<void> {
  if (!stream.writable || stream.writableLength === 0) return;
  keepQuiet(stream);
  await new Promise<void>((resolve, reject) => {
    const onEnded = (): void => reject(new ProcessEnded());
    ended.addEventListener('abort', onEnded, { once: true });
    stream.write('', () => {
      ended.removeEventListener('abort', onEnded);
      resolve();
    });
  });
}

/** What arrives, as it arrives. Leaves the stream open for others who read it. Rejects with ProcessEnded. */
export async function* readChunks(stream: Readable, ended?: AbortSignal): AsyncGenerator<Buffer> {
  keepQuiet(stream);
  for (;;) {
    if (ended?.aborted === true) throw new ProcessEnded();
    if (isOutOfBreath()) await breathe();
    const chunk: unknown = stream.readableEnded || stream.destroyed ? null : stream.read();
    if (chunk !== null) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    else if (stream.readableEnded || stream.destroyed) return;
    else await moreToRead(stream, ended);
  }
}

/** Lines of chunks, each as soon as it is complete. `separator` is one character. */
export async function* splitLines(chunks: AsyncIterable<Buffer>, separator = '\n'): AsyncGenerator<Line> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk.toString('latin1')).split(separator);
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text, terminated: true };
  }
  if (rest !== '') yield { text: rest, terminated: false };
}

/** Everything that arrives, for programs that need it whole (`sort`, `tac`). */
export async function readAll(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Waits; rejects with ProcessEnded when the process ends first. */
export async function pause(milliseconds: number, ended: AbortSignal): Promise<void> {
  const longest = 2 ** 31 - 1;
  for (let left = milliseconds; ; left -= longest) {
    await pauseOnce(Math.min(left, longest), ended);
    if (left <= longest) return;
  }
}

function pauseOnce(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (ended.aborted) {
      reject(new ProcessEnded());
      return;
    }
    const onEnded = (): void => {
      clearTimeout(timer);
      reject(new ProcessEnded());
    };
    const timer = setTimeout(() => {
      ended.removeEventListener('abort', onEnded);
      resolve();
    }, milliseconds);
    ended.addEventListener('abort', onEnded, { once: true });
  });
}

function moreToRead(stream: Readable, ended: AbortSignal | undefined): Promise<void> {
  return firstEvent(stream, ['readable', 'end', 'close', 'error'], ended);
}

async function drained(stream: Writable, ended: AbortSignal | undefined): Promise<void> {
  if (!stream.writableNeedDrain) return;
  await firstEvent(stream, ['drain', 'close', 'error'], ended);
  if (!stream.writable) throw new BrokenPipe();
}

function firstEvent(stream: Readable | Writable, events: readonly string[], ended: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = (): void => {
      for (const event of events) stream.removeListener(event, onEvent);
      ended?.removeEventListener('abort', onEnded);
    };
    const onEvent = (): void => {
      forget();
      resolve();
    };
    const onEnded = (): void => {
      forget();
      reject(new ProcessEnded());
    };
    for (const event of events) stream.on(event, onEvent);
    ended?.addEventListener('abort', onEnded, { once: true });
  });
}

const quiet = new WeakSet<Readable | Writable>();

/** A pipe whose other end is torn down reports an error event; the state of the stream says the same and is what is looked at. */
function keepQuiet(stream: Readable | Writable): void {
  if (quiet.has(stream)) return;
  quiet.add(stream);
  stream.on('error', () => undefined);
}
