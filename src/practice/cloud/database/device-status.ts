import type { Database, Json, Row } from './model.ts';

/** The API's words for what a device is doing: `configuring` until it was online once, then by connection and downloads. */
export function overallStatus(device: Row, database: Database): string {
  if (device['is_active'] === false) return 'inactive';
  if (device['is_online'] !== true) return device['last_connectivity_event'] === null ? 'configuring' : 'disconnected';
  return downloads(device, database).length > 0 ? 'updating' : 'operational';
}

/** Mean progress, 0 to 100, of the images of the wanted release while one of them downloads; otherwise null. */
export function overallProgress(device: Row, database: Database): number | null {
  if (overallStatus(device, database) !== 'updating') return null;
  const releases = new Set<Json | undefined>(downloads(device, database).map((install) => install['is_provided_by__release']));
  const installs = database
    .filterBy('image_install', { device: device.id })
    .filter((install) => install['status'] !== 'deleted' && releases.has(install['is_provided_by__release']));
  const sum = installs.reduce(
    (total, install) => total + (typeof install['download_progress'] === 'number' ? install['download_progress'] : 100),
    0,
  );
  return Math.round(sum / installs.length);
}

function downloads(device: Row, database: Database): Row[] {
  return database
    .filterBy('image_install', { device: device.id, status: 'Downloading' })
    .filter((install) => install['download_progress'] !== null);
}
