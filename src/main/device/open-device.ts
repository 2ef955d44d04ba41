import type { EnvironmentService } from '../balena/environment.ts';
import type { EventBus } from '../event-bus.ts';
import { createConnectionLog, type ConnectionLog } from './connections.ts';
import type { EngineWatch } from './engine-watch.ts';
import type { HostKeys } from './host-key.ts';
import type { Lab } from './lab.ts';
import { createLiveLab } from './live-lab.ts';
import { createSilentAsker, type NetworkAsker } from './network-asker.ts';
import { watchDevice } from './watch-device.ts';

/** The device in use, from all sides: its fleet, its engine, its networks. */
export interface OpenDevice {
  lab: Lab;
  engine: EngineWatch;
  connections: ConnectionLog;
  asker: NetworkAsker;
}

interface OpenDeviceOptions {
  environment: EnvironmentService;
  hostKeys: HostKeys;
  bus: EventBus;
  /** Milliseconds between reads of fleets and device while nothing happens. */
  pollMilliseconds?: number;
}

/** What is seen goes to the bus as it happens. Closing the lab closes all of it. */
export function openDevice({ bus, ...options }: OpenDeviceOptions): OpenDevice {
  const { environment } = options;
  const live = createLiveLab(options);
  live.onChange((view) => bus.emit('lab.changed', view));
  const connections = createConnectionLog((event) => bus.emit('connection.seen', event));
  const engine = watchDevice({ environment, lab: live, connections, bus });
  const lab: Lab = {
    ...live,
    engine: () => engine.view(),
    async refresh() {
      const [view] = await Promise.all([live.refresh(), engine.refresh()]);
      return view;
    },
    onChange(listener) {
      const stops = [live.onChange(listener), engine.onChange(() => listener(live.view()))];
      return () => {
        for (const stop of stops) stop();
      };
    },
    async close() {
      await engine.close();
      await live.close();
    },
  };
  return { lab, engine, connections, asker: createSilentAsker() };
}
