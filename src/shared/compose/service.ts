import { readDictionary, readList, readTexts } from './collections.ts';
import type { ComposeBuild, ComposeService } from './project.ts';
import type { Entry, Reader } from './reader.ts';
import * as values from './service-values.ts';

export interface ServiceContext {
  /** Joins a relative path to the project's folder. */
  resolvePath(path: string): string;
  isVolumeDeclared(name: string): boolean;
  /** Variables of a file named by `env_file`, or a problem. */
  environmentFile(path: string): { values: Record<string, string> } | { problem: string };
}

/** Keys taken over as they are: they need no rewriting to be in normal form. */
const plainKeys = new Set([
  'cgroup_parent', 'container_name', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpus', 'cpuset', 'device_cgroup_rules',
  'domainname', 'extends', 'external_links', 'group_add', 'ipc', 'links', 'logging', 'mac_address', 'mem_limit', 'mem_reservation',
  'mem_swappiness', 'memswap_limit', 'oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'platform', 'runtime', 'scale', 'shm_size',
  'storage_opt', 'userns_mode', 'uts', 'volumes_from', 'configs', 'secrets', 'deploy', 'blkio_config', 'cpu_count', 'cpu_percent', 'cpu_period',
  'credential_spec', 'isolation', 'profiles', 'pull_policy', 'annotations', 'attach', 'gpus', 'develop',
]); // prettier-ignore
const textKeys = new Set(['image', 'network_mode', 'restart', 'stop_signal', 'hostname', 'user', 'working_dir']);
const booleanKeys = new Set(['privileged', 'init', 'read_only', 'tty', 'stdin_open']);
const listKeys = new Set(['expose', 'cap_add', 'cap_drop', 'security_opt', 'dns_opt', 'extra_hosts']);
const oneOrListKeys = new Set(['tmpfs', 'dns', 'dns_search']);

export function readService(reader: Reader, name: string, node: unknown, context: ServiceContext): ComposeService {
  const service: ComposeService = { command: null, entrypoint: null };
  const entries = reader.pairs(node, `service ${name}`);
  for (const entry of entries) readKey(reader, service, entry, context);
  if (service.image === undefined && service.build === undefined) {
    reader.error(node, `service "${name}" has neither an image nor a build context specified`);
  }
  if (service.networks === undefined && service.network_mode === undefined) service.networks = { default: null };
  if (service.networks !== undefined && service.network_mode !== undefined) {
    reader.error(
      entries.find((entry) => entry.key === 'network_mode')?.keyNode ?? node,
      `service "${name}" declares mutually exclusive network_mode and networks`,
    );
  }
  return service;
}

function readKey(reader: Reader, service: ComposeService, { key, keyNode, value }: Entry, context: ServiceContext): void {
  if (key.startsWith('x-')) return;
  if (plainKeys.has(key)) service[key] = reader.plain(value);
  else if (textKeys.has(key)) set(service, key, reader.text(value, key));
  else if (booleanKeys.has(key)) set(service, key, reader.boolean(value, key));
  else if (listKeys.has(key)) service[key] = readList(reader, value, key);
  else if (oneOrListKeys.has(key)) service[key] = readList(reader, value, key, true);
  else readShapedKey(reader, service, { key, keyNode, value }, context);
}

function readShapedKey(reader: Reader, service: ComposeService, { key, keyNode, value }: Entry, context: ServiceContext): void {
  switch (key) {
    case 'build':
      service.build = readBuild(reader, value, context);
      return;
    case 'command':
    case 'entrypoint':
      service[key] = values.readCommand(reader, value, key);
      return;
    case 'environment':
      service.environment = { ...service.environment, ...readDictionary(reader, value, key) };
      return;
    case 'env_file':
      // Values of `environment` win over those of files, wherever the two keys stand.
      service.environment = { ...readEnvironmentFiles(reader, value, context), ...service.environment };
      return;
    case 'labels':
      service.labels = readTexts(reader, value, key);
      return;
    case 'sysctls':
      service['sysctls'] = readTexts(reader, value, key);
      return;
    case 'ports':
      service.ports = values.readPorts(reader, value);
      return;
    case 'volumes':
      service.volumes = values.readMounts(reader, value, (volume) => context.isVolumeDeclared(volume));
      return;
    case 'networks':
      service.networks = values.readAttachments(reader, value);
      return;
    case 'depends_on':
      service.depends_on = values.readDependencies(reader, value);
      return;
    case 'devices':
      service.devices = values.readDevices(reader, value);
      return;
    case 'ulimits':
      service.ulimits = values.readUlimits(reader, value);
      return;
    case 'healthcheck':
      service.healthcheck = values.readHealthcheck(reader, value);
      return;
    case 'stop_grace_period':
      set(service, key, values.readDuration(reader, value, key));
      return;
    default:
      reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of a compose service`);
  }
}

function readBuild(reader: Reader, node: unknown, context: ServiceContext): ComposeBuild {
  const build: ComposeBuild = { context: context.resolvePath('.'), dockerfile: 'Dockerfile' };
  if (!reader.isMap(node)) {
    const path = reader.text(node, 'build');
    return path === undefined ? build : { ...build, context: context.resolvePath(path) };
  }
  for (const { key, keyNode, value } of reader.pairs(node, 'build')) {
    if (key === 'context') build.context = context.resolvePath(reader.text(value, 'build.context') ?? '.');
    else if (key === 'dockerfile') build.dockerfile = reader.text(value, 'build.dockerfile') ?? build.dockerfile;
    else if (key === 'target') set(build, key, reader.text(value, 'build.target'));
    else if (key === 'args') build.args = readDictionary(reader, value, 'build.args');
    else if (key === 'labels') build['labels'] = readTexts(reader, value, 'build.labels');
    else if (key === 'cache_from' || key === 'extra_hosts') build[key] = readList(reader, value, `build.${key}`);
    else if (buildKeys.has(key)) build[key] = reader.plain(value);
    else reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of build`);
  }
  return build;
}

const buildKeys = new Set([
  'shm_size', 'network', 'isolation', 'additional_contexts', 'cache_to', 'dockerfile_inline', 'entitlements', 'no_cache', 'platforms', 'privileged',
  'pull', 'secrets', 'ssh', 'tags', 'ulimits',
]); // prettier-ignore

function readEnvironmentFiles(reader: Reader, node: unknown, context: ServiceContext): Record<string, string> {
  const all: Record<string, string> = {};
  for (const path of readList(reader, node, 'env_file', true)) {
    const file = context.environmentFile(path);
    if ('problem' in file) reader.error(node, file.problem);
    else Object.assign(all, file.values);
  }
  return all;
}

function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined) target[key] = value;
}
