import type { ImageStack, StackLayer } from './image-stack.ts';

/**
 * Where images are drawn as towers of layers, side by side on one ground and on one scale: heights are exactly in proportion to sizes, except
 * that no layer is thinner than it takes to be seen. Names stand beside, as near as they can without covering each other. Units of 1/16 rem. Pure.
 */
export interface LayersLayout {
  width: number;
  height: number;
  /** The line that the towers stand on. */
  ground: number;
  towers: readonly TowerBox[];
  /** The part that both towers stand on; absent where they share nothing. */
  shared: { x: number; width: number; y: number; height: number } | undefined;
}

export interface TowerBox {
  x: number;
  width: number;
  top: number;
  /** Which side its names are on. */
  side: 'left' | 'right';
  segments: readonly { index: number; y: number; height: number }[];
  rows: readonly RowBox[];
}

export interface RowBox {
  /** The layer's place; undefined for the row that stands for the steps without files. */
  index: number | undefined;
  /** How many steps it stands for. */
  count: number;
  x: number;
  width: number;
  y: number;
  height: number;
  /** The middle of the layer that it names. */
  anchor: number;
}

const topMargin = 42;
const footer = 40;
const margin = 18;
export const rowHeight = 24;
const thinnest = 1.5;

export function layOutLayers(
  stacks: readonly ImageStack[],
  options: { width: number; height: number; showsSettings: boolean },
): LayersLayout {
  const { width, showsSettings } = options;
  const rows = stacks.map((stack) => rowsOf(stack.layers, showsSettings));
  const mostRows = Math.max(1, ...rows.map((row) => row.length));
  const height = Math.max(options.height, topMargin + mostRows * rowHeight + footer);
  const ground = height - footer;
  const largest = Math.max(1, ...stacks.map(({ size, layers }) => Math.max(size, sum(layers))));
  const thinParts = Math.max(...stacks.map(({ layers }) => layers.filter((layer) => !layer.isEmpty).length), 0) * thinnest;
  const scale = Math.max(1, ground - topMargin - thinParts) / largest;
  const isPair = stacks.length > 1;
  const towerWidth = isPair ? Math.min(120, Math.max(56, width * 0.11)) : Math.min(190, Math.max(80, width * 0.17));
  const lead = Math.min(34, Math.max(18, width * 0.045));
  const gap = isPair ? Math.max(28, towerWidth * 0.42) : 0;
  const towers = stacks.map((stack, place): TowerBox => {
    const side = isPair && place === 0 ? 'left' : 'right';
    const x = !isPair ? margin + 8 : place === 0 ? width / 2 - gap / 2 - towerWidth : width / 2 + gap / 2;
    const segments = segmentsOf(stack.layers, ground, scale);
    const labels =
      side === 'left'
        ? { x: margin, width: x - lead - margin }
        : { x: x + towerWidth + lead, width: width - margin - (x + towerWidth + lead) };
    return {
      x,
      width: towerWidth,
      top: segments.at(-1)?.y ?? ground,
      side,
      segments,
      rows: placeRows(rows[place] ?? [], segments, { ...labels, top: topMargin - 8, bottom: ground }),
    };
  });
  return { width, height, ground, towers, shared: sharedOf(stacks, towers, ground) };
}

function sum(layers: readonly StackLayer[]): number {
  return layers.reduce((total, { size }) => total + size, 0);
}

/** From the ground up, oldest first. */
function segmentsOf(layers: readonly StackLayer[], ground: number, scale: number): TowerBox['segments'] {
  let y = ground;
  return layers.flatMap((layer) => {
    if (layer.isEmpty) return [];
    const height = Math.max(thinnest, layer.size * scale);
    y -= height;
    return [{ index: layer.index, y, height }];
  });
}

/** The rows of a stack, oldest first: one a layer, and one for all steps without files unless each is asked for. */
function rowsOf(layers: readonly StackLayer[], showsSettings: boolean): { index: number | undefined; count: number; after: number }[] {
  const rows: { index: number | undefined; count: number; after: number }[] = [];
  let after = -1;
  for (const layer of layers) {
    if (!layer.isEmpty) after = layer.index;
    if (!layer.isEmpty || showsSettings) rows.push({ index: layer.index, count: 1, after });
  }
  const settings = layers.filter((layer) => layer.isEmpty).length;
  if (!showsSettings && settings > 0) rows.push({ index: undefined, count: settings, after });
  return rows;
}

/**
 * Rows from the ground up, each as near to its layer's middle as those below and above allow: first none lower than what is below it lets it, then
 * all that stand too high are pushed down.
 */
function placeRows(
  rows: readonly { index: number | undefined; count: number; after: number }[],
  segments: TowerBox['segments'],
  room: { x: number; width: number; top: number; bottom: number },
): RowBox[] {
  const anchors = rows.map(({ after }) => {
    const segment = segments.find(({ index }) => index === after);
    return segment === undefined ? room.bottom : segment.y + segment.height / 2;
  });
  const tops: number[] = [];
  let limit = room.bottom;
  anchors.forEach((anchor) => {
    const top = Math.min(anchor - rowHeight / 2, limit - rowHeight);
    tops.push(top);
    limit = top;
  });
  let floor = room.top;
  for (let place = tops.length - 1; place >= 0; place -= 1) {
    const top = Math.max(tops[place] ?? 0, floor);
    tops[place] = top;
    floor = top + rowHeight;
  }
  return rows.map(({ index, count }, place) => ({
    index,
    count,
    x: room.x,
    width: room.width,
    y: tops[place] ?? 0,
    height: rowHeight,
    anchor: anchors[place] ?? room.bottom,
  }));
}

function sharedOf(stacks: readonly ImageStack[], towers: readonly TowerBox[], ground: number): LayersLayout['shared'] {
  const [left, right] = towers;
  const last = stacks[0]?.layers.findLast((layer) => layer.isShared && !layer.isEmpty);
  const segment = left?.segments.find(({ index }) => index === last?.index);
  if (left === undefined || right === undefined || segment === undefined) return undefined;
  const x = left.x + left.width;
  return { x, width: right.x - x, y: segment.y, height: ground - segment.y };
}
