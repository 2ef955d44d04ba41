import type { ContainerSpec } from '../../engine/engine.ts';
import { isDeviceNameVariable } from './supervisor-environment.ts';

/**
 * Says whether a container is as the service asks, but for what cannot change it: its name, which tells the release, and the
 * device's name. An absent setting is the same as an empty one, and lists in which order means nothing are sets.
 */
export function isAsDesired(actual: ContainerSpec, wanted: ContainerSpec): boolean {
  return canonical(comparable(actual)) === canonical(comparable(wanted));
}

const unordered: ReadonlySet<string> = new Set([
  'capabilitiesAdded', 'capabilitiesDropped', 'securityOptions', 'devices', 'exposedPorts', 'extraHosts', 'mounts', 'publishedPorts', 'tmpfs',
]); // prettier-ignore

function comparable({ environment, ...spec }: ContainerSpec): Record<string, unknown> {
  const settings = Object.entries(spec)
    .filter(([key, value]) => key !== 'name' && !isEmpty(value))
    .map(([key, value]) => [key, unordered.has(key) && Array.isArray(value) ? value.map(canonical).sort() : value] as const);
  const networks = spec.networks?.map((attachment) => ({ ...attachment, aliases: attachment.aliases.toSorted() }));
  return {
    ...Object.fromEntries(settings),
    ...(isEmpty(networks) ? {} : { networks }),
    environment: Object.fromEntries(Object.entries(environment).filter(([variable]) => !isDeviceNameVariable(variable))),
  };
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === false;
}

/** JSON with sorted keys and without absent values. */
function canonical(value: unknown): string {
  return JSON.stringify([value], (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
