import type { Process } from '../../../process/process.ts';
import type { Signal } from '../../../process/signals.ts';
import type { Core } from './core.ts';
import type { Unit } from './unit.ts';

/**
 * Ends what runs of a unit, as KillMode= says (systemd.kill(5)): the kill signal first, SIGKILL after TimeoutStopSec=.
 * `timeout`: SIGKILL was needed.
 */
export async function terminate(core: Core, unit: Unit, isStop: boolean): Promise<'done' | 'timeout'> {
  const { service } = unit.settings;
  if (service.killMode === 'none') return 'done';
  const main = unit.run.main;
  const control = unit.run.control;
  const members = core.groups.membersOf(unit);
  const isWhole = service.killMode === 'control-group';
  const targets = isWhole ? members : members.filter((process) => process === main || process === control);
  const signal = isStop ? service.killSignal : (service.restartKillSignal ?? service.killSignal);
  for (const process of targets) {
    process.signal(signal);
    if (service.sendSighup) process.signal('SIGHUP');
    process.signal('SIGCONT');
  }
  const awaited = (): Process[] => core.groups.membersOf(unit).filter((process) => isWhole || targets.includes(process));
  if (!(await goneWithin(awaited, service.timeoutStop))) {
    if (!service.sendSigkill) return 'timeout';
    core.log(unit, `${unit.id}: State 'stop-sigterm' timed out. Killing.`, 4);
    kill(core, unit, core.groups.membersOf(unit), service.finalKillSignal);
    await goneWithin(awaited, service.timeoutStop);
    return 'timeout';
  }
  // Mixed: the main process was asked, the rest is not.
  if (service.killMode === 'mixed') kill(core, unit, core.groups.membersOf(unit), service.finalKillSignal);
  return 'done';
}

function kill(core: Core, unit: Unit, processes: readonly Process[], signal: Signal): void {
  for (const process of processes) {
    core.log(unit, `${unit.id}: Killing process ${process.pid} (${nameOf(process)}) with signal ${signal}.`, 5);
    process.signal(signal);
  }
}

/** Waits also for processes that come up meanwhile. */
async function goneWithin(processes: () => Process[], milliseconds: number): Promise<boolean> {
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    if (milliseconds === Infinity) return;
    timer = setTimeout(() => {
      isLate = true;
      resolve();
    }, milliseconds);
  });
  const late = (): boolean => isLate;
  try {
    for (let left = processes(); left.length > 0; left = processes()) {
      await Promise.race([Promise.all(left.map((process) => process.exited)), end]);
      if (late()) return processes().length === 0;
    }
    return true;
  } finally {
    clearTimeout(timer);
  }
}

/** comm(5): the name a process is shown by. */
export function nameOf(process: Process): string {
  const first = process.arguments[0] ?? '';
  return first.slice(first.lastIndexOf('/') + 1).slice(0, 15);
}
