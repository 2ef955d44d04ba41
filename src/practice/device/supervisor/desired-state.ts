import type { ContainerSpec } from '../../engine/engine.ts';
import type { DeviceIdentity, TargetService, TargetState } from '../device-link.ts';
import { composedSettings } from './composed-settings.ts';
import { supervisorEnvironment } from './supervisor-environment.ts';

/** The cloud's target state in the engine's terms: what containers, volumes and images there shall be. */
export interface DesiredState {
  /** Absent while the device belongs to no fleet. */
  appId: number | undefined;
  images: DesiredImage[];
  /** As the engine names them: `<app id>_<name>`. */
  volumes: string[];
  services: DesiredService[];
  /** Services that ask for what the practice device does not have yet; they are not run. */
  refused: RefusedService[];
}

export interface DesiredImage {
  location: string;
  contentHash: string;
  serviceId: number;
  imageId: number;
  releaseId: number;
}

export interface DesiredService {
  name: string;
  image: DesiredImage;
  spec: ContainerSpec;
  /** False after `stop-service`, until it is started again. */
  isRunning: boolean;
}

export interface RefusedService {
  name: string;
  contentHash: string;
  reason: string;
}

/** Image ids (the cloud's numbers) of services that were stopped over the supervisor's API: a new release starts them again. */
export type StoppedServices = ReadonlySet<number>;

export function desiredState(target: TargetState, identity: DeviceIdentity, stopped: StoppedServices = new Set()): DesiredState {
  const { app } = target;
  const release = app?.release;
  const desired: DesiredState = { appId: app?.id, images: [], volumes: [], services: [], refused: [] };
  if (app === undefined || release === undefined) return desired;
  desired.volumes = (release.isSingleService ? ['resin-data'] : release.volumes).map((name) => volumeName(app.id, name));
  for (const service of release.services) {
    const settings = release.isSingleService ? singleServiceSettings(app.id) : composedSettings(service, app.id, release.volumes);
    if ('refusal' in settings) {
      desired.refused.push({ name: service.name, contentHash: service.contentHash, reason: settings.refusal });
      continue;
    }
    const image: DesiredImage = {
      location: service.imageLocation,
      contentHash: service.contentHash,
      serviceId: service.serviceId,
      imageId: service.imageId,
      releaseId: release.id,
    };
    desired.images.push(image);
    desired.services.push({
      name: service.name,
      image,
      isRunning: !stopped.has(service.imageId),
      spec: {
        ...settings,
        name: `${service.name}_${service.imageId}_${release.id}_${release.commit}`,
        image: service.contentHash,
        environment: { ...supervisorEnvironment({ identity, target, service }), ...settings.environment, ...service.environment },
        labels: { ...settings.labels, ...serviceLabels(app, service, identity) },
      },
    });
  }
  return desired;
}

export function volumeName(appId: number, name: string): string {
  return `${appId}_${name}`;
}

/** The app a volume of this name belongs to; undefined for one that no supervisor made. */
export function appOfVolume(name: string): number | undefined {
  const match = /^(\d+)_/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

type Settings = Omit<ContainerSpec, 'name' | 'image'>;

/** A fleet without a compose file: always privileged, always on the host's network, `/data` for ever. */
function singleServiceSettings(appId: number): Settings {
  return {
    environment: {},
    labels: {},
    networkMode: 'host',
    privileged: true,
    mounts: [{ volume: volumeName(appId, 'resin-data'), target: '/data' }],
    restartPolicy: { name: 'always' },
  };
}

function serviceLabels(app: NonNullable<TargetState['app']>, service: TargetService, identity: DeviceIdentity): Record<string, string> {
  return {
    'io.balena.app-id': String(app.id),
    'io.balena.app-uuid': app.uuid,
    'io.balena.architecture': identity.architecture,
    'io.balena.service-id': String(service.serviceId),
    'io.balena.service-name': service.name,
    'io.balena.supervised': 'true',
  };
}
