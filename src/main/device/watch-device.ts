import type { EnvironmentService, RunningEnvironment } from '../environments/environment.ts';
import { onChoice } from '../environments/on-choice.ts';
import type { EventBus } from '../event-bus.ts';
import type { ConnectionLog } from './requests/connections.ts';
import { createEngineWatch, type EngineWatch } from './engine/engine-watch.ts';
import type { LiveLab } from './lab/live-lab.ts';

interface WatchDeviceOptions {
  environment: EnvironmentService;
  lab: Pick<LiveLab, 'view' | 'onChange' | 'shell'>;
  connections: ConnectionLog;
  bus: EventBus;
}

/** What the engine of the device in use holds, what becomes of its containers, and who connects to whom there. */
export function watchDevice({ environment, lab, connections, bus }: WatchDeviceOptions): EngineWatch {
  // A restored checkpoint is told as a change of the environment: another past.
  let past = 0;
  let following: { running: RunningEnvironment; stop: AbortController } | undefined;

  function follow(): void {
    const running = environment.current();
    if (running === following?.running) return;
    following?.stop.abort();
    following = undefined;
    if (running?.followConnections === undefined) return;
    following = { running, stop: new AbortController() };
    running.followConnections((event) => connections.take(event), following.stop.signal);
  }

  const engine = createEngineWatch({
    shell: lab.shell,
    device() {
      const running = environment.current();
      const device = lab.view().device;
      if (running === undefined || device === undefined) return undefined;
      return {
        key: `${running.cloud?.apiUrl ?? running.id} ${device.uuid} ${String(past)}`,
        address: running.device?.address ?? device.address,
        seesConnections: running.followConnections !== undefined,
        isRestored: past > 1,
      };
    },
    onEvent: (event) => bus.emit('container.event', event),
    onForget() {
      connections.forget();
      bus.emit('engine.forgotten', undefined);
    },
  });
  engine.onChange((view) => bus.emit('engine.changed', view));
  onChoice(environment, () => engine.leave());
  environment.onChange(({ state }) => {
    follow();
    if (state !== 'ready') return;
    past += 1;
    engine.poke();
  });
  let { device, problem } = lab.view();
  lab.onChange((view) => {
    const isBack = problem !== undefined && view.problem === undefined;
    const isOther = view.device?.uuid !== device?.uuid;
    ({ device, problem } = view);
    if (isOther || isBack) engine.poke();
  });
  follow();
  return engine;
}
