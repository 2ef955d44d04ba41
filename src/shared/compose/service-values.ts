import { readList, readTexts } from './collections.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { parsePort } from './ports.ts';
import type { ComposeAttachment, ComposeHealthcheck, ComposeMount, ComposePort, ComposeService } from './project.ts';
import type { Reader } from './reader.ts';
import { shellWords } from './shell-words.ts';

/** `command`, `entrypoint`: a list, or one text that is split as a shell splits words; null where it is null. */
export function readCommand(reader: Reader, node: unknown, what: string): string[] | null {
  if (reader.isNull(node)) return null;
  if (reader.isList(node)) return readList(reader, node, what);
  const text = reader.text(node, what);
  if (text === undefined) return null;
  return shellWords(text) ?? reader.error(node, `${what} has a quote that is not closed`) ?? null;
}

export function readPorts(reader: Reader, node: unknown): ComposePort[] {
  return reader.items(node, 'ports').flatMap((item) => (reader.isMap(item) ? readLongPort(reader, item) : readShortPort(reader, item)));
}

function readShortPort(reader: Reader, node: unknown): ComposePort[] {
  const text = reader.text(node, 'each entry of ports');
  if (text === undefined) return [];
  const ports = parsePort(text);
  if (Array.isArray(ports)) return ports;
  reader.error(node, ports.problem);
  return [];
}

function readLongPort(reader: Reader, node: unknown): ComposePort[] {
  const port: Partial<ComposePort> = {};
  for (const { key, keyNode, value } of reader.pairs(node, 'ports')) {
    if (key === 'target') {
      const target = reader.integer(value, 'ports.target');
      if (target !== undefined) port.target = target;
    } else if (key === 'published' || key === 'protocol' || key === 'host_ip' || key === 'mode') {
      const text = reader.text(value, `ports.${key}`);
      if (text !== undefined) port[key] = text;
    } else if (key !== 'name' && key !== 'app_protocol') reader.error(keyNode, `ports.${key} is not a key of compose`);
  }
  if (port.target === undefined) {
    reader.error(node, 'a port needs its target');
    return [];
  }
  return [{ ...port, mode: port.mode ?? 'ingress', target: port.target, protocol: port.protocol ?? 'tcp' }];
}

/** Mounts of `volumes`: short syntax `[SOURCE:]TARGET[:ro]` or a mapping. `isDeclared` tells named volumes. */
export function readMounts(reader: Reader, node: unknown, isDeclared: (volume: string) => boolean): ComposeMount[] {
  return reader.items(node, 'volumes').flatMap((item) => {
    const mount = reader.isMap(item) ? readLongMount(reader, item) : readShortMount(reader, item);
    if (mount?.type === 'volume' && mount.source !== undefined && !isDeclared(mount.source)) {
      reader.error(item, `volume "${mount.source}" is not declared: add it to the top-level volumes`);
    }
    return mount ?? [];
  });
}

function readShortMount(reader: Reader, node: unknown): ComposeMount | undefined {
  const text = reader.text(node, 'each entry of volumes');
  if (text === undefined) return undefined;
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (parts.length > 3 || first === '' || second === '')
    return reader.error(node, `invalid volume "${text}": write NAME:PATH or NAME:PATH:ro`);
  if (second === undefined) return { type: 'volume', target: first, volume: {} };
  if (third !== undefined && !/^(ro|rw|z|Z)(,(ro|rw|z|Z))*$/.test(third))
    return reader.error(node, `invalid volume "${text}": the last part is ro or rw`);
  const isBind = /^[./~]/.test(first);
  return {
    type: isBind ? 'bind' : 'volume',
    source: first,
    target: second,
    ...(third?.includes('ro') === true ? { read_only: true } : {}),
    ...(isBind ? { bind: { create_host_path: true } } : { volume: {} }),
  };
}

function readLongMount(reader: Reader, node: unknown): ComposeMount | undefined {
  const found: Record<string, unknown> = {};
  for (const { key, keyNode, value } of reader.pairs(node, 'volumes')) {
    if (key === 'type' || key === 'source' || key === 'target') found[key] = reader.text(value, `volumes.${key}`);
    else if (key === 'read_only') found[key] = reader.boolean(value, 'volumes.read_only');
    else if (key === 'volume' || key === 'bind' || key === 'tmpfs') found[key] = reader.plain(value);
    else reader.error(keyNode, `volumes.${key} is not a key of compose`);
  }
  if (found['type'] !== 'volume' && found['type'] !== 'bind' && found['type'] !== 'tmpfs')
    return reader.error(node, "a volume's type is volume, bind or tmpfs");
  if (found['target'] === undefined) return reader.error(node, 'a volume needs its target');
  return { ...(found['type'] === 'volume' ? { volume: {} } : {}), ...found } as ComposeMount;
}

/** `networks` of a service: a list of names, or a mapping with aliases and addresses. */
export function readAttachments(reader: Reader, node: unknown): Record<string, ComposeAttachment | null> {
  if (reader.isList(node)) return Object.fromEntries(readList(reader, node, 'networks').map((name) => [name, null]));
  const attachments: Record<string, ComposeAttachment | null> = {};
  for (const { key: name, value } of reader.pairs(node, 'networks')) {
    if (reader.isNull(value)) {
      attachments[name] = null;
      continue;
    }
    const attachment: ComposeAttachment = {};
    for (const { key, keyNode, value: inner } of reader.pairs(value, `networks.${name}`)) {
      if (key === 'aliases') attachment.aliases = readList(reader, inner, 'aliases');
      else if (key === 'ipv4_address') attachment.ipv4_address = reader.text(inner, 'ipv4_address');
      else if (['ipv6_address', 'link_local_ips', 'priority', 'mac_address'].includes(key)) attachment[key] = reader.plain(inner);
      else reader.error(keyNode, `networks.${name}.${key} is not a key of compose`);
    }
    attachments[name] = attachment;
  }
  return attachments;
}

export function readDependencies(reader: Reader, node: unknown): NonNullable<ComposeService['depends_on']> {
  if (reader.isList(node)) {
    return Object.fromEntries(readList(reader, node, 'depends_on').map((name) => [name, { condition: 'service_started', required: true }]));
  }
  return Object.fromEntries(
    reader.pairs(node, 'depends_on').map(({ key: name, value }) => {
      const settings = Object.fromEntries(reader.pairs(value, `depends_on.${name}`).map((entry) => [entry.key, reader.plain(entry.value)]));
      return [name, { condition: 'service_started', required: true, ...settings }];
    }),
  );
}

export function readDevices(reader: Reader, node: unknown): NonNullable<ComposeService['devices']> {
  return readList(reader, node, 'devices').map((text) => {
    const [source = '', target = source, permissions = 'rwm'] = text.split(':');
    return { source, target, permissions };
  });
}

export function readUlimits(reader: Reader, node: unknown): NonNullable<ComposeService['ulimits']> {
  const limits: NonNullable<ComposeService['ulimits']> = {};
  for (const { key, value } of reader.pairs(node, 'ulimits')) {
    if (!reader.isMap(value)) {
      limits[key] = reader.integer(value, `ulimits.${key}`) ?? 0;
      continue;
    }
    const bounds = Object.fromEntries(
      reader.pairs(value, `ulimits.${key}`).map((entry) => [entry.key, reader.integer(entry.value, `ulimits.${key}.${entry.key}`) ?? 0]),
    );
    limits[key] = { soft: bounds['soft'] ?? 0, hard: bounds['hard'] ?? 0 };
  }
  return limits;
}

/** A number, also written as text (`cpus: "0.5"`). */
export function readNumber(reader: Reader, node: unknown, what: string): number | undefined {
  const text = reader.text(node, what);
  if (text === undefined) return undefined;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? reader.error(node, `${what} must be a number`) : number;
}

/** A size (`64m`, `1gb`, bytes) in bytes as text; the units are powers of 1024. */
export function readBytes(reader: Reader, node: unknown, what: string): string | undefined {
  const text = reader.text(node, what);
  if (text === undefined) return undefined;
  const [, amount = '', unit = ''] = /^(-?\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?$/i.exec(text.trim()) ?? [];
  if (amount === '') return reader.error(node, `${what} must be a size such as 64m or 1g`);
  return String(Math.trunc(Number(amount) * 1024 ** ' kmgtp'.indexOf(unit.toLowerCase() || ' ')));
}

/** `NAME=ADDRESS` for each host: a mapping, or a list with `=` or `:`. */
export function readExtraHosts(reader: Reader, node: unknown): string[] {
  if (reader.isMap(node)) return Object.entries(readTexts(reader, node, 'extra_hosts')).map(([name, address]) => `${name}=${address}`);
  return readList(reader, node, 'extra_hosts').map((text) => (text.includes('=') ? text : text.replace(':', '=')));
}

export function readHealthcheck(reader: Reader, node: unknown): ComposeHealthcheck {
  const check: ComposeHealthcheck = {};
  for (const { key, keyNode, value } of reader.pairs(node, 'healthcheck')) {
    if (key === 'test')
      check.test = reader.isList(value)
        ? readList(reader, value, 'healthcheck.test')
        : ['CMD-SHELL', reader.text(value, 'healthcheck.test') ?? ''];
    else if (key === 'interval' || key === 'timeout' || key === 'start_period' || key === 'start_interval')
      check[key] = readDuration(reader, value, `healthcheck.${key}`);
    else if (key === 'retries') check.retries = reader.integer(value, 'healthcheck.retries');
    else if (key === 'disable') check.disable = reader.boolean(value, 'healthcheck.disable');
    else reader.error(keyNode, `healthcheck.${key} is not a key of compose`);
  }
  return check;
}

export function readDuration(reader: Reader, node: unknown, what: string): string | undefined {
  const text = reader.text(node, what);
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? reader.error(node, `${what} must be a time such as 10s or 1m30s`) : formatDuration(milliseconds);
}
