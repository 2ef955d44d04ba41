import type { EnvironmentService } from '../environments/environment.ts';
import type { EventBus } from '../event-bus.ts';
import { createConnectionLog, type ConnectionLog } from './requests/connections.ts';
import type { EngineWatch } from './engine/engine-watch.ts';
import type { EngineView } from '../../shared/domain/engine-view.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { Handlers } from '../rpc.ts';
import type { HostKeys } from './ssh/host-key.ts';
import type { Lab } from './lab/lab.ts';
import { createLiveLab, type ServiceOrderMemory } from './lab/live-lab.ts';
import { createHttpRequests, type HttpRequests } from './requests/http-requests.ts';
import type { SshTarget } from './ssh/ssh-target.ts';
import { watchDevice } from './watch-device.ts';

/** The device in use, from all sides: its fleet, its engine, its networks. */
export interface OpenDevice {
  lab: Lab;
  /** Where its host OS answers; undefined while no device is known. */
  sshTarget: () => SshTarget | undefined;
  engine: EngineWatch;
  connections: ConnectionLog;
  asker: HttpRequests;
  handlers: Pick<Handlers, 'network.ask'>;
}

interface OpenDeviceOptions {
  environment: EnvironmentService;
  hostKeys: HostKeys;
  bus: EventBus;
  /** Milliseconds between reads of fleets and device while nothing happens. */
  pollMilliseconds?: number;
  serviceOrder?: ServiceOrderMemory;
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
  const asker = createHttpRequests({ environment: () => environment.ready(), shell: live.shell, engine: () => engine.view(), connections });
  const handlers: OpenDevice['handlers'] = {
    async 'network.ask'({ from, to, path }) {
      const { prediction, answer, connection } = await asker.ask({
        from: from.kind === 'service' ? { kind: 'service', service: from.name } : { kind: from.kind === 'host' ? 'host-os' : 'laptop' },
        method: 'GET',
        url: `http://${to.kind === 'device' ? addressOf(engine.view()) : to.name}:${String(to.port)}${path}`,
      });
      return { prediction, answer, ...(connection === undefined ? {} : { connectionId: connection.id }) };
    },
  };
  return { lab, sshTarget: () => live.sshTarget(), engine, connections, asker, handlers };
}

function addressOf({ deviceAddress }: EngineView): string {
  if (deviceAddress === undefined)
    throw new FleetlabError('no-device', 'The device’s address is not known.', 'Join the device to a fleet first.');
  return deviceAddress;
}
