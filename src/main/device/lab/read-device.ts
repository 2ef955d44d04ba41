import type { BalenaSDK } from 'balena-sdk';
import { z } from 'zod';
import type { DeviceView, ServiceView } from '../../../shared/domain/device-view.ts';
import type { ContainerHistories } from './container-history.ts';
import { isUnknownDevice, patiently } from '../../environments/cloud/sdk.ts';

const installedService = z.object({
  service_id: z.number(),
  status: z.string(),
  download_progress: z.number().nullish(),
  commit: z.string().nullish(),
});

const device = z.object({
  uuid: z.string(),
  device_name: z.string(),
  is_online: z.boolean(),
  overall_status: z.string().nullish(),
  ip_address: z.string().nullish(),
  os_version: z.string().nullish(),
  supervisor_version: z.string().nullish(),
  is_of__device_type: z.array(z.object({ slug: z.string() })),
  belongs_to__application: z.array(z.object({ app_name: z.string(), slug: z.string() })),
  is_running__release: z.array(z.object({ commit: z.string() })),
  is_pinned_on__release: z.array(z.object({ commit: z.string() })),
  current_services_by_app: z.record(z.string(), z.record(z.string(), z.array(installedService))),
});
export type DeviceRecord = z.infer<typeof device>;

/** A device as it was read last, by whatever tells of it. What the log says of its containers is put in when it is looked at. */
export interface KnownDevice {
  uuid: string;
  viewWith(histories: ContainerHistories): DeviceView;
}

/** Undefined where the account has no such device. */
export async function readDevice(sdk: BalenaSDK, uuid: string): Promise<DeviceRecord | undefined> {
  try {
    const answer: unknown = await patiently(() =>
      sdk.models.device.getWithServiceDetails(uuid, {
        $select: ['uuid', 'device_name', 'is_online', 'overall_status', 'ip_address', 'os_version', 'supervisor_version'],
        $expand: {
          is_of__device_type: { $select: ['slug'] },
          belongs_to__application: { $select: ['app_name', 'slug'] },
          is_running__release: { $select: ['commit'] },
          is_pinned_on__release: { $select: ['commit'] },
        },
      }),
    );
    return device.parse(withPlainRecords(answer));
  } catch (error) {
    if (isUnknownDevice(error)) return undefined;
    throw error;
  }
}

/** The device as the screen shows it. What the log says of its containers comes from `histories`. */
export function viewOfDevice(record: DeviceRecord, histories: ContainerHistories): DeviceView {
  const [fleet] = record.belongs_to__application;
  return {
    uuid: record.uuid,
    name: record.device_name,
    deviceType: record.is_of__device_type[0]?.slug ?? '',
    isOnline: record.is_online,
    status: (record.overall_status ?? (record.is_online ? 'online' : 'offline')).toLowerCase(),
    ...optional('address', record.ip_address?.split(' ')[0]),
    ...optional('osVersion', record.os_version),
    ...optional('supervisorVersion', record.supervisor_version),
    ...optional('fleet', fleet?.app_name),
    ...optional('runningCommit', record.is_running__release[0]?.commit),
    ...optional('pinnedCommit', record.is_pinned_on__release[0]?.commit),
    services: fleet === undefined ? [] : servicesOf(record.current_services_by_app[fleet.slug] ?? {}, histories),
  };
}

/** Names by the ids that log lines carry. */
export function serviceNames(record: DeviceRecord): Map<number, string> {
  const entries = Object.values(record.current_services_by_app).flatMap((services) => Object.entries(services));
  return new Map(entries.flatMap(([name, installs]) => installs.map((install): [number, string] => [install.service_id, name])));
}

function servicesOf(services: Record<string, z.infer<typeof installedService>[]>, histories: ContainerHistories): ServiceView[] {
  return Object.entries(services)
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([name, installs]) => {
      // The SDK sorts by date of installation, newest first: during an update the new image's entry stands before the old one's.
      const [newest] = installs;
      if (newest === undefined) return [];
      const history = histories.get(name);
      return [
        {
          name,
          status: newest.status,
          ...optional('downloadProgress', newest.download_progress),
          ...optional('releaseCommit', newest.commit),
          ...optional('startedAt', history?.startedAt),
          ...optional('exitedAt', history?.exitedAt),
          restarts: history?.restarts ?? 0,
        },
      ];
    });
}

/** The SDK's groups are objects without a prototype, which a schema for records does not take for plain objects. */
function withPlainRecords(answer: unknown): unknown {
  const record = answer as { current_services_by_app?: Record<string, object> };
  const groups = Object.entries(record.current_services_by_app ?? {}).map(([slug, services]) => [slug, { ...services }]);
  return { ...record, current_services_by_app: Object.fromEntries(groups) as unknown };
}

function optional<Key extends string, Value>(key: Key, value: Value | null | undefined): Partial<Record<Key, Value>> {
  return value === null || value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, Value>);
}
