import type { LabView } from '../../shared/domain/device-view.ts';
import { serviceColourCount, servicesOfLab, withNewServices } from '../../shared/domain/service-order.ts';

/** Every service that the lab knows of, in the order of their colours: one keeps its place, and so its colour in every view. */
export function knownServices(lab: LabView): string[] {
  const logged = lab.logs.flatMap((line) => (line.service === undefined ? [] : [line.service]));
  return withNewServices(lab.serviceOrder ?? [], [...servicesOfLab(lab), ...logged]);
}

/** Custom properties for an element that shows the service. */
export function serviceColour(service: string, services: readonly string[]): Record<`--${string}`, string> {
  const index = Math.max(0, services.indexOf(service)) % serviceColourCount;
  return { '--service': `var(--service-${index})`, '--service-soft': `var(--service-${index}-soft)` };
}
