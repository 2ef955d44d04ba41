import type { ContainerEngine, ContainerInfo, ImageInfo } from '../../engine/engine.ts';
import type { CloudForDevice, DeviceIdentity, DeviceReport } from '../device-link.ts';
import { deviceMetrics } from '../metrics.ts';
import { desiredState } from './desired-state.ts';
import type { DesiredImage } from './desired-state.ts';
import type { DeviceImages } from './perform-step.ts';
import { serviceReports } from './service-status.ts';
import type { Activity } from './service-status.ts';

export interface ReporterOptions {
  identity: DeviceIdentity;
  engine: ContainerEngine;
  cloud: CloudForDevice;
  images: DeviceImages;
  runningCommit: { get(): string | undefined };
  now: () => number;
  /** What is being done with an image just now, by image id. */
  activities: ReadonlyMap<number, Activity>;
  isOn: () => boolean;
  isUpdating: () => boolean;
  onError: (error: Error) => void;
}

/** Tells the cloud what the device is doing. */
export interface Reporter {
  /** Reports in a moment, together with all that changes until then. */
  reportSoon(): void;
  cancel(): void;
}

/** Milliseconds in which the changes of one action come. */
const reportDelay = 15;

export function createReporter(options: ReporterOptions): Reporter {
  const { identity, engine, cloud, images, now } = options;
  let timer: NodeJS.Timeout | undefined;

  async function report(): Promise<void> {
    try {
      // A service that was stopped by hand is reported by its container.
      const desired = desiredState(cloud.targetState(identity.uuid), identity);
      const [containers, present] = await Promise.all([engine.containers(), imagesOnDevice()]);
      if (options.isOn()) cloud.report(identity.uuid, makeReport(desired.images, containers, present));
    } catch (error) {
      if (options.isOn()) options.onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function imagesOnDevice(): Promise<ImageInfo[]> {
    const hashes = new Set(images.list().map((image) => image.contentHash));
    return (await engine.images()).filter((image) => hashes.has(image.id));
  }

  function makeReport(wanted: readonly DesiredImage[], containers: ContainerInfo[], present: ImageInfo[]): DeviceReport {
    return {
      status: options.isUpdating() ? 'Updating' : 'Idle',
      runningCommit: options.runningCommit.get(),
      services: serviceReports({
        containers,
        images: wanted,
        downloaded: images.list().map((image) => image.location),
        activities: options.activities,
      }),
      metrics: deviceMetrics({ containers, images: present, now: now(), isUpdating: options.isUpdating() }),
    };
  }

  return {
    reportSoon() {
      if (!options.isOn()) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void report();
      }, reportDelay);
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
