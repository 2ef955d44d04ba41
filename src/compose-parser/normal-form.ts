import type { ComposeProject } from '../shared/compose/project.ts';

// The order and the gaps of compose-go's JSON (types/types.go): names of one's own choice are sorted, keys of compose stand
// in the order of its declarations, and what is empty is left out where its declaration says `omitempty`.

const projectKeys = ['name', 'networks', 'services', 'volumes'];
const serviceKeys = [
  'profiles', 'annotations', 'attach', 'build', 'develop', 'blkio_config', 'cap_add', 'cap_drop', 'cgroup_parent', 'cgroup', 'cpu_count',
  'cpu_percent', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpus', 'cpuset', 'cpu_shares', 'command', 'configs',
  'container_name', 'credential_spec', 'depends_on', 'deploy', 'device_cgroup_rules', 'devices', 'dns', 'dns_opt', 'dns_search', 'domainname',
  'entrypoint', 'environment', 'expose', 'external_links', 'extra_hosts', 'group_add', 'gpus', 'hostname', 'healthcheck', 'image', 'init', 'ipc',
  'isolation', 'labels', 'links', 'logging', 'mem_limit', 'mem_reservation', 'memswap_limit', 'mem_swappiness', 'mac_address', 'network_mode',
  'networks', 'oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'platform', 'ports', 'privileged', 'pull_policy', 'read_only', 'restart',
  'runtime', 'scale', 'secrets', 'security_opt', 'shm_size', 'stdin_open', 'stop_grace_period', 'stop_signal', 'storage_opt', 'sysctls', 'tmpfs',
  'tty', 'ulimits', 'user', 'userns_mode', 'uts', 'volumes', 'volumes_from', 'working_dir', 'post_start', 'pre_stop',
]; // prettier-ignore
const buildKeys = ['context', 'dockerfile', 'dockerfile_inline', 'args', 'ssh', 'labels', 'cache_from', 'cache_to', 'target'];
const networkKeys = ['name', 'driver', 'driver_opts', 'ipam', 'external', 'internal', 'attachable', 'labels'];
const volumeKeys = ['name', 'driver', 'driver_opts', 'external', 'labels'];

/** Pointers in compose-go: written whatever they hold. */
const keptWhenEmpty = new Set(['attach', 'build', 'command', 'entrypoint', 'healthcheck', 'init', 'ipam', 'scale']);

/** The project with its keys in compose-go's order. */
export function normalForm(project: ComposeProject): Record<string, unknown> {
  const { services, networks, volumes } = project;
  return ordered(
    {
      ...project,
      services: byName(services, (service) =>
        ordered({ ...service, ...(service.build === undefined ? {} : { build: ordered(service.build, buildKeys) }) }, serviceKeys),
      ),
      ...(networks === undefined ? {} : { networks: byName(networks, (network) => ordered(network, networkKeys)) }),
      ...(volumes === undefined ? {} : { volumes: byName(volumes, (volume) => ordered(volume, volumeKeys)) }),
    },
    projectKeys,
    new Set(['services']),
  );
}

function ordered(value: object, keys: readonly string[], kept: ReadonlySet<string> = keptWhenEmpty): Record<string, unknown> {
  const entries = Object.entries(value).filter(([key, entry]) => kept.has(key) || !isEmpty(entry));
  const position = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(
    entries
      .toSorted(([left], [right]) => position(left) - position(right) || compare(left, right))
      .map(([key, entry]) => [key, sortedByName.has(key) && isMap(entry) ? byName(entry, (inner) => inner) : entry]),
  );
}

/** Values that are mappings from names of one's own choice. */
const sortedByName = new Set([
  'annotations', 'args', 'depends_on', 'driver_opts', 'environment', 'labels', 'networks', 'sysctls', 'ulimits',
]); // prettier-ignore

function byName<Value>(map: Record<string, Value>, each: (value: Value) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map)
      .toSorted(([left], [right]) => compare(left, right))
      .map(([key, value]) => [key, each(value)]),
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === false || value === '' || value === 0;
}
