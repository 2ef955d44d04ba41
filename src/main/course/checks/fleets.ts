import type { FleetView, LabView, ReleaseView, ServiceView } from '../../../shared/domain/device-view.ts';
import { isFleet, pinOf, type Pin } from '../../../shared/domain/fleets.ts';

/** By name or slug. */
export function findFleet(view: LabView, name: string): FleetView | undefined {
  return view.fleets.find((fleet) => isFleet(fleet, name));
}

/** What keeps the device from this release of its fleet. */
export function heldFrom(view: LabView, { commit }: ReleaseView): Pin | undefined {
  const pin = pinOf(view);
  return pin === undefined || isSameCommit(pin.commit, commit) ? undefined : pin;
}

/** What comes of a pin, as a sentence without its full stop. */
export function describePin({ of, commit }: Pin): string {
  return `The ${of} is pinned to release ${shortCommit(commit)}, so ${of === 'device' ? 'it' : 'its device'} follows no push`;
}

/** The newest release that can run, and that is none of the drafts, which devices do not follow. */
export function newestRelease(fleet: FleetView): ReleaseView | undefined {
  return newest(fleet.releases.filter(({ status, isDraft }) => status === 'success' && isDraft !== true));
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
