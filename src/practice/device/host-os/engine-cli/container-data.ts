import { endOf, startOf, type ContainerInfo, type ImageInfo, type NetworkInfo } from '../../../engine/engine.ts';
import { healthcheckData, variables, volumesDirectory } from './docker-data.ts';
import { exposedPortsOf, portsOf } from './ports.ts';
import { dockerTime } from './words.ts';

/** What `inspect` has to know beside the container itself. */
export interface InspectFacts {
  networks: readonly NetworkInfo[];
  /** Absent where it was removed meanwhile. */
  image: ImageInfo | undefined;
  /** Of its first process; absent where it does not run. */
  pid?: number | undefined;
  /** Whether the sizes of its files are asked for. */
  withSizes?: boolean;
}

/** A container in the shape of `docker inspect` (Docker Engine API 1.40), as far as the engine knows the facts. */
export function containerData(container: ContainerInfo, facts: InspectFacts): Record<string, unknown> {
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
      Pid: facts.pid ?? 0,
      ExitCode: 'exitCode' in state ? state.exitCode : 0,
      Error: 'error' in state ? (state.error ?? '') : '',
      StartedAt: dockerTime(startOf(state).startedAt),
      FinishedAt: dockerTime(endOf(state).finishedAt),
      ...(container.health === undefined ? {} : { Health: { Status: container.health } }),
    },
    Image: container.imageId,
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    HostConfig: hostConfig(container),
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
      ExposedPorts: Object.fromEntries(exposedPortsOf(container, facts.image?.config.exposedPorts ?? []).map((port) => [port, {}])),
      Env: variables(spec.environment),
      Cmd: spec.command ?? null,
      Image: spec.image,
      WorkingDir: spec.workingDirectory ?? '',
      Entrypoint: spec.entrypoint ?? null,
      Labels: spec.labels,
      ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
      ...(spec.healthcheck === undefined ? {} : { Healthcheck: healthcheckData(spec.healthcheck) }),
    },
    NetworkSettings: networkSettings(container, facts),
    ...(facts.withSizes === true ? { SizeRw: container.writableSize, SizeRootFs: container.writableSize + (facts.image?.size ?? 0) } : {}),
  };
}

/** Networks by name, in the order the container names them. */
export function networkNamesOf({ spec }: ContainerInfo): string[] {
  const { networkMode, networks = [] } = spec;
  return networks.length === 0 ? [networkMode] : networks.map(({ network }) => network);
}

function hostConfig(container: ContainerInfo): Record<string, unknown> {
  const { spec } = container;
  return {
    Binds: spec.mounts.map((mount) => `${mount.volume}:${mount.target}:${mount.readOnly === true ? 'ro' : 'rw'}`),
    NetworkMode: networkNamesOf(container)[0] ?? 'default',
    PortBindings: bindings(
      (spec.publishedPorts ?? []).map(({ containerPort, protocol, hostAddress, hostPort }) => ({
        key: `${String(containerPort)}/${protocol}`,
        HostIp: hostAddress === '0.0.0.0' ? '' : hostAddress,
        HostPort: hostPort === undefined ? '' : String(hostPort),
      })),
    ),
    RestartPolicy: { Name: spec.restartPolicy.name, MaximumRetryCount: spec.restartPolicy.maximumRetryCount ?? 0 },
    CapAdd: listOrNull(spec.capabilitiesAdded),
    CapDrop: listOrNull(spec.capabilitiesDropped),
    ExtraHosts: listOrNull(spec.extraHosts),
    Privileged: spec.privileged,
    ReadonlyRootfs: spec.isRootReadOnly === true,
    SecurityOpt: listOrNull(spec.securityOptions),
    Tmpfs: Object.fromEntries((spec.tmpfs ?? []).map(({ target, options = '' }) => [target, options])),
    Memory: spec.memoryLimit ?? 0,
    Devices: (spec.devices ?? []).map((device) => {
      const [source = '', target = source, permissions = 'rwm'] = device.split(':');
      return { PathOnHost: source, PathInContainer: target, CgroupPermissions: permissions };
    }),
    Ulimits: Object.entries(spec.ulimits ?? {}).map(([name, { soft, hard }]) => ({ Name: name, Hard: hard, Soft: soft })),
    ...(spec.init === undefined ? {} : { Init: spec.init }),
  };
}

function networkSettings(container: ContainerInfo, { networks, image }: InspectFacts): Record<string, unknown> {
  const ports = portsOf(container, image?.config.exposedPorts ?? []);
  const published = bindings(
    ports.flatMap(({ containerPort, protocol, host }) =>
      host === undefined ? [] : [{ key: `${String(containerPort)}/${protocol}`, HostIp: host.address, HostPort: String(host.port) }],
    ),
  );
  const unpublished = ports
    .filter(({ host }) => host === undefined)
    .map((port) => [`${String(port.containerPort)}/${port.protocol}`, null]);
  const endpoints = networkNamesOf(container).map((name): [string, Record<string, unknown>] => {
    const at = container.addresses?.find(({ network }) => network === name);
    return [
      name,
      {
        Aliases: listOrNull(container.spec.networks?.find(({ network }) => network === name)?.aliases),
        NetworkID: networks.find((network) => network.name === name)?.id ?? '',
        Gateway: at?.gateway ?? '',
        IPAddress: at?.address ?? '',
        IPPrefixLen: at?.prefix ?? 0,
        MacAddress: at?.hardwareAddress ?? '',
      },
    ];
  });
  // Only an address on the engine's own bridge stands at the top too.
  const own = container.addresses?.find(({ network }) => network === 'bridge');
  return {
    Ports: { ...published, ...Object.fromEntries(unpublished) },
    Gateway: own?.gateway ?? '',
    IPAddress: own?.address ?? '',
    IPPrefixLen: own?.prefix ?? 0,
    MacAddress: own?.hardwareAddress ?? '',
    Networks: Object.fromEntries(endpoints),
  };
}

function bindings(ports: readonly { key: string; HostIp: string; HostPort: string }[]): Record<string, unknown> {
  const result: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { key, HostIp, HostPort } of ports) (result[key] ??= []).push({ HostIp, HostPort });
  return result;
}

function listOrNull(list: readonly string[] | undefined): readonly string[] | null {
  return list === undefined || list.length === 0 ? null : list;
}
