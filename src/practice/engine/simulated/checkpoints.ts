import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renamePatiently } from '../../../storage/atomic-write.ts';
import { EngineError } from '../engine.ts';
import type { NetworkInfo } from '../engine.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { LayerStore } from '../images/layer-store.ts';
import type { Containers } from './containers.ts';
import { readNetworks } from './networks.ts';
import type { Networks } from './networks.ts';
import type { VolumeStore } from './volume-store.ts';

/** What the engine holds at one moment, whole in a directory of its own: images with their layers, networks, and volumes. */
export interface Checkpoints {
  save(directory: string): Promise<void>;
  /** Rejects with EngineError `not-found` before anything is changed. */
  restore(directory: string): Promise<void>;
}

export function createCheckpoints(options: {
  images: ImageStore;
  layers: LayerStore;
  volumes: VolumeStore;
  networks: Networks;
  containers: Containers;
}): Checkpoints {
  const { images, layers, volumes, networks, containers } = options;
  return {
    async save(directory) {
      // Made beside the place, so that a kill leaves either the former checkpoint or none.
      const temporary = `${directory}.new`;
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { recursive: true });
      await layers.exportTo(temporary, images.layers());
      await volumes.exportTo(join(temporary, 'volumes'));
      await writeFile(join(temporary, 'networks.json'), JSON.stringify(networks.snapshot()));
      await writeFile(join(temporary, 'images.json'), JSON.stringify(images.snapshot()));
      await rm(directory, { recursive: true, force: true });
      await renamePatiently(temporary, directory);
    },
    async restore(directory) {
      const snapshot = await readSnapshot(directory);
      const savedNetworks = await savedNetworksIn(directory);
      await containers.removeAll();
      await layers.importFrom(directory);
      images.restore(snapshot);
      await volumes.importFrom(join(directory, 'volumes'));
      networks.restore(savedNetworks);
      await Promise.all([images.flush(), volumes.flush(), networks.flush()]);
    },
  };
}

async function readSnapshot(directory: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(directory, 'images.json'), 'utf8'));
  } catch {
    throw damaged();
  }
}

/** A checkpoint of the time before networks were kept has none. */
async function savedNetworksIn(directory: string): Promise<NetworkInfo[]> {
  const text = await readFile(join(directory, 'networks.json'), 'utf8').catch(() => '[]');
  try {
    return readNetworks(JSON.parse(text));
  } catch {
    throw damaged();
  }
}

function damaged(): EngineError {
  return new EngineError('not-found', 'this checkpoint is missing or damaged on disk');
}
