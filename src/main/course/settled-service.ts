import type { LabView } from '../../shared/domain/device-view.ts';
import { unlessAborted } from '../cancelled.ts';
import type { Lab } from '../device/lab/lab.ts';
import { fleetOfDevice, pinOf } from '../../shared/domain/fleets.ts';
import { isSameCommit, newestRelease, shortCommit } from './checks/fleets.ts';

/** Why a command in a service would not find the container that is meant. */
export interface Replacement {
  /** To be read after “waiting for”. */
  waitsFor: string;
  /** Of the release that it comes to, where that is told. */
  commit?: string;
  /** The device is at it; else there is a release that it has not begun with. */
  isUnderWay: boolean;
}

/** Words of the API for a service that does not run the release yet that it is told with. */
const underWay: ReadonlySet<string> = new Set(['downloading', 'downloaded', 'installing', 'installed', 'starting', 'stopping']);
/** The Supervisor's words between the end of one container and the start of the next. `Killed` alone may be the end of it. */
const betweenContainers = /^(?:Killing|Installing|Installed|Starting) service '/;

/** What the service is to be waited for, by what is known of the device; undefined where it has come to rest, and where nothing is known. */
export function replacementOf(view: LabView, service: string): Replacement | undefined {
  const { device } = view;
  if (device?.isOnline !== true || view.problem !== undefined) return undefined;
  const ofDevice = view.logs.filter(({ service: from }) => from === undefined);
  // The service holds the device back: what is to let go of the lock may be this very command.
  if (ofDevice.at(-1)?.message.startsWith('Updates are locked') === true) return undefined;
  const own = device.services.find(({ name }) => name === service);
  const commit = own?.releaseCommit;
  const replaced = { waitsFor: `${service}, which is being replaced`, ...(commit === undefined ? {} : { commit }), isUnderWay: true };
  const line = ofDevice.findLast(({ message }) => message.includes(` '${service} `));
  if (line !== undefined && betweenContainers.test(line.message)) return replaced;
  if (own !== undefined && underWay.has(own.status.toLowerCase())) return replaced;
  // Such a device tells no release: only that it is at work.
  if (view.isWithoutCloud === true) return device.status === 'updating' ? replaced : undefined;
  const release = releaseFor(view, service);
  if (release === undefined || isSameCommit(commit, release)) return undefined;
  return { waitsFor: `${service} of release ${shortCommit(release)}`, commit: release, isUnderWay: false };
}

/** What the device or its fleet is held at, or the newest release of its fleet, where it has this service or does not tell its services. */
function releaseFor(view: LabView, service: string): string | undefined {
  const fleet = fleetOfDevice(view);
  const pinned = pinOf(view)?.commit;
  const release = pinned === undefined ? fleet && newestRelease(fleet) : fleet?.releases.find(({ commit }) => isSameCommit(commit, pinned));
  if (release === undefined) return pinned;
  return release.images.length === 0 || release.images.some((image) => image.service === service) ? release.commit : undefined;
}

export interface SettledOptions {
  signal: AbortSignal;
  /** Told when it has to be waited, and again when that is for something else. */
  onWait: (waitsFor: string) => void;
}

/** Milliseconds without anything new after which it is waited no longer. */
const patience = 90_000;
/** The same while the device has not begun: the release may be one that its fleet does not give it. */
const patienceBefore = 30_000;
/** Milliseconds that an answer may take: a lab that does not answer keeps nobody from their service. */
const answerLimit = 5_000;

/**
 * Resolves when the service runs what it is to run, or when there is no sense in waiting (any longer): a command is never kept from a device
 * about which nothing is known. True where it was waited. Rejects with `cancelled`.
 */
export type WhenSettled = (service: string, options: SettledOptions) => Promise<boolean>;

export function createWhenSettled(lab: Lab): WhenSettled {
  /** What the device did not come to, by service: it is not waited for again. */
  const givenUp = new Map<string, string>();

  return async (service, { signal, onWait }) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const seen = new Set<string>();
    let limit: NodeJS.Timeout | undefined;
    let told: string | undefined;

    function look(view: LabView): void {
      // One answer that did not come says nothing: who waits already waits on, and no longer than without progress.
      if (view.problem !== undefined && view.device?.isOnline === true && seen.size > 0) return;
      const found = replacementOf(view, service);
      const awaited = JSON.stringify(found);
      if (found === undefined) givenUp.delete(service);
      if (found === undefined || givenUp.get(service) === awaited) {
        resolve(undefined);
        return;
      }
      if (found.waitsFor !== told) onWait(found.waitsFor);
      told = found.waitsFor;
      // A device that tries the same again and again makes no progress.
      const state = JSON.stringify([awaited, view.device?.runningCommit, view.device?.services.map(progressOf)]);
      if (seen.has(state)) return;
      seen.add(state);
      clearTimeout(limit);
      const giveUp = () => {
        givenUp.set(service, awaited);
        resolve(undefined);
      };
      limit = setTimeout(giveUp, found.isUnderWay ? patience : patienceBefore);
    }

    // A push that has just ended is in no view that was read before.
    await unlessAborted(readWithinLimit(lab), signal);
    const stop = lab.onChange(look);
    try {
      look(lab.view());
      await unlessAborted(promise, signal);
      return seen.size > 0;
    } finally {
      stop();
      clearTimeout(limit);
    }
  };
}

function progressOf({ name, status, downloadProgress, releaseCommit }: NonNullable<LabView['device']>['services'][number]): unknown {
  return [name, status, downloadProgress, releaseCommit];
}

/** Reads what there is now, unless that takes too long. */
async function readWithinLimit(lab: Lab): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    limit = setTimeout(resolve, answerLimit);
  });
  try {
    await Promise.race([lab.refresh(), late]);
  } finally {
    clearTimeout(limit);
  }
}
