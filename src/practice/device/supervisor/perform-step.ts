import { EngineError } from '../../engine/engine.ts';
import type { ContainerEngine, ContainerSpec } from '../../engine/engine.ts';
import type { CloudForDevice } from '../device-link.ts';
import type { ContainerWatcher } from './container-watcher.ts';
import type { DesiredImage, DesiredService } from './desired-state.ts';
import type { DeviceLog } from './device-log.ts';
import { supervisorNetwork } from './feature-labels.ts';
import { downloadPace } from './download-pace.ts';
import { serviceInLog } from './log-messages.ts';
import type { LogWords } from './log-messages.ts';
import type { CurrentContainer, Step } from './plan-changes.ts';
import { supervised } from './supervised-container.ts';
import { hasFile } from './service-files.ts';
import type { Activity } from './service-status.ts';
import { isAsDesired } from './settings-equal.ts';

/** The images on the device, by the location they were fetched from. */
export interface DeviceImages {
  list(): readonly DesiredImage[];
  add(image: DesiredImage): void;
  remove(location: string): void;
}

export interface StepTools {
  engine: ContainerEngine;
  cloud: CloudForDevice;
  log: DeviceLog;
  watcher: ContainerWatcher;
  images: DeviceImages;
  /** Ids of the containers that were started since boot. */
  started: Set<string>;
  /** Says what is being done with an image; undefined when it is over. */
  activity(imageId: number, activity: Activity | undefined): void;
  /** Milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** False once the device goes down: nothing new is begun then. */
  isOn(): boolean;
}

/** Does one change and writes the Supervisor's lines for it. A failure is logged, then rejects with the engine's error. */
export async function performStep(step: Step, tools: StepTools): Promise<void> {
  const { engine } = tools;
  switch (step.kind) {
    case 'kill':
      return killContainer(step.container, tools, { removes: true, deletesImage: step.deletesImage });
    case 'stop':
      return killContainer(step.container, tools, { removes: false });
    case 'rename':
      return rename(step, tools);
    case 'create-volume':
      return logged(() => engine.createVolume(step.volume), tools, ['createVolume', 'createVolumeFailed'], nameInLog(step.volume));
    case 'remove-volume':
      return logged(() => gone(engine.removeVolume(step.volume)), tools, ['removeVolume', 'removeVolumeFailed'], nameInLog(step.volume));
    case 'create-network':
      // The Supervisor makes its own bridge without a word.
      if (step.network.name === supervisorNetwork.name) {
        await engine.createNetwork(step.network);
        return;
      }
      return logged(
        () => engine.createNetwork(step.network),
        tools,
        ['createNetwork', 'createNetworkFailed'],
        nameInLog(step.network.name),
      );
    case 'remove-network':
      return logged(
        () => gone(engine.removeNetwork(step.network)),
        tools,
        ['removeNetwork', 'removeNetworkFailed'],
        nameInLog(step.network),
      );
    case 'download':
      return download(step.image, tools);
    case 'start':
      return startService(step.service, tools);
    case 'hand-over':
      await startService(step.service, tools);
      await handedOver(step.service, tools);
      return tools.isOn() ? killContainer(step.container, tools, { removes: true }) : undefined;
    case 'delete-image':
      return deleteImage(step.location, tools);
  }
}

/** Stops a container, with its grace time, and removes it where asked; one that is gone already is no error. */
export async function killContainer(
  container: CurrentContainer,
  tools: StepTools,
  options: { removes: boolean; deletesImage?: boolean },
): Promise<void> {
  const { engine, log, watcher } = tools;
  const name = serviceInLog(container.serviceName, container.spec.image);
  const { imageId } = container;
  log.event(container.isRunning ? 'killService' : 'removeDeadService', name);
  tools.activity(imageId, { status: 'Stopping' });
  try {
    await gone(engine.stopContainer(container.id));
    watcher.forgetDeath(container.id);
    if (options.removes) await gone(engine.removeContainer(container.id));
    log.event('killedService', name);
  } catch (error) {
    log.event('killFailed', name, asError(error));
    throw error;
  } finally {
    tools.activity(imageId, undefined);
  }
  const image = tools.images.list().find((one) => one.imageId === imageId);
  if (options.deletesImage === true && image !== undefined) await deleteImage(image.location, tools);
}

/** The container serves another release as it is; an engine that gives no new names makes it anew. */
async function rename({ container, service }: Extract<Step, { kind: 'rename' }>, tools: StepTools): Promise<void> {
  const { engine } = tools;
  if (engine.renameContainer === undefined) return killContainer(container, tools, { removes: true });
  await engine.renameContainer(container.id, service.spec.name);
}

async function download(image: DesiredImage, tools: StepTools): Promise<void> {
  const { cloud, engine, images, log } = tools;
  log.event('downloadImage', image.location);
  tools.activity(image.imageId, { status: 'Downloading', downloadProgress: 0 });
  try {
    const { size } = await cloud.image(image.contentHash);
    for (const { percent, wait } of downloadPace(size)) {
      await tools.wait(wait);
      tools.activity(image.imageId, { status: 'Downloading', downloadProgress: percent });
    }
    // The registry and the device share one store here: what the registry has, the engine can start.
    await engine.inspectImage(image.contentHash);
    images.add(image);
    log.event('downloadedImage', image.location);
  } catch (error) {
    log.event('downloadFailed', image.location, asError(error));
    throw error;
  } finally {
    tools.activity(image.imageId, undefined);
  }
}

async function startService(service: DesiredService, tools: StepTools): Promise<void> {
  const containers = await tools.engine.containers();
  if (!containers.some(({ name }) => name === service.spec.name)) await install(service, tools);
  if (service.isRunning) await start(service, tools);
}

async function install(service: DesiredService, tools: StepTools): Promise<void> {
  const { engine, log } = tools;
  const name = serviceInLog(service.name, service.image.contentHash);
  log.event('installService', name);
  tools.activity(service.image.imageId, { status: 'Installing' });
  try {
    const spec = await withSharedNetwork(service, engine);
    const container = await engine.createContainer(spec);
    if (!isAsDesired(container.spec, spec)) throw new EngineError('failed', 'the engine made another container than it was asked for');
    log.event('installedService', name);
  } catch (error) {
    log.event('installFailed', name, asError(error));
    throw error;
  } finally {
    tools.activity(service.image.imageId, undefined);
  }
}

/** The container's settings with the container whose interfaces it shares, as that is now. */
async function withSharedNetwork(service: DesiredService, engine: ContainerEngine): Promise<ContainerSpec> {
  if (service.sharesNetworkOf === undefined) return service.spec;
  const owners = (await engine.containers()).filter((container) => supervised(container)?.serviceName === service.sharesNetworkOf);
  const owner = owners.toSorted((left, right) => right.createdAt - left.createdAt)[0];
  if (owner === undefined) throw new EngineError('not-found', `No container for network_mode: 'service: ${service.sharesNetworkOf}'`);
  return { ...service.spec, networkMode: `container:${owner.id}` };
}

async function start(service: DesiredService, tools: StepTools): Promise<void> {
  const { engine, log, watcher, started } = tools;
  const name = serviceInLog(service.name, service.image.contentHash);
  log.event('startService', name);
  tools.activity(service.image.imageId, { status: 'Starting' });
  let id: string | undefined;
  try {
    const container = await engine.inspectContainer(service.spec.name);
    id = container.id;
    watcher.forgetDeath(id);
    watcher.holdBack(id);
    await engine.startContainer(id);
    started.add(id);
    log.event('startedService', name);
  } catch (error) {
    log.event('startFailed', name, asError(error));
    throw error;
  } finally {
    if (id !== undefined) watcher.release(id);
    tools.activity(service.image.imageId, undefined);
  }
}

/** Milliseconds between two looks for the file with which a new container says that it has taken over. */
const handoverInterval = 1000;

/** Waits until the new container has made the file that its variable BALENA_SERVICE_HANDOVER_COMPLETE_PATH names, or its time is over. */
async function handedOver(service: DesiredService, tools: StepTools): Promise<void> {
  for (let waited = 0; waited < service.handoverTimeout && tools.isOn(); waited += handoverInterval) {
    if (await hasFile(tools.engine, service.spec.name, '/tmp/balena/handover-complete')) return;
    await tools.wait(Math.min(handoverInterval, service.handoverTimeout - waited));
  }
}

async function deleteImage(location: string, tools: StepTools): Promise<void> {
  tools.log.event('deleteImage', location);
  // Only the device's own reference goes: the registry, which keeps its images in the same store, still has it.
  tools.images.remove(location);
  tools.log.event('deletedImage', location);
  return Promise.resolve();
}

/** The Supervisor names volumes and networks without the app's number. */
function nameInLog(name: string): string {
  return name.replace(/^\d+_/, '');
}

async function gone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
  }
}

async function logged(
  work: () => Promise<unknown>,
  tools: StepTools,
  [doing, failed]: readonly [LogWords, LogWords],
  object: string,
): Promise<void> {
  tools.log.event(doing, object);
  try {
    await work();
  } catch (error) {
    tools.log.event(failed, object, asError(error));
    throw error;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
