import type { ProjectPart } from './project-part.ts';
import type { ComposeProject } from './project.ts';
import type { Reader } from './reader.ts';

/** What only the whole project shows: names that lead nowhere, keys that exclude each other, services made of nothing. */
export function checkReferences(reader: Reader, root: unknown, project: ComposeProject, merged: ProjectPart): void {
  const services = reader.pairs(root, 'the file').find((entry) => entry.key === 'services')?.value;
  for (const { key: name, value } of reader.pairs(services, 'services')) {
    const part = merged.services[name];
    const service = project.services[name];
    const keys = reader.pairs(value, name);
    const place = (key: string) => keys.find((entry) => entry.key === key)?.value ?? value;
    if (part !== undefined && part.image === undefined && part.build === undefined)
      reader.error(value, `service "${name}" has neither an image nor a build context specified`);
    const mode = keys.find((entry) => entry.key === 'network_mode');
    if (part?.networks !== undefined && mode !== undefined)
      reader.error(mode.keyNode, `service "${name}" declares mutually exclusive network_mode and networks`);
    for (const network of Object.keys(service?.networks ?? {})) {
      if (project.networks?.[network] === undefined)
        reader.error(place('networks'), `service "${name}" refers to undefined network ${network}`);
    }
    const shared = /^service:(.+)$/.exec(service?.network_mode ?? '')?.[1];
    if (shared !== undefined && project.services[shared] === undefined)
      reader.error(place('network_mode'), `service "${name}" shares the network of undefined service "${shared}"`);
    for (const dependency of Object.keys(service?.depends_on ?? {})) {
      if (dependency !== shared && project.services[dependency] === undefined)
        reader.error(place('depends_on'), `service "${name}" depends on undefined service "${dependency}"`);
    }
    const cycle = cycleFrom(project, name);
    if (cycle !== undefined) reader.error(place('depends_on'), `dependency cycle detected: ${cycle.join(' -> ')}`);
  }
}

/** The way from a service over its dependencies back to itself. */
function cycleFrom(project: ComposeProject, start: string): string[] | undefined {
  const seen = new Set<string>();
  const follow = (path: readonly string[]): string[] | undefined => {
    for (const next of Object.keys(project.services[path.at(-1) ?? '']?.depends_on ?? {})) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow([...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow([start]);
}
