import type { Arrangement } from './arrange.ts';
import type { Metrics } from './metrics.ts';
import type { Drawing, Picture, Rect } from './picture.ts';
import { placeBridges, placeLonely, placeSpanning } from './place-bridges.ts';
import { placeHost, placeOutside } from './place-host.ts';
import { addLabel, addWire, type Sheet } from './sheet.ts';
import { bandHeights, hostHeight, laneWidths, laptopHeight, type Columns, type LaneWidths, type Size, type TextRoom } from './sizes.ts';

export interface PlaceInput {
  drawing: Drawing;
  arrangement: Arrangement;
  metrics: Metrics;
  columns: Columns;
  room: TextRoom;
  natural: Size;
  /** At least `natural`: the rest becomes air. */
  size: Size;
}

/** Gives every box, label, wire and door its place. */
export function place(input: PlaceInput): Picture {
  const { arrangement, columns, size } = input;
  const { metrics, lanes } = withAir(input);
  const { before, heights } = bandHeights(arrangement, metrics, columns);
  const inner = size.height - metrics.laneHead;
  const hostLane = { x: lanes.laptop + lanes.outsideGap, y: metrics.laneHead, width: lanes.host, height: inner };
  const bandsLeft = hostLane.x + lanes.host + lanes.insideGap;
  const bandsHeight = heights.reduce((sum, height) => sum + height + metrics.bandGap, -metrics.bandGap);
  const spare = Math.max(0, inner - bandsHeight) / heights.length;
  const below = Math.max(hostHeight(arrangement, metrics, columns), laptopHeight(metrics));
  // What hangs a little above the middle of the air looks at rest.
  const above = Math.max(0, Math.min(spare * 0.35, 80, inner - before - below));
  const grid = gridOf(arrangement, metrics, columns, lanes, size.width - bandsLeft);
  const sheet: Sheet = {
    drawing: input.drawing,
    arrangement,
    metrics,
    columns,
    room: input.room,
    size,
    lanes,
    line: metrics.laneHead + before + above,
    hostLane,
    spineX: hostLane.x + lanes.host - metrics.wall - lanes.doorRoom,
    wallX: hostLane.x + lanes.host - metrics.wall,
    bandsLeft,
    bandsWidth: size.width - bandsLeft,
    ...grid,
    boxes: [],
    labels: [],
    wires: [],
    doors: [],
    bands: [],
  };
  const bands = stack(sheet, heights, spare);
  placeBridges(sheet, bands, before + above);
  placeSpanning(sheet);
  placeLonely(sheet, bands.at(-1));
  placeHost(sheet);
  placeOutside(sheet);
  return finish(sheet);
}

/** Spreads what the window has more than the picture needs. */
function withAir({ arrangement, metrics: bare, columns, room, natural, size }: PlaceInput): { metrics: Metrics; lanes: LaneWidths } {
  const spareHeight = size.height - natural.height;
  const spareWidth = size.width - natural.width;
  const rows = Math.max(1, ...arrangement.bridges.map(({ services }) => Math.ceil(services.length / columns.bands)));
  const hosted = Math.ceil((arrangement.hosted.length + 1) / columns.host);
  const rowsOfAll = Math.max(hosted, Math.max(1, arrangement.bridges.length) * rows);
  const metrics = { ...bare, drop: bare.drop + Math.min(16, Math.max(0, spareHeight) / (2 * rowsOfAll)) };
  const lanes = laneWidths(arrangement, metrics, columns, room);
  const gap = Math.min(44, Math.max(0, spareWidth) * 0.15);
  const doors = Math.min(50, Math.max(0, spareWidth) * 0.15);
  return {
    metrics,
    lanes: { ...lanes, outsideGap: lanes.outsideGap + gap, host: lanes.host + doors, doorRoom: lanes.doorRoom + doors },
  };
}

function gridOf(
  { bridges, lonely }: Arrangement,
  { boxWidth, gap }: Metrics,
  columns: Columns,
  lanes: LaneWidths,
  width: number,
): { pitch: number; gridWidth: number } {
  const used = Math.min(columns.bands, Math.max(1, lonely.length, ...bridges.map(({ services }) => services.length)));
  const pitch = boxWidth + gap + Math.min(56, (Math.max(0, width - lanes.bands) * 0.6) / used);
  return { pitch, gridWidth: lanes.grid === 0 ? 0 : Math.max(lanes.grid, used * pitch) };
}

function stack({ bandsLeft, bandsWidth, metrics }: Sheet, heights: readonly number[], spare: number): Rect[] {
  let top = metrics.laneHead;
  return heights.map((height) => {
    const rect = { x: bandsLeft, y: top, width: bandsWidth, height: height + spare };
    top += height + spare + metrics.bandGap;
    return rect;
  });
}

function finish(sheet: Sheet): Picture {
  const { drawing, metrics, lanes, size, hostLane, line, spineX, wallX } = sheet;
  const rails = sheet.boxes.flatMap(({ joins }) => joins.filter(({ network }) => network === undefined).map(({ railY }) => railY));
  const spine = { x: spineX, top: line, bottom: Math.max(line, ...rails, ...sheet.doors.map(({ y }) => y)) };
  // Where no door leads on, it ends at the wall, as what knocks at a closed port does.
  addWire(sheet, 'line', 'host', 'same', [hostLane.x, line], [sheet.doors.length === 0 ? wallX : spineX, line]);
  addWire(sheet, 'spine', 'host', 'same', [spineX, spine.top], [spineX, spine.bottom]);
  for (const door of sheet.doors) addWire(sheet, `to ${door.id}`, 'host', door.mark, [spineX, door.y], [wallX, door.y]);
  wireBands(sheet);
  for (const [x, text, width] of [
    [0, 'Outside', lanes.laptop],
    [hostLane.x, 'The device’s host', lanes.host],
    [sheet.bandsLeft, 'Bridges inside the device', sheet.bandsWidth],
  ] as const)
    addLabel(sheet, { id: `lane ${text}`, look: 'lane', mark: 'same', size: metrics.label, text, x: x + 2, y: 3, width: width - 2 });
  const { bands, boxes, doors, labels, wires } = sheet;
  return {
    width: size.width,
    height: size.height,
    density: metrics.density,
    topology: drawing.topology,
    laptopLane: { x: 0, y: metrics.laneHead, width: lanes.laptop, height: size.height - metrics.laneHead },
    hostLane,
    wall: { x: wallX, y: metrics.laneHead, width: metrics.wall, height: size.height - metrics.laneHead },
    spine,
    entrance: { x: hostLane.x, y: line },
    outsideX: lanes.laptop + lanes.outsideGap / 2,
    bands,
    boxes,
    doors,
    labels,
    wires,
  };
}

/** The trunks behind the wall and the rails that go off from them. */
function wireBands(sheet: Sheet): void {
  for (const { network, trunkX, railYs, railEnds, mark } of sheet.bands) {
    if (network === undefined) continue;
    const slots = sheet.doors.filter((door) => door.network === network).map(({ y }) => y);
    const [top = 0] = railYs;
    addWire(sheet, `trunk ${network}`, 'rail', mark, [trunkX, top], [trunkX, Math.max(...slots, ...railYs)]);
    railYs.forEach((y, row) => addWire(sheet, `rail ${network} ${row}`, 'rail', mark, [trunkX, y], [railEnds[row] ?? trunkX, y]));
  }
}
