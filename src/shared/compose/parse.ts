import { LineCounter, parseDocument } from 'yaml';
import { checkBalenaRules } from './balena-rules.ts';
import { readTexts } from './collections.ts';
import { interpolate } from './interpolate.ts';
import type { ComposeProblem } from './problems.ts';
import type { ComposeNetwork, ComposeProject, ComposeVolume } from './project.ts';
import { createReader, type Reader } from './reader.ts';
import { readService, type ServiceContext } from './service.ts';

export interface ParseOptions {
  /** Goes before network and volume names: `<name>_default`. */
  projectName: string;
  /** For `${NAME}`. */
  environment?: Readonly<Record<string, string>>;
  /** Joins a path of the file to the project's folder; as it is where absent. */
  resolvePath?: (path: string) => string;
  /** Text of a file that `env_file` names, or undefined where there is none. */
  readFile?: (path: string) => string | undefined;
}

export interface ParsedCompose {
  /** Absent where the file cannot be read as a project at all. */
  project?: ComposeProject;
  /** In the order of the file; a project with errors must not be used. */
  problems: ComposeProblem[];
}

/**
 * Reads a compose file (the v2 format balena supports, that is 2.1 to 2.4, or no version) into normal form. Every problem is
 * told with its place: YAML that does not parse, unknown keys, wrong types, names that are not declared, and what balena
 * rejects.
 */
export function parseCompose(text: string, options: ParseOptions): ParsedCompose {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { severity: 'error', message: explainYaml(error.code, error.message), line, column: col };
      }),
    };
  }
  const reader = createReader(document, lines, (raw) => interpolate(raw, options.environment ?? {}));
  if (!reader.isMap(document.contents)) {
    reader.error(document.contents, 'a compose file is a mapping with the key "services"');
    return { problems: reader.problems };
  }
  const project = readProject(reader, document.contents, options);
  checkBalenaRules(reader, document.contents, project);
  const problems = reader.problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  return { project, problems };
}

function readProject(reader: Reader, root: unknown, options: ParseOptions): ComposeProject {
  const entries = reader.pairs(root, 'the file');
  const find = (key: string) => entries.find((entry) => entry.key === key)?.value;
  const project: ComposeProject = { name: options.projectName, services: {} };
  const volumes = reader.pairs(find('volumes'), 'volumes');
  const declared = new Set(volumes.map((entry) => entry.key));
  const context = serviceContext(options, (name) => declared.has(name));
  for (const { key, keyNode, value } of entries) {
    if (key === 'services') {
      for (const service of reader.pairs(value, 'services')) {
        if (!/^[A-Za-z0-9._-]+$/.test(service.key))
          reader.error(service.keyNode, `a service's name has letters, digits, ".", "_" and "-" only: "${service.key}"`);
        project.services[service.key] = readService(reader, service.key, service.value, context);
      }
    } else if (key === 'version') {
      const version = reader.text(value, 'version') ?? '';
      if (!/^2(\.[0-4])?$/.test(version))
        reader.warn(value, `version "${version}" is not one of 2.1 to 2.4, which balena supports; the file is read as 2.4`);
    } else if (
      key !== 'networks' &&
      key !== 'volumes' &&
      key !== 'name' &&
      key !== 'secrets' &&
      key !== 'configs' &&
      !key.startsWith('x-')
    ) {
      reader.error(keyNode, `additional properties '${key}' not allowed: it is not a top-level key of compose`);
    }
  }
  if (Object.keys(project.services).length === 0)
    reader.error(root, 'no services: a compose file needs the key "services" with at least one service');
  addNetworks(reader, project, reader.pairs(find('networks'), 'networks'));
  if (volumes.length > 0)
    project.volumes = Object.fromEntries(volumes.map((entry) => [entry.key, readVolume(reader, project.name, entry.key, entry.value)]));
  checkReferences(reader, entries, project);
  return project;
}

function addNetworks(reader: Reader, project: ComposeProject, entries: { key: string; value: unknown }[]): void {
  const networks = Object.fromEntries(entries.map((entry) => [entry.key, readNetwork(reader, project.name, entry.key, entry.value)]));
  const usesDefault = Object.values(project.services).some((service) => service.networks !== undefined && 'default' in service.networks);
  if (usesDefault && networks['default'] === undefined) networks['default'] = { name: `${project.name}_default`, ipam: {} };
  if (Object.keys(networks).length > 0) project.networks = networks;
}

function readNetwork(reader: Reader, projectName: string, name: string, node: unknown): ComposeNetwork {
  const network: ComposeNetwork = { name: `${projectName}_${name}`, ipam: {} };
  for (const { key, keyNode, value } of reader.pairs(node, `networks.${name}`)) {
    if (key === 'driver' || key === 'name') network[key] = reader.text(value, key);
    else if (key === 'internal') network.internal = reader.boolean(value, key);
    else if (key === 'ipam') network.ipam = reader.plain(value) as ComposeNetwork['ipam'];
    else if (key === 'labels') network['labels'] = readTexts(reader, value, key);
    else if (['driver_opts', 'attachable', 'external', 'enable_ipv4', 'enable_ipv6'].includes(key)) network[key] = reader.plain(value);
    else if (!key.startsWith('x-')) reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of a network`);
  }
  return network;
}

function readVolume(reader: Reader, projectName: string, name: string, node: unknown): ComposeVolume {
  const volume: ComposeVolume = { name: `${projectName}_${name}` };
  for (const { key, keyNode, value } of reader.pairs(node, `volumes.${name}`)) {
    if (key === 'driver' || key === 'name') volume[key] = reader.text(value, key);
    else if (key === 'labels') volume['labels'] = readTexts(reader, value, key);
    else if (key === 'driver_opts' || key === 'external') volume[key] = reader.plain(value);
    else if (!key.startsWith('x-')) reader.error(keyNode, `additional properties '${key}' not allowed: it is not a key of a volume`);
  }
  return volume;
}

/** Names that lead nowhere: networks and services that are used but not declared. */
function checkReferences(reader: Reader, entries: { key: string; value: unknown }[], project: ComposeProject): void {
  const services = reader.pairs(entries.find((entry) => entry.key === 'services')?.value, 'services');
  for (const { key: name, value } of services) {
    const service = project.services[name];
    const keys = reader.pairs(value, name);
    const place = (key: string) => keys.find((entry) => entry.key === key)?.value ?? value;
    for (const network of Object.keys(service?.networks ?? {})) {
      if (project.networks?.[network] === undefined)
        reader.error(place('networks'), `service "${name}" refers to undefined network ${network}`);
    }
    for (const dependency of Object.keys(service?.depends_on ?? {})) {
      if (project.services[dependency] === undefined)
        reader.error(place('depends_on'), `service "${name}" depends on undefined service "${dependency}"`);
    }
    const shared = /^service:(.+)$/.exec(service?.network_mode ?? '')?.[1];
    if (shared !== undefined && project.services[shared] === undefined)
      reader.error(place('network_mode'), `service "${name}" shares the network of undefined service "${shared}"`);
  }
}

function serviceContext(options: ParseOptions, isVolumeDeclared: (name: string) => boolean): ServiceContext {
  const resolvePath = options.resolvePath ?? ((path: string) => path);
  return {
    resolvePath,
    isVolumeDeclared,
    environmentFile(path) {
      const text = options.readFile?.(resolvePath(path));
      if (text === undefined) return { problem: `env file ${path} not found` };
      const pairs = text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
        .map((line) => line.replace(/^\s*export\s+/, '').split(/=([\s\S]*)/));
      return {
        values: Object.fromEntries(pairs.map(([key = '', value = '']) => [key.trim(), value.trim().replace(/^(["'])([\s\S]*)\1$/, '$2')])),
      };
    },
  };
}

function explainYaml(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab indents this line: YAML takes spaces only';
  if (code === 'DUPLICATE_KEY') return 'this key stands here a second time in the same mapping';
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
