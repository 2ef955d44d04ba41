import { readTexts } from './collections.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { resolveExtends } from './extends.ts';
import type { ProjectPart } from './project-part.ts';
import type { ComposeNetwork, ComposeVolume } from './project.ts';
import type { Reader } from './reader.ts';
import { readService, type ServiceContext } from './service.ts';

interface PartOptions {
  environment?: Readonly<Record<string, string>>;
  resolvePath?: (path: string) => string;
  readFile?: (path: string) => string | undefined;
}

export function readPart(reader: Reader, root: unknown, options: PartOptions, isVolumeDeclared: (name: string) => boolean): ProjectPart {
  const part: ProjectPart = { services: {} };
  const context = serviceContext(options, isVolumeDeclared);
  for (const { key, keyNode, value } of reader.pairs(root, 'the file')) {
    if (key === 'services') {
      for (const service of reader.pairs(value, 'services')) {
        if (!/^[A-Za-z0-9._-]+$/.test(service.key))
          reader.error(service.keyNode, `a service's name has letters, digits, ".", "_" and "-" only: "${service.key}"`);
        part.services[service.key] = readService(reader, service.key, service.value, context);
      }
      resolveExtends(reader, value, part.services);
    } else if (key === 'version') checkVersion(reader, value);
    else if (key === 'networks') part.networks = readEach(reader, value, key, (name, node) => readNetwork(reader, name, node));
    else if (key === 'volumes') part.volumes = readEach(reader, value, key, (name, node) => readVolume(reader, name, node));
    else if (key !== 'name' && key !== 'secrets' && key !== 'configs' && !key.startsWith('x-'))
      reader.error(keyNode, `additional properties '${key}' not allowed: it is not a top-level key of compose`);
  }
  return part;
}

function checkVersion(reader: Reader, value: unknown): void {
  const version = reader.text(value, 'version') ?? '';
  if (!/^2(\.[0-4])?$/.test(version))
    reader.warn(value, `version "${version}" is not one of 2.1 to 2.4, which balena supports; the file is read as 2.4`);
}

function readEach<Value>(reader: Reader, node: unknown, what: string, read: (name: string, node: unknown) => Value): Record<string, Value> {
  return Object.fromEntries(reader.pairs(node, what).map(({ key, value }) => [key, read(key, value)]));
}

function readNetwork(reader: Reader, name: string, node: unknown): Partial<ComposeNetwork> {
  const network: Partial<ComposeNetwork> = {};
  for (const { key, keyNode, value } of reader.pairs(node, `networks.${name}`)) {
    if (key === 'driver' || key === 'name') network[key] = reader.text(value, key);
    else if (key === 'internal') network.internal = reader.boolean(value, key);
    else if (key === 'ipam') network.ipam = readIpam(reader, value);
    else if (key === 'labels') network['labels'] = readTexts(reader, value, key);
    else if (['driver_opts', 'attachable', 'external', 'enable_ipv4', 'enable_ipv6'].includes(key)) network[key] = reader.plain(value);
    else if (!key.startsWith('x-')) reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of a network`);
  }
  return network;
}

function readIpam(reader: Reader, node: unknown): ComposeNetwork['ipam'] {
  const ipam: ComposeNetwork['ipam'] = {};
  for (const { key, keyNode, value } of reader.pairs(node, 'ipam')) {
    if (key === 'driver') ipam.driver = reader.text(value, 'ipam.driver');
    else if (key === 'config') ipam.config = reader.items(value, 'ipam.config').map((item) => readPool(reader, item));
    else if (key !== 'options') reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of ipam`);
  }
  return ipam;
}

function readPool(reader: Reader, node: unknown): NonNullable<ComposeNetwork['ipam']['config']>[number] {
  const pool: NonNullable<ComposeNetwork['ipam']['config']>[number] = {};
  for (const { key, keyNode, value } of reader.pairs(node, 'each entry of ipam.config')) {
    if (key === 'subnet' || key === 'gateway' || key === 'ip_range') pool[key] = reader.text(value, `ipam.config.${key}`);
    else if (key === 'aux_addresses') pool.aux_addresses = readTexts(reader, value, key);
    else reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of ipam.config`);
  }
  return pool;
}

function readVolume(reader: Reader, name: string, node: unknown): ComposeVolume {
  const volume: ComposeVolume = {};
  for (const { key, keyNode, value } of reader.pairs(node, `volumes.${name}`)) {
    if (key === 'driver' || key === 'name') volume[key] = reader.text(value, key);
    else if (key === 'labels') volume['labels'] = readTexts(reader, value, key);
    else if (key === 'driver_opts' || key === 'external') volume[key] = reader.plain(value);
    else if (!key.startsWith('x-')) reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of a volume`);
  }
  return volume;
}

function serviceContext(options: PartOptions, isVolumeDeclared: (name: string) => boolean): ServiceContext {
  const resolvePath = options.resolvePath ?? ((path: string) => path);
  return {
    resolvePath,
    isVolumeDeclared,
    environmentFile(path) {
      const text = options.readFile?.(resolvePath(path));
      if (text === undefined) return { problem: `env file ${resolvePath(path)} not found` };
      const parsed = parseEnvironmentFile(text, options.environment ?? {});
      return 'problem' in parsed ? { problem: `env file ${resolvePath(path)}: ${parsed.problem}` } : parsed;
    },
  };
}
