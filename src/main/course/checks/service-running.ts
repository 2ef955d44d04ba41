import type { LabView, ServiceView } from '../../../shared/domain/device-view.ts';
import { isDeviceIn } from '../../../shared/domain/fleets.ts';
import { findFleet, hasStartedAfter, heldFrom, describePin, isSameCommit, newestRelease, shortCommit, stateOf } from './fleets.ts';
import { cannotTell, counted, notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export interface ServiceRunning {
  fleet: string;
  service: string;
  steadySeconds?: number | undefined;
  restartsAtLeast?: number | undefined;
}

/** Only the newest successful release counts: a service that still runs an older one has not followed the last push yet. */
export function serviceRunning(wanted: ServiceRunning, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTell(view);
  if (blocked !== undefined) return blocked;
  if (view.isWithoutCloud === true) return onDeviceAlone(wanted, view);
  const fleet = findFleet(view, wanted.fleet);
  if (fleet === undefined) return notYet(`There is no fleet ${wanted.fleet} yet.`);
  const { device } = view;
  if (device === undefined || !isDeviceIn(view, fleet)) return notYet(`The device does not belong to ${fleet.name} yet.`);
  const release = newestRelease(fleet);
  if (release === undefined) return notYet(`${fleet.name} has no release that can run yet.`);
  if (!device.isOnline) return unknown(`The device ${device.name} is offline, so its services cannot be seen.`);

  const service = device.services.find(({ name, releaseCommit }) => name === wanted.service && isSameCommit(releaseCommit, release.commit));
  const held = heldFrom(view, release);
  if (service === undefined && held !== undefined) return notYet(`${describePin(held)} until “${held.letGo}” lets it.`);
  if (service === undefined) return notOnNewest(device.services, wanted.service, release.commit);
  return judge(service, wanted, view, release.createdAt);
}

/** What was pushed last is what it runs: a device without a cloud keeps one release. */
function onDeviceAlone(wanted: ServiceRunning, view: LabView): Verdict {
  const { device } = view;
  if (device === undefined) return notYet('No device is known yet.');
  if (!device.isOnline) return unknown(`The device ${device.name} does not answer, so its services cannot be seen.`);
  const service = device.services.find(({ name }) => name === wanted.service);
  if (service === undefined) return notYet(`The device does not run ${wanted.service} yet: push to it.`);
  return judge(service, wanted, view, 0);
}

function notOnNewest(services: readonly ServiceView[], name: string, newest: string): Verdict {
  const older = services.find((service) => service.name === name);
  const target = `the newest release, ${shortCommit(newest)}`;
  if (older === undefined) return notYet(`The device does not run ${name} yet; it will fetch ${target}.`);
  if (older.releaseCommit === undefined) return notYet(`${name} is ${stateOf(older)}; it does not run ${target}, yet.`);
  return notYet(`${name} runs release ${shortCommit(older.releaseCommit)}, not yet ${target}.`);
}

function judge(service: ServiceView, wanted: ServiceRunning, view: LabView, madeAt: number): Verdict {
  const { name, restarts } = service;
  // A start from before the release was made is one of the container that it replaces.
  const startedAt = hasStartedAfter(service, madeAt) ? service.startedAt : undefined;
  const again = restarts === 0 ? 'has not restarted' : `has restarted ${counted(restarts, 'time', 'times')}`;
  if (wanted.restartsAtLeast !== undefined && restarts < wanted.restartsAtLeast) return notYet(`${name} ${again} so far.`);
  const isRunning = service.status.toLowerCase() === 'running';
  if (wanted.steadySeconds === undefined) {
    // A service that ends and is started again is between two runs for a moment; it is deployed all the same.
    return isRunning || (restarts > 0 && isBetweenRuns(service))
      ? passed(`${name} runs the newest release${restarts === 0 ? '' : `, and ${again}`}.`)
      : notYet(`${name} is ${stateOf(service)}.`);
  }
  if (!isRunning) return notYet(`${name} is ${stateOf(service)}${restarts === 0 ? '' : `; it ${again}`}.`);
  if (service.exitedAt !== undefined) return notYet(`${name} has ended, and waits to be started again; it ${again}.`);
  if (startedAt === undefined) return notYet(`${name} runs; when it was started is not known yet.`);
  const up = Math.max(0, view.readAt - startedAt);
  const missing = wanted.steadySeconds * 1_000 - up;
  if (missing <= 0) return passed(`${name} has run for ${counted(Math.floor(up / 1_000), 'second', 'seconds')} without a restart.`);
  // Restarts in the log may be those of the container before: this one has its own count.
  const restarted = restarts === 0 ? 0 : Math.min(restarts, restartsInLastMinute(view, name));
  return notYet(
    restarted === 0
      ? `${name} has run for ${counted(Math.floor(up / 1_000), 'second', 'seconds')}; ${wanted.steadySeconds} are needed.`
      : `${name} has restarted ${counted(restarted, 'time', 'times')} in the last minute.`,
    missing,
  );
}

function isBetweenRuns({ status }: ServiceView): boolean {
  return ['exited', 'restarting', 'stopping', 'starting'].includes(status.toLowerCase());
}

/** Counted in the log as the Supervisor writes it: `Restarting service 'main sha256:…'`. */
function restartsInLastMinute(view: LabView, service: string): number {
  return view.logs.filter(
    ({ message, timestamp }) =>
      timestamp > view.readAt - 60_000 && message.startsWith('Restarting service') && message.includes(`'${service} `),
  ).length;
}
