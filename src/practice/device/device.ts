import type { ContainerEngine } from '../engine/engine.ts';
import type { HostOs } from './host-os/host-os.ts';
import type { StateFile } from '../../storage/state-file.ts';
import { openContainerShell } from './container-shell.ts';
import type { CloudForDevice, DeviceForCloud, DeviceIdentity } from './device-link.ts';
import { rememberedImages } from './device-state.ts';
import type { DeviceState } from './device-state.ts';
import { createSupervisor } from './supervisor/supervisor.ts';

export interface DeviceOptions {
  identity: DeviceIdentity;
  engine: ContainerEngine;
  cloud: CloudForDevice;
  hostOs: HostOs;
  state: StateFile<DeviceState>;
  now?: () => number;
  /** Milliseconds that a reboot takes after the containers have stopped. */
  rebootDuration?: number;
}

/** The practice device: supervisor and host OS around one container engine. */
export interface Device extends DeviceForCloud {
  /** Switches it on. */
  boot(): void;
  /** Resolves when the device runs what the cloud wants; rejects with the error of a step that failed. */
  settled(): Promise<void>;
  /**
   * Ends all containers at once, without their grace time, and keeps the device still while `change` puts another state
   * in place; then it boots. Resolves when the device runs what the cloud wants then, as far as it can.
   */
  replaceState(change: () => Promise<void>): Promise<void>;
  /** Ends the supervisor, every container at once, and the host OS. */
  close(): Promise<void>;
}

export function createDevice(options: DeviceOptions): Device {
  const { identity, engine, cloud, hostOs, state } = options;
  const supervisor = createSupervisor({
    identity,
    engine,
    cloud,
    images: rememberedImages(state),
    runningCommit: {
      get: () => state.value.runningCommit,
      set(runningCommit) {
        if (state.value.runningCommit !== runningCommit) state.save({ ...state.value, runningCommit });
      },
    },
    now: options.now ?? Date.now,
  });
  let power: Promise<void> = Promise.resolve();
  const closing = new AbortController();

  function boot(): void {
    cloud.setConnected?.(identity.uuid, true);
    supervisor.boot();
  }

  /** Stops everything; the containers get their grace time. */
  async function powerDown(): Promise<void> {
    const halted = supervisor.halt();
    hostOs.endSessions();
    await stopContainers((id) => engine.stopContainer(id));
    await halted;
    cloud.setConnected?.(identity.uuid, false);
  }

  /** Without grace time; a stop that waits for it already ends with the container's process. */
  async function endContainers(): Promise<void> {
    await stopContainers(async (id) => {
      await engine.killContainer(id, 'SIGKILL').catch(() => undefined);
      await engine.stopContainer(id, { graceSeconds: 0 });
    });
  }

  async function stopContainers(stop: (id: string) => Promise<void>): Promise<void> {
    const running = (await engine.containers()).filter(({ state: { status } }) => status === 'running' || status === 'restarting');
    // One that ended or went meanwhile is as wanted.
    await Promise.all(running.map(({ id }) => stop(id).catch(() => undefined)));
  }

  /** One change of power after the other; whoever asked need not wait for it. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const result = power.then(work);
    power = result.catch(() => undefined);
    return result;
  }

  return {
    uuid: identity.uuid,
    identity,
    boot,
    settled: () => supervisor.settled(),
    update: () => supervisor.update(),
    restartApp: () => supervisor.restartApp(),
    restartService: (name) => supervisor.restartService(name),
    startService: (name) => supervisor.startService(name),
    stopService: (name) => supervisor.stopService(name),
    purge: () => supervisor.purge(),
    reboot() {
      supervisor.say('Rebooting');
      void inTurn(async () => {
        await powerDown();
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, options.rebootDuration ?? 1500);
          closing.signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve(undefined);
          });
        });
        if (!closing.signal.aborted) boot();
      });
      return Promise.resolve();
    },
    shutdown() {
      supervisor.say('Shutting down');
      void inTurn(powerDown);
      return Promise.resolve();
    },
    openShell(request) {
      if (request.container === undefined) return hostOs.openShell(request);
      return openContainerShell(engine, { ...request, container: request.container });
    },
    replaceState: (change) =>
      inTurn(async () => {
        const halted = supervisor.halt();
        hostOs.endSessions();
        await endContainers();
        await halted;
        // The step that was in progress may have started one more.
        await endContainers();
        try {
          await change();
        } finally {
          boot();
        }
        // A service that cannot be started is part of the state; the device's log says why.
        await supervisor.settled().catch(() => undefined);
      }),
    async close() {
      closing.abort();
      hostOs.endSessions();
      const closed = supervisor.close();
      await endContainers();
      await closed;
      await power;
      await hostOs.close();
    },
  };
}
