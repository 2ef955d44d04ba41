import { Readable, Writable } from 'node:stream';
import { createInbox } from './inbox.ts';
import type { ReadRequest } from './inbox.ts';
import type { Terminal } from './terminal.ts';

/**
 * What a file descriptor points at (POSIX's open file description): processes that share one also share what has been
 * read so far, so `{ read line; cat; } < file` works. It closes when the last holder releases it.
 */
export interface OpenFile {
  /** Present where this is a terminal. */
  readonly terminal?: Terminal | undefined;
  /** False for a stream from outside, of which it is not known whether a terminal is behind it. */
  readonly isDescribed: boolean;
  /** Undefined at the end of the file. Rejects with BadDescriptorError where the file is not open for reading. */
  read(request?: ReadRequest): Promise<Buffer | undefined>;
  /** Resolves when the bytes have been taken over. Rejects with BrokenPipeError when nobody can ever read them. */
  write(data: Buffer): Promise<void>;
  retain(): OpenFile;
  release(): void;
}

export interface OpenFileActions {
  terminal?: Terminal;
  isDescribed?: boolean;
  read?(request: ReadRequest): Promise<Buffer | undefined>;
  write?(data: Buffer): Promise<void>;
  close?(): void;
}

/** EPIPE: every reader has gone. */
export class BrokenPipeError extends Error {
  readonly code = 'EPIPE';

  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipeError';
  }
}

/** EBADF: read from what is open for writing, or the other way round. */
export class BadDescriptorError extends Error {
  readonly code = 'EBADF';

  constructor() {
    super('Bad file descriptor');
    this.name = 'BadDescriptorError';
  }
}

/** Bytes a pipe holds before its writer waits (pipe(7)). */
const pipeCapacity = 65_536;

const byStream = new WeakMap<Readable | Writable, OpenFile>();
const readables = new WeakMap<OpenFile, Readable>();
const writables = new WeakMap<OpenFile, Writable>();

export function createOpenFile(actions: OpenFileActions): OpenFile {
  let holders = 1;
  const file: OpenFile = {
    terminal: actions.terminal,
    isDescribed: actions.isDescribed ?? true,
    read: (request = {}) => actions.read?.(request) ?? Promise.reject(new BadDescriptorError()),
    write: (data) => actions.write?.(data) ?? Promise.reject(new BadDescriptorError()),
    retain() {
      holders += 1;
      return file;
    },
    release() {
      holders -= 1;
      if (holders === 0) actions.close?.();
    },
  };
  return file;
}

/** A pipe with the kernel's capacity: the writer waits for the reader, and fails once the reader has closed. */
export function createPipe(): { reader: OpenFile; writer: OpenFile } {
  let isReaderClosed = false;
  let waiting: (() => void)[] = [];
  const wakeWriters = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const inbox = createInbox({ onTaken: wakeWriters });
  const reader = createOpenFile({
    read: (request) => inbox.read(request),
    close() {
      isReaderClosed = true;
      inbox.clear();
      wakeWriters();
    },
  });
  const writer = createOpenFile({
    async write(data) {
      if (isReaderClosed) throw new BrokenPipeError();
      inbox.push(data);
      while (inbox.size > pipeCapacity) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        // Closed while this writer waited: the rest can never be read.
        if (readerIsClosed()) throw new BrokenPipeError();
      }
    },
    close: () => inbox.end(),
  });
  const readerIsClosed = (): boolean => isReaderClosed;
  return { reader, writer };
}

/** `/dev/null`. */
export function createNullFile(): OpenFile {
  return createOpenFile({ read: () => Promise.resolve(undefined), write: () => Promise.resolve() });
}

/** Content that is all there already: a here-document, a file that has been read. */
export function createContentFile(content: () => Promise<Buffer>): OpenFile {
  const inbox = createInbox();
  let loading: Promise<void> | undefined;
  return createOpenFile({
    async read(request) {
      loading ??= content().then((data) => {
        for (let start = 0; start < data.length; start += 65_536) inbox.push(data.subarray(start, start + 65_536));
        inbox.end();
      });
      await loading;
      return inbox.read(request);
    },
  });
}

/** The open file behind a stream: the one it was made from, else one that reads from or writes to the stream. */
export function openFileOf(stream: Readable | Writable): OpenFile {
  const known = byStream.get(stream);
  if (known !== undefined) return known;
  const isReadable = typeof (stream as Partial<Readable>).read === 'function';
  const isWritable = typeof (stream as Partial<Writable>).write === 'function';
  const file = createOpenFile({
    isDescribed: false,
    ...(isReadable ? { read: readFrom(stream as Readable) } : {}),
    ...(isWritable ? { write: writeTo(stream as Writable) } : {}),
  });
  byStream.set(stream, file);
  return file;
}

/** Says that a stream is only another face of an open file, so that `openFileOf` finds it. */
export function nameOpenFile(stream: Readable | Writable, file: OpenFile): void {
  byStream.set(stream, file);
}

/** The open file as a stream for a spawn request. Nothing is read before the stream is. */
export function readableOf(file: OpenFile): Readable {
  const known = readables.get(file);
  if (known !== undefined && !known.destroyed) return known;
  const stream = new Readable({
    highWaterMark: 0,
    read() {
      file.read().then(
        (data) => stream.push(data ?? null),
        (error: unknown) => stream.destroy(error as Error),
      );
    },
  });
  stream.on('error', () => undefined);
  nameOpenFile(stream, file);
  readables.set(file, stream);
  return stream;
}

export function writableOf(file: OpenFile): Writable {
  const known = writables.get(file);
  if (known !== undefined && !known.destroyed && !known.writableEnded) return known;
  const stream = new Writable({
    write(data: Buffer, _encoding, done) {
      file.write(data).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  stream.on('error', () => undefined);
  nameOpenFile(stream, file);
  writables.set(file, stream);
  return stream;
}

function readFrom(source: Readable): (request: ReadRequest) => Promise<Buffer | undefined> {
  const inbox = createInbox({ onWanted: pull });
  let isListening = false;
  function pull(): void {
    if (!isListening) {
      isListening = true;
      const end = (): void => inbox.end();
      source.on('readable', () => {
        if (inbox.isWanted) pull();
      });
      source.on('end', end).on('close', end).on('error', end);
    }
    if (source.readableEnded || source.destroyed) {
      inbox.end();
      return;
    }
    const chunk = source.read() as Buffer | string | null;
    if (chunk !== null) inbox.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return (request) => inbox.read(request);
}

function writeTo(target: Writable): (data: Buffer) => Promise<void> {
  target.on('error', () => undefined);
  return (data) =>
    new Promise((resolve, reject) => {
      if (target.destroyed || target.writableEnded) {
        reject(new BrokenPipeError());
        return;
      }
      target.write(data, (error) => {
        if (error) reject(new BrokenPipeError());
        else resolve();
      });
    });
}
