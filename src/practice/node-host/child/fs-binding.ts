import { CallFailure } from './channel.ts';
import type { Channel } from './channel.ts';
import { replace } from './internals.ts';
import type { Callable, Internals, SystemErrors } from './internals.ts';

/** One function of the binding, done at once; `this` and the request are dealt with around it. */
type Action = (...values: unknown[]) => unknown;

interface Named {
  syscall: string;
  /** Which argument is the request, when it is a callback's or a promise's. */
  request: number;
  /** Positions of a path and of a second one, for the error. */
  path?: number;
  destination?: number;
}

/** umask(2) of this process. */
export const creationMask = { bits: 0o022 };

export interface FileCalls {
  call: (name: string, values?: Record<string, unknown>, data?: Uint8Array) => { value: unknown; data: Buffer };
  absolute: (path: unknown) => string;
  /** What the caller sees of a refused call; the stack begins above `caller`. */
  failure: (error: unknown, named: { syscall: string; path?: unknown; destination?: unknown }, caller?: Callable) => unknown;
  /** Runs an action as the binding would: at once, with a callback request, or as a promise. */
  run: (named: Named, action: Action) => Callable;
}

export function fileCalls(internals: Internals, channel: Channel, errors: SystemErrors): FileCalls {
  const { kUsePromises } = internals.binding('fs') as { kUsePromises: symbol };

  function failure(
    error: unknown,
    { syscall, path, destination }: { syscall: string; path?: unknown; destination?: unknown },
    caller?: Callable,
  ): unknown {
    if (!(error instanceof CallFailure)) return error;
    const from = path === undefined ? '' : ` '${textOf(path)}'`;
    const to = destination === undefined ? '' : ` -> '${textOf(destination)}'`;
    const made = new Error(`${error.code}: ${error.words ?? errors.text(error.code)}, ${syscall}${from}${to}`);
    if (caller !== undefined) Error.captureStackTrace(made, caller);
    return Object.assign(made, {
      errno: errors.number(error.code),
      code: error.code,
      syscall,
      ...(path === undefined ? {} : { path: textOf(path) }),
      ...(destination === undefined ? {} : { dest: textOf(destination) }),
    });
  }

  return {
    call: (name, values = {}, data) => channel.call({ call: name, ...values }, data),
    failure,
    absolute(path) {
      const text = textOf(path);
      return text.startsWith('/') ? text : `${process.cwd()}/${text}`;
    },
    run(named, action) {
      const attempt = (values: unknown[], caller: Callable): unknown => {
        try {
          return action(...values);
        } catch (error) {
          const place = (index: number | undefined): unknown => (index === undefined ? undefined : values[index]);
          throw failure(error, { syscall: named.syscall, path: place(named.path), destination: place(named.destination) }, caller);
        }
      };
      const caller: Callable = (...values) => {
        const request = values[named.request];
        if (request === undefined || request === null) return attempt(values, caller);
        const settled = new Promise((resolve, reject) => {
          // The work is done now; who waits hears of it when the event loop comes round, as with a real disk.
          let outcome: () => void;
          try {
            const value = attempt(values, caller);
            outcome = () => resolve(value);
          } catch (error: unknown) {
            outcome = () => reject(asError(error));
          }
          setImmediate(outcome);
        });
        if (request === kUsePromises) return settled;
        const { oncomplete } = request as { oncomplete: Callable };
        settled.then(
          (value) => process.nextTick(() => (value === undefined ? oncomplete.call(request, null) : oncomplete.call(request, null, value))),
          (error: unknown) => process.nextTick(() => oncomplete.call(request, error)),
        );
        return undefined;
      };
      return caller;
    },
  };
}

/** `fs` calls reach the container's file system. */
export function replaceFileSystem(internals: Internals, calls: FileCalls): void {
  const fs = internals.binding('fs');
  const { run, call, absolute } = calls;
  const simple = (name: string, named: Named, values: (...given: unknown[]) => Record<string, unknown>): void =>
    replace(fs, { [name]: run(named, (...given) => call(name, values(...given)).value) });
  const onPath = { path: 0 };

  simple('access', { syscall: 'access', request: 2, ...onPath }, (path, mode) => ({ path: absolute(path), mode }));
  simple('rename', { syscall: 'rename', request: 2, path: 0, destination: 1 }, (from, to) => ({ path: absolute(from), to: absolute(to) }));
  simple('link', { syscall: 'link', request: 2, path: 0, destination: 1 }, (from, to) => ({ path: absolute(from), to: absolute(to) }));
  simple('symlink', { syscall: 'symlink', request: 3, path: 0, destination: 1 }, (target, path) => ({
    target: textOf(target),
    path: absolute(path),
  }));
  simple('copyFile', { syscall: 'copyfile', request: 3, path: 0, destination: 1 }, (from, to, mode) => ({
    path: absolute(from),
    to: absolute(to),
    mode,
  }));
  simple('rmdir', { syscall: 'rmdir', request: 1, ...onPath }, (path) => ({ path: absolute(path) }));
  simple('unlink', { syscall: 'unlink', request: 1, ...onPath }, (path) => ({ path: absolute(path) }));
  simple('mkdir', { syscall: 'mkdir', request: 3, ...onPath }, (path, mode, recursive) => ({
    path: absolute(path),
    mode: Number(mode) & ~creationMask.bits,
    recursive: recursive === true,
  }));
  simple('chmod', { syscall: 'chmod', request: 2, ...onPath }, (path, mode) => ({ path: absolute(path), mode }));
  simple('fchmod', { syscall: 'fchmod', request: 2 }, (descriptor, mode) => ({ descriptor, mode }));
  for (const name of ['chown', 'lchown']) {
    simple(name, { syscall: name, request: 3, ...onPath }, (path, uid, gid) => ({ path: absolute(path), uid, gid }));
  }
  simple('fchown', { syscall: 'fchown', request: 3 }, (descriptor, uid, gid) => ({ descriptor, uid, gid }));
  for (const [name, syscall] of [
    ['utimes', 'utime'],
    ['lutimes', 'lutime'],
  ] as const) {
    simple(name, { syscall, request: 3, ...onPath }, (path, _accessed, modified) => ({ path: absolute(path), modified }));
  }
  simple('futimes', { syscall: 'futime', request: 3 }, (descriptor, _accessed, modified) => ({ descriptor, modified }));
  simple('fsync', { syscall: 'fsync', request: 1 }, (descriptor) => ({ descriptor }));
  simple('fdatasync', { syscall: 'fdatasync', request: 1 }, (descriptor) => ({ descriptor }));
  simple('ftruncate', { syscall: 'ftruncate', request: 2 }, (descriptor, length) => ({ descriptor, length: Number(length ?? 0) }));
  simple('close', { syscall: 'close', request: 1 }, (descriptor) => ({ descriptor }));
  const openValues = (path: unknown, flags: unknown, mode: unknown): Record<string, unknown> => ({
    path: absolute(path),
    flags,
    mode: Number(mode ?? 0o666) & ~creationMask.bits,
  });
  simple('open', { syscall: 'open', request: 3, ...onPath }, openValues);
  replace(fs, {
    openFileHandle: run({ syscall: 'open', request: 3, ...onPath }, (path, flags, mode) =>
      fileHandle(call('open', openValues(path, flags, mode)).value as number, fs),
    ),
    existsSync: (path: unknown) => call('exists', { path: absolute(path) }).value,
    internalModuleStat: (...given: unknown[]) => call('moduleStat', { path: absolute(given.at(-1)) }).value,
    getFormatOfExtensionlessFile: () => 0,
    mkdtemp: run({ syscall: 'mkdtemp', request: 2 }, (prefix, encoding) => {
      try {
        const made = textOf(call('mkdtemp', { path: absolute(prefix) }).value);
        const text = textOf(prefix);
        return named(text.startsWith('/') ? made : text + made.slice(-6), encoding);
      } catch (error) {
        throw calls.failure(error, { syscall: 'mkdtemp', path: `${textOf(prefix)}XXXXXX` });
      }
    }),
    readlink: run({ syscall: 'readlink', request: 2, ...onPath }, (path, encoding) =>
      named(call('readlink', { path: absolute(path) }).value, encoding),
    ),
    realpath: run({ syscall: 'realpath', request: 2, ...onPath }, (path, encoding) =>
      named(call('realpath', { path: absolute(path) }).value, encoding),
    ),
    readdir: run({ syscall: 'scandir', request: 3, ...onPath }, (path, encoding, withTypes) => {
      const { names, types } = call('readdir', { path: absolute(path), withTypes }).value as { names: string[]; types: number[] };
      const list = names.map((name) => named(name, encoding));
      return withTypes === true ? [list, types] : list;
    }),
    rmSync: (path: unknown, _retries: unknown, recursive: unknown) => {
      try {
        call('remove', { path: absolute(path), recursive: recursive === true });
      } catch (error) {
        // Whether a path may be missing has been asked before.
        if (error instanceof CallFailure && error.code === 'ENOENT') return;
        throw calls.failure(error, { syscall: 'rm', path });
      }
    },
  });
  replaceCopying(internals, calls);
}

/** `fs.cp` and `fs.cpSync` do whole trees below the binding. */
function replaceCopying(internals: Internals, calls: FileCalls): void {
  const { call, absolute, failure } = calls;
  const guarded =
    (action: (from: string, to: string, ...rest: unknown[]) => void): Callable =>
    (from, to, ...rest) => {
      try {
        action(absolute(from), absolute(to), ...rest);
      } catch (error) {
        throw failure(error, { syscall: 'cp', path: from, destination: to });
      }
    };
  replace(internals.binding('fs'), {
    cpSyncCheckPaths: guarded((path, to, dereference, recursive) => call('checkCopy', { path, to, dereference, recursive })),
    cpSyncOverrideFile: guarded((path, to) => call('copyFile', { path, to, mode: 0 })),
    cpSyncCopyDir: guarded((path, to, force, dereference, errorOnExist) =>
      call('copyTree', { path, to, force, dereference, errorOnExist }),
    ),
  });
}

/** What `fs.promises` holds of an open file. */
function fileHandle(descriptor: number, fs: Record<string, unknown>): object {
  const close = fs['close'] as (descriptor: number) => void;
  const handle = {
    fd: descriptor,
    getAsyncId: () => 0,
    close(): Promise<void> {
      return new Promise((resolve, reject) => {
        setImmediate(() => {
          try {
            handle.closeSync();
            resolve();
          } catch (error) {
            reject(asError(error));
          }
        });
      });
    },
    closeSync(): void {
      const { fd } = handle;
      handle.fd = -1;
      close(fd);
    },
    releaseFD(): number {
      const { fd } = handle;
      handle.fd = -1;
      return fd;
    },
    onread: undefined,
  };
  return handle;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString('utf8');
}

/** A name as the caller's encoding wants it. */
function named(value: unknown, encoding: unknown): string | Buffer {
  const bytes = Buffer.from(value as string);
  if (encoding === 'buffer') return bytes;
  return encoding === undefined || encoding === null || encoding === 'utf8'
    ? (value as string)
    : bytes.toString(encoding as BufferEncoding);
}
