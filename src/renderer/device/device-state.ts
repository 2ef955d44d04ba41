import type { DeviceView, LabView } from '../../shared/domain/device-view.ts';
import type { EnvironmentView } from '../../shared/domain/environment.ts';

/** What the Device region is about: one designed state each. */
export type DeviceState = 'starting' | 'failed' | 'unreadable' | 'signed-out' | 'no-fleet' | 'waiting' | 'no-device' | 'offline' | 'ready';

export function deviceStateOf(environment: EnvironmentView, lab: LabView): DeviceState {
  if (environment.state === 'failed') return 'failed';
  if (environment.state === 'starting') return 'starting';
  if (lab.isWithoutCloud === true) return lab.device?.isOnline === true ? 'ready' : 'offline';
  if (lab.account === undefined) return lab.problem === undefined ? 'signed-out' : 'unreadable';
  if (lab.device !== undefined) return lab.device.isOnline ? 'ready' : 'offline';
  if (lab.fleets.length === 0) return 'no-fleet';
  return lab.waitingDevice === undefined ? 'no-device' : 'waiting';
}

/** What the device's dot says: a meaning, a word, and how far a download is (0 to 100) where that is known. */
export interface Activity {
  meaning: 'ok' | 'attention' | 'refused' | 'unknown' | 'busy';
  word: string;
  progress?: number;
}

export function activityOf(environment: EnvironmentView, lab: LabView): Activity {
  const state = deviceStateOf(environment, lab);
  if (state === 'failed' || state === 'unreadable') return { meaning: 'refused', word: 'does not answer' };
  if (state === 'starting') return { meaning: 'busy', word: 'starting' };
  if (state === 'offline') return { meaning: 'refused', word: lab.isWithoutCloud === true ? 'does not answer' : 'offline' };
  if (lab.device === undefined) return { meaning: 'unknown', word: state === 'waiting' ? 'waits for a fleet' : 'ready' };
  return deviceActivity(lab.device, isBuilding(lab));
}

function deviceActivity(device: DeviceView, building: boolean): Activity {
  const progress = downloadProgress(device);
  if (progress !== undefined) return { meaning: 'busy', word: `downloading ${progress} %`, progress };
  if (device.services.some((service) => /download|install|start|stop|kill/i.test(service.status)))
    return { meaning: 'busy', word: 'updating' };
  if (building) return { meaning: 'busy', word: 'building a release' };
  return { meaning: 'ok', word: 'online' };
}

/** The mean of the downloads that are going on, in whole percent; undefined when there is none. */
export function downloadProgress(device: DeviceView): number | undefined {
  const downloads = device.services.flatMap((service) => (service.downloadProgress === undefined ? [] : [service.downloadProgress]));
  const unfinished = downloads.filter((percent) => percent < 100);
  if (unfinished.length === 0) return undefined;
  return Math.round(downloads.reduce((sum, percent) => sum + percent, 0) / downloads.length);
}

function isBuilding(lab: LabView): boolean {
  return lab.fleets.some((fleet) => fleet.releases[0]?.status === 'running');
}
