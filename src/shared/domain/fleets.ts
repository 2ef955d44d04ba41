import type { FleetView, LabView } from './device-view.ts';

/** What keeps a device at one release, whatever is pushed to its fleet. */
export interface Pin {
  /** Of that release. */
  commit: string;
  /** The device alone is held, or its whole fleet. */
  of: 'device' | 'fleet';
  /** The CLI's command that lets it go. */
  letGo: string;
}

/** Names of fleets are the same in any case of letters. */
export function isFleet(fleet: FleetView, nameOrSlug: string): boolean {
  return [fleet.name, fleet.slug].some((own) => own.toLowerCase() === nameOrSlug.toLowerCase());
}

/** Whether the device is in the fleet; it tells its fleet by name or by slug. */
export function isDeviceIn(view: Pick<LabView, 'device'>, fleet: FleetView): boolean {
  const own = view.device?.fleet;
  return own !== undefined && isFleet(fleet, own);
}

/** The fleet that the device is in. */
export function fleetOfDevice(view: Pick<LabView, 'device' | 'fleets'>): FleetView | undefined {
  return view.fleets.find((fleet) => isDeviceIn(view, fleet));
}

/** A device's own pin wins over its fleet's, as in the API's `should_be_running__release` of a device. */
export function pinOf(view: Pick<LabView, 'device' | 'fleets'>): Pin | undefined {
  const { device } = view;
  if (device?.pinnedCommit !== undefined)
    return { commit: device.pinnedCommit, of: 'device', letGo: `balena device track-fleet ${device.uuid.slice(0, 7)}` };
  const fleet = fleetOfDevice(view);
  if (fleet?.pinnedCommit === undefined) return undefined;
  // The CLI finds a fleet by its slug here, and by no name.
  return { commit: fleet.pinnedCommit, of: 'fleet', letGo: `balena fleet track-latest ${fleet.slug}` };
}
