import type { Point } from './picture.ts';
import type { Route } from './route.ts';

/** More at once would be a blur: those beyond show where they end only. */
const mostAtOnce = 60;
const shortestLeg = 150;
const longestLeg = 400;
/** Milliseconds for a unit of way. */
const pace = 1.1;

export interface Packets {
  /** Sends one along its route, of a connection of that time; `onArrival` is called when it has come to its end, at once where nothing moves. */
  send(route: Route, time: number, onArrival: () => void): Promise<void>;
  /** Takes away all that travel. */
  clear(): void;
}

/**
 * Packets are elements of their own above the picture, moved by the browser's animations: nothing is drawn anew while they travel. `layer`
 * has the picture's coordinates; while `isStill` says so nothing moves, and the route that the picture marks is all there is to see.
 */
export function createPackets(layer: HTMLElement, isStill: () => boolean): Packets {
  let travelling = 0;

  async function send(route: Route, time: number, onArrival: () => void): Promise<void> {
    let packet: HTMLElement | undefined;
    if (!isStill() && travelling < mostAtOnce && route.legs.length > 0) {
      travelling += 1;
      try {
        packet = await travel(layer, route, time);
      } finally {
        travelling -= 1;
      }
    }
    onArrival();
    if (isStill()) packet?.remove();
    else await flash(layer, route, packet);
  }

  return { send, clear: () => layer.replaceChildren() };
}

/** How long each leg takes, in milliseconds. */
export function legDurations(route: Pick<Route, 'legs'>): number[] {
  return route.legs.map((leg) => Math.min(longestLeg, Math.max(shortestLeg, lengthOf(leg) * pace)));
}

/** Resolves with the packet where it has come to its end. */
async function travel(layer: HTMLElement, route: Route, time: number): Promise<HTMLElement> {
  const durations = legDurations(route);
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  const frames: Keyframe[] = [];
  let before = 0;
  route.legs.forEach((leg, index) => {
    const length = lengthOf(leg) || 1;
    let along = 0;
    leg.forEach((point, position) => {
      const previous = leg[position - 1];
      if (previous !== undefined) along += distance(previous, point);
      if (index > 0 && position === 0) return;
      frames.push({ offset: Math.min(1, (before + (along / length) * (durations[index] ?? 0)) / total), transform: at(point) });
    });
    before += durations[index] ?? 0;
  });
  const packet = document.createElement('span');
  packet.className = `net-packet net-packet-${route.end}`;
  packet.dataset['time'] = String(time);
  layer.append(packet);
  const animation = packet.animate(frames, { duration: total, easing: 'linear', fill: 'forwards' });
  const fading =
    route.end === 'timeout'
      ? packet.animate([{ opacity: 1 }, { opacity: 1, offset: 0.45 }, { opacity: 0 }], { duration: total, fill: 'forwards' })
      : undefined;
  // An animation that is taken away with its picture rejects.
  await Promise.all([animation.finished, fading?.finished]).catch(() => undefined);
  return packet;
}

/** A short ring where it ended: the packet itself, so that the browser has no other layer to make. */
async function flash(layer: HTMLElement, { at: place, end }: Route, packet: HTMLElement | undefined): Promise<void> {
  const ring = packet ?? document.createElement('span');
  for (const animation of ring.getAnimations()) animation.cancel();
  ring.className = `net-ring net-ring-${end}`;
  if (packet === undefined) layer.append(ring);
  else if (!packet.isConnected) return;
  const frames = [
    { transform: `${at(place)} scale(0.4)`, opacity: 1 },
    { transform: `${at(place)} scale(1.7)`, opacity: 0 },
  ];
  await ring.animate(frames, { duration: 360, easing: 'ease-out' }).finished.catch(() => undefined);
  ring.remove();
}

/** Units of the picture are sixteenths of a rem. */
function at({ x, y }: Point): string {
  return `translate(${x / 16}rem, ${y / 16}rem)`;
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + distance(points[index] ?? point, point), 0);
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
