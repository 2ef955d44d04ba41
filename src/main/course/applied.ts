import type { LabView, ReleaseView } from '../../shared/domain/device-view.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { Lab } from '../device/lab/lab.ts';
import { fleetOfDevice, type Pin } from '../../shared/domain/fleets.ts';
import { heldFrom, describePin, isSameCommit, newestRelease } from './checks/fleets.ts';

/** Milliseconds that a device may take to run what its fleet has. */
const patienceMilliseconds = 60_000;

/** Resolves when the device runs the newest release of its fleet; rejects with FleetlabError `not-applied`, or where `signal` ends it. */
export async function whenApplied(lab: Lab, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const look = (view: LabView) => {
    const fleet = fleetOfDevice(view);
    const release = fleet === undefined ? undefined : newestRelease(fleet);
    const held = release === undefined ? undefined : heldFrom(view, release);
    if (release === undefined || runs(view, release)) resolve(undefined);
    else if (held !== undefined) reject(pinned(held));
  };
  const stop = lab.onChange(look);
  const onAbort = () => reject(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  const limit = setTimeout(
    () => reject(new FleetlabError('not-applied', 'The device does not run the newest release yet.', 'Look at its log, then try again.')),
    patienceMilliseconds,
  );
  try {
    signal.throwIfAborted();
    look(await lab.refresh());
    await promise;
    // Nothing is to run where the device was left, either.
    signal.throwIfAborted();
  } finally {
    stop();
    clearTimeout(limit);
    signal.removeEventListener('abort', onAbort);
    promise.catch(() => undefined);
  }
}

function pinned(pin: Pin): FleetlabError {
  const words = `${describePin(pin)}.`;
  return new FleetlabError('not-applied', words, `Let it with “${pin.letGo}”, then try again.`);
}

function runs({ device }: LabView, release: ReleaseView): boolean {
  if (device === undefined) return false;
  const ofRelease = device.services.filter(({ releaseCommit }) => isSameCommit(releaseCommit, release.commit));
  return (
    isSameCommit(device.runningCommit, release.commit) &&
    ofRelease.length > 0 &&
    ofRelease.length === device.services.length &&
    ofRelease.every(({ status }) => ['running', 'exited', 'restarting'].includes(status.toLowerCase()))
  );
}
