import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { FileSystemError, normalizePath } from '../filesystem/filesystem.ts';
import type { FileStatus, FileSystem } from '../filesystem/filesystem.ts';
import { realPath } from '../process/real-path.ts';
import { CallError, createOpenFiles, openFlags } from './open-files.ts';

/** A call of a service: its arguments as they came, and bytes. */
export type CallHandler = (values: Record<string, unknown>, data: Buffer) => Promise<{ value?: unknown; data?: Buffer }>;

/** How directory entries say what they are (libuv's uv_dirent_type_t). */
const entryTypes = { file: 1, directory: 2, symlink: 3, device: 6 };
const copyExclusively = 1;

/** The calls of Node's `fs` on a container's file system. */
export function fileCalls(fileSystem: FileSystem): Record<string, CallHandler> {
  const open = createOpenFiles(fileSystem);
  const path = (values: Record<string, unknown>, key = 'path'): string => normalizePath(String(values[key]));
  const number = (values: Record<string, unknown>, key: string): number => Number(values[key]);

  async function statusOf(where: string, follow: boolean): Promise<object> {
    const status = follow ? await fileSystem.stat(where) : await fileSystem.lstat(where);
    return { ...status, inode: inodeOf(where) };
  }
  async function copyFile(from: string, to: string, mode: number): Promise<void> {
    const status = await fileSystem.stat(from);
    if (status.kind === 'directory') throw new CallError('EISDIR');
    if ((mode & copyExclusively) !== 0 && (await exists(fileSystem, to))) throw new CallError('EEXIST');
    const isNew = !(await exists(fileSystem, to));
    await fileSystem.writeFile(to, await fileSystem.readFile(from));
    if (isNew) await fileSystem.changeMode(to, status.mode);
  }
  async function copyTree(
    from: string,
    to: string,
    options: { force: boolean; errorOnExist: boolean; dereference: boolean },
  ): Promise<void> {
    const status = options.dereference ? await fileSystem.stat(from) : await fileSystem.lstat(from);
    if (status.kind === 'directory') {
      await fileSystem.makeDirectory(to, { recursive: true });
      for (const name of await fileSystem.list(from)) await copyTree(`${from}/${name}`, `${to}/${name}`, options);
      return;
    }
    if (await exists(fileSystem, to)) {
      if (!options.force) {
        if (options.errorOnExist) throw new CallError('EEXIST');
        return;
      }
      await fileSystem.remove(to, { recursive: true });
    }
    if (status.kind === 'symlink') await fileSystem.symlink(await fileSystem.readLink(from), to);
    else await copyFile(from, to, 0);
  }
  async function remove(where: string, options: { recursive?: boolean; directory?: boolean }): Promise<void> {
    await open.beforeRemoval(where).catch(() => undefined);
    await fileSystem.remove(where, options);
  }
  const done = {};

  return {
    async access(values) {
      const where = path(values);
      const { mode, kind } = await fileSystem.stat(where);
      const wanted = number(values, 'mode');
      if ((wanted & constants.X_OK) !== 0 && kind !== 'directory' && (mode & 0o111) === 0) throw new CallError('EACCES');
      return done;
    },
    exists: async (values) => ({ value: await exists(fileSystem, path(values)) }),
    async moduleStat(values) {
      try {
        return { value: (await fileSystem.stat(path(values))).kind === 'directory' ? 1 : 0 };
      } catch {
        return { value: -2 };
      }
    },
    stat: async (values) => ({ value: await statusOf(path(values), true) }),
    lstat: async (values) => ({ value: await statusOf(path(values), false) }),
    async fstat(values) {
      const descriptor = number(values, 'descriptor');
      if (descriptor <= 2) return { value: standardStatus };
      return { value: { ...(await open.status(descriptor)), inode: inodeOf(open.pathOf(descriptor)) } };
    },
    open: async (values) => ({ value: await open.open(path(values), linuxFlags(number(values, 'flags')), number(values, 'mode')) }),
    async close(values) {
      const descriptor = number(values, 'descriptor');
      if (descriptor > 2) open.close(descriptor);
      await Promise.resolve();
      return done;
    },
    read: async (values) => ({ data: await open.read(number(values, 'descriptor'), number(values, 'length'), number(values, 'position')) }),
    write: async (values, data) => ({ value: await open.write(number(values, 'descriptor'), data, number(values, 'position')) }),
    async readFile(values) {
      if (values['descriptor'] !== undefined) return { data: await open.readAll(number(values, 'descriptor')) };
      return { data: await fileSystem.readFile(path(values)) };
    },
    async fsync(values) {
      open.pathOf(number(values, 'descriptor'));
      await Promise.resolve();
      return done;
    },
    async fdatasync(values) {
      open.pathOf(number(values, 'descriptor'));
      await Promise.resolve();
      return done;
    },
    async ftruncate(values) {
      await open.truncate(number(values, 'descriptor'), number(values, 'length'));
      return done;
    },
    async rename(values) {
      const [from, to] = [path(values), path(values, 'to')];
      if (await exists(fileSystem, to)) await open.beforeRemoval(to).catch(() => undefined);
      try {
        await fileSystem.rename(from, to);
      } catch (error) {
        // A volume is another file system than what it is mounted in: `mv` copies then, rename(2) does not.
        if (error instanceof FileSystemError && error.code === 'EINVAL' && !to.startsWith(`${from}/`)) throw new CallError('EXDEV');
        throw error;
      }
      open.moved(from, to);
      return done;
    },
    async link() {
      await Promise.resolve();
      throw new CallError('EPERM', 'hard links are not supported on the practice device');
    },
    async symlink(values) {
      await fileSystem.symlink(String(values['target']), path(values));
      return done;
    },
    async copyFile(values) {
      await copyFile(path(values), path(values, 'to'), number(values, 'mode'));
      return done;
    },
    async checkCopy(values) {
      const [from, to] = [path(values), path(values, 'to')];
      const status = values['dereference'] === true ? await fileSystem.stat(from) : await fileSystem.lstat(from);
      if (status.kind === 'directory' && values['recursive'] !== true)
        throw new CallError('EISDIR', 'Recursive option not enabled, cannot copy a directory');
      if (from === to || (status.kind === 'directory' && to.startsWith(`${from}/`)))
        throw new CallError('EINVAL', 'src and dest cannot be the same, nor one below the other');
      await fileSystem.makeDirectory(normalizePath('..', to), { recursive: true });
      return done;
    },
    async copyTree(values) {
      await copyTree(path(values), path(values, 'to'), {
        force: values['force'] === true,
        errorOnExist: values['errorOnExist'] === true,
        dereference: values['dereference'] === true,
      });
      return done;
    },
    async mkdir(values) {
      const where = path(values);
      const mode = number(values, 'mode');
      if (values['recursive'] !== true) {
        await fileSystem.makeDirectory(where, { mode });
        return done;
      }
      const names = where.split('/').slice(1);
      const steps = names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
      let first: string | undefined;
      for (const step of steps) {
        if (await exists(fileSystem, step)) continue;
        first = step;
        break;
      }
      if (first === undefined && (await fileSystem.stat(where)).kind !== 'directory') throw new CallError('EEXIST');
      await fileSystem.makeDirectory(where, { recursive: true, mode });
      return first === undefined ? done : { value: first };
    },
    async mkdtemp(values) {
      const made = path({ path: `${String(values['path'])}${randomName()}` });
      await fileSystem.makeDirectory(made, { mode: 0o700 });
      return { value: made };
    },
    async rmdir(values) {
      const where = path(values);
      if ((await fileSystem.lstat(where)).kind !== 'directory') throw new CallError('ENOTDIR');
      await fileSystem.remove(where, { directory: true });
      return done;
    },
    async unlink(values) {
      await remove(path(values), {});
      return done;
    },
    async remove(values) {
      const where = path(values);
      await remove(where, values['recursive'] === true ? { recursive: true } : {});
      return done;
    },
    async readdir(values) {
      const where = path(values);
      const names = await fileSystem.list(where);
      if (values['withTypes'] !== true) return { value: { names, types: [] } };
      const types = await Promise.all(names.map(async (name) => entryTypes[(await fileSystem.lstat(normalizePath(name, where))).kind]));
      return { value: { names, types } };
    },
    readlink: async (values) => ({ value: await fileSystem.readLink(path(values)) }),
    realpath: async (values) => ({ value: await realPath(fileSystem, path(values)) }),
    async enter(values) {
      const where = path(values);
      if ((await fileSystem.stat(where)).kind !== 'directory') throw new CallError('ENOTDIR');
      return { value: await realPath(fileSystem, where) };
    },
    async chmod(values) {
      await fileSystem.changeMode(path(values), number(values, 'mode') & 0o7777);
      return done;
    },
    async fchmod(values) {
      await fileSystem.changeMode(open.pathOf(number(values, 'descriptor')), number(values, 'mode') & 0o7777);
      return done;
    },
    async chown(values) {
      await fileSystem.changeOwner(path(values), number(values, 'uid'), number(values, 'gid'));
      return done;
    },
    async lchown(values) {
      if ((await fileSystem.lstat(path(values))).kind === 'symlink') return done;
      await fileSystem.changeOwner(path(values), number(values, 'uid'), number(values, 'gid'));
      return done;
    },
    async fchown(values) {
      await fileSystem.changeOwner(open.pathOf(number(values, 'descriptor')), number(values, 'uid'), number(values, 'gid'));
      return done;
    },
    async utimes(values) {
      await fileSystem.touch(path(values), number(values, 'modified') * 1000);
      return done;
    },
    async lutimes(values) {
      if ((await fileSystem.lstat(path(values))).kind === 'symlink') return done;
      await fileSystem.touch(path(values), number(values, 'modified') * 1000);
      return done;
    },
    async futimes(values) {
      await fileSystem.touch(open.pathOf(number(values, 'descriptor')), number(values, 'modified') * 1000);
      return done;
    },
  };
}

/** A pipe's status, for descriptors 0 to 2. */
const standardStatus: Omit<FileStatus, 'kind'> & { kind: 'pipe'; inode: number } = {
  kind: 'pipe',
  size: 0,
  mode: 0o600,
  uid: 0,
  gid: 0,
  modifiedAt: 0,
  inode: 1,
};

async function exists(fileSystem: FileSystem, path: string): Promise<boolean> {
  return fileSystem.stat(path).then(
    () => true,
    () => false,
  );
}

/** The laptop's own numbers, which the service's process has too, as Linux's. */
function linuxFlags(flags: number): number {
  const { O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = constants;
  const directory = (constants as Partial<typeof constants>).O_DIRECTORY ?? 0;
  const pairs: [number, number][] = [
    [O_WRONLY, openFlags.write],
    [O_RDWR, openFlags.readWrite],
    [O_CREAT, openFlags.create],
    [O_EXCL, openFlags.exclusive],
    [O_TRUNC, openFlags.truncate],
    [O_APPEND, openFlags.append],
    [directory, openFlags.directory],
  ];
  return pairs.reduce((all, [own, linux]) => (own !== 0 && (flags & own) === own ? all | linux : all), 0);
}

/** The same path has the same number, which is all that programs ask of it. */
function inodeOf(path: string): number {
  return createHash('sha1').update(path).digest().readUIntBE(0, 5);
}

function randomName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return [...randomBytes(6)].map((byte) => letters[byte % letters.length] ?? 'a').join('');
}
