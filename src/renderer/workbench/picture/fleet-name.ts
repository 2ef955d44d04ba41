import type { LabView } from '../../../shared/domain/device-view.ts';

/** What a picture of the device is called after: its fleet, else the device itself. */
export function fleetName({ device, fleets }: LabView): string {
  return (
    fleets.find(({ slug, name }) => slug === device?.fleet || name === device?.fleet)?.name ?? device?.fleet ?? device?.name ?? 'the device'
  );
}
