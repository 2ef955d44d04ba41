import { conditionText, findUnmetCondition } from './conditions.ts';
import type { Core, JobResult } from './core.ts';
import { reloadService, startService, stopService } from './service.ts';
import { startSocket } from './socket.ts';
import type { JobType } from './transaction.ts';
import { startTriggers, stopTriggers } from './triggers.ts';
import type { Unit } from './unit.ts';
import { titleOf } from './unit.ts';

/** Does what a job is for. `begun` is called when it is certain that something happens. */
export async function runUnitJob(core: Core, unit: Unit, type: JobType, begun: () => void = () => undefined): Promise<JobResult> {
  if (type === 'start') {
    const skipped = await isSkipped(core, unit);
    if (skipped !== undefined) return skipped;
    begun();
    return start(core, unit);
  }
  begun();
  if (type === 'reload') return reloadService(core, unit);
  if (unit.type === 'service') return stopService(core, unit);
  if (unit.type === 'timer' || unit.type === 'path') stopTriggers(unit);
  core.setState(unit, 'inactive', 'dead');
  return 'done';
}

async function isSkipped(core: Core, unit: Unit): Promise<JobResult | undefined> {
  const unmet = await findUnmetCondition(unit.settings.conditions, core.init.system);
  if (unmet === undefined) {
    unit.unmetCondition = undefined;
    return undefined;
  }
  const text = conditionText(unmet);
  unit.unmetCondition = { text, at: core.now() };
  if (unmet.isAssertion) {
    core.log(unit, `Assertion failed for ${titleOf(unit)}.`, 4);
    return 'failed';
  }
  core.log(unit, `${titleOf(unit)} was skipped because of an unmet condition check (${text}).`);
  return 'skipped';
}

async function start(core: Core, unit: Unit): Promise<JobResult> {
  switch (unit.type) {
    case 'service':
      return startService(core, unit);
    case 'socket':
      return startSocket(core, unit);
    case 'timer':
    case 'path':
      return startTriggers(core, unit);
    case 'mount':
      return startMount(core, unit);
    case 'automount':
      core.setState(unit, 'active', 'waiting');
      return 'done';
    default:
      core.setState(unit, 'active', unit.type === 'scope' ? 'running' : 'active');
      return 'done';
  }
}

/** The kernel's own file systems need nothing here; anything with a device or a network behind it cannot be. */
const kernelFileSystems: ReadonlySet<string> = new Set([
  ...['tmpfs', 'hugetlbfs', 'mqueue', 'configfs', 'debugfs', 'tracefs', 'fusectl', 'binfmt_misc', 'proc', 'sysfs'],
]);

async function startMount(core: Core, unit: Unit): Promise<JobResult> {
  const { where, type } = unit.settings.mount;
  if (!kernelFileSystems.has(type)) {
    core.log(unit, `${unit.id}: mounting ${type === '' ? 'a device' : type} is not supported on the practice device.`, 3);
    core.log(unit, `${unit.id}: Failed with result 'exit-code'.`, 4);
    unit.result = 'exit-code';
    core.setState(unit, 'failed', 'failed');
    return 'failed';
  }
  await new Promise((resolve) => setImmediate(resolve));
  await core.init.system.fileSystem.makeDirectory(where, { recursive: true }).catch(() => undefined);
  core.setState(unit, 'active', 'mounted');
  return 'done';
}
