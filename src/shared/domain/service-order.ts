import type { LabView } from './device-view.ts';

/** How many colours the palette in theme/tokens.css holds. */
export const serviceColourCount = 6;

/**
 * The services in the order in which they were first seen, `present` among them: the place of one is its colour in every view. It keeps its place
 * while others come and go. Once every colour has been given, a newcomer takes the place of the first one that is gone, so that those that are
 * there together differ as long as there are colours; else it comes last.
 */
export function withNewServices(order: readonly string[], present: readonly string[]): string[] {
  const made = [...order];
  for (const name of [...new Set(present)].filter((one) => !order.includes(one)).sort(byName)) {
    const gone = made.length < serviceColourCount ? -1 : made.findIndex((one) => !present.includes(one));
    if (gone === -1) made.push(name);
    else made[gone] = name;
  }
  return made;
}

/** Every service that the lab tells of by its own name; lines of the log may come before it is known. */
export function servicesOfLab({ device, fleets }: Pick<LabView, 'device' | 'fleets'>): string[] {
  const released = fleets.flatMap((fleet) => fleet.releases.flatMap((release) => release.images.map((image) => image.service)));
  return [...new Set([...(device?.services ?? []).map(({ name }) => name), ...released])];
}

/** A single-service release calls its service `main`: it comes first, whatever else a fleet holds. */
function byName(left: string, right: string): number {
  return Number(right === 'main') - Number(left === 'main') || left.localeCompare(right, 'en');
}
