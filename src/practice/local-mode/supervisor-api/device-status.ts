import type { Device } from '../../device/device.ts';
import type { ContainerEngine, ContainerInfo } from '../../engine/engine.ts';
import type { LocalMode } from '../local-mode.ts';
import type { LocalApp } from '../local-state.ts';

export interface DeviceStatusOptions {
  engine: ContainerEngine;
  device: Pick<Device, 'settled'>;
  localMode: Pick<LocalMode, 'apps'>;
}

/** A service's container, as the Supervisor's API tells of it. */
export interface RunningService {
  status: string;
  serviceName: string;
  appId: number;
  imageId: number;
  serviceId: number;
  containerId: string;
  createdAt: string;
}

/** True while the Supervisor still has something to change, or tries again. */
export async function isApplying({ device }: Pick<DeviceStatusOptions, 'device'>): Promise<boolean> {
  return Promise.race([
    device.settled().then(
      () => false,
      () => true,
    ),
    new Promise<boolean>((resolve) => setImmediate(() => setImmediate(resolve, true))),
  ]);
}

/** Containers of the local app, the first service first. */
export async function runningServices({ engine, localMode }: Pick<DeviceStatusOptions, 'engine' | 'localMode'>): Promise<RunningService[]> {
  const containers = await engine.containers();
  return Object.entries(localMode.apps()).flatMap(([id, app]) =>
    Object.values(app.services).flatMap((service): RunningService[] => {
      const container = containers.find(
        ({ spec: { labels } }) => labels['io.balena.app-id'] === id && labels['io.balena.service-name'] === service.serviceName,
      );
      if (container === undefined) return [];
      const { serviceName, serviceId, imageId } = service;
      const createdAt = new Date(container.createdAt).toISOString();
      return [{ status: statusOf(container), serviceName, appId: Number(id), imageId, serviceId, containerId: container.id, createdAt }];
    }),
  );
}

/** The images of an app's services. */
export function imagesOf(app: LocalApp, appId: number): Record<string, unknown>[] {
  return Object.values(app.services).map(({ image, serviceName, imageId }) => ({
    name: image,
    appId,
    serviceName,
    imageId,
    status: 'Downloaded',
    downloadProgress: null,
  }));
}

/** The Supervisor's words; between two starts the engine itself says that a container runs. */
function statusOf({ state }: ContainerInfo): string {
  if (state.status === 'running' || state.status === 'restarting') return 'Running';
  return state.status === 'created' ? 'Installed' : 'exited';
}
