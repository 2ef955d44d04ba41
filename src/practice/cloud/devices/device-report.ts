import type { DeviceReport } from '../../device/device-link.ts';
import type { Database, Json, Row } from '../database/model.ts';

/** Writes what a device says it is doing into its rows. A device that was deleted meanwhile is not heard. */
export function applyReport(uuid: string, report: DeviceReport, database: Database): void {
  const device = database.findBy('device', { uuid });
  if (device === undefined) return;
  database.change(() => {
    const { metrics } = report;
    const running = report.runningCommit === undefined ? undefined : runningRelease(report, device, database);
    database.update('device', device.id, {
      status: report.status,
      is_running__release: running?.id ?? null,
      memory_usage: mebibytes(metrics.memoryUsage),
      memory_total: mebibytes(metrics.memoryTotal),
      storage_usage: mebibytes(metrics.storageUsage),
      storage_total: mebibytes(metrics.storageTotal),
      cpu_usage: Math.round(metrics.cpuUsage),
      cpu_temp: Math.round(metrics.cpuTemperature),
    });
    applyServices(device, report.services, database);
  });
}

function runningRelease(report: DeviceReport, device: Row, database: Database): Row | undefined {
  const fleet = device['belongs_to__application'] ?? null;
  return database.findBy('release', { belongs_to__application: fleet, commit: report.runningCommit ?? null, status: 'success' });
}

function applyServices(device: Row, services: DeviceReport['services'], database: Database): void {
  const gone = new Map(database.filterBy('image_install', { device: device.id }).map((install) => [install['installs__image'], install]));
  for (const service of services) {
    const values: Record<string, Json> = {
      is_provided_by__release: service.releaseId,
      status: service.status,
      download_progress: service.downloadProgress === undefined ? null : Math.floor(service.downloadProgress),
    };
    const known = gone.get(service.imageId);
    gone.delete(service.imageId);
    if (database.find('image', service.imageId) === undefined || database.find('release', service.releaseId) === undefined) continue;
    if (known === undefined) database.insert('image_install', { device: device.id, installs__image: service.imageId, ...values });
    else database.update('image_install', known.id, values);
  }
  for (const install of gone.values()) database.update('image_install', install.id, { status: 'deleted', download_progress: null });
}

/** The API counts memory and storage in whole MiB. */
function mebibytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
