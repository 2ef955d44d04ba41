import type { Topology } from '../../../shared/network/topology.ts';

/** What the next push does to a thing that is drawn. */
export type Mark = 'same' | 'added' | 'removed' | 'changed';

/** Where a service's container is in its life; `unknown` where the device does not tell, `planned` where there is none yet. */
export type ServiceState = 'running' | 'starting' | 'restarting' | 'updating' | 'stopped' | 'planned' | 'unknown';

/** All that the picture is made of. */
export interface Drawing {
  topology: Topology;
  /** By service; a service that is not in it is `unknown`. */
  states: ReadonlyMap<string, { state: ServiceState; words: string }>;
  /** By the keys below; what is not in it is the same. */
  marks: ReadonlyMap<string, Mark>;
}

export const serviceKey = (service: string): string => `service ${service}`;
export const networkKey = (network: string): string => `network ${network}`;
export const legKey = (service: string, network: string): string => `leg ${service} ${network}`;

export interface Point {
  x: number;
  y: number;
}

export interface Rect extends Point {
  width: number;
  height: number;
}

/** Comfortable boxes say everything, snug ones where a service is and what it listens on, compact ones its name; the rest is said on focus. */
export type Density = 'comfortable' | 'snug' | 'compact';

/** `x`, `y` are the top left corner of the room that the text takes. */
export interface Label extends Rect {
  id: string;
  text: string;
  /** The whole text, where `text` had to be cut. */
  full: string;
  size: number;
  look: 'lane' | 'band' | 'door' | 'gateway' | 'interface' | 'address';
  mark: Mark;
  service?: string;
}

export interface Box extends Rect {
  /** `laptop`, `outside`, `host`, or the service's key. */
  id: string;
  kind: 'laptop' | 'outside' | 'host' | 'service';
  name: string;
  fullName: string;
  lines: readonly string[];
  service?: string;
  state: ServiceState;
  mark: Mark;
  /** Where it hangs: one for each rail, the first from above. */
  joins: readonly Join[];
}

/** A wire between a box and a rail: at `x`, from the rail's `railY` to `boxY` at the box's edge. */
export interface Join {
  /** The bridge; the host's own lane where it is absent. */
  network?: string;
  x: number;
  railY: number;
  boxY: number;
  mark: Mark;
}

/** A way through the wall: a published port, or the host's own address on a bridge. */
export interface Door {
  id: string;
  kind: 'port' | 'gateway';
  y: number;
  network: string;
  /** Of a published port. */
  service?: string;
  hostPort?: number;
  protocol?: 'tcp' | 'udp';
  hostAddress?: string;
  mark: Mark;
  /** Behind a gateway of an internal network nothing passes to or from outside. */
  isSealed: boolean;
  /** Bound to loopback: only the host's own programs come through. */
  isHostOnly: boolean;
}

export interface Band extends Rect {
  /** Absent for the place of those without any network. */
  network?: string;
  isInternal: boolean;
  mark: Mark;
  /** The line behind the wall from which its rails go off. */
  trunkX: number;
  /** The rails, first row first; each from the trunk to `railEnds`. */
  railYs: readonly number[];
  railEnds: readonly number[];
  /** A place at the wall where there is no door. */
  closedY: number;
}

export interface Wire {
  id: string;
  points: readonly Point[];
  look: 'rail' | 'outside' | 'host';
  mark: Mark;
}

/** Boxes, labels, wires and doors in pixels at scale 1; the whole picture is `width` by `height`. */
export interface Picture {
  width: number;
  height: number;
  density: Density;
  topology: Topology;
  laptopLane: Rect;
  hostLane: Rect;
  wall: Rect;
  /** The host's line from its interface to the wall's doors. */
  spine: { x: number; top: number; bottom: number };
  /** Where the line from outside enters the device. */
  entrance: Point;
  /** Where the line of the network outside joins that of the laptop. */
  outsideX: number;
  bands: readonly Band[];
  boxes: readonly Box[];
  doors: readonly Door[];
  labels: readonly Label[];
  wires: readonly Wire[];
}

export function findBox(picture: Pick<Picture, 'boxes'>, id: string): Box | undefined {
  return picture.boxes.find((box) => box.id === id);
}

export function findBand(picture: Pick<Picture, 'bands'>, network: string): Band | undefined {
  return picture.bands.find((band) => band.network === network);
}
