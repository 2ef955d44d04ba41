import { z } from 'zod';
import type { StateFile } from '../../storage/state-file.ts';
import type { DeviceImages } from './supervisor/perform-step.ts';
import { localState } from '../local-mode/local-state.ts';
import type { LocalState } from '../local-mode/local-state.ts';
import { uuidPattern } from './identity.ts';

export const deviceStateVersion = 1;

/** What the device remembers over a power cut: who it is, which images it fetched, and how far it came. */
export const deviceState = z.object({
  uuid: z.string().regex(uuidPattern),
  runningCommit: z.string().optional(),
  images: z.array(
    z.object({ location: z.string(), contentHash: z.string(), serviceId: z.number(), imageId: z.number(), releaseId: z.number() }),
  ),
  local: localState.exactOptional(),
});
export type DeviceState = z.infer<typeof deviceState>;

/** The images part of the state, saved with every change. */
export function rememberedImages(file: StateFile<DeviceState>): DeviceImages {
  function save(images: DeviceState['images']): void {
    file.save({ ...file.value, images });
  }
  return {
    list: () => file.value.images,
    add: (image) => save([...file.value.images.filter(({ location }) => location !== image.location), image]),
    remove: (location) => save(file.value.images.filter((image) => image.location !== location)),
  };
}

/** The part of local mode, saved with every change. */
export function rememberedLocalMode(file: StateFile<DeviceState>): { get(): LocalState; set(local: LocalState): void } {
  return {
    get: () => file.value.local ?? { images: [] },
    set: (local) => file.save({ ...file.value, local }),
  };
}
