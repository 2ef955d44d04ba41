import type { Process } from '../../../process/process.ts';
import type { Manager } from './manager.ts';

/** Milliseconds that what is left has to obey SIGTERM. */
const patience = 10_000;

/** After the last unit has stopped: the processes that belong to none (systemd-shutdown(8)). */
export async function endRemaining(manager: Manager): Promise<void> {
  const { init, console } = manager;
  // Processes of an exec from outside are the engine's, but they see the signal too.
  const others = (): Process[] => init.system.processes.list().filter((process) => process.pid !== 1);
  console.line('Sending SIGTERM to remaining processes...');
  for (const process of others()) process.signal('SIGTERM');
  await Promise.race([Promise.all(others().map((process) => process.exited)), pause(patience)]);
  console.line('Sending SIGKILL to remaining processes...');
  for (const process of others()) process.signal('SIGKILL');
  console.line('All filesystems, swaps, loop devices, MD devices and DM devices detached.');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
