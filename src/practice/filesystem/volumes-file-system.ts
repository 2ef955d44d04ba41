import { FileSystemError } from './filesystem.ts';
import type { FileStatus, FileSystem } from './filesystem.ts';

export interface VolumesFileSystemOptions {
  names: () => Promise<string[]>;
  /** The content of a volume. */
  open: (name: string) => Promise<FileSystem>;
}

/** Volumes as the engine keeps them: `/<name>/_data` is the volume's content. Volumes are made and removed by the engine alone. */
export function volumesFileSystem(options: VolumesFileSystemOptions): FileSystem {
  const folder: FileStatus = { kind: 'directory', size: 4096, mode: 0o701, uid: 0, gid: 0, modifiedAt: 0 };

  /** The volume's own file system and the path in it; undefined for what lies above. */
  async function locate(path: string): Promise<{ files: FileSystem; inner: string } | undefined> {
    const [, name = '', data, ...rest] = path.split('/');
    if (name === '') return undefined;
    if (!(await options.names()).includes(name)) throw new FileSystemError('ENOENT', path);
    if (data === undefined) return undefined;
    if (data !== '_data') throw new FileSystemError('ENOENT', path);
    return { files: await options.open(name), inner: `/${rest.join('/')}` };
  }
  async function read<Result>(
    path: string,
    call: (files: FileSystem, inner: string) => Promise<Result>,
    above: () => Result | Promise<Result>,
  ): Promise<Result> {
    const found = await locate(path);
    return found === undefined ? above() : call(found.files, found.inner);
  }
  function change(path: string, call: (files: FileSystem, inner: string) => Promise<void>): Promise<void> {
    return read(path, call, () => {
      throw new FileSystemError('EPERM', path);
    });
  }
  const isFolder = (path: string) => (): never => {
    throw new FileSystemError('EISDIR', path);
  };

  return {
    readFile: (path) => read(path, (files, inner) => files.readFile(inner), isFolder(path)),
    stat: (path) =>
      read(
        path,
        (files, inner) => files.stat(inner),
        () => folder,
      ),
    lstat: (path) =>
      read(
        path,
        (files, inner) => files.lstat(inner),
        () => folder,
      ),
    list: (path) =>
      read(
        path,
        (files, inner) => files.list(inner),
        () => (path === '/' ? options.names() : ['_data']),
      ),
    readLink: (path) =>
      read(
        path,
        (files, inner) => files.readLink(inner),
        () => {
          throw new FileSystemError('EINVAL', path);
        },
      ),
    writeFile: (path, data, settings) => change(path, (files, inner) => files.writeFile(inner, data, settings)),
    makeDirectory: (path, settings) => change(path, (files, inner) => files.makeDirectory(inner, settings)),
    remove: (path, settings) => change(path, (files, inner) => files.remove(inner, settings)),
    async rename(from, to) {
      const [source, target] = [await locate(from), await locate(to)];
      if (source === undefined || target === undefined) throw new FileSystemError('EPERM', from);
      if (source.files !== target.files) throw new FileSystemError('EINVAL', from);
      await source.files.rename(source.inner, target.inner);
    },
    symlink: (target, path) => change(path, (files, inner) => files.symlink(target, inner)),
    changeMode: (path, mode) => change(path, (files, inner) => files.changeMode(inner, mode)),
    changeOwner: (path, uid, gid) => change(path, (files, inner) => files.changeOwner(inner, uid, gid)),
    touch: (path, modifiedAt) => change(path, (files, inner) => files.touch(inner, modifiedAt)),
    declareSize: (path, size) => change(path, (files, inner) => files.declareSize(inner, size)),
  };
}
