import type { JobResult } from './core.ts';
import type { JobType } from './transaction.ts';
import { titleOf } from './unit.ts';
import type { Unit } from './unit.ts';
import type { UnitType } from '../units/unit-names.ts';

/** What status lines and the journal say about jobs, by the unit's type. */

const starting: Partial<Record<UnitType, string>> = { service: 'Starting', mount: 'Mounting' };
const started: Partial<Record<UnitType, string>> = {
  target: 'Reached target',
  socket: 'Listening on',
  mount: 'Mounted',
  automount: 'Set up automount',
  slice: 'Created slice',
};
const stopping: Partial<Record<UnitType, string>> = { service: 'Stopping', mount: 'Unmounting' };
const stopped: Partial<Record<UnitType, string>> = {
  target: 'Stopped target',
  socket: 'Closed',
  mount: 'Unmounted',
  automount: 'Unset automount',
  slice: 'Removed slice',
};

/** `Starting …` while a job runs; undefined for a unit that is up or down at once. */
export function beginText(unit: Unit, type: JobType): string | undefined {
  const { service } = unit.settings;
  if (type === 'reload') return `Reloading ${titleOf(unit)}...`;
  if (unit.type === 'service' && type === 'start') {
    const isQuick =
      (service.type === 'simple' || service.type === 'idle') && service.execStartPre.length === 0 && service.execCondition.length === 0;
    if (isQuick || service.execStart.length === 0) return undefined;
  }
  if (unit.type === 'service' && type === 'stop' && unit.sub === 'exited' && service.execStop.length === 0) return undefined;
  const verb = type === 'start' ? starting[unit.type] : stopping[unit.type];
  return verb === undefined ? undefined : `${verb} ${titleOf(unit)}...`;
}

export function doneText(unit: Unit, type: JobType): string {
  if (type === 'reload') return `Reloaded ${titleOf(unit)}.`;
  if (type === 'stop') return `${stopped[unit.type] ?? 'Stopped'} ${titleOf(unit)}.`;
  const isOneshot = unit.type === 'service' && unit.settings.service.type === 'oneshot';
  return `${isOneshot ? 'Finished' : (started[unit.type] ?? 'Started')} ${titleOf(unit)}.`;
}

export function failedText(unit: Unit, result: JobResult): string {
  if (result === 'dependency') return `Dependency failed for ${titleOf(unit)}.`;
  if (result === 'timeout') return `Timed out starting ${titleOf(unit)}.`;
  return `${unit.type === 'mount' ? 'Failed to mount' : unit.type === 'socket' ? 'Failed to listen on' : 'Failed to start'} ${titleOf(unit)}.`;
}
