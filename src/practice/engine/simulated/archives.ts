import { PassThrough, pipeline as pipe } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import type { Header } from 'tar-stream';
import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { FileStatus, FileSystem } from '../../filesystem/filesystem.ts';
import { EngineError } from '../engine.ts';
import type { ContainerArchives } from '../engine.ts';

/** Bytes of a file that is put into a container. */
const largestFile = 500 * 1024 * 1024;

/** `docker cp` over a container's file system. */
export function archiveCalls(filesOf: (reference: string) => Promise<FileSystem>): ContainerArchives {
  return {
    async pathStatus(reference, path) {
      const files = await filesOf(reference);
      const status = await statusAt(files, path, reference, 'itself');
      return {
        name: lastName(path),
        size: status.size,
        mode: goMode(status),
        modifiedAt: status.modifiedAt,
        linkTarget: status.kind === 'symlink' ? normalizePath(await files.readLink(path), normalizePath(`${path}/..`)) : '',
      };
    },
    async readArchive(reference, path) {
      const files = await filesOf(reference);
      await statusAt(files, path, reference, 'itself');
      const pack = tar.pack();
      addTree(pack, files, path, lastName(path)).then(
        () => pack.finalize(),
        (error: unknown) => pack.destroy(error instanceof Error ? error : new Error(String(error))),
      );
      // Whoever reads is told of a failure by its own stream.
      return pipe(pack, new PassThrough(), () => undefined);
    },
    async writeArchive(reference, path, archive, { keepsKinds = false } = {}) {
      const files = await filesOf(reference);
      const { kind } = await statusAt(files, path, reference);
      if (kind !== 'directory') throw new EngineError('invalid', 'extraction point is not a directory');
      await extractInto(archive, files, path, { keepsKinds });
    },
  };
}

async function statusAt(files: FileSystem, path: string, reference: string, link?: 'itself'): Promise<FileStatus> {
  try {
    return await (link === undefined ? files.stat(path) : files.lstat(path));
  } catch (error) {
    if (error instanceof FileSystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      throw new EngineError('not-found', `Could not find the file ${path} in container ${reference}`);
    throw error;
  }
}

async function addTree(pack: tar.Pack, files: FileSystem, path: string, name: string): Promise<void> {
  const status = await files.lstat(path);
  const about = { mode: status.mode, uid: status.uid, gid: status.gid, mtime: new Date(status.modifiedAt) };
  if (status.kind === 'file') await entry(pack, { name, type: 'file', ...about }, await files.readFile(path));
  if (status.kind === 'symlink') await entry(pack, { name, type: 'symlink', linkname: await files.readLink(path), ...about });
  if (status.kind !== 'directory') return;
  await entry(pack, { name: `${name}/`, type: 'directory', ...about });
  for (const child of await files.list(path)) await addTree(pack, files, normalizePath(child, path), `${name}/${child}`);
}

function entry(pack: tar.Pack, header: Partial<Header> & Pick<Header, 'name'>, content: Buffer = Buffer.alloc(0)): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry({ ...header, size: content.length }, content, (error) => (error ? reject(error) : resolve()));
  });
}

async function extractInto(archive: Readable, files: FileSystem, target: string, options: { keepsKinds: boolean }): Promise<void> {
  const extract = tar.extract();
  const reading = (async () => {
    for await (const one of extract) {
      const { name, type, linkname } = one.header;
      // A path cannot leave the target: `..` ends at its root.
      const path = normalizePath(`${target}/${normalizePath(name)}`);
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of one as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > largestFile) throw new EngineError('invalid', `${name} is larger than 500 MB.`);
        chunks.push(chunk);
      }
      if (path === target) continue;
      await makeRoom(files, path, type === 'directory', options);
      if (type === 'directory') await files.makeDirectory(path, { recursive: true });
      else if (type === 'symlink') await files.symlink(linkname, path);
      else if (type === 'link') await files.writeFile(path, await files.readFile(normalizePath(`${target}/${normalizePath(linkname)}`)));
      else if (type === 'file' || type === 'contiguous-file') await files.writeFile(path, Buffer.concat(chunks));
      else throw new EngineError('invalid', `${name}: a ${type} cannot be put into a container on the practice device`);
      await takeAttributes(files, path, one.header);
    }
  })();
  // The reader's own reason comes before the broken pipe that follows from it.
  const piping = pipeline(archive, extract);
  piping.catch(() => undefined);
  await reading;
  await piping;
}

/** What is in the way goes, as tar does it, and folders above are made. */
async function makeRoom(files: FileSystem, path: string, isDirectory: boolean, options: { keepsKinds: boolean }): Promise<void> {
  await files.makeDirectory(normalizePath(`${path}/..`), { recursive: true });
  const there = await files.lstat(path).catch(() => undefined);
  if (there === undefined || (isDirectory && there.kind === 'directory')) return;
  if (options.keepsKinds && (there.kind === 'directory') !== isDirectory)
    throw new EngineError('invalid', `cannot overwrite ${isDirectory ? 'non-directory' : 'directory'} ${path}`);
  await files.remove(path, { recursive: true });
}

async function takeAttributes(files: FileSystem, path: string, { type, mode, uid, gid, mtime }: Header): Promise<void> {
  if (type === 'symlink') return;
  await files.changeMode(path, mode & 0o7777);
  await files.changeOwner(path, uid, gid);
  await files.touch(path, mtime.getTime());
}

/** Go's os.FileMode: the kind stands in the highest bits. */
function goMode({ kind, mode }: FileStatus): number {
  const kinds = { file: 0, directory: 2 ** 31, symlink: 2 ** 27, device: 2 ** 26 };
  return kinds[kind] + (mode & 0o777);
}

function lastName(path: string): string {
  return path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
}
