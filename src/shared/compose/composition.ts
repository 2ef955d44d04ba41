import type { ComposeMount, ComposeNetwork, ComposePort, ComposeProject, ComposeService, ComposeVolume } from './project.ts';

/**
 * A project as balena stores it with a release and sends it to devices: compose's short syntax again, without the project's
 * name. Facts: `normalize` of @balena/compose-parser 0.2.6, which the CLI and the builders share.
 */
export interface Composition {
  services: Record<string, Record<string, unknown>>;
  networks?: Record<string, ComposeNetwork>;
  volumes?: Record<string, ComposeVolume>;
}

/** Paths of the host that count as the label which mounts them, where all of the label's paths are named. */
const labelsOfPaths: readonly (readonly [label: string, paths: readonly string[]])[] = [
  ['io.balena.features.balena-socket', ['/var/run/docker.sock']],
  ['io.balena.features.balena-socket', ['/var/run/balena-engine.sock']],
  ['io.balena.features.dbus', ['/run/dbus']],
  ['io.balena.features.sysfs', ['/sys']],
  ['io.balena.features.procfs', ['/proc']],
  ['io.balena.features.kernel-modules', ['/lib/modules']],
  ['io.balena.features.firmware', ['/lib/firmware']],
  ['io.balena.features.journal-logs', ['/var/log/journal', '/run/log/journal', '/etc/machine-id']],
];

/** Host paths that balena mounts when asked by a label `io.balena.features.*`; as a bind mount they count as that label. */
export const labelledPaths: ReadonlySet<string> = new Set(labelsOfPaths.flatMap(([, paths]) => paths));

/** The project must be without errors; its build contexts must be relative to the project's folder. */
export function toComposition(project: ComposeProject): Composition {
  const { services, networks, volumes } = project;
  return {
    services: mapValues(services, toStoredService),
    ...(networks === undefined ? {} : { networks: mapValues(networks, withoutName) }),
    ...(volumes === undefined ? {} : { volumes: mapValues(volumes, withoutName) }),
  };
}

/** `container_name` has no place in a fleet; `expose` stays, as documentation. */
function toStoredService(service: ComposeService): Record<string, unknown> {
  const { entrypoint, command, environment, labels, ports, depends_on, devices, volumes, tmpfs, ...rest } = service;
  delete rest['container_name'];
  const mounts = (volumes ?? []).filter(({ source }) => source === undefined || !labelledPaths.has(source));
  const memory = [...(tmpfs ?? []), ...mounts.filter(({ type }) => type === 'tmpfs').map(({ target }) => target)];
  const named = mounts.filter(({ type }) => type === 'volume');
  const allLabels = { ...labels, ...labelsOfMounts(volumes ?? []) };
  const hosts = service['extra_hosts'];
  return {
    ...rest,
    ...(command === null ? {} : { command }),
    ...(entrypoint === null ? {} : { entrypoint }),
    ...(environment === undefined ? {} : { environment: mapValues(environment, (value) => value ?? '') }),
    ...(Object.keys(allLabels).length === 0 ? {} : { labels: allLabels }),
    ...(ports === undefined ? {} : { ports: ports.map(shortPort) }),
    ...(depends_on === undefined ? {} : { depends_on: Object.keys(depends_on) }),
    ...(devices === undefined ? {} : { devices: devices.map(({ source, target, permissions }) => `${source}:${target}:${permissions}`) }),
    ...(named.length === 0 ? {} : { volumes: named.map(shortMount) }),
    ...(memory.length === 0 ? {} : { tmpfs: memory }),
    ...(service.security_opt === undefined ? {} : { security_opt: service.security_opt.map((option) => option.replace(':', '=')) }),
    ...(Array.isArray(hosts) ? { extra_hosts: hosts.map((entry) => String(entry).replace('=', ':')) } : {}),
  };
}

function labelsOfMounts(mounts: readonly ComposeMount[]): Record<string, string> {
  const sources = new Set(mounts.map(({ source }) => source));
  return Object.fromEntries(labelsOfPaths.filter(([, paths]) => paths.every((path) => sources.has(path))).map(([label]) => [label, '1']));
}

function shortPort({ host_ip: host, published, target, protocol }: ComposePort): string {
  return `${host === undefined ? '' : `${host}:`}${published === undefined ? '' : `${published}:`}${target}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function shortMount({ source, target, read_only: isReadOnly }: ComposeMount): string {
  return `${source ?? ''}:${target}${isReadOnly === true ? ':ro' : ''}`;
}

function withoutName<Part extends { name?: string }>(part: Part): Part {
  const copy = { ...part };
  delete copy.name;
  return copy;
}

function mapValues<From, To>(values: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
