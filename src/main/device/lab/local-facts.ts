import type { DeviceView, ServiceView } from '../../../shared/domain/device-view.ts';
import type { ContainerHistories } from './container-history.ts';
import type { KnownDevice } from './read-device.ts';
import type { SupervisorApi } from '../lan/supervisor-api.ts';

type Status = Awaited<ReturnType<SupervisorApi['status']>>;

/**
 * A device in local mode without a cloud, as its Supervisor tells. Its address takes the UUID's place, which the Supervisor does not tell.
 * Rejects with FleetlabError as SupervisorApi does.
 */
export async function readLocalDevice(api: SupervisorApi, address: string): Promise<KnownDevice> {
  // The two that change come first; what a Supervisor of another age does not tell is left out.
  const [status, target] = await Promise.all([api.status(), api.targetState()]);
  const [facts, info] = await Promise.all([orUndefined(api.device()), orUndefined(api.deviceInfo())]);
  const [app] = Object.values(target.local.apps);
  const commit = app?.commit ?? status.release;
  const about: Omit<DeviceView, 'services'> = {
    uuid: address,
    name: target.local.name ?? address,
    deviceType: info?.deviceType ?? '',
    isOnline: true,
    status: status.appState === 'applying' ? 'updating' : 'idle',
    address,
    ...optional('osVersion', facts?.os_version),
    ...optional('supervisorVersion', facts?.supervisor_version),
    ...optional('runningCommit', commit),
  };
  return {
    uuid: address,
    viewWith: (histories) => ({ ...about, services: servicesOf(status, commit, histories) }),
  };
}

/** Containers that are there, and images that are still coming. */
function servicesOf({ containers, images }: Status, commit: string | null | undefined, histories: ContainerHistories): ServiceView[] {
  const names = new Set([...containers.map(({ serviceName }) => serviceName), ...images.flatMap(({ serviceName }) => serviceName ?? [])]);
  return [...names].sort().flatMap((name): ServiceView[] => {
    const container = containers.find(({ serviceName }) => serviceName === name);
    const image = images.find(({ serviceName }) => serviceName === name);
    const progress = image?.downloadProgress;
    const status = container?.status ?? image?.status;
    if (status === undefined) return [];
    const history = histories.get(name);
    return [
      {
        name,
        status,
        ...optional('downloadProgress', progress),
        ...optional('releaseCommit', container === undefined ? undefined : commit),
        ...optional('startedAt', history?.startedAt),
        ...optional('exitedAt', history?.exitedAt),
        restarts: history?.restarts ?? 0,
      },
    ];
  });
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}

function optional<Key extends string, Value>(key: Key, value: Value | null | undefined): Partial<Record<Key, Value>> {
  return value === null || value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, Value>);
}
