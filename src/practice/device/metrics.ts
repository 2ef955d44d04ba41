import type { ContainerInfo, ImageInfo } from '../engine/engine.ts';
import type { DeviceReport } from './device-link.ts';

const mebibyte = 1024 * 1024;

export interface MetricsInput {
  containers: readonly ContainerInfo[];
  /** The images on the device. */
  images: readonly ImageInfo[];
  /** Milliseconds since 1970. */
  now: number;
  isUpdating: boolean;
}

/**
 * What `balena device UUID` shows of a small machine with 4 GiB of memory and a 16 GiB disk: a fixed share for the
 * operating system, more for every running container and every image, and a slow swing so that two readings differ.
 */
export function deviceMetrics({ containers, images, now, isUpdating }: MetricsInput): DeviceReport['metrics'] {
  const running = containers.filter((container) => container.state.status === 'running').length;
  const swing = Math.sin(now / 41_000);
  const imageBytes = new Map(images.map((image) => [image.id, image.size]));
  const containerBytes = containers.reduce((sum, container) => sum + container.writableSize, 0);
  const cpuUsage = Math.round(4 + running * 2 + (isUpdating ? 30 : 0) + 2 * swing);
  return {
    memoryUsage: Math.round((412 + running * 24 + 6 * swing) * mebibyte),
    memoryTotal: 3932 * mebibyte,
    storageUsage: 780 * mebibyte + [...imageBytes.values()].reduce((sum, size) => sum + size, 0) + containerBytes,
    storageTotal: 14_580 * mebibyte,
    cpuUsage,
    cpuTemperature: Math.round(41 + cpuUsage / 6),
  };
}
