import type { PublishedPort, ServiceNode } from '../../../shared/network/topology.ts';
import type { Arrangement } from './arrange.ts';
import type { Metrics } from './metrics.ts';
import { legKey, serviceKey, type Band, type Box, type Door, type Drawing, type Join, type Label } from './picture.ts';
import type { Density, Mark, Point, Rect, Wire } from './picture.ts';
import type { Columns, LaneWidths, Size, TextRoom } from './sizes.ts';
import { fitText, textWidth } from '../picture/text-width.ts';
import { serviceLines } from './words.ts';

/** A picture while it is being drawn. */
export interface Sheet {
  drawing: Drawing;
  arrangement: Arrangement;
  metrics: Metrics;
  columns: Columns;
  room: TextRoom;
  size: Size;
  lanes: LaneWidths;
  /** The height of the line from outside. */
  line: number;
  hostLane: Rect;
  spineX: number;
  wallX: number;
  bandsLeft: number;
  bandsWidth: number;
  /** From one box of a bridge's row to the next, and how wide all of them are. */
  pitch: number;
  gridWidth: number;
  boxes: Box[];
  labels: Label[];
  wires: Wire[];
  doors: Door[];
  bands: Band[];
}

/** `text` is cut to `width`, which is the room there is. */
export function addLabel(sheet: Sheet, label: Omit<Label, 'height' | 'full'>): void {
  const text = fitText(label.text, label.size, label.width);
  const width = Math.min(label.width, textWidth(text, label.size));
  sheet.labels.push({ ...label, text, full: label.text, width, height: label.size + 3 });
}

export function addWire(sheet: Sheet, id: string, look: Wire['look'], mark: Mark, ...points: (readonly [x: number, y: number])[]): void {
  sheet.wires.push({ id, look, mark, points: points.map(([x, y]) => ({ x, y })) });
}

export function addService(sheet: Sheet, service: ServiceNode, at: Point, joins: readonly Join[]): void {
  const { drawing } = sheet;
  const mark = drawing.marks.get(serviceKey(service.name)) ?? 'same';
  const { density, boxWidth } = sheet.metrics;
  const box = boxAt(sheet, service.name, serviceLines(drawing, service, density, joins[0]?.network), at, boxWidth, stateRoom);
  const state = drawing.states.get(service.name)?.state ?? 'unknown';
  sheet.boxes.push({ ...box, id: serviceKey(service.name), kind: 'service', service: service.name, state, mark, joins });
}

export function addPlace(
  sheet: Sheet,
  id: 'laptop' | 'outside' | 'host',
  name: string,
  lines: readonly string[],
  at: Point,
  joins: Join[],
): void {
  const { boxWidth, outsideWidth } = sheet.metrics;
  sheet.boxes.push({
    ...boxAt(sheet, name, lines, at, id === 'host' ? boxWidth : outsideWidth),
    id,
    kind: id,
    state: 'unknown',
    mark: 'same',
    joins,
  });
}

function boxAt({ metrics }: Sheet, name: string, lines: readonly string[], { x, y }: Point, width: number, beside = 0) {
  const inside = width - 2 * metrics.inset;
  return {
    x,
    y,
    width,
    height: metrics.boxHeight,
    fullName: name,
    name: fitText(name, metrics.name, inside - beside),
    lines: lines.slice(0, mostLines[metrics.density]).map((line) => fitText(line, metrics.detail, inside)),
  };
}

/** For the shape of a service's state beside its name. */
const stateRoom = 14;

const mostLines: Readonly<Record<Density, number>> = { comfortable: 3, snug: 1, compact: 0 };

/** The wire by which a service's box hangs from a rail, from above. */
export function joinAt({ drawing, metrics }: Sheet, service: ServiceNode, network: string, x: number, railY: number): Join {
  const mark = drawing.marks.get(legKey(service.name, network)) ?? 'same';
  return { network, x, railY, boxY: railY + metrics.drop, mark };
}

export function doorId(service: string, { hostAddress, hostPort, protocol }: PublishedPort): string {
  return `door ${service} ${hostAddress}:${hostPort}/${protocol}`;
}
