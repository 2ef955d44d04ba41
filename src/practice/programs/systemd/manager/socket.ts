import type { Core, JobResult } from './core.ts';
import type { Unit } from './unit.ts';

/** Listens: on the machine's own sockets that is a state only; a port of the network would have to hand over connections. */
export async function startSocket(core: Core, unit: Unit): Promise<JobResult> {
  const port = unit.settings.listens.find(({ address }) => /^(\d+|.*:\d+)$/.test(address));
  if (port !== undefined) {
    core.log(
      unit,
      `${unit.id}: socket activation for ${port.address} is not supported on the practice device; let the service listen itself.`,
      3,
    );
    core.log(unit, `${unit.id}: Failed with result 'resources'.`, 4);
    unit.result = 'resources';
    core.setState(unit, 'failed', 'failed');
    return 'failed';
  }
  for (const { address } of unit.settings.listens)
    await core.init.system.fileSystem.makeDirectory(address.replace(/\/[^/]*$/, '') || '/', { recursive: true }).catch(() => undefined);
  core.setState(unit, 'active', 'listening');
  return 'done';
}
