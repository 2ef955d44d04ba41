import type { LabView } from '../../shared/domain/device-view.ts';

/** How many colours the palette in theme/tokens.css holds. */
export const serviceColourCount = 6;

/** Every service that the lab knows of, in a fixed order, so that one keeps its colour in every view. */
export function knownServices(lab: LabView): string[] {
  const names = [
    ...(lab.device?.services ?? []).map((service) => service.name),
    ...lab.fleets.flatMap((fleet) => fleet.releases.flatMap((release) => release.images.map((image) => image.service))),
    ...lab.logs.flatMap((line) => (line.service === undefined ? [] : [line.service])),
  ];
  // A single-service release calls its service `main`: it comes first, whatever else a fleet holds.
  return [...new Set(names)].sort((left, right) => Number(right === 'main') - Number(left === 'main') || left.localeCompare(right, 'en'));
}

/** Custom properties for an element that shows the service. */
export function serviceColour(service: string, services: readonly string[]): Record<`--${string}`, string> {
  const index = Math.max(0, services.indexOf(service)) % serviceColourCount;
  return { '--service': `var(--service-${index})`, '--service-soft': `var(--service-${index}-soft)` };
}
