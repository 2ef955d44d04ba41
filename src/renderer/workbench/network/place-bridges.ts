import type { BridgePlan } from './arrange.ts';
import { rowPitch } from './metrics.ts';
import { networkKey, type Band, type Join, type Mark, type Rect } from './picture.ts';
import { addLabel, addService, addWire, doorId, joinAt, type Sheet } from './sheet.ts';
import { trunkOffset } from './sizes.ts';
import { textWidth } from '../picture/text-width.ts';
import { bandTitle, doorText, gatewayText, withMark } from './words.ts';

/** The bridges with those that are on one alone, and their doors in the wall. `railOffset`: from a band's top to its first rail. */
export function placeBridges(sheet: Sheet, rects: readonly Rect[], railOffset: number): void {
  sheet.arrangement.bridges.forEach((bridge, index) => placeBridge(sheet, bridge, rects[index] ?? sheet.hostLane, railOffset));
  const [first] = rects;
  if (sheet.arrangement.bridges.length === 0 && first !== undefined) placeEmptyBand(sheet, first, 'No bridge');
}

function placeBridge(sheet: Sheet, bridge: BridgePlan, rect: Rect, railOffset: number): void {
  const { drawing, metrics, columns, pitch } = sheet;
  const { network, services } = bridge;
  const mark = drawing.marks.get(networkKey(network.name)) ?? 'same';
  const rail = rect.y + railOffset;
  const trunkX = rect.x + trunkOffset(metrics) / 2;
  const railYs = [rail];
  const railEnds = [trunkX];
  services.forEach((service, position) => {
    const row = Math.floor(position / columns.bands);
    const x = rect.x + trunkOffset(metrics) + (position % columns.bands) * pitch;
    const railY = rail + row * rowPitch(metrics);
    const join = joinAt(sheet, service, network.name, x + metrics.boxWidth / 2, railY);
    addService(sheet, service, { x, y: join.boxY }, [join]);
    railYs[row] = railY;
    railEnds[row] = join.x;
  });
  const closedY = placeDoors(sheet, bridge, rail, trunkX, mark);
  sheet.bands.push({ ...rect, network: network.name, isInternal: network.internal, mark, trunkX, railYs, railEnds, closedY });
  addLabel(sheet, {
    id: `title ${network.name}`,
    look: 'band',
    mark,
    size: metrics.label,
    text: withMark(bandTitle(network), mark),
    x: rect.x + metrics.pad,
    y: rect.y + (metrics.head - metrics.label) / 2,
    width: Math.min(Math.max(sheet.room.title, sheet.arrangement.columns.length > 0 ? 0 : rect.width), rect.width - 2 * metrics.pad),
  });
}

/** The doors from the first rail down, then a place without one (its height is returned), then the host's own address on the bridge. */
function placeDoors(sheet: Sheet, { network, doors }: BridgePlan, rail: number, trunkX: number, mark: Mark): number {
  const { metrics, drawing, hostLane } = sheet;
  const slotY = (index: number): number => rail + index * metrics.slot;
  const common = { network: network.name, isHostOnly: false };
  doors.forEach(({ service, published }, index) => {
    const id = doorId(service.name, published);
    const doorMark = drawing.marks.get(id) ?? 'same';
    const { hostPort, protocol, hostAddress } = published;
    const isHostOnly = hostAddress.startsWith('127.');
    const y = slotY(index);
    const door = { ...common, id, kind: 'port' as const, y, service: service.name, hostPort, protocol, hostAddress };
    sheet.doors.push({ ...door, mark: doorMark, isSealed: false, isHostOnly });
    addDoorLabel(sheet, id, y, withMark(doorText({ service, published }, metrics.density), doorMark), doorMark, service.name);
  });
  // The line from outside runs straight at the first door, or at the wall where there is none.
  const y = slotY(doors.length + 1);
  const id = `gateway ${network.name}`;
  sheet.doors.push({ ...common, id, kind: 'gateway', y, mark, isSealed: network.internal });
  addDoorLabel(sheet, id, y, gatewayText(network, metrics.density), mark);
  for (const door of sheet.doors.slice(-doors.length - 1))
    addWire(sheet, `from ${door.id}`, 'rail', door.mark, [hostLane.x + hostLane.width, door.y], [trunkX, door.y]);
  return slotY(doors.length);
}

function addDoorLabel(sheet: Sheet, id: string, y: number, text: string, mark: Mark, service?: string): void {
  const { metrics, lanes, wallX } = sheet;
  const width = Math.min(lanes.doorRoom - 0.75 * metrics.gap, textWidth(text, metrics.label));
  addLabel(sheet, {
    id: `label ${id}`,
    look: service === undefined ? 'gateway' : 'door',
    mark,
    size: metrics.label,
    text,
    x: wallX - metrics.gap / 2 - width,
    y: y - metrics.label - 6,
    width,
    ...(service === undefined ? {} : { service }),
  });
}

/** Services on several bridges: the box on the first, a leg down to each other one, the nearest to the right. */
export function placeSpanning(sheet: Sheet): void {
  const { arrangement, metrics, room, bands } = sheet;
  let x = sheet.bandsLeft + trunkOffset(metrics) + sheet.gridWidth;
  arrangement.columns.forEach((services, column) => {
    for (const { service, bridges } of services) {
      const [home, ...others] = bridges.flatMap((index) => bands[index] ?? []);
      if (home?.network === undefined) continue;
      const first = joinAt(sheet, service, home.network, x + metrics.boxWidth / 2, home.railYs[0] ?? 0);
      const legs = others.map((band, index): Join => {
        const legX = x + metrics.pad / 2 + (others.length - 1 - index) * metrics.legStep;
        const join = joinAt(sheet, service, band.network ?? '', legX, band.railYs[0] ?? 0);
        const address = service.attachments.find(({ network }) => network === band.network)?.address ?? '';
        addLabel(sheet, {
          id: `address ${service.name} ${band.network ?? ''}`,
          look: 'address',
          mark: join.mark,
          size: metrics.label,
          text: address,
          x: legX + 5,
          y: join.railY - metrics.label - 4,
          width: textWidth(address, metrics.label),
          service: service.name,
        });
        return { ...join, boxY: first.boxY + metrics.boxHeight };
      });
      const joins = [first, ...legs];
      addService(sheet, service, { x, y: first.boxY }, joins);
      for (const join of joins) extendRail(sheet, join);
    }
    x += room.columns[column] ?? 0;
  });
}

function extendRail({ bands }: Sheet, { network, x }: Join): void {
  const index = bands.findIndex((band) => band.network === network);
  const band = bands[index];
  const [first = 0, ...rest] = band?.railEnds ?? [];
  if (band !== undefined) bands[index] = { ...band, railEnds: [Math.max(first, x), ...rest] };
}

/** Those without any network stand in a band of their own, to which no wire leads. */
export function placeLonely(sheet: Sheet, rect: Rect | undefined): void {
  const { arrangement, metrics, columns, pitch } = sheet;
  if (arrangement.lonely.length === 0 || rect === undefined) return;
  placeEmptyBand(sheet, rect, 'No network at all');
  arrangement.lonely.forEach((service, position) => {
    const x = rect.x + trunkOffset(metrics) + (position % columns.bands) * pitch;
    const y = rect.y + metrics.head + Math.floor(position / columns.bands) * (metrics.boxHeight + metrics.rowGap);
    addService(sheet, service, { x, y }, []);
  });
}

function placeEmptyBand(sheet: Sheet, rect: Rect, text: string): void {
  const { metrics } = sheet;
  const band: Band = { ...rect, isInternal: false, mark: 'same', trunkX: rect.x, railYs: [], railEnds: [], closedY: sheet.line };
  sheet.bands.push(band);
  addLabel(sheet, {
    id: `title ${text}`,
    look: 'band',
    mark: 'same',
    size: metrics.label,
    text,
    x: rect.x + metrics.pad,
    y: rect.y + (metrics.head - metrics.label) / 2,
    width: rect.width - 2 * metrics.pad,
  });
}
