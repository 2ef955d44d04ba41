import type { Arrangement, BridgePlan } from './arrange.ts';
import { rowPitch, type Metrics } from './metrics.ts';

/** How many boxes stand side by side. */
export interface Columns {
  bands: number;
  host: number;
}

/** What the texts need; measured once for a picture. */
export interface TextRoom {
  door: number;
  /** Of the widest title of a bridge, up to a bound. */
  title: number;
  /** Of each column of services on several bridges: where the address at its longest leg ends. */
  columns: readonly number[];
}

export interface Size {
  width: number;
  height: number;
}

/** The least room that the arrangement takes with so many columns. */
export function naturalSize(arrangement: Arrangement, metrics: Metrics, columns: Columns, room: TextRoom): Size {
  const lanes = laneWidths(arrangement, metrics, columns, room);
  const { before, heights } = bandHeights(arrangement, metrics, columns);
  const bands = heights.reduce((sum, height) => sum + height + metrics.bandGap, -metrics.bandGap);
  return {
    width: lanes.laptop + lanes.outsideGap + lanes.host + lanes.insideGap + lanes.bands,
    height: metrics.laneHead + Math.max(bands, before + hostHeight(arrangement, metrics, columns), before + laptopHeight(metrics)),
  };
}

export interface LaneWidths {
  laptop: number;
  outsideGap: number;
  /** The host's boxes, its spine, the doors' labels and the wall. */
  host: number;
  doorRoom: number;
  insideGap: number;
  grid: number;
  bands: number;
}

export function laneWidths(arrangement: Arrangement, metrics: Metrics, columns: Columns, room: TextRoom): LaneWidths {
  const { boxWidth, gap, pad, wall } = metrics;
  const widest = Math.max(
    0,
    ...arrangement.bridges.map(({ services }) => Math.min(services.length, columns.bands)),
    Math.min(arrangement.lonely.length, columns.bands),
  );
  const spanning = room.columns.reduce((sum, width) => sum + width, 0);
  const grid = Math.max(widest * (boxWidth + gap), spanning > 0 ? room.title - gap : 0);
  const doorRoom = room.door + 1.5 * gap;
  return {
    laptop: metrics.outsideWidth + 2 * pad,
    outsideGap: gap,
    host: pad + columns.host * (boxWidth + gap) + doorRoom + wall,
    doorRoom,
    insideGap: gap,
    grid,
    bands: trunkOffset(metrics) + Math.max(grid + spanning, room.title) + pad,
  };
}

/** From a band's left edge to its trunk, and as far again to the boxes. */
export function trunkOffset({ pad }: Metrics): number {
  return 2 * pad;
}

/** `before`: from the top of the first band to its first rail, which is the height of the line from outside. */
export function bandHeights(arrangement: Arrangement, metrics: Metrics, columns: Columns): { before: number; heights: number[] } {
  const heights = arrangement.bridges.map((bridge) => bandHeight(bridge, metrics, columns));
  if (heights.length === 0) heights.push(metrics.head + metrics.aboveRail + rowPitch(metrics));
  if (arrangement.lonely.length > 0) {
    const rows = Math.ceil(arrangement.lonely.length / columns.bands);
    heights.push(metrics.head + rows * (metrics.boxHeight + metrics.rowGap) - metrics.rowGap + metrics.pad);
  }
  return { before: metrics.head + metrics.aboveRail, heights };
}

/** The doors, a place without one, and the host's own address. */
export function slotCount({ doors }: BridgePlan): number {
  return doors.length + 2;
}

function bandHeight(bridge: BridgePlan, metrics: Metrics, columns: Columns): number {
  const rows = Math.max(1, Math.ceil(bridge.services.length / columns.bands));
  const boxes = rows * rowPitch(metrics) - metrics.rowGap;
  const slots = (slotCount(bridge) - 1) * metrics.slot;
  return metrics.head + metrics.aboveRail + Math.max(boxes, slots) + metrics.pad;
}

export function hostHeight({ hosted }: Arrangement, metrics: Metrics, columns: Columns): number {
  return Math.ceil((hosted.length + 1) / columns.host) * rowPitch(metrics) - metrics.rowGap + metrics.pad;
}

export function laptopHeight({ boxHeight, rowGap, pad }: Metrics): number {
  return boxHeight * 1.5 + rowGap + pad;
}
