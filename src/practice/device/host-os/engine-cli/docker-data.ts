import type { ContainerInfo, Healthcheck, ImageInfo, NetworkInfo, VolumeInfo } from '../../../engine/engine.ts';
import { dockerTime } from './words.ts';

/** Images, volumes and networks in the shapes of `docker inspect` (Docker Engine API 1.40), as far as the engine knows the facts. */

export const volumesDirectory = '/var/lib/docker/volumes';

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
      ...(config.healthcheck === undefined ? {} : { Healthcheck: healthcheckData(config.healthcheck) }),
    },
    Architecture: image.architecture,
    Os: 'linux',
    Size: image.size,
    VirtualSize: image.size,
    RootFS: { Type: 'layers', Layers: image.layers.flatMap(({ id }) => (id === undefined ? [] : [id])) },
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

export function networkData(network: NetworkInfo, containers: readonly ContainerInfo[]): Record<string, unknown> {
  const { subnet, gateway, ipRange } = network;
  const config = { Subnet: subnet, ...(ipRange === undefined ? {} : { IPRange: ipRange }), Gateway: gateway };
  return {
    Name: network.name,
    Id: network.id,
    Created: dockerTime(network.createdAt),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: subnet === undefined ? [] : [config] },
    Internal: network.internal,
    Attachable: false,
    Ingress: false,
    Containers: Object.fromEntries(containers.flatMap((container) => memberOf(container, network))),
    Options: network.bridge === undefined ? {} : { 'com.docker.network.bridge.name': network.bridge },
    Labels: network.labels,
  };
}

/** A running container on the network; on `host` and `none` it has no address. */
function memberOf(container: ContainerInfo, network: NetworkInfo): [string, Record<string, string>][] {
  const { id, name, spec, state } = container;
  if (state.status !== 'running') return [];
  const address = container.addresses?.find((each) => each.network === network.name);
  if (address === undefined && spec.networkMode !== (network.name === 'bridge' ? '' : network.name)) return [];
  const ip = address === undefined ? '' : `${address.address}/${String(address.prefix)}`;
  return [[id, { Name: name, MacAddress: address?.hardwareAddress ?? '', IPv4Address: ip, IPv6Address: '' }]];
}

/** As `Env` shows them. */
export function variables(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

/** Times in nanoseconds, as Go counts them. */
export function healthcheckData({ test, interval, timeout, retries, startPeriod }: Healthcheck): Record<string, unknown> {
  const nanoseconds = (milliseconds: number): number => milliseconds * 1_000_000;
  return {
    Test: test,
    ...(interval === undefined ? {} : { Interval: nanoseconds(interval) }),
    ...(timeout === undefined ? {} : { Timeout: nanoseconds(timeout) }),
    ...(startPeriod === undefined ? {} : { StartPeriod: nanoseconds(startPeriod) }),
    ...(retries === undefined ? {} : { Retries: retries }),
  };
}
