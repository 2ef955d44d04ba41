import type { Density } from './picture.ts';

/** Lengths of the picture in pixels at scale 1. */
export interface Metrics {
  density: Density;
  boxWidth: number;
  boxHeight: number;
  /** Between boxes of one row. */
  gap: number;
  /** From a rail down to the boxes that hang from it. */
  drop: number;
  /** From the boxes of a row to the next rail. */
  rowGap: number;
  /** From one door in the wall to the next. */
  slot: number;
  /** The title of a bridge, and the room above its first rail. */
  head: number;
  aboveRail: number;
  pad: number;
  laneHead: number;
  bandGap: number;
  wall: number;
  /** Between the legs of a service on several bridges. */
  legStep: number;
  name: number;
  detail: number;
  label: number;
}

const comfortable: Metrics = {
  density: 'comfortable',
  boxWidth: 152,
  boxHeight: 62,
  gap: 20,
  drop: 22,
  rowGap: 20,
  slot: 32,
  head: 26,
  aboveRail: 18,
  pad: 14,
  laneHead: 26,
  bandGap: 12,
  wall: 12,
  legStep: 14,
  name: 14,
  detail: 11.5,
  label: 11.5,
};

const compact: Metrics = {
  ...comfortable,
  density: 'compact',
  boxWidth: 112,
  boxHeight: 28,
  gap: 12,
  drop: 14,
  rowGap: 12,
  slot: 22,
  head: 22,
  aboveRail: 15,
  pad: 10,
  laneHead: 22,
  bandGap: 8,
  wall: 10,
  legStep: 9,
  name: 12.5,
  label: 10.5,
};

/** `lines`: how many lines of detail a comfortable box has below its name. */
export function metricsFor(density: Density, lines: number): Metrics {
  return density === 'compact' ? compact : { ...comfortable, boxHeight: 30 + lines * 16 };
}

export function rowPitch({ drop, boxHeight, rowGap }: Metrics): number {
  return drop + boxHeight + rowGap;
}
