import { EngineError } from '../../engine/engine.ts';
import type { ContainerEngine } from '../../engine/engine.ts';
import type { CloudForDevice } from '../device-link.ts';
import type { ContainerWatcher } from './container-watcher.ts';
import type { DesiredImage, DesiredService } from './desired-state.ts';
import type { DeviceLog } from './device-log.ts';
import { downloadPace } from './download-pace.ts';
import { serviceInLog } from './log-messages.ts';
import { isAsDesired } from './plan-changes.ts';
import type { CurrentContainer, Step } from './plan-changes.ts';
import type { Activity } from './service-status.ts';

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
  /** Milliseconds; ends early, by rejecting, when the supervisor closes. */
  wait(milliseconds: number): Promise<void>;
}

/** Does one change and writes the Supervisor's lines for it. A failure is logged, then rejects with the engine's error. */
export async function performStep(step: Step, tools: StepTools): Promise<void> {
  switch (step.kind) {
    case 'kill':
      return killContainer(step.container, tools, { removes: true });
    case 'stop':
      return killContainer(step.container, tools, { removes: false });
    case 'create-volume':
      tools.log.event('createVolume', nameInLog(step.volume));
      return logged(tools.engine.createVolume(step.volume), tools, 'createVolumeFailed', nameInLog(step.volume));
    case 'remove-volume':
      tools.log.event('removeVolume', nameInLog(step.volume));
      return logged(gone(tools.engine.removeVolume(step.volume)), tools, 'removeVolumeFailed', nameInLog(step.volume));
    case 'download':
      return download(step.image, tools);
    case 'install':
      return install(step.service, tools);
    case 'start':
      return start(step.service, tools);
    case 'delete-image':
      return deleteImage(step.location, tools);
  }
}

/** Stops a container, with its grace time, and removes it where asked; one that is gone already is no error. */
export async function killContainer(container: CurrentContainer, tools: StepTools, options: { removes: boolean }): Promise<void> {
  const { engine, log, watcher } = tools;
  const name = serviceInLog(container.serviceName, container.spec.image);
  const imageId = Number(/_(\d+)_\d+_[0-9a-f]+$/.exec(container.spec.name)?.[1] ?? 0);
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

async function install(service: DesiredService, tools: StepTools): Promise<void> {
  const { engine, log } = tools;
  const name = serviceInLog(service.name, service.image.contentHash);
  log.event('installService', name);
  tools.activity(service.image.imageId, { status: 'Installing' });
  try {
    const container = await engine.createContainer(service.spec);
    if (!isAsDesired(container.spec, service.spec))
      throw new EngineError('failed', 'the engine made another container than it was asked for');
    log.event('installedService', name);
  } catch (error) {
    log.event('installFailed', name, asError(error));
    throw error;
  } finally {
    tools.activity(service.image.imageId, undefined);
  }
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

async function deleteImage(location: string, tools: StepTools): Promise<void> {
  tools.log.event('deleteImage', location);
  // Only the device's own reference goes: the registry, which keeps its images in the same store, still has it.
  tools.images.remove(location);
  tools.log.event('deletedImage', location);
  return Promise.resolve();
}

/** The Supervisor names volumes without the app's number. */
function nameInLog(volume: string): string {
  return volume.replace(/^\d+_/, '');
}

async function gone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
  }
}

async function logged(
  work: Promise<unknown>,
  tools: StepTools,
  words: 'createVolumeFailed' | 'removeVolumeFailed',
  object: string,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    tools.log.event(words, object, asError(error));
    throw error;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
