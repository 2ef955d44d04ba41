import { mergeService } from './merge.ts';
import type { ServicePart } from './project-part.ts';
import type { Reader } from './reader.ts';

/** Lays each service that has `extends` over the service it names, in place. Only services of the same file can be named. */
export function resolveExtends(reader: Reader, node: unknown, services: Record<string, ServicePart>): void {
  const entries = reader.pairs(node, 'services');
  const done = new Set<string>();

  function resolve(name: string, chain: readonly string[]): void {
    const service = services[name];
    if (service === undefined || done.has(name)) return;
    const place = reader.pairs(entries.find((entry) => entry.key === name)?.value, name).find((entry) => entry.key === 'extends')?.value;
    const base = baseName(reader, place);
    if (place !== undefined && base !== undefined) {
      if (services[base] === undefined) reader.error(place, `cannot extend service "${name}": service "${base}" not found in this file`);
      else if ([...chain, name].includes(base)) reader.error(place, `circular reference: ${[...chain, name, base].join(' -> ')}`);
      else {
        resolve(base, [...chain, name]);
        services[name] = mergeService(services[base], service);
      }
    }
    delete services[name]?.['extends'];
    done.add(name);
  }

  for (const name of Object.keys(services)) resolve(name, []);
}

function baseName(reader: Reader, node: unknown): string | undefined {
  if (node === undefined) return undefined;
  if (!reader.isMap(node)) return reader.text(node, 'extends');
  const entries = reader.pairs(node, 'extends');
  if (entries.some((entry) => entry.key === 'file'))
    return reader.error(node, 'extends from another file is not supported here: bring the service into this file');
  const service = entries.find((entry) => entry.key === 'service');
  return service === undefined ? reader.error(node, 'extends needs the key "service"') : reader.text(service.value, 'extends.service');
}
