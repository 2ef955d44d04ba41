import type { FleetView } from '../../../shared/domain/device-view.ts';
import { findFleet, newestRelease } from './fleets.ts';
import { cannotTellOfCloud, notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export interface ImageSize {
  fleet: string;
  service: string;
  below?: number | undefined;
  timesSmaller?: number | undefined;
}

export function imageSize(wanted: ImageSize, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTellOfCloud(view);
  if (blocked !== undefined) return blocked;
  const fleet = findFleet(view, wanted.fleet);
  if (fleet === undefined) return notYet(`There is no fleet ${wanted.fleet} yet.`);
  const release = newestRelease(fleet);
  if (release === undefined) return notYet(`${fleet.name} has no release that can run yet.`);
  const size = sizeIn(release, wanted.service);
  if (size === undefined) return unknown(`The size of the image of ${wanted.service} is not known.`);
  const is = `The image of ${wanted.service} has ${megabytes(size)}`;
  if (wanted.below !== undefined && size >= wanted.below) return notYet(`${is}; it should have less than ${megabytes(wanted.below)}.`);
  if (wanted.timesSmaller !== undefined) {
    const earlier = fleet.releases.filter(({ id }) => id !== release.id).map((each) => sizeIn(each, wanted.service) ?? 0);
    const largest = Math.max(0, ...earlier);
    if (largest === 0) return notYet(`${is}; there is no earlier release to compare it with.`);
    const times = largest / size;
    const than = `${is}, ${times < 1.05 ? 'as much as before' : `${times.toFixed(1)} times less than the ${megabytes(largest)} before`}`;
    return times >= wanted.timesSmaller ? passed(`${than}.`) : notYet(`${than}.`);
  }
  return passed(`${is}.`);
}

function sizeIn({ images }: FleetView['releases'][number], service: string): number | undefined {
  return images.find((image) => image.service === service)?.size;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
