import type { DeviceIdentity } from '../../device/device-link.ts';
import type { DesiredImage } from '../../device/supervisor/desired-state.ts';
import type { ContainerArchives, ContainerEngine } from '../../engine/engine.ts';
import type { ExecStore } from './exec-store.ts';

/** What the engine's API works on. */
export interface EngineApiContext {
  engine: ContainerEngine & ContainerArchives;
  identity: DeviceIdentity;
  hostname: string;
  kernelRelease: string;
  images: ImagesOnDevice;
  execs: ExecStore;
}

/** The registry keeps its images in the same store as the device: which of them are the device's. */
export interface ImagesOnDevice {
  /** Those that the Supervisor fetched. */
  downloaded(): readonly DesiredImage[];
  /** Ids of those that came over this API. */
  own(): readonly string[];
  addOwn(id: string): void;
}
