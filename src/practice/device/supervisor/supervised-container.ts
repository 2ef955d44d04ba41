import type { ContainerInfo } from '../../engine/engine.ts';
import type { CurrentContainer } from './plan-changes.ts';

/** What the supervisor's labels and the container's name say of a container that it made. */
export interface Supervised {
  appId: number;
  serviceId: number;
  serviceName: string;
  imageId: number;
  releaseId: number;
}

/** Undefined for a container that somebody else made. */
export function supervised({ name, spec: { labels } }: Pick<ContainerInfo, 'name' | 'spec'>): Supervised | undefined {
  if (labels['io.balena.supervised'] === undefined) return undefined;
  const ids = /_(\d+)_(\d+)_[0-9a-z]+$/.exec(name);
  return {
    appId: Number(labels['io.balena.app-id']),
    serviceId: Number(labels['io.balena.service-id']),
    serviceName: labels['io.balena.service-name'] ?? name,
    imageId: Number(ids?.[1] ?? 0),
    releaseId: Number(ids?.[2] ?? 0),
  };
}

/** `Running` covers the pause before a restart too: the engine itself says that a restarting container is running. */
export function isRunning(container: ContainerInfo): boolean {
  return container.state.status === 'running' || container.state.status === 'restarting';
}

export function currentContainer(container: ContainerInfo, started: ReadonlySet<string>): CurrentContainer | undefined {
  const facts = supervised(container);
  if (facts === undefined) return undefined;
  return {
    id: container.id,
    appId: facts.appId,
    serviceName: facts.serviceName,
    // A container that was given another name has it, not its specification.
    spec: { ...container.spec, name: container.name },
    imageId: facts.imageId,
    createdAt: container.createdAt,
    isRunning: isRunning(container),
    wasStarted: started.has(container.id),
  };
}
