import type { FleetView, LabView, ReleaseView, ServiceView } from '../../../shared/domain/device-view.ts';

/** By name or slug; names of fleets are the same in any case of letters. */
export function findFleet(view: LabView, name: string): FleetView | undefined {
  return view.fleets.find((fleet) => isFleet(fleet, name));
}

export function isFleet(fleet: FleetView, name: string): boolean {
  return [fleet.name, fleet.slug].some((own) => own.toLowerCase() === name.toLowerCase());
}

/** Whether the device is in the fleet; it tells its fleet by name or by slug. */
export function isDeviceIn(view: LabView, fleet: FleetView): boolean {
  const own = view.device?.fleet;
  return own !== undefined && isFleet(fleet, own);
}

/** The fleet that the device is in. */
export function fleetOfDevice(view: LabView): FleetView | undefined {
  const name = view.device?.fleet;
  return name === undefined ? undefined : findFleet(view, name);
}

/** What the device is pinned to, where that keeps it from this release. */
export function heldFrom({ device }: LabView, { commit }: ReleaseView): string | undefined {
  const pinned = device?.pinnedCommit;
  return pinned === undefined || isSameCommit(pinned, commit) ? undefined : pinned;
}

/** The newest release that can run. */
export function newestRelease(fleet: FleetView): ReleaseView | undefined {
  return newest(fleet.releases.filter(({ status }) => status === 'success'));
}

/** The newest release, whatever became of it. */
export function newestAttempt(fleet: FleetView): ReleaseView | undefined {
  return newest(fleet.releases);
}

function newest(releases: readonly ReleaseView[]): ReleaseView | undefined {
  return [...releases].sort((left, right) => right.createdAt - left.createdAt || right.id - left.id)[0];
}

/** Commits are compared by their beginning, as some places shorten them. */
export function isSameCommit(one: string | undefined, other: string): boolean {
  return one !== undefined && one.length >= 7 && (one.startsWith(other) || other.startsWith(one));
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** The service's state in a word, with how far a download is. */
export function stateOf({ status, downloadProgress }: ServiceView): string {
  return downloadProgress === undefined ? status.toLowerCase() : `${status.toLowerCase()} (${Math.round(downloadProgress)} %)`;
}

/** Whether the service's container was started after a moment (milliseconds since 1970). */
export function hasStartedAfter({ startedAt }: ServiceView, moment: number): boolean {
  return startedAt !== undefined && startedAt > moment;
}
