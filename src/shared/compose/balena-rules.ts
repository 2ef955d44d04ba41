import { labelledPaths } from './composition.ts';
import type { ProjectPart, ServicePart } from './project-part.ts';
import type { ComposeMount, ComposeNetwork } from './project.ts';
import type { Reader } from './reader.ts';

// What balena refuses of a valid compose file. Facts: the balena CLI's compose parser (@balena/compose-parser 0.2.6) and
// balena's reference page on docker-compose.yml fields.

const refusedServiceKeys = new Set([
  'blkio_config', 'configs', 'cpu_count', 'cpu_percent', 'cpu_period', 'credential_spec', 'deploy', 'develop', 'external_links', 'gpus', 'isolation',
  'links', 'logging', 'mem_swappiness', 'memswap_limit', 'oom_kill_disable', 'platform', 'pull_policy', 'runtime', 'scale', 'secrets', 'stdin_open',
  'storage_opt',
]); // prettier-ignore
const refusedBuildKeys = new Set([
  'additional_contexts', 'cache_to', 'dockerfile_inline', 'entitlements', 'isolation', 'network', 'no_cache', 'platforms', 'privileged', 'pull',
  'secrets', 'ssh', 'tags', 'ulimits',
]); // prettier-ignore
const refusedNetworkKeys = new Set(['attachable', 'external', 'enable_ipv4']);

const allowedSecurityOptions = [/^no-new-privileges([:=].*)?$/, /^apparmor[:=]unconfined$/, /^seccomp[:=]unconfined$/];

export function checkBalenaRules(reader: Reader, root: unknown, project: ProjectPart): void {
  for (const { key, keyNode, value } of reader.pairs(root, 'the file')) {
    if (key === 'secrets' || key === 'configs') reader.error(keyNode, 'Top-level secrets and/or configs are not supported');
    if (key === 'services')
      for (const entry of reader.pairs(value, key)) checkService(reader, entry.key, entry.value, project.services[entry.key]);
    if (key === 'networks')
      for (const entry of reader.pairs(value, key)) checkNetwork(reader, entry.key, entry.value, project.networks?.[entry.key]);
    if (key === 'volumes') for (const entry of reader.pairs(value, key)) checkVolume(reader, entry.key, entry.value);
  }
}

function checkService(reader: Reader, name: string, node: unknown, service: ServicePart | undefined): void {
  if (service === undefined) return;
  for (const { key, keyNode, value } of reader.pairs(node, name)) {
    const refuse = (reason: string) => reader.error(keyNode, `${reason} (service "${name}")`);
    if (refusedServiceKeys.has(key)) refuse(`service.${key} is not allowed by balena`);
    if (key === 'build' && reader.isMap(value)) checkBuild(reader, name, value);
    if (key === 'build' && service.build?.context?.endsWith('.git') === true) refuse('service.build.context cannot be a remote context');
    if (key === 'network_mode' && service.network_mode?.startsWith('container:') === true)
      refuse('service.network_mode container:… is not allowed by balena');
    if (key === 'network_mode' && !/^(host|bridge|none|service:.+|container:.*)$/.test(service.network_mode ?? ''))
      refuse('network_mode is host, bridge, none or service:NAME');
    if (key === 'pid' && String(service['pid']).startsWith('container:')) refuse('service.pid container:… is not allowed by balena');
    if (
      key === 'security_opt' &&
      service.security_opt?.some((option) => !allowedSecurityOptions.some((allowed) => allowed.test(option))) === true
    ) {
      refuse('only no-new-privileges and unconfined apparmor and seccomp are allowed for service.security_opt');
    }
    if (key === 'restart' && !/^(no|always|unless-stopped|on-failure(:\d+)?)$/.test(service.restart ?? ''))
      refuse('restart is "no", always, unless-stopped or on-failure');
    if (key === 'depends_on') {
      for (const dependency of Object.values(service.depends_on ?? {})) {
        if (dependency.condition !== 'service_started' || !dependency.required)
          refuse('depends_on supports only the condition service_started');
      }
    }
    if (key === 'ipc' && String(service['ipc']).trim().startsWith('service:'))
      refuse('service.ipc service:NAME is not supported by balena');
    if (key === 'pids_limit' && Number(service['pids_limit']) < 0) refuse('negative service.pids_limit is not supported by balena');
    if (
      key === 'volumes_from' &&
      Array.isArray(service['volumes_from']) &&
      service['volumes_from'].some((one) => String(one).startsWith('container:'))
    )
      refuse('service.volumes_from container:… is not allowed by balena');
    if (key === 'devices' && service.devices?.some(({ source, target }) => !source.startsWith('/') || !target.startsWith('/')) === true)
      refuse('devices config with CDI syntax is not allowed by balena');
    if (key === 'networks' && Object.values(service.networks ?? {}).some((attachment) => attachment?.['link_local_ips'] !== undefined))
      refuse('service.network.link_local_ips is not supported by balena');
    if (key === 'volumes') reader.items(value, key).forEach((item, index) => checkMount(reader, name, item, service.volumes?.[index]));
    if (key === 'expose') reader.warn(keyNode, 'expose is for people only: it opens nothing');
    if (key === 'container_name') reader.warn(keyNode, 'container_name is not supported by balena: it is left out');
  }
}

function checkBuild(reader: Reader, name: string, node: unknown): void {
  for (const { key, keyNode } of reader.pairs(node, 'build')) {
    if (refusedBuildKeys.has(key)) reader.error(keyNode, `service.build.${key} is not allowed by balena (service "${name}")`);
  }
}

function checkMount(reader: Reader, name: string, node: unknown, mount: ComposeMount | undefined): void {
  if (mount === undefined || (mount.source !== undefined && labelledPaths.has(mount.source))) return;
  if (mount.type === 'bind') {
    reader.error(
      node,
      `service.volumes cannot be of type "bind": balena binds no folders of the host, declare a named volume instead (service "${name}")`,
    );
  } else if (mount.type === 'volume' && mount.source === undefined) {
    reader.error(node, `service.volumes must specify source and target: write NAME:${mount.target} (service "${name}")`);
  }
}

function checkNetwork(reader: Reader, name: string, node: unknown, network: Partial<ComposeNetwork> | undefined): void {
  for (const { key, keyNode, value } of reader.pairs(node, name)) {
    if (refusedNetworkKeys.has(key)) reader.error(keyNode, `network.${key} is not allowed by balena (network "${name}")`);
    if (key === 'enable_ipv6' && reader.boolean(value, key) === true)
      reader.error(keyNode, `enable_ipv6 is not supported by balena (network "${name}")`);
    if (key === 'ipam' && network?.ipam?.config?.some((pool) => pool.aux_addresses !== undefined) === true)
      reader.error(keyNode, `network.ipam.config.aux_addresses is not supported by balena (network "${name}")`);
    if (key === 'driver' && !['bridge', 'default'].includes(reader.text(value, key) ?? ''))
      reader.error(value, `only "bridge" and "default" are supported for network.driver (network "${name}")`);
  }
}

function checkVolume(reader: Reader, name: string, node: unknown): void {
  for (const { key, keyNode, value } of reader.pairs(node, name)) {
    if (key === 'external') reader.error(keyNode, `volume.external is not allowed by balena (volume "${name}")`);
    if (key === 'driver' && !['local', 'default'].includes(reader.text(value, key) ?? ''))
      reader.error(value, `only "local" and "default" are supported for volume.driver (volume "${name}")`);
  }
}
