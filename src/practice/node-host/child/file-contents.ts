import { creationMask, textOf } from './fs-binding.ts';
import type { FileCalls } from './fs-binding.ts';
import { CallFailure } from './channel.ts';
import { replace } from './internals.ts';
import type { Callable, Internals } from './internals.ts';

/** What one read of an open file brings at most. */
const largestRead = 1_048_576;

interface Status {
  kind: 'file' | 'directory' | 'symlink' | 'device' | 'pipe';
  size: number;
  mode: number;
  uid: number;
  gid: number;
  modifiedAt: number;
  inode: number;
}

const typeBits = { file: 0o100000, directory: 0o040000, symlink: 0o120000, device: 0o020000, pipe: 0o010000 };

/** Reading, writing and the status of files. */
export function replaceFileContents(internals: Internals, calls: FileCalls): void {
  const fs = internals.binding('fs');
  const { run, call, absolute } = calls;

  const status =
    (name: 'stat' | 'lstat'): Callable =>
    (path, bigint, request, throwIfMissing) => {
      const answer = run({ syscall: name, request: 2, path: 0 }, () => {
        try {
          return statusFields(call(name, { path: absolute(path) }).value as Status, bigint === true);
        } catch (error) {
          if (throwIfMissing === false && error instanceof CallFailure && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
            return undefined;
          throw error;
        }
      });
      return answer(path, bigint, request);
    };
  replace(fs, {
    stat: status('stat'),
    lstat: status('lstat'),
    fstat: run({ syscall: 'fstat', request: 2 }, (descriptor, bigint) =>
      statusFields(call('fstat', { descriptor }).value as Status, bigint === true),
    ),
    statfs: run({ syscall: 'statfs', request: 2, path: 0 }, (path, bigint) => {
      call('access', { path: absolute(path), mode: 0 });
      // An ext4 of 8 GB, as the practice device's disk.
      const fields = [61267, 4096, 2_000_000, 1_500_000, 1_400_000, 500_000, 400_000];
      return bigint === true ? BigInt64Array.from(fields.map(BigInt)) : Float64Array.from(fields);
    }),
  });

  function readInto(descriptor: unknown, into: Uint8Array, position: unknown): number {
    const { data } = call('read', {
      descriptor,
      length: Math.min(into.length, largestRead),
      position: position === null || position === undefined ? -1 : Number(position),
    });
    into.set(data);
    return data.length;
  }
  function writeFrom(descriptor: unknown, data: Uint8Array, position: unknown): number {
    let done = 0;
    do {
      const part = data.subarray(done, done + largestRead);
      const at = typeof position === 'number' || typeof position === 'bigint' ? Number(position) + done : -1;
      call('write', { descriptor, position: at }, part);
      done += part.length;
    } while (done < data.length);
    return done;
  }
  replace(fs, {
    read: run({ syscall: 'read', request: 5 }, (descriptor, buffer, offset, length, position) => {
      const whole = bytesOf(buffer);
      return readInto(descriptor, whole.subarray(Number(offset), Number(offset) + Number(length)), position);
    }),
    readBuffers: run({ syscall: 'read', request: 3 }, (descriptor, buffers, position) => {
      let done = 0;
      for (const buffer of buffers as Uint8Array[]) {
        const at = typeof position === 'number' && position >= 0 ? position + done : -1;
        const count = readInto(descriptor, bytesOf(buffer), at);
        done += count;
        if (count < buffer.byteLength) break;
      }
      return done;
    }),
    writeBuffer: run({ syscall: 'write', request: 5 }, (descriptor, buffer, offset, length, position) => {
      const whole = bytesOf(buffer);
      const start = Number(offset ?? 0);
      return writeFrom(descriptor, whole.subarray(start, start + Number(length ?? whole.length - start)), position);
    }),
    writeBuffers: run({ syscall: 'write', request: 3 }, (descriptor, buffers, position) =>
      writeFrom(descriptor, Buffer.concat((buffers as Uint8Array[]).map(bytesOf)), position),
    ),
    writeString: run({ syscall: 'write', request: 4 }, (descriptor, text, position, encoding) =>
      writeFrom(descriptor, Buffer.from(text as string, (encoding ?? 'utf8') as BufferEncoding), position),
    ),
    readFileUtf8: (path: unknown, flags: unknown) => {
      const name = typeof path === 'number' ? undefined : path;
      try {
        const from = typeof path === 'number' ? { descriptor: path } : { path: absolute(path), flags };
        return call('readFile', from).data.toString('utf8');
      } catch (error) {
        const syscall = error instanceof CallFailure && error.code === 'EISDIR' ? 'read' : 'open';
        throw calls.failure(error, { syscall, path: syscall === 'read' ? undefined : name });
      }
    },
    writeFileUtf8: (path: unknown, text: unknown, flags: unknown, mode: unknown) => {
      const data = Buffer.from(text as string);
      const isDescriptor = typeof path === 'number';
      let descriptor: unknown = path;
      try {
        if (!isDescriptor) descriptor = call('open', { path: absolute(path), flags, mode: Number(mode) & ~creationMask.bits }).value;
        writeFrom(descriptor, data, -1);
      } catch (error) {
        throw calls.failure(error, { syscall: 'open', path: isDescriptor ? undefined : path });
      } finally {
        if (!isDescriptor && typeof descriptor === 'number') call('close', { descriptor });
      }
    },
  });
  replaceDirectories(internals, calls);
  replaceWatching(internals, (path) => status('stat')(path, false, undefined, false) as Float64Array | undefined);
}

/** `fs.opendir` */
function replaceDirectories(internals: Internals, calls: FileCalls): void {
  const { run, call, absolute } = calls;
  const openDirectory = (path: unknown): object => {
    const { names, types } = call('readdir', { path: absolute(path), withTypes: true }).value as { names: string[]; types: number[] };
    let position = 0;
    return {
      getAsyncId: () => 0,
      read: run({ syscall: 'scandir', request: 2 }, (encoding, size) => {
        const end = position + Math.max(1, Number(size));
        const entries = names
          .slice(position, end)
          .flatMap((name, index) => [encoding === 'buffer' ? Buffer.from(name) : name, types[position + index] ?? 0]);
        position = end;
        return entries.length === 0 ? null : entries;
      }),
      close: run({ syscall: 'closedir', request: 0 }, () => undefined),
    };
  };
  replace(internals.binding('fs_dir'), {
    opendir: run({ syscall: 'opendir', request: 2, path: 0 }, openDirectory),
    opendirSync: run({ syscall: 'opendir', request: 2 }, openDirectory),
  });
}

/** `fs.watchFile` looks again and again; `fs.watch` has nobody who would tell it. */
function replaceWatching(internals: Internals, look: (path: unknown) => Float64Array | undefined): void {
  class StatWatcher {
    onchange: Callable | undefined;
    timer: NodeJS.Timeout | undefined;
    isReferenced = true;

    start(path: unknown, interval: unknown): number {
      const nothing = new Float64Array(18);
      let before = look(path) ?? nothing;
      if (before === nothing) setImmediate(() => this.tell(nothing, nothing));
      this.timer = setInterval(() => {
        const now = look(path) ?? nothing;
        if (now.every((value, index) => value === before[index])) return;
        this.tell(now, before);
        before = now;
      }, Number(interval));
      if (!this.isReferenced) this.timer.unref();
      return 0;
    }
    tell(now: Float64Array, before: Float64Array): void {
      this.onchange?.call(this, now === before ? -2 : 0, Float64Array.from([...now, ...before]));
    }
    close(): void {
      clearInterval(this.timer);
    }
    ref(): void {
      this.isReferenced = true;
      this.timer?.ref();
    }
    unref(): void {
      this.isReferenced = false;
      this.timer?.unref();
    }
    getAsyncId(): number {
      return 0;
    }
  }
  function FSEvent(): never {
    throw Object.assign(new Error('fs.watch is not supported on the practice device; fs.watchFile is'), {
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    });
  }
  replace(internals.binding('fs'), { StatWatcher });
  replace(internals.binding('fs_event_wrap'), { FSEvent });
}

/** The fields of `struct stat` as the binding gives them. */
function statusFields(status: Status, isBig: boolean): Float64Array | BigInt64Array {
  const seconds = Math.floor(status.modifiedAt / 1000);
  const nanoseconds = Math.floor((status.modifiedAt - seconds * 1000) * 1e6);
  const times = [seconds, nanoseconds, seconds, nanoseconds, seconds, nanoseconds, seconds, nanoseconds];
  const links = status.kind === 'directory' ? 2 : 1;
  const fields = [
    45,
    typeBits[status.kind] | status.mode,
    links,
    status.uid,
    status.gid,
    0,
    4096,
    status.inode,
    status.size,
    Math.ceil(status.size / 512),
    ...times,
  ];
  return isBig ? BigInt64Array.from(fields.map((field) => BigInt(field))) : Float64Array.from(fields);
}

function bytesOf(buffer: unknown): Uint8Array {
  if (typeof buffer === 'string') return Buffer.from(textOf(buffer));
  const view = buffer as ArrayBufferView;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
