import { findFleet, newestRelease } from '../../../src/main/course/checks/fleets.ts';
import type { Predicate } from '../../../src/shared/course/checks.ts';
import type { FleetView, LabView, ReleaseView } from '../../../src/shared/domain/device-view.ts';
import { isFleet } from '../../../src/shared/domain/fleets.ts';
import { withDevice, withView, withService, withoutService, type Facts, type Mutation } from './facts.ts';

type Of<Kind extends Predicate['kind']> = Extract<Predicate, { kind: Kind }>;

export function signedInMutations(): Mutation[] {
  return [{ what: 'signed out', found: /Nobody is signed in/, spoil: (facts) => withView(facts, signedOut) }];
}

function signedOut(view: LabView): LabView {
  return { ...view, account: undefined, fleets: [] };
}

export function fleetExistsMutations({ fleet }: Of<'fleet-exists'>): Mutation[] {
  const misspelt = `${fleet}2`;
  return [
    {
      what: 'a fleet of another name',
      found: new RegExp(misspelt),
      spoil: (facts) => withFleet(facts, fleet, (own) => ({ ...own, name: misspelt, slug: `${own.slug}2` })),
    },
    {
      what: 'no fleet',
      found: /There is no fleet/,
      spoil: (facts) => withView(facts, (view) => ({ ...view, fleets: view.fleets.filter((each) => !isFleet(each, fleet)) })),
    },
  ];
}

export function deviceInFleetMutations(): Mutation[] {
  return [
    {
      what: 'the device in another fleet',
      found: /AnotherFleet/,
      spoil: (facts) => withDevice(facts, (device) => ({ ...device, fleet: 'AnotherFleet' })),
    },
    {
      what: 'the device in no fleet',
      found: /waits and belongs to no fleet/,
      spoil: (facts) =>
        withView(facts, ({ device, ...view }) => ({
          ...view,
          waitingDevice: { uuid: device?.uuid ?? '', deviceType: device?.deviceType ?? '' },
        })),
    },
  ];
}

export function releaseCountMutations({ fleet, atLeast }: Of<'release-count'>): Mutation[] {
  const oneTooFew = atLeast - 1;
  return [
    {
      what: 'the last build failed',
      found: new RegExp(`has ${oneTooFew} releases?.* The last build failed`),
      spoil: (facts) =>
        withReleases(facts, fleet, (releases) =>
          newestFirst(releases).map((each, index) => ({ ...each, status: index < releases.length - oneTooFew ? 'failed' : 'success' })),
        ),
    },
    {
      what: 'one push too few',
      found: new RegExp(`has ${oneTooFew} releases?`),
      spoil: (facts) => withReleases(facts, fleet, (releases) => releases.slice(0, oneTooFew)),
    },
  ];
}

export function serviceRunningMutations(wanted: Of<'service-running'>): Mutation[] {
  const { service, fleet, steadySeconds } = wanted;
  const mutations: Mutation[] = [
    { what: 'service missing', found: new RegExp(`does not run ${service}`), spoil: (facts) => withoutService(facts, service) },
    {
      what: 'an older release',
      found: new RegExp(`${service} runs release 0000000`),
      spoil: (facts) => withService(facts, service, { releaseCommit: '0'.repeat(40) }),
    },
    {
      what: 'service stopped',
      found: new RegExp(`${service} (is exited|has not restarted)`),
      spoil: (facts) => withService(facts, service, { status: 'exited', restarts: 0 }),
    },
    {
      what: 'the device in another fleet',
      found: new RegExp(`does not belong to ${fleet}`),
      spoil: (facts) => withDevice(facts, (device) => ({ ...device, fleet: 'AnotherFleet' })),
    },
  ];
  if (steadySeconds !== undefined) {
    mutations.push({
      what: 'it restarts again and again',
      found: new RegExp(`${service} has restarted 3 times`),
      spoil: (facts) => restarting(facts, service),
    });
  }
  return mutations;
}

function restarting(facts: Facts, service: string): Facts {
  const now = facts.lab.view().readAt;
  const message = `Restarting service '${service} sha256:0'`;
  const lines = [3_000, 2_000, 1_000].map((ago) => ({ timestamp: now - ago, message, isError: false }));
  return withView(withService(facts, service, { restarts: 3, startedAt: now }), (view) => ({ ...view, logs: [...view.logs, ...lines] }));
}

export function logLineMutations({ service, pattern, count }: Of<'log-line'>): Mutation[] {
  const isMeant = new RegExp(pattern);
  const mutations: Mutation[] = [
    {
      what: 'other words',
      found: /Its last line is “exec: not found”/,
      spoil: (facts) =>
        withView(facts, (view) => ({
          ...view,
          logs: view.logs.map((line) => (isMeant.test(line.message) ? { ...line, message: 'exec: not found' } : line)),
        })),
    },
    {
      what: 'lines of the release before',
      found: /no line of this release|last line/,
      spoil: (facts) =>
        withView(facts, (view) => ({
          ...view,
          logs: view.logs.map((line) => (isMeant.test(line.message) ? { ...line, timestamp: 0 } : line)),
        })),
    },
  ];
  if (service !== undefined) {
    mutations.push({
      what: 'lines of another service',
      found: /no line of this release|last line/,
      spoil: (facts) =>
        withView(facts, (view) => ({
          ...view,
          logs: view.logs.map((line) => (isMeant.test(line.message) ? { ...line, service: 'another' } : line)),
        })),
    });
  }
  if (count > 1) {
    mutations.push({
      what: 'one line too few',
      found: new RegExp(`${count} are needed`),
      spoil: (facts) => withView(facts, (view) => ({ ...view, logs: atMost(view.logs, isMeant, count - 1) })),
    });
  }
  return mutations;
}

function atMost(logs: LabView['logs'], pattern: RegExp, most: number): LabView['logs'] {
  const surplus = logs.filter(({ message }) => pattern.test(message)).slice(0, -most);
  return logs.filter((line) => !surplus.includes(line));
}

export function imageSizeMutations({ fleet, service, below, timesSmaller }: Of<'image-size'>): Mutation[] {
  const mutations: Mutation[] = [];
  if (below !== undefined) {
    mutations.push({
      what: 'twice as big',
      found: /should have less than/,
      spoil: (facts) => withNewestImage(facts, fleet, service, below * 2),
    });
  }
  if (timesSmaller !== undefined) {
    const largest = (facts: Facts) =>
      Math.max(...(findFleet(facts.lab.view(), fleet)?.releases.flatMap(({ images }) => images.map(({ size = 0 }) => size)) ?? [0]));
    mutations.push(
      { what: 'as big as before', found: /as much as before/, spoil: (facts) => withNewestImage(facts, fleet, service, largest(facts)) },
      {
        what: 'nothing to compare with',
        found: /no earlier release/,
        spoil: (facts) => withReleases(facts, fleet, (releases) => newestFirst(releases).slice(0, 1)),
      },
    );
  }
  return mutations;
}

function withNewestImage(facts: Facts, fleet: string, service: string, size: number): Facts {
  return withFleet(facts, fleet, (own) => {
    const newest = newestRelease(own);
    const releases = own.releases.map((release) =>
      release.id === newest?.id
        ? { ...release, images: release.images.map((image) => (image.service === service ? { ...image, size } : image)) }
        : release,
    );
    return { ...own, releases };
  });
}

function withFleet(facts: Facts, name: string, change: (fleet: FleetView) => FleetView): Facts {
  return withView(facts, (view) => ({ ...view, fleets: view.fleets.map((fleet) => (isFleet(fleet, name) ? change(fleet) : fleet)) }));
}

function withReleases(facts: Facts, fleet: string, change: (releases: ReleaseView[]) => ReleaseView[]): Facts {
  return withFleet(facts, fleet, (own) => ({ ...own, releases: change(own.releases) }));
}

function newestFirst(releases: readonly ReleaseView[]): ReleaseView[] {
  return releases.toSorted((left, right) => right.createdAt - left.createdAt || right.id - left.id);
}
