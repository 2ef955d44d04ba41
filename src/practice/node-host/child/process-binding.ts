import { CallFailure } from './channel.ts';
import type { Channel } from './channel.ts';
import { replace } from './internals.ts';
import type { Callable, Internals, SystemErrors } from './internals.ts';
import type { StreamHandle, Streams } from './stream-handle.ts';
import type { ServiceEvent } from '../protocol.ts';

interface StandardStream {
  type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd' | 'wrap';
  handle?: StreamHandle;
  fd?: number;
  ipc?: boolean;
}

interface SynchronousOptions {
  file: string;
  args?: string[];
  cwd?: string;
  envPairs?: string[];
  stdio?: { type: string; fd?: number; input?: Uint8Array; readable?: boolean; writable?: boolean }[];
  timeout?: number;
  maxBuffer?: number;
  killSignal?: number;
}

/** `child_process` starts programs of the container. Returns what is to be told of a child's end. */
export function replaceProcesses(
  internals: Internals,
  channel: Channel,
  errors: SystemErrors,
  streams: Streams,
): (event: ServiceEvent & { on: 'exit' }) => void {
  const children = new Map<number, Process>();

  class Process {
    pid = 0;
    onexit: Callable | undefined;
    private id = 0;
    private isHeld = false;

    spawn(
      file: string,
      values: string[] | undefined,
      directory: string | undefined,
      pairs: string[] | undefined,
      stdio: StandardStream[],
    ): number {
      refuseClusters(pairs);
      const id = streams.nextId();
      const files = stdio.map((stream) => {
        if (stream.type === 'ignore') return { kind: 'ignore' };
        if (stream.type === 'inherit' || stream.type === 'fd') return { kind: 'descriptor', descriptor: stream.fd };
        return { kind: stream.ipc === true ? 'ipc' : 'pipe', stream: stream.handle?.id };
      });
      try {
        const { value } = channel.call({
          call: 'spawn',
          id,
          file,
          arguments: values ?? [file],
          directory: directory ?? process.cwd(),
          environment: environmentOf(pairs),
          files,
        });
        this.pid = value as number;
      } catch (error) {
        if (error instanceof CallFailure) return errors.number(error.code);
        throw error;
      }
      this.id = id;
      children.set(id, this);
      this.ref();
      for (const stream of stdio) stream.handle?.hold();
      return 0;
    }
    kill(signal: number): number {
      return killProcess(channel, errors, this.pid, signal);
    }
    ended(code: number, signal: string): void {
      this.close();
      this.onexit?.call(this, code, signal);
    }
    close(done?: Callable): void {
      children.delete(this.id);
      this.unref();
      if (done !== undefined) setImmediate(() => done.call(this));
    }
    ref(): void {
      if (this.isHeld || !children.has(this.id)) return;
      this.isHeld = true;
      channel.hold();
    }
    unref(): void {
      if (this.isHeld) channel.release();
      this.isHeld = false;
    }
    hasRef(): boolean {
      return this.isHeld;
    }
    getAsyncId(): number {
      return 0;
    }
  }

  replace(internals.binding('process_wrap'), { Process });
  replace(internals.binding('spawn_sync'), { spawn: (options: SynchronousOptions) => spawnAndWait(channel, errors, options) });
  return (event) => children.get(event.id)?.ended(event.code, event.signal);
}

/** `process.kill` */
export function killProcess(channel: Channel, errors: SystemErrors, pid: number, signal: number): number {
  try {
    channel.call({ call: 'kill', pid, signal });
    return 0;
  } catch (error) {
    return errors.number((error as CallFailure).code);
  }
}

function spawnAndWait(channel: Channel, errors: SystemErrors, options: SynchronousOptions): Record<string, unknown> {
  const stdio = options.stdio ?? [];
  const [input] = stdio;
  refuseClusters(options.envPairs);
  try {
    const { value, data } = channel.call(
      {
        call: 'spawnSync',
        file: options.file,
        arguments: options.args ?? [options.file],
        directory: options.cwd ?? process.cwd(),
        environment: environmentOf(options.envPairs),
        files: stdio.slice(0, 3).map((stream) => {
          if (stream.type === 'pipe') return { kind: 'pipe' };
          return stream.type === 'ignore' ? { kind: 'ignore' } : { kind: 'descriptor', descriptor: stream.fd };
        }),
        timeout: options.timeout ?? 0,
        maxBuffer: options.maxBuffer ?? 0,
        killSignal: options.killSignal ?? 15,
      },
      input?.input === undefined ? undefined : asBytes(input.input),
    );
    const { pid, status, signal, error, lengths } = value as {
      pid: number;
      status: number | null;
      signal: string | null;
      error?: string;
      lengths: [number, number];
    };
    const output = [data.subarray(0, lengths[0]), data.subarray(lengths[0])];
    return {
      pid,
      status,
      signal,
      output: stdio.map((stream, index) => (stream.type === 'pipe' && index > 0 ? (output[index - 1] ?? null) : null)),
      ...(error === undefined ? {} : { error: errors.number(error) }),
    };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return { pid: 0, status: null, signal: null, output: null, error: errors.number(error.code) };
  }
}

function environmentOf(pairs: string[] | undefined): Record<string, string> {
  const values = pairs ?? Object.entries(process.env).map(([name, value]) => `${name}=${value ?? ''}`);
  return Object.fromEntries(values.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

function refuseClusters(pairs: string[] | undefined): void {
  if (pairs?.some((pair) => pair.startsWith('NODE_UNIQUE_ID=')) !== true) return;
  throw Object.assign(new Error('cluster is not supported on the practice device'), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
}

function asBytes(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
