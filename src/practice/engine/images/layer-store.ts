import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, writeFile, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { renamePatiently } from '../../../storage/atomic-write.ts';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import { EngineError } from '../engine.ts';
import type { Layer } from './layer.ts';

/** Layers and file contents on disk, by digest: nothing in it ever changes, it is only added and collected. */
export interface LayerStore {
  addBlob(content: Buffer): Promise<string>;
  /** Rejects with EngineError when it is missing or not what its name says. */
  readBlob(blob: string): Promise<Buffer>;
  /** As `readBlob`, at once: for a file system whose calls are not interleaved. Throws EngineError. */
  readBlobNow(blob: string): Buffer;
  /** Whether the content is there, without reading it. */
  hasBlob(blob: string, size: number): boolean;
  add(layer: Layer): Promise<void>;
  read(id: string): Promise<Layer>;
  has(id: string): Promise<boolean>;
  /** Removes what no layer of `kept` needs. */
  collect(kept: ReadonlySet<string>): Promise<void>;
  /** Copies layers with their contents into another store's directory (a checkpoint), and back. */
  exportTo(directory: string, ids: Iterable<string>): Promise<void>;
  importFrom(directory: string): Promise<void>;
}

const entry = z.intersection(
  z.object({ path: z.string(), mode: z.number(), uid: z.number(), gid: z.number(), modifiedAt: z.number() }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('directory') }),
    z.object({
      kind: z.literal('file'),
      size: z.number(),
      blob: z.string().regex(/^[0-9a-f]{64}$/),
      declaredSize: z.number().exactOptional(),
    }),
    z.object({ kind: z.literal('symlink'), target: z.string() }),
  ]),
);
const layerFile = z.object({
  id: z.string(),
  size: z.number(),
  entries: z.array(entry),
  whiteouts: z.array(z.string()),
  /** Small contents in base64, by digest: a base image has hundreds of them, and a file for each would be slow. */
  contents: z.record(z.string(), z.string()),
});

/** Bytes up to which a content is kept in memory, and on disk in the layer itself. */
const smallContent = 1024;

export async function openLayerStore(directory: string): Promise<LayerStore> {
  const layersDirectory = join(directory, 'layers');
  const blobsDirectory = join(directory, 'blobs');
  await mkdir(layersDirectory, { recursive: true });
  await mkdir(blobsDirectory, { recursive: true });
  const known = new Set(await readdir(blobsDirectory));
  const smallBlobs = new Map<string, Buffer>();
  const proven = new Set<string>();
  const layers = new Map<string, Layer>();

  /** A reader never sees half a file. */
  async function place(path: string, content: Buffer | string): Promise<void> {
    const temporary = `${path}.${randomUUID()}.new`;
    try {
      await writeFile(temporary, content);
      await renamePatiently(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw new FileSystemError('ENOSPC', '/');
      throw error;
    }
  }

  const store: LayerStore = {
    async addBlob(content) {
      const blob = createHash('sha256').update(content).digest('hex');
      if (content.length <= smallContent) smallBlobs.set(blob, Buffer.from(content));
      if (content.length <= smallContent || known.has(blob)) return blob;
      await place(join(blobsDirectory, blob), content);
      known.add(blob);
      return blob;
    },
    async readBlob(blob) {
      const small = smallBlobs.get(blob);
      if (small !== undefined) return small;
      const content = await readFile(join(blobsDirectory, blob)).catch(() => undefined);
      if (content === undefined || createHash('sha256').update(content).digest('hex') !== blob) {
        known.delete(blob);
        throw new EngineError('failed', `layer content ${blob.slice(0, 12)} is missing or damaged on disk: push the service again`);
      }
      return content;
    },
    readBlobNow(blob) {
      const small = smallBlobs.get(blob);
      if (small !== undefined) return small;
      const content = readNow(join(blobsDirectory, blob));
      // Nothing in the store changes: a content that was right once is not looked at again.
      if (content === undefined || !(proven.has(blob) || createHash('sha256').update(content).digest('hex') === blob)) {
        known.delete(blob);
        throw new EngineError('failed', `layer content ${blob.slice(0, 12)} is missing or damaged on disk: push the service again`);
      }
      proven.add(blob);
      return content;
    },
    hasBlob: (blob, size) => smallBlobs.has(blob) || statSync(join(blobsDirectory, blob), { throwIfNoEntry: false })?.size === size,
    async add(layer) {
      layers.set(layer.id, layer);
      if (await store.has(layer.id)) return;
      const small = layer.entries.flatMap((one) => (one.kind === 'file' && one.size <= smallContent ? [one.blob] : []));
      const contents = Object.fromEntries(small.map((blob) => [blob, smallBlobs.get(blob)?.toString('base64') ?? '']));
      await place(layerPath(layersDirectory, layer.id), JSON.stringify({ ...layer, contents }));
    },
    async read(id) {
      const held = layers.get(id);
      if (held !== undefined) return held;
      const text = await readFile(layerPath(layersDirectory, id), 'utf8').catch(() => 'null');
      const layer = layerFile.safeParse(parseJson(text));
      if (!layer.success || layer.data.id !== id)
        throw new EngineError('failed', `layer ${id.slice(7, 19)} is missing or damaged on disk: push the service again`);
      const { contents, ...rest } = layer.data;
      for (const [blob, content] of Object.entries(contents)) smallBlobs.set(blob, Buffer.from(content, 'base64'));
      layers.set(id, rest);
      return rest;
    },
    async has(id) {
      return stat(layerPath(layersDirectory, id)).then(
        () => true,
        () => false,
      );
    },
    async collect(kept) {
      const blobs = new Set<string>();
      for (const id of kept) {
        const layer = await store.read(id).catch(() => undefined);
        for (const one of layer?.entries ?? []) if (one.kind === 'file') blobs.add(one.blob);
      }
      const keptFiles = new Set([...kept].map((id) => layerName(id)));
      for (const name of await readdir(layersDirectory))
        if (!keptFiles.has(name)) {
          layers.delete(`sha256:${name.replace(/\.json$/, '')}`);
          await rm(join(layersDirectory, name), { force: true });
        }
      for (const name of await readdir(blobsDirectory))
        if (!blobs.has(name)) {
          known.delete(name);
          await rm(join(blobsDirectory, name), { force: true });
        }
    },
    async exportTo(target, ids) {
      await mkdir(join(target, 'layers'), { recursive: true });
      await mkdir(join(target, 'blobs'), { recursive: true });
      for (const id of ids) {
        const layer = await store.read(id);
        for (const one of layer.entries)
          if (one.kind === 'file' && one.size > smallContent) await share(join(blobsDirectory, one.blob), join(target, 'blobs', one.blob));
        await share(layerPath(layersDirectory, id), layerPath(join(target, 'layers'), id));
      }
    },
    async importFrom(source) {
      for (const name of await readdir(join(source, 'blobs'))) {
        await share(join(source, 'blobs', name), join(blobsDirectory, name));
        known.add(name);
      }
      for (const name of await readdir(join(source, 'layers'))) await share(join(source, 'layers', name), join(layersDirectory, name));
    },
  };
  return store;
}

function readNow(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Nothing in a store changes, so that two stores can share one file where the disk can. */
async function share(from: string, to: string): Promise<void> {
  const isThere = await stat(to).then(
    () => true,
    () => false,
  );
  if (!isThere) await link(from, to).catch(() => copyFile(from, to));
}

function layerPath(directory: string, id: string): string {
  return join(directory, layerName(id));
}

function layerName(id: string): string {
  return `${id.replace(/^sha256:/, '')}.json`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
