import type { ContainerInfo } from '../../engine/engine.ts';
import type { DeviceReport } from '../device-link.ts';
import type { DesiredImage } from './desired-state.ts';
import { isRunning, supervised } from './supervised-container.ts';

export type ServiceReport = DeviceReport['services'][number];

/** What the supervisor is doing with an image just now, which no container tells yet. */
export type Activity = Pick<ServiceReport, 'status' | 'downloadProgress'>;

/**
 * The services part of the device's report: one entry an image, with the Supervisor's word for it. What is being done
 * now comes before what the container says; an image without a container is `Downloaded`.
 */
export function serviceReports(input: {
  containers: readonly ContainerInfo[];
  images: readonly DesiredImage[];
  downloaded: readonly string[];
  activities: ReadonlyMap<number, Activity>;
}): ServiceReport[] {
  const reports = new Map<number, ServiceReport>();
  for (const image of input.images) {
    if (!input.downloaded.includes(image.location)) continue;
    reports.set(image.imageId, { serviceId: image.serviceId, imageId: image.imageId, releaseId: image.releaseId, status: 'Downloaded' });
  }
  for (const container of input.containers) {
    const facts = supervised(container);
    if (facts === undefined) continue;
    const { serviceId, imageId, releaseId } = facts;
    reports.set(imageId, { serviceId, imageId, releaseId, status: containerStatus(container) });
  }
  for (const [imageId, activity] of input.activities) {
    const known = reports.get(imageId) ?? input.images.find((image) => image.imageId === imageId);
    if (known === undefined) continue;
    const { serviceId, releaseId } = known;
    reports.set(imageId, { serviceId, imageId, releaseId, ...activity });
  }
  return [...reports.values()];
}

function containerStatus(container: ContainerInfo): string {
  if (isRunning(container)) return 'Running';
  return container.state.status === 'created' ? 'Installed' : 'exited';
}
