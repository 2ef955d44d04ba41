import { createHash } from 'node:crypto';
import type { ContainerInfo, ImageInfo, VolumeInfo } from '../../../engine/engine.ts';
import { dockerTime } from './words.ts';

/** Containers, images, volumes and networks in the shapes of `docker inspect` (Docker Engine API 1.40), as far as the engine knows the facts. */

export const volumesDirectory = '/var/lib/docker/volumes';

export function containerData(container: ContainerInfo): Record<string, unknown> {
  const { spec, state } = container;
  const [path = '', ...rest] = container.command;
  return {
    Id: container.id,
    Created: dockerTime(container.createdAt),
    Path: path,
    Args: rest,
    State: {
      Status: state.status,
      // As the daemon does: a container between two starts counts as running.
      Running: state.status === 'running' || state.status === 'restarting',
      Paused: false,
      Restarting: state.status === 'restarting',
      OOMKilled: false,
      Dead: false,
      ExitCode: 'exitCode' in state ? state.exitCode : 0,
      Error: 'error' in state ? (state.error ?? '') : '',
      StartedAt: dockerTime(state.status === 'running' ? state.startedAt : undefined),
      FinishedAt: dockerTime('finishedAt' in state ? state.finishedAt : undefined),
    },
    Image: container.imageId,
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    HostConfig: {
      Binds: spec.mounts.map((mount) => `${mount.volume}:${mount.target}:${mount.readOnly === true ? 'ro' : 'rw'}`),
      NetworkMode: spec.networkMode,
      RestartPolicy: { Name: spec.restartPolicy.name, MaximumRetryCount: spec.restartPolicy.maximumRetryCount ?? 0 },
      Privileged: spec.privileged,
    },
    Mounts: spec.mounts.map((mount) => ({
      Type: 'volume',
      Name: mount.volume,
      Source: `${volumesDirectory}/${mount.volume}/_data`,
      Destination: mount.target,
      Driver: 'local',
      Mode: mount.readOnly === true ? 'ro' : 'rw',
      RW: mount.readOnly !== true,
      Propagation: '',
    })),
    Config: {
      Hostname: spec.hostname ?? container.id.slice(0, 12),
      User: spec.user ?? '',
      Env: variables(spec.environment),
      Cmd: spec.command ?? null,
      Image: spec.image,
      WorkingDir: spec.workingDirectory ?? '',
      Entrypoint: spec.entrypoint ?? null,
      Labels: spec.labels,
      ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    },
    NetworkSettings: { Ports: {}, Networks: { [spec.networkMode]: { NetworkID: networkId(spec.networkMode) } } },
  };
}

export function imageData(image: ImageInfo, locations: readonly string[]): Record<string, unknown> {
  const { config } = image;
  return {
    Id: image.id,
    RepoTags: locations.map((location) => `${location}:latest`),
    RepoDigests: locations.map((location) => `${location}@${image.id}`),
    Created: dockerTime(image.createdAt),
    Config: {
      User: config.user,
      ExposedPorts: Object.fromEntries(config.exposedPorts.map((port) => [port, {}])),
      Env: variables(config.environment),
      Cmd: config.command ?? null,
      Volumes: config.volumes.length === 0 ? null : Object.fromEntries(config.volumes.map((path) => [path, {}])),
      WorkingDir: config.workingDirectory,
      Entrypoint: config.entrypoint ?? null,
      Labels: config.labels,
      StopSignal: config.stopSignal,
    },
    Architecture: image.architecture,
    Os: 'linux',
    Size: image.size,
    VirtualSize: image.size,
  };
}

export function volumeData(volume: VolumeInfo): Record<string, unknown> {
  return {
    CreatedAt: new Date(volume.createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    Driver: 'local',
    Labels: volume.labels,
    Mountpoint: `${volumesDirectory}/${volume.name}/_data`,
    Name: volume.name,
    Options: null,
    Scope: 'local',
  };
}

/** The networks that every engine has. */
export const builtInNetworks = [
  { name: 'bridge', driver: 'bridge' },
  { name: 'host', driver: 'host' },
  { name: 'none', driver: 'null' },
] as const;

export function networkData(network: (typeof builtInNetworks)[number], containers: readonly ContainerInfo[]): Record<string, unknown> {
  const members = containers.filter(({ spec, state }) => spec.networkMode === network.name && state.status === 'running');
  return {
    Name: network.name,
    Id: networkId(network.name),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv6: false,
    Internal: false,
    Attachable: false,
    Containers: Object.fromEntries(members.map(({ id, name }) => [id, { Name: name }])),
    Options: {},
    Labels: {},
  };
}

export function networkId(name: string): string {
  return createHash('sha256').update(`network ${name}`).digest('hex');
}

function variables(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
