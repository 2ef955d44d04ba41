import type { Density } from './picture.ts';

/** Lengths of the picture in its own units: a unit is a pixel at the design size, at scale 1. */
export interface Metrics {
  density: Density;
  boxWidth: number;
  boxHeight: number;
  /** Of the boxes outside. */
  outsideWidth: number;
  /** Within a box, at its left and right. */
  inset: number;
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
  boxWidth: 148,
  boxHeight: 62,
  outsideWidth: 112,
  inset: 13,
  gap: 18,
  drop: 22,
  rowGap: 20,
  slot: 30,
  head: 26,
  aboveRail: 16,
  pad: 12,
  laneHead: 24,
  bandGap: 10,
  wall: 12,
  legStep: 13,
  name: 14,
  detail: 11.5,
  label: 11.5,
};

const snug: Metrics = {
  ...comfortable,
  density: 'snug',
  boxWidth: 132,
  boxHeight: 44,
  outsideWidth: 104,
  inset: 11,
  gap: 14,
  drop: 18,
  rowGap: 16,
  slot: 25,
  head: 24,
  pad: 11,
  laneHead: 22,
  bandGap: 8,
  legStep: 10,
  name: 13,
  detail: 11,
  label: 11,
};

const compact: Metrics = {
  ...snug,
  density: 'compact',
  boxWidth: 108,
  boxHeight: 28,
  outsideWidth: 100,
  inset: 10,
  gap: 12,
  drop: 12,
  rowGap: 12,
  slot: 21,
  head: 18,
  aboveRail: 15,
  pad: 8,
  wall: 10,
  legStep: 9,
  name: 13,
  label: 11,
};

/** `lines`: how many lines of detail a comfortable box has below its name. */
export function metricsFor(density: Density, lines: number): Metrics {
  if (density === 'compact') return compact;
  return density === 'snug' ? snug : { ...comfortable, boxHeight: 34 + lines * 16 };
}

export function rowPitch({ drop, boxHeight, rowGap }: Metrics): number {
  return drop + boxHeight + rowGap;
}
