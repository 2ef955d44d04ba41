import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ContainerSpec, Healthcheck, NetworkAttachment, PortMapping } from '../../engine/engine.ts';
import { parseSignal } from '../../process/signals.ts';
import { HttpError } from '../loopback-server.ts';

const words = z.union([z.array(z.string()), z.string().transform((text) => [text])]).nullish();
const textMap = z.record(z.string(), z.string()).nullish();
const nothing = z.unknown();

const portBinding = z.object({ HostIp: z.string().default(''), HostPort: z.string().default('') });
const endpoint = z
  .object({
    Aliases: z.array(z.string()).nullish(),
    IPAMConfig: z.object({ IPv4Address: z.string().optional() }).nullish(),
  })
  .nullish();

/** The parts of Docker's request that have an effect; the values of the others are checked by `refuseUnknown`. */
const hostConfig = z
  .object({
    Binds: z.array(z.string()).nullish(),
    Mounts: z
      .array(z.object({ Type: z.string(), Source: z.string().default(''), Target: z.string(), ReadOnly: z.boolean().default(false) }))
      .nullish(),
    NetworkMode: z.string().default('default'),
    PortBindings: z.record(z.string(), z.array(portBinding).nullable()).nullish(),
    RestartPolicy: z.object({ Name: z.string().default(''), MaximumRetryCount: z.number().default(0) }).nullish(),
    Privileged: z.boolean().default(false),
    CapAdd: z.array(z.string()).nullish(),
    CapDrop: z.array(z.string()).nullish(),
    SecurityOpt: z.array(z.string()).nullish(),
    Tmpfs: textMap,
    Init: z.boolean().nullish(),
    Ulimits: z.array(z.object({ Name: z.string(), Soft: z.number(), Hard: z.number() })).nullish(),
    Memory: z.number().default(0),
    ExtraHosts: z.array(z.string()).nullish(),
    ReadonlyRootfs: z.boolean().default(false),
    Devices: z
      .array(z.object({ PathOnHost: z.string(), PathInContainer: z.string().default(''), CgroupPermissions: z.string().default('rwm') }))
      .nullish(),
    AutoRemove: z.boolean().default(false),
    Links: z.array(nothing).nullish(),
    VolumesFrom: z.array(nothing).nullish(),
    PidMode: z.string().default(''),
    IpcMode: z.string().default(''),
    UTSMode: z.string().default(''),
  })
  .loose();

export const containerRequest = z
  .object({
    Image: z.string().min(1),
    Cmd: words,
    Entrypoint: words,
    Env: z.array(z.string()).nullish(),
    Labels: textMap,
    WorkingDir: z.string().default(''),
    User: z.string().default(''),
    Hostname: z.string().default(''),
    ExposedPorts: z.record(z.string(), nothing).nullish(),
    Volumes: z.record(z.string(), nothing).nullish(),
    StopSignal: z.string().default(''),
    StopTimeout: z.number().nullish(),
    Healthcheck: z
      .object({
        Test: z.array(z.string()).nullish(),
        Interval: z.number().default(0),
        Timeout: z.number().default(0),
        Retries: z.number().default(0),
        StartPeriod: z.number().default(0),
      })
      .nullish(),
    Tty: z.boolean().default(false),
    OpenStdin: z.boolean().default(false),
    HostConfig: hostConfig.nullish(),
    NetworkingConfig: z.object({ EndpointsConfig: z.record(z.string(), endpoint).nullish() }).nullish(),
  })
  .loose();
export type ContainerRequest = z.infer<typeof containerRequest>;

/** What `docker create` asks for as a container's settings. Throws HttpError for what the practice device does not have. */
export function containerSpec(name: string | undefined, request: ContainerRequest, image: string): ContainerSpec {
  const host = hostConfig.parse(request.HostConfig ?? {});
  refuse(request, host);
  const stopSignal = request.StopSignal === '' ? undefined : parseSignal(request.StopSignal);
  if (request.StopSignal !== '' && stopSignal === undefined) throw new HttpError(400, `Invalid signal: ${request.StopSignal}`);
  return {
    name: name ?? `container_${randomBytes(4).toString('hex')}`,
    image,
    ...given('command', words.parse(request.Cmd) ?? undefined),
    ...given('entrypoint', request.Entrypoint ?? undefined),
    environment: environmentOf(request.Env ?? []),
    labels: request.Labels ?? {},
    ...given('workingDirectory', unlessEmpty(request.WorkingDir)),
    ...given('user', unlessEmpty(request.User)),
    ...given('hostname', unlessEmpty(request.Hostname)),
    ...networking(request, host.NetworkMode),
    publishedPorts: publishedPorts(host.PortBindings ?? {}),
    exposedPorts: Object.keys(request.ExposedPorts ?? {}),
    privileged: host.Privileged,
    ...given('capabilitiesAdded', host.CapAdd?.map(capability)),
    ...given('capabilitiesDropped', host.CapDrop?.map(capability)),
    ...given('securityOptions', host.SecurityOpt ?? undefined),
    ...given(
      'devices',
      host.Devices?.map(
        (one) => `${one.PathOnHost}:${one.PathInContainer === '' ? one.PathOnHost : one.PathInContainer}:${one.CgroupPermissions}`,
      ),
    ),
    tmpfs: Object.entries(host.Tmpfs ?? {}).map(([target, options]) => ({ target, ...(options === '' ? {} : { options }) })),
    ...given('init', host.Init ?? undefined),
    ...given('ulimits', host.Ulimits === undefined || host.Ulimits === null ? undefined : ulimits(host.Ulimits)),
    ...given('healthcheck', healthcheck(request.Healthcheck ?? undefined)),
    ...given('extraHosts', host.ExtraHosts ?? undefined),
    ...(host.ReadonlyRootfs ? { isRootReadOnly: true } : {}),
    ...given('memoryLimit', host.Memory === 0 ? undefined : host.Memory),
    mounts: [...bindMounts(host.Binds ?? []), ...namedMounts(host.Mounts ?? [])],
    restartPolicy: restartPolicy(host.RestartPolicy ?? undefined),
    ...given('stopSignal', stopSignal),
    ...given('stopGraceSeconds', request.StopTimeout ?? undefined),
  };
}

function refuse(request: ContainerRequest, host: z.infer<typeof hostConfig>): void {
  const refused = (what: string): never => {
    throw new HttpError(501, `${what}: not supported on the practice device`);
  };
  if (request.Tty || request.OpenStdin) refused('An interactive container (use docker exec -it in one that runs)');
  if ((host.Links ?? []).length > 0) refused('Links between containers');
  if ((host.VolumesFrom ?? []).length > 0) refused('Volumes from another container');
  for (const mode of [host.PidMode, host.UTSMode]) if (mode !== '' && mode !== 'private') refused(`The namespace mode ${mode}`);
  if (!['', 'private', 'shareable', 'none'].includes(host.IpcMode)) refused(`The IPC mode ${host.IpcMode}`);
  if (Object.keys(request.Volumes ?? {}).length > 0) refused('Volumes without a name');
}

function environmentOf(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const [, name, value] = /^([^=]+)=([^]*)$/.exec(entry) ?? [];
      // A name alone takes a variable away, which no image here has from outside.
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}

function networking(request: ContainerRequest, mode: string): Pick<ContainerSpec, 'networkMode' | 'networks'> {
  if (mode === 'host' || mode === 'none') return { networkMode: mode };
  if (mode.startsWith('container:')) return { networkMode: mode as `container:${string}` };
  const endpoints = Object.entries(request.NetworkingConfig?.EndpointsConfig ?? {});
  const own = mode === 'default' || mode === 'bridge' || mode === '' ? [] : [mode];
  const names = new Set([...own, ...endpoints.map(([name]) => name)].filter((name) => name !== 'default' && name !== 'bridge'));
  if (names.size === 0) return { networkMode: 'bridge' };
  const networks = [...names].map((network): NetworkAttachment => {
    const endpointConfig = endpoints.find(([name]) => name === network)?.[1];
    const address = endpointConfig?.IPAMConfig?.IPv4Address;
    return { network, aliases: endpointConfig?.Aliases ?? [], ...(address === undefined ? {} : { address }) };
  });
  return { networkMode: 'bridge', networks };
}

function publishedPorts(bindings: Readonly<Record<string, z.infer<typeof portBinding>[] | null>>): PortMapping[] {
  return Object.entries(bindings).flatMap(([port, places]) => {
    const [, number, protocol = 'tcp'] = /^(\d+)(?:\/(tcp|udp))?$/.exec(port) ?? [];
    if (number === undefined) throw new HttpError(400, `invalid port specification: "${port}"`);
    return (places ?? [{ HostIp: '', HostPort: '' }]).map(({ HostIp, HostPort }): PortMapping => {
      if (HostPort !== '' && !/^\d+$/.test(HostPort)) throw new HttpError(400, `invalid port specification: "${HostPort}"`);
      return {
        hostAddress: HostIp === '' ? '0.0.0.0' : HostIp,
        ...(HostPort === '' || HostPort === '0' ? {} : { hostPort: Number(HostPort) }),
        containerPort: Number(number),
        protocol: protocol === 'udp' ? 'udp' : 'tcp',
      };
    });
  });
}

function bindMounts(binds: readonly string[]): ContainerSpec['mounts'] {
  return binds.map((bind) => {
    const [source = '', target = '', mode = ''] = bind.split(':');
    return mount(source, target, mode.split(',').includes('ro'));
  });
}

function namedMounts(mounts: readonly { Type: string; Source: string; Target: string; ReadOnly: boolean }[]): ContainerSpec['mounts'] {
  return mounts.map(({ Type, Source, Target, ReadOnly }) => {
    if (Type !== 'volume') throw new HttpError(501, `A mount of the type ${Type}: not supported on the practice device`);
    return mount(Source, Target, ReadOnly);
  });
}

function mount(volume: string, target: string, readOnly: boolean): ContainerSpec['mounts'][number] {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(volume))
    throw new HttpError(501, `${volume}: only named volumes can be mounted on the practice device, no folder of the host`);
  return { volume, target, ...(readOnly ? { readOnly } : {}) };
}

function restartPolicy(policy: { Name: string; MaximumRetryCount: number } | undefined): ContainerSpec['restartPolicy'] {
  const name = policy?.Name ?? '';
  if (name === '') return { name: 'no' };
  if (name === 'on-failure') return { name, maximumRetryCount: policy?.MaximumRetryCount ?? 0 };
  if (name === 'no' || name === 'always' || name === 'unless-stopped') return { name };
  throw new HttpError(400, `invalid restart policy '${name}'`);
}

/** Nanoseconds there, milliseconds here; 0 stands for what the engine takes by itself. */
function healthcheck(given: ContainerRequest['Healthcheck']): Healthcheck | undefined {
  if (given === undefined || given === null || (given.Test ?? []).length === 0) return undefined;
  const time = (name: 'interval' | 'timeout' | 'startPeriod', nanoseconds: number): Partial<Healthcheck> =>
    nanoseconds === 0 ? {} : { [name]: nanoseconds / 1e6 };
  return {
    test: given.Test ?? [],
    ...time('interval', given.Interval),
    ...time('timeout', given.Timeout),
    ...time('startPeriod', given.StartPeriod),
    ...(given.Retries === 0 ? {} : { retries: given.Retries }),
  };
}

function ulimits(entries: readonly { Name: string; Soft: number; Hard: number }[]): NonNullable<ContainerSpec['ulimits']> {
  return Object.fromEntries(entries.map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }]));
}

function capability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

function unlessEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
