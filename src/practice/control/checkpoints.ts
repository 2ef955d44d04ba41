import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Device } from '../device/device.ts';
import { deviceState } from '../device/device-state.ts';
import type { DeviceState } from '../device/device-state.ts';
import type { EngineCheckpoints } from '../engine/engine.ts';
import type { StateFile } from '../../storage/state-file.ts';
import { createCheckpointStore } from './checkpoint-store.ts';

/** Keeps the whole state of the practice cloud and device under a name, and puts it back. */
export interface CheckpointService {
  list(): Promise<string[]>;
  /** Replaces a checkpoint of the same name. Rejects with FleetlabError (`invalid-input`). */
  save(name: string): Promise<void>;
  /** Resolves when the device runs what the checkpoint held. Rejects with FleetlabError (`not-found`, `damaged`). */
  restore(name: string): Promise<void>;
  /** Rejects with FleetlabError (`invalid-input`). */
  remove(name: string): Promise<void>;
}

export interface CheckpointOptions {
  directory: string;
  cloud: Pick<Cloud, 'snapshot' | 'restore'>;
  engine: EngineCheckpoints;
  device: Pick<Device, 'replaceState' | 'settled'>;
  state: StateFile<DeviceState>;
}

const contents = z.object({ version: z.literal(1), cloud: z.unknown(), device: deviceState });

export function createCheckpoints(options: CheckpointOptions): CheckpointService {
  const { cloud, device, engine, state } = options;
  const store = createCheckpointStore(options.directory);
  let turn: Promise<unknown> = Promise.resolve();

  /** A checkpoint that is saved while another is restored would hold a bit of both. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  async function readContents(folder: string, name: string): Promise<z.infer<typeof contents>> {
    try {
      return contents.parse(JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')));
    } catch (error) {
      throw new FleetlabError('damaged', `The checkpoint "${name}" cannot be read.`, 'Save it again.', { cause: error });
    }
  }

  return {
    list: () => store.list(),
    save: (name) =>
      inTurn(async () => {
        // What the device is in the middle of belongs to no checkpoint; a release that cannot be applied does not hinder one.
        await device.settled().catch(() => undefined);
        await store.save(name, async (folder) => {
          await engine.checkpoint(join(folder, 'engine'));
          await writeFile(join(folder, 'state.json'), JSON.stringify({ version: 1, cloud: cloud.snapshot(), device: state.value }));
        });
        const folders = await Promise.all((await store.list()).map((each) => store.find(each)));
        await engine.keepCheckpoints?.(folders.map((folder) => join(folder, 'engine')));
      }),
    restore: (name) =>
      inTurn(async () => {
        const folder = await store.find(name);
        const saved = await readContents(folder, name);
        await device.replaceState(async () => {
          await engine.restoreCheckpoint(join(folder, 'engine'));
          await cloud.restore(saved.cloud);
          // The device stays who it is: a checkpoint of another data directory does not change its uuid.
          state.save({ ...saved.device, uuid: state.value.uuid });
          await state.flush();
        });
      }),
    remove: (name) => inTurn(() => store.remove(name)),
  };
}
