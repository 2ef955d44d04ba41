import { readDictionary, readList, readTexts } from './collections.ts';
import type { ServicePart } from './project-part.ts';
import type { ComposeBuild } from './project.ts';
import type { Entry, Reader } from './reader.ts';
import * as values from './service-values.ts';

export interface ServiceContext {
  /** Joins a relative path to the project's folder. */
  resolvePath(path: string): string;
  isVolumeDeclared(name: string): boolean;
  /** Variables of a file named by `env_file`, or a problem. */
  environmentFile(path: string): { values: Record<string, string> } | { problem: string };
}

/** Keys taken over as they are: they need no rewriting to be in normal form, or balena refuses them. */
const plainKeys = new Set([
  'blkio_config', 'configs', 'cpu_count', 'cpu_percent', 'cpu_period', 'credential_spec', 'deploy', 'develop', 'extends', 'external_links', 'gpus',
  'isolation', 'links', 'logging', 'mem_swappiness', 'oom_kill_disable', 'platform', 'post_start', 'pre_stop', 'pull_policy', 'runtime', 'scale',
  'secrets', 'storage_opt',
]); // prettier-ignore
const textKeys = new Set([
  'cgroup', 'cgroup_parent', 'container_name', 'cpuset', 'domainname', 'hostname', 'image', 'ipc', 'mac_address', 'network_mode', 'pid', 'restart',
  'stop_signal', 'user', 'userns_mode', 'uts', 'working_dir',
]); // prettier-ignore
const booleanKeys = new Set(['attach', 'init', 'privileged', 'read_only', 'stdin_open', 'tty']);
const numberKeys = new Set(['cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpus', 'oom_score_adj', 'pids_limit']);
const byteKeys = new Set(['mem_limit', 'mem_reservation', 'memswap_limit', 'shm_size']);
const listKeys = new Set([
  'cap_add', 'cap_drop', 'device_cgroup_rules', 'dns_opt', 'expose', 'group_add', 'profiles', 'security_opt', 'volumes_from',
]); // prettier-ignore
const oneOrListKeys = new Set(['dns', 'dns_search', 'tmpfs']);
const dictionaryKeys = new Set(['annotations', 'labels', 'sysctls']);

/** Reads a service without defaults: another file may still add to it. */
export function readService(reader: Reader, name: string, node: unknown, context: ServiceContext): ServicePart {
  const service: ServicePart = {};
  for (const entry of reader.pairs(node, `service ${name}`)) readKey(reader, service, entry, context);
  return service;
}

function readKey(reader: Reader, service: ServicePart, { key, keyNode, value }: Entry, context: ServiceContext): void {
  if (key.startsWith('x-')) return;
  if (plainKeys.has(key)) service[key] = reader.plain(value);
  else if (textKeys.has(key)) set(service, key, reader.text(value, key));
  else if (booleanKeys.has(key)) set(service, key, reader.boolean(value, key));
  else if (numberKeys.has(key)) set(service, key, values.readNumber(reader, value, key));
  else if (byteKeys.has(key)) set(service, key, values.readBytes(reader, value, key));
  else if (dictionaryKeys.has(key)) service[key] = readTexts(reader, value, key);
  else if (listKeys.has(key)) service[key] = readList(reader, value, key);
  else if (oneOrListKeys.has(key)) service[key] = readList(reader, value, key, true);
  else readShapedKey(reader, service, { key, keyNode, value }, context);
}

function readShapedKey(reader: Reader, service: ServicePart, { key, keyNode, value }: Entry, context: ServiceContext): void {
  switch (key) {
    case 'build':
      service.build = readBuild(reader, value, context);
      return;
    case 'command':
    case 'entrypoint':
      service[key] = values.readCommand(reader, value, key);
      return;
    case 'environment':
      service.environment = readDictionary(reader, value, key);
      return;
    case 'env_file':
      service.env_file = readEnvironmentFiles(reader, value, context);
      return;
    case 'extra_hosts':
      service['extra_hosts'] = values.readExtraHosts(reader, value);
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

function readBuild(reader: Reader, node: unknown, context: ServiceContext): Partial<ComposeBuild> {
  const build: Partial<ComposeBuild> = {};
  if (!reader.isMap(node)) {
    const path = reader.text(node, 'build');
    return path === undefined ? build : { ...build, context: context.resolvePath(path) };
  }
  for (const { key, keyNode, value } of reader.pairs(node, 'build')) {
    if (key === 'context') build.context = context.resolvePath(reader.text(value, 'build.context') ?? '.');
    else if (key === 'dockerfile') set(build, key, reader.text(value, 'build.dockerfile'));
    else if (key === 'target') set(build, key, reader.text(value, 'build.target'));
    else if (key === 'args') build.args = readDictionary(reader, value, 'build.args');
    else if (key === 'labels') build['labels'] = readTexts(reader, value, 'build.labels');
    else if (key === 'cache_from') build[key] = readList(reader, value, `build.${key}`);
    else if (key === 'extra_hosts') build[key] = values.readExtraHosts(reader, value);
    else if (key === 'shm_size') set(build, key, values.readBytes(reader, value, `build.${key}`));
    else if (buildKeys.has(key)) build[key] = reader.plain(value);
    else reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of build`);
  }
  return build;
}

const buildKeys = new Set([
  'network', 'isolation', 'additional_contexts', 'cache_to', 'dockerfile_inline', 'entitlements', 'no_cache', 'platforms', 'privileged',
  'pull', 'secrets', 'ssh', 'tags', 'ulimits',
]); // prettier-ignore

/** `env_file`: a path, or a list of paths and of mappings with `path` and `required`. */
function readEnvironmentFiles(reader: Reader, node: unknown, context: ServiceContext): Record<string, string> {
  const all: Record<string, string> = {};
  for (const item of reader.isList(node) ? reader.items(node, 'env_file') : [node]) {
    const settings = reader.isMap(item) ? reader.pairs(item, 'env_file') : [{ key: 'path', value: item }];
    const path = settings.find((entry) => entry.key === 'path')?.value;
    const required = settings.find((entry) => entry.key === 'required')?.value;
    const name = path === undefined ? reader.error(item, 'env_file needs a path') : reader.text(path, 'env_file');
    if (name === undefined) continue;
    const file = context.environmentFile(name);
    if (!('problem' in file)) Object.assign(all, file.values);
    else if (required === undefined || reader.boolean(required, 'env_file.required') !== false) reader.error(item, file.problem);
  }
  return all;
}

function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined) target[key] = value;
}
