import type { ContainerSpec, NetworkSpec } from '../../engine/engine.ts';
import type { DeviceIdentity, TargetService, TargetState } from '../device-link.ts';
import { composedSettings } from './composed-settings.ts';
import type { ComposedSettings } from './composed-settings.ts';
import { desiredNetworks, neededNetworks } from './desired-networks.ts';
import type { DesiredNetworks } from './desired-networks.ts';
import { supervisorVariables } from './feature-labels.ts';
import { supervisorApiKey, supervisorEnvironment } from './supervisor-environment.ts';

/** The cloud's target state in the engine's terms: what containers, networks, volumes and images there shall be. */
export interface DesiredState {
  /** Absent while the device belongs to no fleet. */
  appId: number | undefined;
  images: DesiredImage[];
  /** As the engine names them: `<app id>_<name>`. */
  volumes: string[];
  networks: NetworkSpec[];
  services: DesiredService[];
  /** Services that ask for what the practice device does not have yet; they are not run. */
  refused: RefusedService[];
  /** Local mode: images and volumes of the fleet stay. */
  isLocal: boolean;
}

export interface DesiredImage {
  location: string;
  contentHash: string;
  serviceId: number;
  imageId: number;
  releaseId: number;
  /** Built on the device: neither downloaded nor deleted. */
  isBuiltOnDevice?: boolean;
}

export interface DesiredService {
  name: string;
  image: DesiredImage;
  /** Its `networkMode` is not told by `spec` where it shares another service's network: that container is found at its start. */
  spec: ContainerSpec;
  dependsOn: string[];
  sharesNetworkOf?: string;
  strategy: UpdateStrategy;
  /** How long a handed over service may take, in milliseconds. */
  handoverTimeout: number;
  /** What is accepted and has no effect on the practice device. */
  withoutEffect: string[];
  /** False after `stop-service`, until it is started again. */
  isRunning: boolean;
  /**
   * Each release replaces its container, also where nothing of it changed: a fleet without a compose file. What the class shows of `/data`
   * rests on it; services of a compose file stay where their image and settings do.
   */
  isReplacedByRelease: boolean;
}

/** The label `io.balena.update.strategy`: in which order a new release takes the place of the old one. */
export type UpdateStrategy = 'download-then-kill' | 'kill-then-download' | 'delete-then-download' | 'hand-over';

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
  const desired: DesiredState = {
    appId: app?.id,
    images: [],
    volumes: [],
    networks: [],
    services: [],
    refused: [],
    isLocal: target.isLocal === true,
  };
  if (app === undefined || release === undefined) return desired;
  desired.volumes = (release.isSingleService ? ['resin-data'] : release.volumes).map((name) => volumeName(app.id, name));
  const networks = desiredNetworks(app.id, release.networks);
  for (const service of release.services) {
    const composed = release.isSingleService
      ? singleServiceSettings(app.id, supervisorApiKey(identity.uuid, app.id, service.serviceId))
      : readComposition({ service, release, networks, appId: app.id, uuid: identity.uuid });
    if ('refusal' in composed) {
      desired.refused.push({ name: service.name, contentHash: service.contentHash, reason: composed.refusal });
      continue;
    }
    const { settings, ...around } = composed;
    const image: DesiredImage = {
      location: service.imageLocation,
      contentHash: service.contentHash,
      serviceId: service.serviceId,
      imageId: service.imageId,
      releaseId: release.id,
      ...(service.isBuiltOnDevice === true ? { isBuiltOnDevice: true } : {}),
    };
    const labels = { ...settings.labels, ...serviceLabels(app, service, identity) };
    desired.services.push({
      name: service.name,
      image,
      isRunning: !stopped.has(service.imageId),
      isReplacedByRelease: release.isSingleService,
      ...around,
      strategy: updateStrategy(labels),
      handoverTimeout: handoverTimeout(labels),
      spec: {
        ...settings,
        name: `${service.name}_${service.imageId}_${release.id}_${release.commit}`,
        image: service.contentHash,
        tmpfs: [...(settings.tmpfs ?? []), ...lockFolders],
        environment: { ...supervisorEnvironment({ identity, target, service }), ...settings.environment, ...service.environment },
        labels,
      },
    });
  }
  refuseDependents(desired);
  desired.images = desired.services.map((service) => service.image);
  desired.networks = neededNetworks(networks.networks, app.id, desired.services);
  return desired;
}

/** The `io.balena.update.strategy` of a container's or service's labels; what is none is the default. */
export function updateStrategy(labels: Readonly<Record<string, string>>): UpdateStrategy {
  const name = labels['io.balena.update.strategy'];
  return name === 'kill-then-download' || name === 'delete-then-download' || name === 'hand-over' ? name : 'download-then-kill';
}

/** Where a service puts its update lock: one folder of the host on a real device, in memory here. */
const lockFolders = [{ target: '/tmp/balena' }, { target: '/tmp/resin' }];

export function volumeName(appId: number, name: string): string {
  return `${appId}_${name}`;
}

/** The app a volume of this name belongs to; undefined for one that no supervisor made. */
export function appOfVolume(name: string): number | undefined {
  const match = /^(\d+)_/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

type Release = NonNullable<NonNullable<TargetState['app']>['release']>;

function readComposition(about: {
  service: TargetService;
  release: Release;
  networks: DesiredNetworks;
  appId: number;
  uuid: string;
}): ComposedSettings | { refusal: string } {
  const { service, release, networks, appId, uuid } = about;
  const composed = composedSettings(service, {
    appId,
    declaredVolumes: release.volumes,
    declaredNetworks: Object.keys(release.networks),
    apiKey: supervisorApiKey(uuid, appId, service.serviceId),
  });
  if ('refusal' in composed) return composed;
  const impossible = (composed.settings.networks ?? []).map(({ network }) => networks.refused.get(network.replace(/^\d+_/, '')));
  const refusal = impossible.find((reason) => reason !== undefined);
  return refusal === undefined ? composed : { refusal };
}

/** A service that waits for one that cannot run would wait for ever. */
function refuseDependents(desired: DesiredState): void {
  for (;;) {
    const missing = (service: DesiredService): string | undefined =>
      service.dependsOn.find((name) => !desired.services.some((other) => other.name === name));
    const index = desired.services.findIndex((service) => missing(service) !== undefined);
    const service = desired.services[index];
    if (service === undefined) return;
    desired.services.splice(index, 1);
    const reason = `it depends on service '${missing(service) ?? ''}', which cannot run`;
    desired.refused.push({ name: service.name, contentHash: service.image.contentHash, reason });
  }
}

/** A fleet without a compose file: always privileged, always on the host's network, `/data` for ever. */
function singleServiceSettings(appId: number, apiKey: string): ComposedSettings {
  return {
    dependsOn: [],
    withoutEffect: [],
    settings: {
      environment: supervisorVariables('127.0.0.1', apiKey),
      labels: {},
      networkMode: 'host',
      privileged: true,
      mounts: [{ volume: volumeName(appId, 'resin-data'), target: '/data' }],
      restartPolicy: { name: 'always' },
    },
  };
}

/** The label `io.balena.update.handover-timeout`, in milliseconds; a minute without one. */
function handoverTimeout(labels: Readonly<Record<string, string>>): number {
  const timeout = Number(labels['io.balena.update.handover-timeout'] ?? NaN);
  return Number.isFinite(timeout) && timeout >= 0 ? timeout : 60_000;
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
