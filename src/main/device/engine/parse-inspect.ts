import { z } from 'zod';
import type { EngineContainer, EngineNetwork, EngineVolume } from '../../../shared/domain/engine-view.ts';
import { composeName } from '../../../shared/network/bridge-name.ts';

/** What `docker inspect` prints (Docker Engine API 1.40), read for the few facts that are shown; keys that a version lacks are absent. */

const time = z.string().transform(readTime);
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
const record = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .nullish()
    .transform((entries) => entries ?? {});

const containers = z.array(
  z.object({
    Id: z.string(),
    Created: time,
    Path: z.string(),
    Args: list(z.string()),
    State: z.object({
      Status: z.string(),
      ExitCode: z.number().catch(0),
      Error: z.string().catch(''),
      StartedAt: time.optional(),
      FinishedAt: time.optional(),
    }),
    Image: z.string(),
    Name: z.string(),
    RestartCount: z.number().catch(0),
    HostConfig: z.object({
      NetworkMode: z.string(),
      Privileged: z.boolean().catch(false),
      CapAdd: list(z.string()),
      RestartPolicy: z.object({ Name: z.string() }).optional(),
      PortBindings: record(list(z.object({ HostIp: z.string().catch(''), HostPort: z.string().catch('') }))),
    }),
    Mounts: list(z.object({ Type: z.string(), Name: z.string().optional(), Destination: z.string(), RW: z.boolean().catch(true) })),
    Config: z.object({ ExposedPorts: record(z.unknown()), Labels: record(z.string()) }),
    NetworkSettings: z.object({
      Ports: record(list(z.object({ HostIp: z.string().catch(''), HostPort: z.string().catch('') }))),
      Networks: record(z.object({ IPAddress: z.string().catch(''), Aliases: list(z.string()) })),
    }),
    SizeRw: z.number().optional(),
  }),
);

const networks = z.array(
  z.object({
    Name: z.string(),
    Internal: z.boolean().catch(false),
    IPAM: z.object({ Config: list(z.object({ Subnet: z.string().optional(), Gateway: z.string().optional() })) }).optional(),
  }),
);

const volumes = z.array(z.object({ Name: z.string(), CreatedAt: time.optional() }));

const images = z.array(
  z.object({
    Id: z.string(),
    RepoTags: list(z.string()),
    Created: time,
    Size: z.number(),
    RootFS: z.object({ Layers: list(z.string()) }).optional(),
  }),
);

/** An image without its layers' instructions, which `history` tells. */
export interface InspectedImage {
  id: string;
  tags: string[];
  createdAt: number;
  size: number;
  /** Ids of the layers that are not empty, oldest first; absent where the engine does not tell. */
  layerIds?: string[];
}

/** The Supervisor's own, and whatever else runs beside the services, stay: the learner sees them with `balena ps` too. */
export function parseContainers(json: string): EngineContainer[] {
  const found = containers.parse(parseList(json));
  const nameOf = new Map(found.map(({ Id, Name }) => [Id, withoutSlash(Name)]));
  return found.map((one) => {
    const mode = networkModeOf(one.HostConfig.NetworkMode);
    const owner = /^container:(.+)$/.exec(one.HostConfig.NetworkMode)?.[1];
    const { State: state, Config: config } = one;
    const service = config.Labels['io.balena.service-name'];
    const status = stateOf(state.Status);
    const name = withoutSlash(one.Name);
    return {
      id: one.Id,
      name,
      ...(service === undefined ? {} : { service }),
      imageId: one.Image,
      ...optional('release', /_([0-9a-f]{32})$/.exec(name)?.[1]),
      state: status,
      ...(status === 'exited' || status === 'restarting' || (status === 'created' && state.ExitCode !== 0)
        ? { exitCode: state.ExitCode }
        : {}),
      ...(state.Error === '' ? {} : { error: state.Error }),
      createdAt: one.Created ?? 0,
      ...optional('startedAt', state.StartedAt),
      ...optional('finishedAt', state.FinishedAt),
      restarts: one.RestartCount,
      command: [one.Path, ...one.Args],
      privileged: one.HostConfig.Privileged,
      // Written with or without the prefix, as the release wrote it.
      capabilitiesAdded: one.HostConfig.CapAdd.map((name) => name.replace(/^CAP_/, '')),
      restartPolicy: policyOf(one.HostConfig.RestartPolicy?.Name),
      networkMode: mode,
      ...(owner === undefined ? {} : { sharesNetworkOf: nameOf.get(owner) ?? owner }),
      attachments: mode !== 'bridge' ? [] : attachmentsOf(one.NetworkSettings.Networks),
      published: publishedOf(one.NetworkSettings.Ports, one.HostConfig.PortBindings),
      exposed: [...new Set(Object.keys(config.ExposedPorts).flatMap(tcpPort))].sort((first, second) => first - second),
      mounts: one.Mounts.filter(({ Type }) => Type === 'volume').map(({ Name = '', Destination, RW }) => ({
        volume: Name,
        path: Destination,
        readOnly: !RW,
      })),
      ...optional('writableSize', one.SizeRw),
    };
  });
}

export function parseNetworks(json: string): EngineNetwork[] {
  return networks.parse(parseList(json)).map(({ Name: name, Internal: internal, IPAM }) => {
    const v4 = IPAM?.Config.find(({ Subnet }) => Subnet?.includes('.') === true);
    return {
      name,
      ...optional('key', composeName(name)),
      ...optional('subnet', v4?.Subnet),
      // Some versions write it with the prefix.
      ...optional('gateway', v4?.Gateway?.split('/')[0] ?? (v4?.Subnet === undefined ? undefined : firstAddress(v4.Subnet))),
      internal,
    };
  });
}

export function parseVolumes(json: string): EngineVolume[] {
  return volumes
    .parse(parseList(json))
    .map(({ Name: name, CreatedAt }) => ({ name, ...optional('key', composeName(name)), ...optional('createdAt', CreatedAt) }));
}

export function parseImages(json: string): InspectedImage[] {
  const found = images.parse(parseList(json)).map(({ Id, RepoTags, Created, Size, RootFS }) => ({
    id: Id,
    tags: RepoTags,
    createdAt: Created ?? 0,
    size: Size,
    ...optional('layerIds', RootFS?.Layers),
  }));
  return [...new Map(found.map((image) => [image.id, image])).values()];
}

/** An empty answer is an empty list: nothing was asked for. */
function parseList(json: string): unknown {
  return json.trim() === '' ? [] : (JSON.parse(json) as unknown);
}

/** Go's zero time stands for none. */
function readTime(text: string): number | undefined {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) || milliseconds <= 0 ? undefined : milliseconds;
}

function stateOf(status: string): EngineContainer['state'] {
  if (status === 'created' || status === 'restarting') return status;
  return status === 'running' || status === 'paused' ? 'running' : 'exited';
}

function networkModeOf(mode: string): EngineContainer['networkMode'] {
  if (mode === 'host' || mode === 'none') return mode;
  return mode.startsWith('container:') ? 'container' : 'bridge';
}

function policyOf(name: string | undefined): string {
  return name === undefined || name === '' ? 'no' : name;
}

function attachmentsOf(found: Record<string, { IPAddress: string; Aliases: string[] }>): EngineContainer['attachments'] {
  return Object.entries(found).map(([network, { IPAddress, Aliases }]) => ({
    network,
    ...(IPAddress === '' ? {} : { address: IPAddress }),
    aliases: Aliases,
  }));
}

type Bindings = Record<string, { HostIp: string; HostPort: string }[]>;

/** What is open while it runs; what is asked for while it does not. */
function publishedOf(open: Bindings, wanted: Bindings): EngineContainer['published'] {
  const isOpen = Object.values(open).some((bindings) => bindings.length > 0);
  const found = Object.entries(isOpen ? open : wanted).flatMap(([key, bindings]): EngineContainer['published'] => {
    const [containerPort, protocol = 'tcp'] = key.split('/');
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    return bindings
      .filter(({ HostIp, HostPort }) => !HostIp.includes(':') && HostPort !== '')
      .map(({ HostIp, HostPort }) => ({
        hostAddress: HostIp === '' ? '0.0.0.0' : HostIp,
        hostPort: Number(HostPort),
        containerPort: Number(containerPort),
        protocol: protocol,
      }));
  });
  return found.sort((first, second) => first.hostPort - second.hostPort);
}

function tcpPort(text: string): number[] {
  const match = /^(\d+)(?:\/tcp)?$/.exec(text);
  return match === null ? [] : [Number(match[1])];
}

/** Where the engine does not name the gateway: it takes the subnet's first address. */
function firstAddress(subnet: string): string | undefined {
  const match = /^(\d+\.\d+\.\d+\.)(\d+)\/\d+$/.exec(subnet);
  return match === null ? undefined : `${match[1] ?? ''}${String(Number(match[2]) + 1)}`;
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, '');
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
