import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { ownerOf } from '../../../shared/network/listening.ts';
import type { VerdictKind } from '../../../shared/network/request.ts';
import { resolveNames } from '../../../shared/network/resolve-names.ts';
import { findService, wayOut } from '../../../shared/network/topology.ts';
import { findBand, findBox, serviceKey, type Band, type Box, type Door, type Join, type Picture, type Point } from './picture.ts';

/** The way of one connection through the picture. */
export interface Route {
  /** Each from where the one before ended; none where the connection does not leave its source. */
  legs: readonly (readonly Point[])[];
  end: VerdictKind;
  /** Where it ends. */
  at: Point;
  source: string;
  /** The box that it reaches, or whose door is shut. */
  target?: string;
}

/** Where a connection travels and ends: always as its verdict says. Undefined where its source is not in the picture. */
export function routeOf(picture: Picture, event: ConnectionEvent): Route | undefined {
  const source = findBox(picture, event.from.kind === 'service' ? serviceKey(event.from.name) : event.from.kind);
  if (source === undefined) return undefined;
  const way: Way = { picture, event, source, legs: [] };
  const target = travel(way);
  const last = way.legs.at(-1)?.at(-1);
  return {
    legs: way.legs,
    end: event.verdict.verdict,
    at: last ?? restingPlace(target ?? source),
    source: source.id,
    ...(target === undefined ? {} : { target: target.id }),
  };
}

interface Way {
  picture: Picture;
  event: ConnectionEvent;
  source: Box;
  legs: Point[][];
}

/** Adds the legs; returns the box that is reached. */
function travel(way: Way): Box | undefined {
  const { verdict, rule } = way.event.verdict;
  if (verdict === 'unresolved' || rule === 'no-network') return undefined;
  if (rule === 'own-loopback') return verdict === 'delivered' ? reached(way) : way.source;
  if (verdict === 'delivered') return deliver(way);
  // Who does not answer yet is waited for where the connection would arrive, refused or not.
  return verdict === 'refused' || rule === 'service-not-ready' ? refuse(way) : expire(way);
}

function deliver(way: Way): Box | undefined {
  const { picture, event } = way;
  const target = reached(way);
  const { network, rule } = event.verdict;
  if (target === undefined) return undefined;
  if (rule === 'same-bridge') return alongBridge(way, target, network);
  if (rule === 'host-listener') return toHostBox(way, target);
  const spineY = toSpine(way);
  const door = rule === 'published-port' ? doorOf(way, target) : gatewayOf(picture, network);
  return throughDoor(way, spineY, door ?? gatewayOf(picture, network), target);
}

function refuse(way: Way): Box | undefined {
  const { picture, event } = way;
  const { rule } = event.verdict;
  if (rule === 'nothing-listens-in-service' || rule === 'service-not-ready') {
    const inside = containerAsked(way);
    if (inside !== undefined) {
      const isBridged = joinOf(picture, way.source, inside.network).join?.network === inside.network;
      if (isBridged) return alongBridge(way, inside.box, inside.network);
      return throughDoor(way, toSpine(way), gatewayOf(picture, inside.network), inside.box);
    }
  }
  if (rule === 'nothing-listens-in-service') {
    const door = doorOf(way, undefined);
    const behind = door?.service === undefined ? undefined : findBox(picture, serviceKey(door.service));
    if (door !== undefined && behind !== undefined) return throughDoor(way, toSpine(way), door, behind);
  }
  const awaited = findBox(picture, serviceKey(event.verdict.awaited ?? ''));
  // The service of a bridge is waited for at its door, which is drawn while it is stopped as well.
  const door = picture.doors.find(
    ({ service, hostPort }) => service !== undefined && service === awaited?.service && hostPort === event.to.port,
  );
  if (awaited !== undefined && door === undefined && isOnHost(awaited)) return toHostBox(way, awaited);
  const spineY = toSpine(way);
  const { spine, wall } = picture;
  const y = door?.y ?? closedPlace(way);
  way.legs.push([...between({ x: spine.x, y: spineY }, { x: spine.x, y }), { x: wall.x, y }]);
  return door === undefined ? undefined : awaited;
}

function isOnHost({ joins }: Box): boolean {
  return joins.some(({ network }) => network === undefined);
}

function expire(way: Way): Box | undefined {
  const { picture, event, source } = way;
  const { entrance, outsideX, spine, wall } = picture;
  const outside = findBox(picture, 'outside');
  switch (event.verdict.rule) {
    case 'internal-network': {
      const join = source.joins.find(({ network }) => network === originNetwork(way)) ?? source.joins[0];
      const gateway = gatewayOf(picture, join?.network);
      const band = findBand(picture, join?.network ?? '');
      if (join === undefined || gateway === undefined || band === undefined) return undefined;
      way.legs.push(toHub(join, band.trunkX));
      way.legs.push([
        ...between({ x: band.trunkX, y: join.railY }, { x: band.trunkX, y: gateway.y }),
        { x: wall.x + wall.width, y: gateway.y },
      ]);
      return undefined;
    }
    case 'isolated-bridges': {
      const spineY = toSpine(way);
      const gateway = gatewayOf(picture, containerAsked(way)?.network);
      if (gateway !== undefined)
        way.legs.push([...between({ x: spine.x, y: spineY }, { x: spine.x, y: gateway.y }), { x: wall.x, y: gateway.y }]);
      return undefined;
    }
    case 'container-address-from-outside':
      way.legs.push([rightOf(source), { x: outsideX, y: entrance.y }]);
      return undefined;
    default: {
      if (outside === undefined) return undefined;
      const end = rightOf(outside);
      const down = [{ x: outsideX, y: entrance.y }, { x: outsideX, y: end.y }, end];
      if (source.kind === 'laptop') way.legs.push([rightOf(source), ...down]);
      else if (alongHostLine(way, entrance)) way.legs.push([entrance, ...down]);
      else {
        const spineY = toSpine(way);
        way.legs.push([...between({ x: spine.x, y: spineY }, { x: spine.x, y: entrance.y }), entrance], [entrance, ...down]);
      }
      return outside;
    }
  }
}

function reached({ picture, event }: Way): Box | undefined {
  return findBox(picture, event.verdict.reached === undefined ? 'host' : serviceKey(event.verdict.reached)) ?? findBox(picture, 'host');
}

/** From the source to the host's spine; returns the height at which it gets there. */
function toSpine(way: Way): number {
  const { picture, source, legs } = way;
  const { spine, entrance, wall } = picture;
  if (source.kind === 'laptop') {
    legs.push([rightOf(source), entrance], [entrance, { x: spine.x, y: entrance.y }]);
    return entrance.y;
  }
  const { box, join } = joinOf(picture, source, originNetwork(way));
  if (join === undefined) return entrance.y;
  if (join.network === undefined) {
    legs.push(toHub(join, spine.x));
    return join.railY;
  }
  const band = findBand(picture, join.network);
  const gateway = gatewayOf(picture, join.network);
  if (band === undefined || gateway === undefined) return restingPlace(box).y;
  legs.push(toHub(join, band.trunkX));
  const trunk = between({ x: band.trunkX, y: join.railY }, { x: band.trunkX, y: gateway.y });
  legs.push([...trunk, { x: wall.x + wall.width, y: gateway.y }, { x: wall.x, y: gateway.y }, { x: spine.x, y: gateway.y }]);
  return gateway.y;
}

/** To a service of the host's own network, or to its OS: along the line itself where both are on it, else by the spine. */
function toHostBox(way: Way, target: Box): Box {
  const { picture, legs } = way;
  const join = target.joins.find(({ network }) => network === undefined);
  if (join === undefined) return target;
  const rail = { x: join.x, y: join.railY };
  const box = { x: join.x, y: join.boxY };
  if (alongHostLine(way, rail)) legs.push([rail, box]);
  else {
    const from = { x: picture.spine.x, y: toSpine(way) };
    legs.push([...between(from, { x: picture.spine.x, y: rail.y }), rail, box]);
  }
  return target;
}

/** From the source along the line that comes in from outside to a point of it; false, and no leg, where the source is not on that line. */
function alongHostLine(way: Way, end: Point): boolean {
  const { picture, source, legs } = way;
  const { entrance } = picture;
  if (source.kind === 'laptop') {
    if (end.y === entrance.y) legs.push([rightOf(source), entrance], [entrance, end]);
    return end.y === entrance.y;
  }
  const { join } = joinOf(picture, source, originNetwork(way));
  if (join === undefined || join.network !== undefined || join.railY !== end.y) return false;
  legs.push(toHub(join, end.x));
  return true;
}

function throughDoor({ picture, legs }: Way, spineY: number, door: Door | undefined, target: Box): Box {
  if (door === undefined) return target;
  const { spine, wall } = picture;
  const { box, join } = joinOf(picture, target, door.network);
  const band = findBand(picture, door.network);
  const toWall = [...between({ x: spine.x, y: spineY }, { x: spine.x, y: door.y }), { x: wall.x, y: door.y }];
  legs.push(toWall);
  if (join === undefined || band === undefined) return box;
  const hub = between({ x: band.trunkX, y: door.y }, { x: band.trunkX, y: join.railY });
  legs.push([{ x: wall.x, y: door.y }, { x: wall.x + wall.width, y: door.y }, ...hub, ...toHub(join, band.trunkX).toReversed().slice(1)]);
  return box;
}

/** On one rail directly, else by the trunk. */
function alongBridge({ picture, source, legs }: Way, target: Box, network: string | undefined): Box {
  const from = joinOf(picture, source, network);
  const to = joinOf(picture, target, network);
  const band = findBand(picture, network ?? '');
  if (from.join === undefined || to.join === undefined || band === undefined) return to.box;
  if (from.join.railY === to.join.railY) legs.push([...toHub(from.join, to.join.x), { x: to.join.x, y: to.join.boxY }]);
  else {
    legs.push(toHub(from.join, band.trunkX));
    const trunk = between({ x: band.trunkX, y: from.join.railY }, { x: band.trunkX, y: to.join.railY });
    legs.push([...trunk, ...toHub(to.join, band.trunkX).toReversed().slice(1)]);
  }
  return to.box;
}

/** A box's wire to a bridge; where it has the interfaces of another service, and that one alone is drawn there, that one's. */
function joinOf(picture: Picture, box: Box, network: string | undefined): { box: Box; join: Join | undefined } {
  const own = box.joins.find((join) => join.network === network);
  if (own !== undefined || box.service === undefined) return { box, join: own ?? box.joins[0] };
  const service = findService(picture.topology, box.service);
  const owner = service === undefined ? undefined : findBox(picture, serviceKey(ownerOf(picture.topology, service).name));
  const join = owner?.joins.find((one) => one.network === network);
  return owner !== undefined && join !== undefined ? { box: owner, join } : { box, join: box.joins[0] };
}

/** The bridge by which the source's packet leaves: that of the address it asks for, else that of its default route. */
function originNetwork({ picture: { topology }, event }: Way): string | undefined {
  const service = event.from.kind === 'service' ? findService(topology, event.from.name) : undefined;
  if (service === undefined) return undefined;
  const owner = ownerOf(topology, service);
  const address = addressAsked(event);
  const asked = topology.networks.find(({ gateway }) => gateway === address)?.name;
  const direct = owner.attachments.find(({ network }) => network === asked);
  return (direct ?? wayOut(topology, owner) ?? owner.attachments[0])?.network;
}

function addressAsked({ address, to }: ConnectionEvent): string | undefined {
  return address ?? (to.kind === 'name' ? to.name : undefined);
}

/** The container whose own address is asked for, by number or by a name that the source resolves. */
function containerAsked({ picture, event }: Way): { box: Box; network: string } | undefined {
  const { topology } = picture;
  const address = addressAsked(event);
  for (const service of topology.services) {
    const attachment = service.attachments.find((one) => one.address === address);
    const box = attachment === undefined ? undefined : findBox(picture, serviceKey(service.name));
    if (attachment !== undefined && box !== undefined) return { box, network: attachment.network };
  }
  const source = event.from.kind === 'service' ? findService(topology, event.from.name) : undefined;
  if (source === undefined || event.to.kind !== 'name') return undefined;
  const [found] = resolveNames(topology, ownerOf(topology, source), event.to.name);
  const box = found === undefined ? undefined : findBox(picture, serviceKey(found.service.name));
  return found === undefined || box === undefined ? undefined : { box, network: found.attachment.network };
}

function doorOf({ picture, event }: Way, target: Box | undefined): Door | undefined {
  const doors = picture.doors.filter(({ kind, hostPort, protocol }) => kind === 'port' && protocol === 'tcp' && hostPort === event.to.port);
  const service = target?.service === undefined ? undefined : findService(picture.topology, target.service);
  const owner = service === undefined ? undefined : ownerOf(picture.topology, service).name;
  return doors.find((door) => door.service === owner && door.network === event.verdict.network) ?? doors[0];
}

function gatewayOf({ doors }: Picture, network: string | undefined): Door | undefined {
  return doors.find((door) => door.kind === 'gateway' && door.network === network);
}

/** Where the wall is shut: beside the bridge whose service listens on that port, as far as there is one. */
function closedPlace({ picture, event }: Way): number {
  const inside = picture.topology.services.find(({ mode, listens }) => mode === 'bridge' && listens.includes(event.to.port));
  const home = inside?.attachments[0]?.network;
  const isBridge = ({ network }: Band): boolean => network !== undefined;
  return (
    (picture.bands.find(({ network }) => network !== undefined && network === home) ?? picture.bands.find(isBridge))?.closedY ??
    picture.entrance.y
  );
}

function toHub({ x, boxY, railY }: Join, hubX: number): Point[] {
  return [
    { x, y: boxY },
    { x, y: railY },
    { x: hubX, y: railY },
  ];
}

function between(from: Point, to: Point): Point[] {
  return from.x === to.x && from.y === to.y ? [from] : [from, to];
}

function rightOf({ x, y, width, height }: Box): Point {
  return { x: x + width, y: y + height / 2 };
}

/** The place for what happens at a box itself: its top edge, in the middle. */
function restingPlace({ x, y, width }: Box): Point {
  return { x: x + width / 2, y };
}
