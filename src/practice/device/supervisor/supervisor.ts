import { FleetlabError } from '../../../shared/errors.ts';
import type { ContainerEngine } from '../../engine/engine.ts';
import type { CloudForDevice, DeviceIdentity, TargetState } from '../device-link.ts';
import { createChangeLoop } from './change-loop.ts';
import { watchContainers } from './container-watcher.ts';
import { appOfVolume, desiredState } from './desired-state.ts';
import type { DesiredState } from './desired-state.ts';
import { createDeviceLog } from './device-log.ts';
import { serviceInLog } from './log-messages.ts';
import { killContainer, performStep } from './perform-step.ts';
import type { DeviceImages, StepTools } from './perform-step.ts';
import { planChanges } from './plan-changes.ts';
import type { CurrentContainer, CurrentState, Step } from './plan-changes.ts';
import { createReporter } from './reporter.ts';
import type { Activity } from './service-status.ts';
import { currentContainer } from './supervised-container.ts';
import { UpdatesLockedError, allowedSteps, lockedMessage, overridesLock } from './update-lock.ts';

export interface SupervisorOptions {
  identity: DeviceIdentity;
  engine: ContainerEngine;
  cloud: CloudForDevice;
  images: DeviceImages;
  /** The commit that the device last reached in full; survives a restart of the process. */
  runningCommit: { get(): string | undefined; set(commit: string | undefined): void };
  now: () => number;
  /** Milliseconds. */
  wait?: (milliseconds: number) => Promise<void>;
  /** How often the target state is read without being told to. */
  pollInterval?: number;
}

/** The loop that brings what runs on the device to what the cloud wants, one change at a time. */
export interface Supervisor {
  /** Begins (again) with a device on which nothing was started yet, as after a boot. */
  boot(): void;
  /** Reads the target state now. */
  update(): void;
  /** Resolves when everything is as the cloud wants it; rejects with the error of a step that failed. */
  settled(): Promise<void>;
  /** Restarts the containers in place: their own layers stay. Rejects with FleetlabError (`no-services`). */
  restartApp(): Promise<void>;
  /** Makes the service's container anew. Rejects with FleetlabError (`no-services`). */
  restartService(serviceName: string): Promise<void>;
  startService(serviceName: string): Promise<void>;
  stopService(serviceName: string): Promise<void>;
  /** Empties the fleet's volumes. */
  purge(): Promise<void>;
  /** Stops doing anything, after the step in progress; `boot` begins again. Containers are left as they are. */
  halt(): Promise<void>;
  /** For the log of the device itself. */
  say(message: string): void;
  close(): Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { identity, engine, cloud, images, now } = options;
  const pollInterval = options.pollInterval ?? 60_000;
  const log = createDeviceLog({ cloud, uuid: identity.uuid, now });
  const activities = new Map<number, Activity>();
  const started = new Set<string>();
  const stopped = new Set<number>();
  let isOn = false;
  let isUpdating = false;
  let saidBefore = JSON.stringify([[], []]);

  const reporter = createReporter({
    ...options,
    activities,
    isOn: () => isOn,
    isUpdating: () => isUpdating,
    onError: (error) => log.message(`Failed to report state: ${error.message}`, { isError: true }),
  });
  const watcher = watchContainers({ engine, log, onChange: () => reporter.reportSoon() });
  const tools: StepTools = {
    engine,
    cloud,
    log,
    watcher,
    images,
    started,
    isOn: () => isOn,
    wait: options.wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
    activity(imageId, activity) {
      if (activity === undefined) activities.delete(imageId);
      else activities.set(imageId, activity);
      reporter.reportSoon();
    },
  };

  const loop = createChangeLoop({
    isOn: () => isOn,
    apply: applyChanges,
    longestDelay: pollInterval,
    onFailure(error, delay) {
      if (error instanceof UpdatesLockedError) log.message(lockedMessage(delay));
    },
    onIdle() {
      isUpdating = false;
      reporter.reportSoon();
    },
  });
  const { update, settled, exclusively } = loop;
  const poll = setInterval(update, pollInterval);
  poll.unref();

  /** Makes all changes that can be made now, side by side; true when nothing is left to change. */
  async function applyChanges(): Promise<boolean> {
    if (!isOn) return true;
    const { target, steps } = await nextSteps();
    if (steps.length === 0) {
      options.runningCommit.set(target.app?.release?.commit);
      return true;
    }
    isUpdating = true;
    const results = await Promise.allSettled(steps.map((step) => performStep(step, tools)));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
    return false;
  }

  async function nextSteps(): Promise<{ target: TargetState; steps: readonly Step[] }> {
    try {
      const target = cloud.targetState(identity.uuid);
      const desired = desiredState(target, identity, stopped);
      sayRefusals(desired);
      const current = await readCurrentState();
      const lock = { engine, containers: current.containers, appId: desired.appId, overridesLock: overridesLock(target.config) };
      return { target, steps: await allowedSteps(planChanges(current, desired), lock) };
    } catch (error) {
      if (error instanceof UpdatesLockedError) throw error;
      log.message(`Failed to apply state: ${error instanceof Error ? error.message : String(error)}`, { isError: true });
      throw error;
    }
  }

  async function readCurrentState(): Promise<CurrentState> {
    const [containers, volumes, networks] = await Promise.all([engine.containers(), engine.volumes(), engine.networks()]);
    return {
      images: images.list().map((image) => image.location),
      volumes: volumes.map((volume) => volume.name),
      networks,
      containers: containers.map((container) => currentContainer(container, started)).filter((container) => container !== undefined),
    };
  }

  function sayRefusals(desired: DesiredState): void {
    const ignored = desired.services.filter(({ withoutEffect }) => withoutEffect.length > 0);
    const text = JSON.stringify([desired.refused, ignored.map(({ name, withoutEffect }) => [name, withoutEffect])]);
    if (text === saidBefore) return;
    saidBefore = text;
    for (const { name, contentHash, reason } of desired.refused)
      log.event('installFailed', serviceInLog(name, contentHash), new Error(reason));
    for (const { name, withoutEffect } of ignored)
      log.message(`Service '${name}' asks for ${withoutEffect.join(', ')}, which has no effect on the practice device`);
  }

  function updated(): Promise<void> {
    update();
    return settled();
  }

  async function containersOfApp(): Promise<CurrentContainer[]> {
    requireOn();
    const { app } = cloud.targetState(identity.uuid);
    const { containers } = await readCurrentState();
    const own = containers.filter((container) => container.appId === app?.id);
    if (own.length === 0) {
      throw new FleetlabError('no-services', 'No service runs on this device.', 'Push a release to its fleet first.');
    }
    return own;
  }

  async function containerOf(serviceName: string): Promise<CurrentContainer> {
    const container = (await containersOfApp()).find((candidate) => candidate.serviceName === serviceName);
    if (container === undefined) throw unknownService(serviceName);
    return container;
  }

  function requireOn(): void {
    if (!isOn) throw new FleetlabError('device-offline', 'Device is offline.', 'Start the device, then try again.');
  }

  function imageIdOf(serviceName: string): number {
    requireOn();
    const services = cloud.targetState(identity.uuid).app?.release?.services;
    const service = services?.find((candidate) => candidate.name === serviceName);
    if (service === undefined) throw unknownService(serviceName);
    return service.imageId;
  }

  return {
    boot() {
      started.clear();
      stopped.clear();
      isOn = true;
      log.message('Supervisor starting');
      update();
      reporter.reportSoon();
    },
    update,
    settled,
    async restartApp() {
      await exclusively(async () => {
        for (const container of await containersOfApp()) {
          await engine.restartContainer(container.id);
          started.add(container.id);
        }
      });
      stopped.clear();
      await updated();
    },
    async restartService(serviceName) {
      stopped.delete(imageIdOf(serviceName));
      await exclusively(async () => killContainer(await containerOf(serviceName), tools, { removes: true }));
      await updated();
    },
    async startService(serviceName) {
      stopped.delete(imageIdOf(serviceName));
      const container = await containerOf(serviceName);
      started.delete(container.id);
      await updated();
    },
    async stopService(serviceName) {
      stopped.add(imageIdOf(serviceName));
      await updated();
    },
    async purge() {
      await exclusively(async () => {
        requireOn();
        const { app } = cloud.targetState(identity.uuid);
        if (app === undefined) throw new FleetlabError('no-services', 'This device belongs to no fleet.', 'Add it to a fleet first.');
        log.message(`Purging data for app ${app.id}`);
        const current = await readCurrentState();
        const own = current.containers.filter((candidate) => candidate.appId === app.id);
        await Promise.all(own.map((container) => killContainer(container, tools, { removes: true })));
        for (const volume of current.volumes.filter((name) => appOfVolume(name) === app.id)) {
          await performStep({ kind: 'remove-volume', volume }, tools);
        }
        log.message('Purged data');
      });
      await updated();
    },
    async halt() {
      isOn = false;
      reporter.cancel();
      await loop.stop();
    },
    say: (message) => log.message(message),
    async close() {
      clearInterval(poll);
      isOn = false;
      reporter.cancel();
      watcher.close();
      await loop.stop();
    },
  };
}

function unknownService(name: string): FleetlabError {
  return new FleetlabError('not-found', `Service not found: ${name}`, 'Use the name of a service of the running release.');
}
