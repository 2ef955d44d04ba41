import { z } from 'zod';
import { signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { openStateFile } from '../../../storage/state-file.ts';
import { EngineError } from '../engine.ts';
import type { ImageInfo } from '../engine.ts';
import { digest } from './layer.ts';

export const signal = z.custom<Signal>((value) => typeof value === 'string' && value in signalNumbers);
export const healthcheck = z.object({
  test: z.array(z.string()),
  interval: z.number().exactOptional(),
  timeout: z.number().exactOptional(),
  retries: z.number().exactOptional(),
  startPeriod: z.number().exactOptional(),
});
export const imageConfig = z.object({
  environment: z.record(z.string(), z.string()),
  entrypoint: z.array(z.string()).exactOptional(),
  command: z.array(z.string()).exactOptional(),
  workingDirectory: z.string(),
  user: z.string(),
  exposedPorts: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
  stopSignal: signal,
  shell: z.array(z.string()),
  healthcheck: healthcheck.exactOptional(),
  onBuild: z.array(z.string()).exactOptional(),
});
const historyEntry = z.object({ createdBy: z.string(), size: z.number(), isEmpty: z.boolean(), layer: z.string().exactOptional() });
const imageRecord = z.object({
  id: z.string(),
  createdAt: z.number(),
  architecture: z.string(),
  config: imageConfig,
  history: z.array(historyEntry),
});
const state = z.object({
  images: z.array(imageRecord),
  /** Image id by tag. */
  tags: z.record(z.string(), z.string()),
  /** Images that only the build cache knows, by the step's key. */
  cache: z.record(z.string(), imageRecord),
});

/** One step of an image's making; `layer` is absent where it changed metadata only. */
export type HistoryEntry = z.infer<typeof historyEntry>;
export type ImageRecord = z.infer<typeof imageRecord>;
export type ImageStoreState = z.infer<typeof state>;

export interface ImageStore {
  readonly notice: string | undefined;
  list(): ImageInfo[];
  /** By id, its first digits, or tag (`:latest` where the tag names none). Throws EngineError `not-found`. */
  find(reference: string): ImageRecord;
  info(record: ImageRecord): ImageInfo;
  /** Keeps the first one's time when the same content is added again. */
  add(record: ImageRecord): ImageRecord;
  tag(id: string, tag: string): void;
  /** Takes one tag away, or the image with all its tags. */
  removeTag(tag: string): void;
  remove(id: string): void;
  cached(key: string): ImageRecord | undefined;
  cache(key: string, record: ImageRecord): void;
  /** Layers that an image or the build cache needs. */
  layers(): Set<string>;
  snapshot(): ImageStoreState;
  restore(snapshot: unknown): void;
  flush(): Promise<void>;
}

/** The build cache keeps this many steps; the oldest go first. */
const cachedSteps = 500;

export async function openImageStore(path: string): Promise<ImageStore> {
  const file = await openStateFile({ path, version: 1, schema: state, initial: () => ({ images: [], tags: {}, cache: {} }) });
  const images = new Map<string, ImageRecord>();
  const tags = new Map<string, string>();
  const cache = new Map<string, ImageRecord>();
  function take(value: ImageStoreState): void {
    images.clear();
    tags.clear();
    cache.clear();
    for (const image of value.images) images.set(image.id, image);
    for (const [tag, id] of Object.entries(value.tags)) tags.set(tag, id);
    for (const [key, image] of Object.entries(value.cache)) cache.set(key, image);
  }
  take(file.value);

  function snapshot(): ImageStoreState {
    return { images: [...images.values()], tags: Object.fromEntries(tags), cache: Object.fromEntries(cache) };
  }
  function changed(): void {
    file.save(snapshot());
  }
  function info(record: ImageRecord): ImageInfo {
    return {
      id: record.id,
      tags: [...tags].filter(([, id]) => id === record.id).map(([tag]) => tag),
      createdAt: record.createdAt,
      size: record.history.reduce((sum, step) => sum + step.size, 0),
      architecture: record.architecture,
      config: record.config,
      layers: record.history.map(({ createdBy, size, isEmpty, layer }) => ({
        createdBy,
        size,
        isEmpty,
        ...(layer === undefined ? {} : { id: layer }),
      })),
    };
  }

  return {
    notice: file.notice,
    list: () => [...images.values()].map(info),
    info,
    find(reference) {
      const tagged = tags.get(fullTag(reference));
      const digits = reference.replace(/^sha256:/, '');
      const isPart = /^[0-9a-f]{4,}$/.test(digits);
      // A step of a build is an image too, which only its id names.
      const record =
        images.get(tagged ?? `sha256:${digits}`) ??
        (isPart ? [...images.values(), ...cache.values()].find((image) => image.id.startsWith(`sha256:${digits}`)) : undefined);
      if (record === undefined)
        throw new EngineError('not-found', `No such image: ${tagged === undefined ? fullTag(reference) : reference}`);
      return record;
    },
    add(record) {
      const kept = images.get(record.id) ?? record;
      images.set(record.id, kept);
      changed();
      return kept;
    },
    tag(id, tag) {
      tags.set(fullTag(tag), id);
      changed();
    },
    removeTag(tag) {
      tags.delete(fullTag(tag));
      changed();
    },
    remove(id) {
      images.delete(id);
      for (const [tag, other] of [...tags]) if (other === id) tags.delete(tag);
      // The step that made it goes too: its id must not find it any more.
      for (const [key, step] of [...cache]) if (step.id === id) cache.delete(key);
      changed();
    },
    cached: (key) => cache.get(key),
    cache(key, record) {
      cache.delete(key);
      cache.set(key, record);
      for (const oldest of [...cache.keys()].slice(0, Math.max(0, cache.size - cachedSteps))) cache.delete(oldest);
      changed();
    },
    layers() {
      const all = [...images.values(), ...cache.values()].flatMap((record) => record.history);
      return new Set(all.flatMap(({ layer }) => (layer === undefined ? [] : [layer])));
    },
    snapshot,
    restore(value) {
      take(state.parse(value));
      changed();
    },
    flush: () => file.flush(),
  };
}

/** The id follows from content and configuration alone, so that the same build gives the same image. */
export function imageId(image: Pick<ImageRecord, 'architecture' | 'config' | 'history'>): string {
  const { architecture, config, history } = image;
  const sortedConfig = { ...config, environment: Object.entries(config.environment), labels: Object.entries(config.labels).sort() };
  return digest(JSON.stringify([architecture, sortedConfig, history.map((step) => [step.createdBy, step.layer ?? ''])]));
}

/** `name` means `name:latest`. */
export function fullTag(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@') ? reference : `${reference}:latest`;
}
