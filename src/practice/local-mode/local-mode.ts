import type { CloudForDevice, DeviceLogEntry, TargetState } from '../device/device-link.ts';
import { EngineError } from '../engine/engine.ts';
import type { ContainerEngine } from '../engine/engine.ts';
import { localTargetState } from './local-target.ts';
import type { LocalApp, LocalState } from './local-state.ts';

/** One line for whoever follows the device's log in local mode. */
export interface LocalLogLine extends DeviceLogEntry {
  serviceName?: string;
}

export interface LocalModeOptions {
  uuid: string;
  cloud: CloudForDevice;
  engine: ContainerEngine;
  state: { get(): LocalState; set(state: LocalState): void };
  /** Told when what is left of local mode could not be removed. */
  onError(error: Error): void;
}

/**
 * Local mode: the device runs what `balena push <address>` gives it instead of its fleet's release. It is on while the
 * configuration variable RESIN_SUPERVISOR_LOCAL_MODE says so, and always for a device that belongs to no fleet (the
 * Supervisor calls such a device unmanaged, and activates local mode: balena-supervisor, src/local-mode.ts).
 */
export interface LocalMode {
  /** The cloud as the device is to see it: in local mode the target state is the local one, and logs and services are not reported. */
  readonly cloud: CloudForDevice;
  isOn(): boolean;
  /** What the cloud says of the device itself. */
  deviceTarget(): Pick<TargetState, 'deviceName' | 'config'>;
  /** The apps of the local target state, by id. */
  apps(): Record<string, LocalApp>;
  /** Sets what is to run; the device is to be told. Rejects with EngineError `not-found` for an image that is not there. */
  setApps(apps: Readonly<Record<string, LocalApp>>): Promise<void>;
  /** Ids of the images that were built or pulled on the device. */
  images(): readonly string[];
  addImage(id: string): void;
  /** Lines from now on; returns the function that ends it. */
  onLog(listener: (line: LocalLogLine) => void): () => void;
}

export function createLocalMode(options: LocalModeOptions): LocalMode {
  const { uuid, cloud, engine, state } = options;
  const listeners = new Set<(line: LocalLogLine) => void>();
  let cleaning: Promise<void> | undefined;

  function isOn(): boolean {
    const target = cloud.targetState(uuid);
    if (target.app === undefined) return true;
    const value = target.config?.['RESIN_SUPERVISOR_LOCAL_MODE'] ?? target.config?.['BALENA_SUPERVISOR_LOCAL_MODE'] ?? '0';
    return ['1', 'true', 'on'].includes(value.toLowerCase());
  }

  function targetState(): TargetState {
    const target = cloud.targetState(uuid);
    const isLocal = isOn();
    const { before } = state.get();
    if (isLocal && before === undefined) remember();
    if (!isLocal && before !== undefined) cleaning ??= leave().finally(() => (cleaning = undefined));
    return isLocal ? localTargetState(target, state.get().target) : target;
  }

  /** Notes what there is before the first change of local mode. */
  function remember(): void {
    state.set({ ...state.get(), before: { containers: [], volumes: [], networks: [] } });
    Promise.all([engine.containers(), engine.volumes(), engine.networks()]).then(([containers, volumes, networks]) => {
      const before = {
        containers: containers.map(({ id }) => id),
        volumes: volumes.map(({ name }) => name),
        networks: networks.map(({ name }) => name),
      };
      if (state.get().before !== undefined) state.set({ ...state.get(), before });
    }, report);
  }

  /** The Supervisor removes all that came since local mode began, and forgets its target. */
  async function leave(): Promise<void> {
    const { before, images } = state.get();
    state.set({ images: [] });
    if (before === undefined) return;
    const [containers, volumes, networks] = await Promise.all([engine.containers(), engine.volumes(), engine.networks()]);
    // What the supervisor made for the fleet meanwhile stays: it is not of local mode.
    const own = cloud.targetState(uuid).app?.id;
    const isOfFleet = (name: string): boolean => own !== undefined && name.startsWith(`${own}_`);
    for (const { id, spec } of containers)
      if (!before.containers.includes(id) && spec.labels['io.balena.app-id'] !== String(own))
        await gone(engine.removeContainer(id, { force: true }));
    for (const image of images) await gone(engine.removeImage(image, { force: true }));
    for (const { name, driver, bridge } of networks)
      if (driver === 'bridge' && bridge !== 'docker0' && name !== 'bridge' && !before.networks.includes(name) && !isOfFleet(name))
        await gone(engine.removeNetwork(name));
    for (const { name } of volumes) if (!before.volumes.includes(name) && !isOfFleet(name)) await gone(engine.removeVolume(name));
  }

  /** One that is gone already, or that something of the fleet uses, is no failure. */
  async function gone(removal: Promise<void>): Promise<void> {
    try {
      await removal;
    } catch (error) {
      if (!(error instanceof EngineError)) report(error);
    }
  }

  function report(error: unknown): void {
    options.onError(error instanceof Error ? error : new Error(String(error)));
  }

  function apps(): Record<string, LocalApp> {
    const { target } = state.get();
    return target === undefined ? {} : { [target.appId]: target.app };
  }

  function serviceName(serviceId: number): string | undefined {
    return Object.values(state.get().target?.app.services ?? {}).find((service) => service.serviceId === serviceId)?.serviceName;
  }

  return {
    isOn,
    deviceTarget: () => cloud.targetState(uuid),
    apps,
    async setApps(wanted) {
      const [entry] = Object.entries(wanted);
      if (entry === undefined) {
        const { before, images } = state.get();
        state.set({ images, ...(before === undefined ? {} : { before }) });
        return;
      }
      const [id, app] = entry;
      const images: Record<string, string> = {};
      for (const { image } of Object.values(app.services)) images[image] = (await engine.inspectImage(image)).id;
      state.set({ ...state.get(), target: { appId: Number(id), app, images } });
    },
    images: () => state.get().images,
    addImage(id) {
      const { images } = state.get();
      if (!images.includes(id)) state.set({ ...state.get(), images: [...images, id] });
    },
    onLog(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    cloud: {
      ...cloud,
      targetState: (asked) => (asked === uuid ? targetState() : cloud.targetState(asked)),
      report(asked, report) {
        // The fleet's services do not run, and those that do are none of the cloud's.
        cloud.report(asked, isOn() ? { ...report, services: [], runningCommit: undefined } : report);
      },
      log(asked, entry) {
        if (!isOn()) return cloud.log(asked, entry);
        const name = entry.serviceId === undefined ? undefined : serviceName(entry.serviceId);
        for (const listener of listeners) listener({ ...entry, ...(name === undefined ? {} : { serviceName: name }) });
      },
    },
  };
}
