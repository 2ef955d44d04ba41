import { Readable, Writable } from 'node:stream';
import { breathe, isOutOfBreath } from './fairness.ts';
import { BrokenPipeError, nameOpenFile } from './open-file.ts';
import type { OpenFile } from './open-file.ts';

/** A process's own faces of the files it shares with others: they end with the process, the files live on. */
export interface ProcessStreams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Resolves when all that was written has been taken over. */
  flush(): Promise<void>;
  /** The process has ended: reads end, writes go nowhere. */
  close(): void;
}

export interface ProcessStreamOptions {
  stdin: OpenFile;
  stdout: OpenFile;
  stderr: OpenFile;
  ended: AbortSignal;
  isStopped(): boolean;
  /** Resolves when a stopped process goes on. */
  resumed(): Promise<void>;
  /** Told before a write fails because every reader has gone. */
  onBrokenPipe(): void;
}

export function createProcessStreams(options: ProcessStreamOptions): ProcessStreams {
  const stdin = createInput(options);
  const stdout = createOutput(options, options.stdout);
  const stderr = createOutput(options, options.stderr);
  return {
    stdin,
    stdout,
    stderr,
    async flush() {
      await Promise.all([flushOutput(stdout), flushOutput(stderr)]);
    },
    close() {
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
    },
  };
}

/** Resolves when what was written to the stream has been taken over, or can no longer be. */
export function flushOutput(stream: Writable): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('close', done);
      resolve();
    };
    stream.once('close', done);
    if (stream.writableEnded) stream.once('finish', done);
    else stream.write('', done);
  });
}

function createInput(options: ProcessStreamOptions): Readable {
  // Reads nothing ahead: what this process does not take is there for the next one.
  const stream = new Readable({
    highWaterMark: 0,
    read() {
      pull().then(
        (data) => stream.push(data ?? null),
        (error: unknown) => stream.destroy(options.ended.aborted ? undefined : (error as Error)),
      );
    },
  });
  async function pull(): Promise<Buffer | undefined> {
    while (options.isStopped()) await options.resumed();
    if (isOutOfBreath()) await breathe();
    return options.stdin.read({ abort: options.ended });
  }
  stream.on('error', () => undefined);
  nameOpenFile(stream, options.stdin);
  return stream;
}

function createOutput(options: ProcessStreamOptions, file: OpenFile): Writable {
  const stream = new Writable({
    write(data: Buffer, _encoding, done) {
      push(data).then(
        () => done(),
        (error: unknown) => {
          if (error instanceof BrokenPipeError) options.onBrokenPipe();
          done(error as Error);
        },
      );
    },
  });
  async function push(data: Buffer): Promise<void> {
    while (options.isStopped()) await options.resumed();
    if (isOutOfBreath()) await breathe();
    if (!options.ended.aborted) await file.write(data);
  }
  stream.on('error', () => undefined);
  nameOpenFile(stream, file);
  return stream;
}
