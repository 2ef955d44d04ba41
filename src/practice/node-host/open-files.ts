import { FileSystemError } from '../filesystem/filesystem.ts';
import type { FileStatus, FileSystem } from '../filesystem/filesystem.ts';

/** An errno name that a service's call ends with. */
export class CallError extends Error {
  readonly code: string;

  constructor(code: string, message = code) {
    super(message);
    this.name = 'CallError';
    this.code = code;
  }
}

/** Files that one process has open, by descriptor, over a file system that knows whole files only. */
export interface OpenFiles {
  open(path: string, flags: number, mode: number): Promise<number>;
  read(descriptor: number, length: number, position: number): Promise<Buffer>;
  readAll(descriptor: number): Promise<Buffer>;
  write(descriptor: number, data: Buffer, position: number): Promise<number>;
  truncate(descriptor: number, length: number): Promise<void>;
  status(descriptor: number): Promise<FileStatus>;
  /** Throws CallError `EBADF`. */
  pathOf(descriptor: number): string;
  close(descriptor: number): void;
  /** The file at a path is about to go: who has it open keeps its content. */
  beforeRemoval(path: string): Promise<void>;
  moved(from: string, to: string): void;
}

interface OpenedFile {
  path: string;
  position: number;
  canRead: boolean;
  canWrite: boolean;
  appends: boolean;
  /** Content of a file that has no name any more. */
  detached?: { content: Buffer; status: FileStatus };
  /** What was read last, good while the file has not changed since. */
  seen?: { content: Buffer; modifiedAt: number; size: number; at: number };
}

/** Linux's numbers (fcntl.h), whatever the laptop's are: the service's own are translated before. */
export const openFlags = {
  write: 0o1,
  readWrite: 0o2,
  create: 0o100,
  exclusive: 0o200,
  truncate: 0o1000,
  append: 0o2000,
  directory: 0o200000,
};

/** Where Node's own descriptors usually begin; the lower ones are taken by its event loop. */
const firstDescriptor = 17;
const openLimit = 1024;
/** A file written this recently may change again within the clock's grain. */
const clockGrain = 20;

export function createOpenFiles(fileSystem: FileSystem): OpenFiles {
  const files = new Map<number, OpenedFile>();

  function find(descriptor: number): OpenedFile {
    const file = files.get(descriptor);
    if (file === undefined) throw new CallError('EBADF');
    return file;
  }
  async function content(file: OpenedFile): Promise<Buffer> {
    if (file.detached !== undefined) return file.detached.content;
    const { modifiedAt, size } = await fileSystem.stat(file.path);
    const { seen } = file;
    if (seen !== undefined && seen.modifiedAt === modifiedAt && seen.size === size && seen.at - modifiedAt > clockGrain)
      return seen.content;
    const read = await fileSystem.readFile(file.path);
    file.seen = { content: read, modifiedAt, size, at: Date.now() };
    return read;
  }
  async function put(file: OpenedFile, whole: Buffer): Promise<void> {
    delete file.seen;
    if (file.detached === undefined) await fileSystem.writeFile(file.path, whole);
    else file.detached = { content: whole, status: { ...file.detached.status, size: whole.length } };
  }
  async function statusOf(file: OpenedFile): Promise<FileStatus> {
    return file.detached?.status ?? fileSystem.stat(file.path);
  }

  return {
    async open(path, flags, mode) {
      if (files.size >= openLimit) throw new CallError('EMFILE');
      const access = flags & 3;
      const canWrite = access !== 0;
      let status: FileStatus | undefined;
      try {
        status =
          (flags & openFlags.create) !== 0 && (flags & openFlags.exclusive) !== 0
            ? await fileSystem.lstat(path)
            : await fileSystem.stat(path);
      } catch (error) {
        if (!(error instanceof FileSystemError && error.code === 'ENOENT' && (flags & openFlags.create) !== 0)) throw error;
      }
      if (status === undefined) await fileSystem.writeFile(path, '', { mode });
      else if ((flags & openFlags.create) !== 0 && (flags & openFlags.exclusive) !== 0) throw new CallError('EEXIST');
      else if (status.kind === 'directory' && canWrite) throw new CallError('EISDIR');
      else if (status.kind !== 'directory' && (flags & openFlags.directory) !== 0) throw new CallError('ENOTDIR');
      else if (status.kind === 'file' && canWrite) {
        if ((flags & openFlags.truncate) !== 0) await fileSystem.writeFile(path, '');
        // A place that may not be written says so now, not at the first write.
        else await fileSystem.writeFile(path, '', { append: true });
      }
      let descriptor = firstDescriptor;
      while (files.has(descriptor)) descriptor += 1;
      files.set(descriptor, { path, position: 0, canRead: access !== 1, canWrite, appends: (flags & openFlags.append) !== 0 });
      return descriptor;
    },
    async read(descriptor, length, position) {
      const file = find(descriptor);
      if (!file.canRead) throw new CallError('EBADF');
      const { kind } = await statusOf(file);
      if (kind === 'directory') throw new CallError('EISDIR');
      if (kind === 'device') return (await fileSystem.readFile(file.path)).subarray(0, length);
      const whole = await content(file);
      const start = position >= 0 ? position : file.position;
      const part = whole.subarray(start, start + length);
      if (position < 0) file.position += part.length;
      return part;
    },
    async readAll(descriptor) {
      const file = find(descriptor);
      const whole = (await content(file)).subarray(file.position);
      file.position += whole.length;
      return whole;
    },
    async write(descriptor, data, position) {
      const file = find(descriptor);
      if (!file.canWrite) throw new CallError('EBADF');
      const { kind, size } = await statusOf(file);
      const start = file.appends ? size : position >= 0 ? position : file.position;
      if (kind === 'device') await fileSystem.writeFile(file.path, data);
      else if (start === size && file.detached === undefined) {
        delete file.seen;
        await fileSystem.writeFile(file.path, data, { append: true });
      } else {
        const before = size === 0 ? Buffer.alloc(0) : await content(file);
        const whole = Buffer.alloc(Math.max(before.length, start + data.length));
        before.copy(whole);
        data.copy(whole, start);
        await put(file, whole);
      }
      if (position < 0 || file.appends) file.position = start + data.length;
      return data.length;
    },
    async truncate(descriptor, length) {
      const file = find(descriptor);
      if (!file.canWrite) throw new CallError('EINVAL');
      const before = await content(file);
      const whole = Buffer.alloc(length);
      before.copy(whole, 0, 0, Math.min(length, before.length));
      await put(file, whole);
    },
    status: (descriptor) => statusOf(find(descriptor)),
    pathOf: (descriptor) => find(descriptor).path,
    close(descriptor) {
      find(descriptor);
      files.delete(descriptor);
    },
    async beforeRemoval(path) {
      for (const file of files.values()) {
        if (file.path !== path || file.detached !== undefined) continue;
        const status = await fileSystem.stat(path);
        if (status.kind === 'file') file.detached = { content: await fileSystem.readFile(path), status };
      }
    },
    moved(from, to) {
      for (const file of files.values()) {
        if (file.detached !== undefined) continue;
        if (file.path === from) file.path = to;
        else if (file.path.startsWith(`${from}/`)) file.path = to + file.path.slice(from.length);
      }
    },
  };
}
