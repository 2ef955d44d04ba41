import type { DeviceView, LogLine } from '../../shared/domain/device-view.ts';
import type { ContainerEvent, EngineView } from '../../shared/domain/engine-view.ts';
import { isStopping } from './starts.ts';

/** A container that still runs though the cloud lists its service no more: the device was moved, or the service was taken out. */
export interface OldContainer {
  service: string;
  /** Whether it has been asked to stop: at most ten seconds, then it is killed. */
  isStopping: boolean;
  /** Milliseconds since 1970, where the engine tells. */
  startedAt: number | undefined;
}

export interface SeenOfDevice {
  device: DeviceView;
  engine: EngineView;
  logs: readonly LogLine[];
}

/** Milliseconds within which a cloud lists what has been started. */
const listedWithin = 30_000;

/** What the engine runs beside the services that the cloud lists. One that was not asked to stop may only be newer than the list. */
export function oldContainers({ device, engine, logs }: SeenOfDevice): OldContainer[] {
  if (!device.isOnline || engine.problem !== undefined) return [];
  const listed = new Set(device.services.map(({ name }) => name));
  const running = engine.containers.filter(({ state }) => state === 'running' || state === 'restarting');
  return running
    .flatMap(({ service, startedAt }) =>
      service === undefined || listed.has(service) ? [] : [{ service, isStopping: isStopping(service, logs), startedAt }],
    )
    .filter(
      ({ isStopping: stops, startedAt }) =>
        stops || (listed.size === 0 && startedAt !== undefined && engine.readAt - startedAt > listedWithin),
    );
}

/** Whether a service of the device has run, as far as anybody can tell. */
export function hasRunService(events: readonly ContainerEvent[], { engine, logs }: Pick<SeenOfDevice, 'engine' | 'logs'>): boolean {
  return (
    events.some(({ action }) => action === 'start') ||
    engine.containers.some(({ service, startedAt }) => service !== undefined && startedAt !== undefined) ||
    (engine.pastImages?.length ?? 0) > 0 ||
    logs.some(({ service, message }) => service !== undefined || /^(Started|Restarting|Killing|Killed) service '/.test(message))
  );
}
