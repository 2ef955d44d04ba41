import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { DirectoryFileSystem } from '../../filesystem/directory-file-system.ts';
import { canHold, namingOf } from '../../filesystem/host-names.ts';
import { openStateFile } from '../../../storage/state-file.ts';
import { EngineError } from '../engine.ts';
import type { VolumeInfo } from '../engine.ts';
import type { Disk } from './disk.ts';

const volumeInfo = z.object({ name: z.string(), createdAt: z.number(), labels: z.record(z.string(), z.string()) });

/** Volumes as directories of the host, `<directory>/<name>/_data`, with what the host cannot hold beside them. */
export interface VolumeStore {
  readonly notice: string | undefined;
  list(): VolumeInfo[];
  has(name: string): boolean;
  /** The volume of that name, made where it is missing. Rejects with EngineError (`invalid` name). */
  create(name: string): Promise<{ volume: VolumeInfo; isNew: boolean }>;
  remove(name: string): Promise<void>;
  /** The same object for every container, so that all see each other's changes at once. */
  fileSystem(name: string): Promise<DirectoryFileSystem>;
  exportTo(directory: string): Promise<void>;
  importFrom(directory: string): Promise<void>;
  flush(): Promise<void>;
}

export async function openVolumeStore(directory: string, disk: Disk, now: () => number): Promise<VolumeStore> {
  await mkdir(directory, { recursive: true });
  const file = await openStateFile({
    path: join(directory, 'volumes.json'),
    version: 1,
    schema: z.array(volumeInfo),
    initial: (): VolumeInfo[] => [],
  });
  const open = new Map<string, Promise<DirectoryFileSystem>>();

  function change(volumes: VolumeInfo[]): void {
    file.save(volumes);
  }
  function home(name: string, base = directory): string {
    return join(base, hostName(name));
  }
  const store: VolumeStore = {
    notice: file.notice,
    list: () => [...file.value],
    has: (name) => file.value.some((volume) => volume.name === name),
    async create(name) {
      const known = file.value.find((volume) => volume.name === name);
      if (known !== undefined) return { volume: known, isNew: false };
      if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name) || name.length > 200)
        throw new EngineError(
          'invalid',
          `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
        );
      await mkdir(join(home(name), '_data'), { recursive: true });
      const volume = { name, createdAt: now(), labels: {} };
      change([...file.value, volume]);
      return { volume, isNew: true };
    },
    async remove(name) {
      if (!store.has(name)) throw new EngineError('not-found', `get ${name}: no such volume`);
      const files = await open.get(name);
      await files?.flush();
      open.delete(name);
      change(file.value.filter((volume) => volume.name !== name));
      await rm(home(name), { recursive: true, force: true, maxRetries: 3 });
    },
    fileSystem(name) {
      const place = { root: join(home(name), '_data'), attributesFile: join(home(name), 'attributes.json') };
      const known = open.get(name) ?? directoryFileSystem(place).then((files) => disk.limit(files));
      open.set(name, known);
      return known;
    },
    async exportTo(target) {
      await store.flush();
      await mkdir(target, { recursive: true });
      for (const { name } of file.value) await copyDirectory(home(name), home(name, target));
      await copyDirectory(join(directory, 'volumes.json'), join(target, 'volumes.json'));
    },
    async importFrom(source) {
      const saved = await openStateFile({
        path: join(source, 'volumes.json'),
        version: 1,
        schema: z.array(volumeInfo),
        initial: (): VolumeInfo[] => [],
      });
      for (const { name } of [...file.value]) await store.remove(name);
      for (const { name } of saved.value) await copyDirectory(home(name, source), home(name));
      change([...saved.value]);
    },
    async flush() {
      for (const files of open.values()) await (await files).flush();
      await file.flush();
    },
  };
  return store;
}

/** On a host that takes `Data` and `data` for one, or refuses `con`, the name gets a digest of itself. */
function hostName(name: string): string {
  const naming = namingOf(process.platform);
  const isPlain = canHold(naming, name) && (!naming.foldsCase || name === name.toLowerCase());
  return isPlain ? name : `${name.toLowerCase()}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** Without links that another process made: they could lead anywhere. What is missing makes an empty directory. */
async function copyDirectory(from: string, to: string): Promise<void> {
  const isThere = await stat(from).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  await cp(from, to, { recursive: true, preserveTimestamps: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
}
