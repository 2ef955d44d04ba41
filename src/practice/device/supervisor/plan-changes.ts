import type { ContainerSpec } from '../../engine/engine.ts';
import { appOfVolume } from './desired-state.ts';
import type { DesiredImage, DesiredService, DesiredState } from './desired-state.ts';
import { isDeviceNameVariable } from './supervisor-environment.ts';

/** What is on the device now, as far as the supervisor made it. */
export interface CurrentState {
  /** Locations of the images that were downloaded. */
  images: string[];
  volumes: string[];
  containers: CurrentContainer[];
}

export interface CurrentContainer {
  id: string;
  appId: number;
  serviceName: string;
  spec: ContainerSpec;
  createdAt: number;
  isRunning: boolean;
  /** It was started since the device booted: if it is not running now, its restart policy decided so. */
  wasStarted: boolean;
}

/** One change. `kill` stops the container, waits for its end, and removes it. */
export type Step =
  | { kind: 'kill'; container: CurrentContainer }
  | { kind: 'stop'; container: CurrentContainer }
  | { kind: 'remove-volume'; volume: string }
  | { kind: 'create-volume'; volume: string }
  | { kind: 'download'; image: DesiredImage; service: string }
  | { kind: 'install'; service: DesiredService }
  | { kind: 'start'; service: DesiredService }
  | { kind: 'delete-image'; location: string };

/**
 * The changes that lead from the current to the desired state, in the Supervisor's order: what belongs to no service of
 * the fleet goes first, every new image is downloaded before a container is replaced (`download-then-kill`), volumes
 * stay for as long as the device stays in the fleet, and images go when nothing uses them any more.
 */
export function planChanges(current: CurrentState, desired: DesiredState): Step[] {
  const kept = keptContainers(current, desired);
  const steps: Step[] = [];
  for (const container of current.containers) if (!kept.has(container)) steps.push({ kind: 'kill', container });
  for (const volume of current.volumes) {
    const app = appOfVolume(volume);
    if (app !== undefined && app !== desired.appId) steps.push({ kind: 'remove-volume', volume });
  }
  for (const volume of desired.volumes) if (!current.volumes.includes(volume)) steps.push({ kind: 'create-volume', volume });
  for (const { image, name } of desired.services) {
    if (!current.images.includes(image.location)) steps.push({ kind: 'download', image, service: name });
  }
  for (const service of desired.services) {
    const container = [...kept].find((candidate) => candidate.serviceName === service.name);
    steps.push(...serviceSteps(container, service));
  }
  // What runs for a refused service is an older release's, and needs its image.
  if (desired.refused.length > 0) return steps;
  const used = new Set(desired.images.map((image) => image.location));
  for (const location of current.images) if (!used.has(location)) steps.push({ kind: 'delete-image', location });
  return steps;
}

/** Says whether a container is as the service asks, but for what cannot change it (the device's name). */
export function isAsDesired(actual: ContainerSpec, wanted: ContainerSpec): boolean {
  return Object.keys(wanted).every((key) => {
    const name = key as keyof ContainerSpec;
    if (name !== 'environment') return canonical(actual[name]) === canonical(wanted[name]);
    return canonical(comparable(actual.environment)) === canonical(comparable(wanted.environment));
  });
}

function serviceSteps(container: CurrentContainer | undefined, service: DesiredService): Step[] {
  const start: Step[] = service.isRunning ? [{ kind: 'start', service }] : [];
  if (container === undefined) return [{ kind: 'install', service }, ...start];
  if (!isAsDesired(container.spec, service.spec)) return [{ kind: 'kill', container }, { kind: 'install', service }, ...start];
  if (!service.isRunning) return container.isRunning ? [{ kind: 'stop', container }] : [];
  return container.isRunning || container.wasStarted ? [] : start;
}

/** One container a service: the newest of the fleet's own; a service that is refused keeps what runs. */
function keptContainers(current: CurrentState, desired: DesiredState): Set<CurrentContainer> {
  const names = new Set([...desired.services, ...desired.refused].map((service) => service.name));
  const newest = new Map<string, CurrentContainer>();
  for (const container of current.containers) {
    if (container.appId !== desired.appId || !names.has(container.serviceName)) continue;
    const rival = newest.get(container.serviceName);
    if (rival === undefined || rival.createdAt <= container.createdAt) newest.set(container.serviceName, container);
  }
  return new Set(newest.values());
}

function comparable(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isDeviceNameVariable(name)));
}

/** JSON with sorted keys and without absent values. */
function canonical(value: unknown): string {
  return JSON.stringify([value], (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
