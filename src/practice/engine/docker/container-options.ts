import type Docker from 'dockerode';
import type { ContainerSpec, Healthcheck, NetworkAttachment, PortMapping } from '../engine.ts';

const nanoseconds = 1_000_000;

/** A container's spec in the words of Docker's API. It names the first network only: an API before 1.44 takes one. */
export function containerOptions(spec: ContainerSpec, labels: Record<string, string>): Docker.ContainerCreateOptions {
  const [first] = bridgesOf(spec);
  const ports = spec.publishedPorts ?? [];
  return {
    name: spec.name,
    Image: spec.image,
    Labels: labels,
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    ...(spec.command === undefined ? {} : { Cmd: spec.command }),
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.workingDirectory === undefined ? {} : { WorkingDir: spec.workingDirectory }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.hostname === undefined ? {} : { Hostname: spec.hostname }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    ...(spec.stopGraceSeconds === undefined ? {} : { StopTimeout: spec.stopGraceSeconds }),
    ...(spec.healthcheck === undefined ? {} : { Healthcheck: healthConfig(spec.healthcheck) }),
    ExposedPorts: Object.fromEntries([...(spec.exposedPorts ?? []), ...ports.map(portName)].map((port) => [port, {}])),
    HostConfig: hostConfig(spec, ports),
    ...(first === undefined ? {} : { NetworkingConfig: { EndpointsConfig: { [first.network]: endpoint(first) } } }),
  };
}

/** The networks that are joined after the container's creation. */
export function furtherNetworks(spec: ContainerSpec): NetworkAttachment[] {
  return bridgesOf(spec).slice(1);
}

export function endpoint({ aliases, address }: NetworkAttachment): Docker.EndpointSettings {
  return { Aliases: aliases, ...(address === undefined ? {} : { IPAMConfig: { IPv4Address: address } }) };
}

function bridgesOf(spec: ContainerSpec): NetworkAttachment[] {
  return spec.networkMode === 'bridge' ? (spec.networks ?? []) : [];
}

function hostConfig(spec: ContainerSpec, ports: readonly PortMapping[]): Docker.HostConfig {
  const [first] = bridgesOf(spec);
  return {
    NetworkMode: first?.network ?? spec.networkMode,
    // Binds, not Mounts: they fill an empty volume from the image with every engine that speaks this API.
    Binds: spec.mounts.map(({ volume, target, readOnly }) => `${volume}:${target}${readOnly === true ? ':ro' : ''}`),
    RestartPolicy: { Name: spec.restartPolicy.name, MaximumRetryCount: spec.restartPolicy.maximumRetryCount ?? 0 },
    PortBindings: portBindings(ports),
    Privileged: spec.privileged,
    ...(spec.capabilitiesAdded === undefined ? {} : { CapAdd: spec.capabilitiesAdded }),
    ...(spec.capabilitiesDropped === undefined ? {} : { CapDrop: spec.capabilitiesDropped }),
    ...(spec.securityOptions === undefined ? {} : { SecurityOpt: spec.securityOptions }),
    ...(spec.devices === undefined ? {} : { Devices: spec.devices.map(device) }),
    ...(spec.tmpfs === undefined ? {} : { Tmpfs: Object.fromEntries(spec.tmpfs.map(({ target, options }) => [target, options ?? ''])) }),
    ...(spec.init === undefined ? {} : { Init: spec.init }),
    ...(spec.ulimits === undefined
      ? {}
      : { Ulimits: Object.entries(spec.ulimits).map(([name, { soft, hard }]) => ({ Name: name, Soft: soft, Hard: hard })) }),
    ...(spec.extraHosts === undefined ? {} : { ExtraHosts: spec.extraHosts }),
    ...(spec.isRootReadOnly === undefined ? {} : { ReadonlyRootfs: spec.isRootReadOnly }),
    ...(spec.memoryLimit === undefined ? {} : { Memory: spec.memoryLimit }),
  };
}

function portBindings(ports: readonly PortMapping[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) (bindings[portName(port)] ??= []).push({ HostIp: port.hostAddress, HostPort: String(port.hostPort ?? '') });
  return bindings;
}

function portName({ containerPort, protocol }: PortMapping): string {
  return `${String(containerPort)}/${protocol}`;
}

/** `/dev/i2c-1:/dev/i2c-1:rwm`; the second and third part are optional. */
function device(text: string): { PathOnHost: string; PathInContainer: string; CgroupPermissions: string } {
  const [host = '', inside, permissions] = text.split(':');
  return { PathOnHost: host, PathInContainer: inside ?? host, CgroupPermissions: permissions ?? 'rwm' };
}

function healthConfig({ test, interval, timeout, retries, startPeriod }: Healthcheck): Docker.HealthConfig {
  return {
    Test: test,
    ...(interval === undefined ? {} : { Interval: interval * nanoseconds }),
    ...(timeout === undefined ? {} : { Timeout: timeout * nanoseconds }),
    ...(startPeriod === undefined ? {} : { StartPeriod: startPeriod * nanoseconds }),
    ...(retries === undefined ? {} : { Retries: retries }),
  };
}
