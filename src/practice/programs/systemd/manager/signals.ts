import type { Signal } from '../../../process/signals.ts';
import type { Manager } from './manager.ts';

/** What PID 1 does on signals (systemd(1), "Signals"). SIGTERM does not end it: it executes itself anew. */
export function handleSignals(manager: Manager, announce: () => void): void {
  const { init } = manager;
  const on = (signal: Signal, action: () => void): void =>
    init.onSignal(signal, () => {
      manager.log(undefined, `Received ${signal} from PID 0 (n/a).`);
      action();
    });
  on('SIGTERM', () => {
    manager.log(undefined, 'Reexecuting.');
    announce();
  });
  on('SIGHUP', () => void manager.reload('a signal'));
  on('SIGINT', () => void manager.shutDown('reboot'));
  on('SIGRTMIN+3', () => void manager.shutDown('halt'));
  on('SIGRTMIN+4', () => void manager.shutDown('poweroff'));
  on('SIGRTMIN+5', () => void manager.shutDown('reboot'));
  on('SIGRTMIN+6', () => void manager.shutDown('reboot'));
  on('SIGRTMIN', () => void isolate(manager, 'default.target'));
  on('SIGRTMIN+1', () => void isolate(manager, 'rescue.target'));
  on('SIGRTMIN+2', () => void isolate(manager, 'emergency.target'));
  // SIGRTMIN+20 and SIGRTMIN+21.
  on('SIGRTMAX-10', () => (manager.console.showsStatus = true));
  on('SIGRTMAX-9', () => (manager.console.showsStatus = false));
}

async function isolate(manager: Manager, name: string): Promise<void> {
  const unit = await manager.units.load(name);
  await manager.request(unit, 'start', { isolate: true }).catch((error: unknown) => {
    manager.log(unit, `${name}: ${error instanceof Error ? error.message : String(error)}`, 4);
  });
}
