import { FileSystemError } from '../../../filesystem/filesystem.ts';
import { listOf } from '../units/find-unit.ts';
import { nextCalendarTime } from '../units/calendar.ts';
import type { Core, JobResult } from './core.ts';
import { edgesOf, isDown } from './unit.ts';
import type { Unit } from './unit.ts';

/** Timers and paths: they wait for a moment or for a file, and then start their unit. */

/** How often watched paths are looked at, in milliseconds. */
const watchInterval = 500;
const longestTimer = 2 ** 31 - 1;

export async function startTriggers(core: Core, unit: Unit): Promise<JobResult> {
  for (const expression of unit.settings.timer.calendar)
    if (nextCalendarTime(expression, core.now()) === undefined) {
      core.log(unit, `${unit.id}: OnCalendar=${expression} is not supported on the practice device.`, 3);
      unit.result = 'resources';
      core.setState(unit, 'failed', 'failed');
      return 'failed';
    }
  core.setState(unit, 'active', 'waiting');
  if (unit.type === 'timer') armTimer(core, unit, core.now());
  else await watchPaths(core, unit);
  return 'done';
}

export function stopTriggers(unit: Unit): void {
  unit.run.endWatch?.();
  unit.run.endWatch = undefined;
  unit.run.nextElapse = undefined;
}

function armTimer(core: Core, unit: Unit, activatedAt: number): void {
  const { timer } = unit.settings;
  const [target] = edgesOf(unit, 'triggers');
  const now = core.now();
  const bootedAt = core.init.process.startedAt;
  const moments = [
    ...timer.onBoot.map((span) => bootedAt + span),
    ...timer.onStartup.map((span) => bootedAt + span),
    ...timer.onActive.map((span) => activatedAt + span),
    ...timer.onUnitActive.map((span) => (target?.activeEnteredAt ?? target?.inactiveLeftAt ?? NaN) + span),
    ...timer.onUnitInactive.map((span) => (target?.inactiveEnteredAt ?? NaN) + span),
    ...timer.calendar.map((expression) => nextCalendarTime(expression, now) ?? NaN),
  ].filter((moment) => !Number.isNaN(moment) && (unit.run.lastTrigger === undefined || moment > unit.run.lastTrigger));
  const next = moments.length === 0 ? undefined : Math.max(now, Math.min(...moments));
  unit.run.nextElapse = next;
  if (next === undefined) {
    core.setState(unit, 'active', 'elapsed');
    return;
  }
  const handle = setTimeout(
    () => {
      if (core.now() < next) armTimer(core, unit, activatedAt);
      else void elapse(core, unit, activatedAt, target);
    },
    Math.min(next - now, longestTimer),
  );
  unit.run.endWatch = () => clearTimeout(handle);
}

async function elapse(core: Core, unit: Unit, activatedAt: number, target: Unit | undefined): Promise<void> {
  unit.run.lastTrigger = core.now();
  if (target !== undefined) {
    core.setState(unit, 'active', 'running');
    core.enqueue(target, 'start');
    await core.whenIdle(60_000);
  }
  if (unit.active !== 'active') return;
  core.setState(unit, 'active', 'waiting');
  armTimer(core, unit, activatedAt);
}

async function watchPaths(core: Core, unit: Unit): Promise<void> {
  const [target] = edgesOf(unit, 'triggers');
  const seen = new Map<string, number | undefined>();
  for (const { path } of unit.settings.watches) seen.set(path, await modifiedAt(core, path));
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || target === undefined || !isDown(target)) return;
    isLooking = true;
    for (const { kind, path } of unit.settings.watches) {
      const changed = await modifiedAt(core, path);
      const isDifferent = changed !== seen.get(path);
      seen.set(path, changed);
      const isDue =
        kind === 'DirectoryNotEmpty'
          ? (await listOf(core.init.system.fileSystem, path)).length > 0
          : kind.startsWith('PathExists')
            ? changed !== undefined
            : isDifferent;
      if (isDue && unit.active === 'active') core.enqueue(target, 'start');
    }
    isLooking = false;
  };
  const handle = setInterval(() => void look(), watchInterval);
  unit.run.endWatch = () => clearInterval(handle);
}

async function modifiedAt(core: Core, path: string): Promise<number | undefined> {
  try {
    return (await core.init.system.fileSystem.stat(path)).modifiedAt;
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}
