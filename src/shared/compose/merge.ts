import type { ProjectPart, ServicePart } from './project-part.ts';

// How a later file is laid over an earlier one (Compose Specification, "Merge and override"): mappings merge, lists are
// joined, single values and commands are replaced. Entries of a list that mean the same thing replace each other.

/** Both stay as they are. */
export function mergeParts(base: ProjectPart, over: ProjectPart): ProjectPart {
  return mergeMaps({ ...base }, { ...over }, []) as unknown as ProjectPart;
}

export function mergeService(base: ServicePart, over: ServicePart): ServicePart {
  return mergeMaps(base, over, ['services', '*']);
}

type Values = Record<string, unknown>;

const replaced = new Set(['command', 'entrypoint', 'healthcheck.test']);
/** Lists in which an equal entry may stand twice. */
const joinedAsTheyAre = new Set(['security_opt', 'group_add', 'volumes_from']);
/** What tells one entry of a list from another, by the list's key. */
const identities: Record<string, (entry: Values) => string> = {
  ports: (port) => [port['host_ip'] ?? '0.0.0.0', port['published'] ?? '', port['target'], port['protocol']].map(String).join(':'),
  volumes: (mount) => String(mount['target']),
  devices: (device) => String(device['target']),
  config: (pool) => String(pool['subnet']),
};

function mergeMaps(base: Values, over: Values, path: readonly string[]): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = key in base ? mergeValues(base[key], value, [...path, key]) : value;
  }
  return merged;
}

function mergeValues(base: unknown, over: unknown, path: readonly string[]): unknown {
  const inService = path.slice(2).join('.');
  if (path[0] === 'services' && (replaced.has(inService) || (path[2] === 'ulimits' && path.length === 4))) return over;
  if (base === null || base === undefined) return over;
  if (isMap(base)) return over === null ? base : isMap(over) ? mergeMaps(base, over, path) : over;
  if (!isList(base) || !isList(over)) return over;
  const key = path.at(-1) ?? '';
  return joinedAsTheyAre.has(key) ? [...base, ...over] : unique([...base, ...over], identities[key]);
}

/** A later entry takes the place of an earlier one that means the same. */
function unique(entries: readonly unknown[], identity: ((entry: Values) => string) | undefined): unknown[] {
  const found = new Map<string, unknown>();
  for (const entry of entries) found.set(isMap(entry) && identity !== undefined ? identity(entry) : JSON.stringify(entry), entry);
  return [...found.values()];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
