import type { Internals } from './internals.ts';
import { replace } from './internals.ts';
import type { StreamHandle, Streams } from './stream-handle.ts';
import type { ServiceStart } from '../protocol.ts';

/** The stream that practice has given the number of standard input. */
export const standardInput = 0;

/**
 * `process.stdin`, `stdout` and `stderr`. Output is written before the call returns, as Linux does for files and pipes: nothing is
 * lost by `process.exit`, and a slow reader holds the writer up. Returns what is to be told when the terminal's size changes.
 */
export function replaceStandardStreams(
  internals: Internals,
  streams: Streams,
  start: ServiceStart,
  setTerminalMode: (mode: 'raw' | 'cooked') => void,
): (columns: number, rows: number) => void {
  const size = { columns: start.columns, rows: start.rows };
  const made = new Map<number, object>();
  const isTerminal = (descriptor: unknown): boolean => start.terminals[Number(descriptor)] === true;
  replace(internals.binding('tty_wrap'), { isTTY: isTerminal });

  function output(descriptor: number): object {
    const SyncWriteStream = internals.module('internal/fs/sync_write_stream') as unknown as new (
      descriptor: number,
      options: object,
    ) => Record<string, unknown>;
    const stream = new SyncWriteStream(descriptor, { autoClose: false });
    Object.assign(stream, { _type: isTerminal(descriptor) ? 'tty' : 'pipe', _isStdio: true, destroySoon: stream['destroy'] });
    // Standard output cannot be closed: after an error it goes on, as Node's own does.
    stream['_destroy'] = (error: unknown, done: (error: unknown) => void) => {
      done(error);
      (stream as unknown as { _undestroy: () => void })._undestroy();
    };
    const { writeSync } = internals.module('fs') as unknown as { writeSync: (descriptor: number, data: Uint8Array) => number };
    stream['_write'] = (data: Uint8Array, _encoding: string, done: (error?: unknown) => void) => {
      try {
        writeSync(descriptor, data);
      } catch (error) {
        const { code = 'EIO' } = error as { code?: string };
        done(Object.assign(error as Error, { message: `write ${code}` }));
        return;
      }
      done();
    };
    if (!isTerminal(descriptor)) return stream;
    const colours = internals.module('internal/tty');
    Object.assign(stream, {
      isTTY: true,
      ...size,
      getWindowSize: () => [size.columns, size.rows],
      getColorDepth: colours['getColorDepth'],
      hasColors: colours['hasColors'],
    });
    const { clearLine, clearScreenDown, cursorTo, moveCursor } = internals.module('readline') as Record<
      string,
      (stream: unknown, ...values: unknown[]) => boolean
    >;
    for (const [name, act] of Object.entries({ clearLine, clearScreenDown, cursorTo, moveCursor })) {
      stream[name] = (...values: unknown[]) => act?.(stream, ...values);
    }
    return stream;
  }
  function input(): object {
    const { Socket } = internals.module('net') as unknown as { Socket: new (options: object) => Record<string, unknown> };
    const handle: StreamHandle = new streams.StreamHandle();
    streams.adopt(handle, standardInput);
    const stream = new Socket({ handle, readable: true, writable: false, manualStart: true });
    // Only who reads keeps the process alive.
    handle.unref();
    (stream['on'] as (event: string, listener: () => void) => void)('resume', () => handle.ref());
    (stream['on'] as (event: string, listener: () => void) => void)('pause', () => handle.unref());
    Object.assign(stream, { fd: 0, _type: isTerminal(0) ? 'tty' : 'pipe' });
    if (!isTerminal(0)) return stream;
    return Object.assign(stream, {
      isTTY: true,
      isRaw: false,
      setRawMode(isRaw: boolean) {
        stream['isRaw'] = isRaw;
        setTerminalMode(isRaw ? 'raw' : 'cooked');
        return stream;
      },
    });
  }
  function once(descriptor: number, make: () => object): PropertyDescriptor {
    return {
      get() {
        const stream = made.get(descriptor) ?? make();
        made.set(descriptor, stream);
        return stream;
      },
      enumerable: true,
      configurable: true,
    };
  }
  Object.defineProperties(process, {
    stdin: once(0, input),
    stdout: once(1, () => output(1)),
    stderr: once(2, () => output(2)),
  });
  return (columns, rows) => {
    Object.assign(size, { columns, rows });
    for (const descriptor of [1, 2]) {
      const stream = made.get(descriptor);
      if (stream === undefined || !isTerminal(descriptor)) continue;
      Object.assign(stream, size);
      (stream as NodeJS.EventEmitter).emit('resize');
    }
  };
}
