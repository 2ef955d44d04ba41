import type { Track } from './life-story.ts';
import type { Moment } from './moments.ts';
import { lanesOf, type TimelineLayout, type TrackBox } from './timeline-layout.ts';

/** Something in the lifecycle picture that can be pointed at. Places are those in the track's lists. */
export type Spot =
  | { kind: 'moments'; service: string; index: number; count: number }
  | { kind: 'logs'; service: string; index: number; count: number }
  | { kind: 'runs'; service: string; container: string; index: number; count: number }
  | { kind: 'unseen'; service: string; container: string }
  | { kind: 'layer'; service: string; container: string }
  | { kind: 'volume'; service: string; volume: string; path: string };

const reach = 9;

/** What lies under a point of the picture, in the layout's units; the nearest where several are near. */
export function spotAt(layout: TimelineLayout, x: number, y: number): Spot | undefined {
  const track = layout.tracks.find((box) => y >= box.y - 2 && y <= box.y + box.height + 2);
  if (track === undefined || x < layout.plot.left - reach) return undefined;
  const { service } = track;
  const band = track.volumes.find((one) => y >= one.y && y < one.y + layout.metrics.volume && x >= one.x);
  if (band !== undefined) return { kind: 'volume', service, volume: band.volume, path: band.path };
  if (y < track.containerY) return markAt(track, x);
  const container = track.containers.find((one) => x >= one.x && x <= one.x + one.width);
  const lanes = lanesOf(layout.metrics);
  const depth = y - track.containerY;
  if (depth > lanes.layer.top && container !== undefined) return { kind: 'layer', service, container: container.id };
  const log = depth > lanes.runs.top + lanes.runs.height ? nearest(track.logs, x, ({ x: left }) => left + 1.5) : undefined;
  if (log !== undefined) return { kind: 'logs', service, index: log.index, count: log.count };
  const run = container?.runs.find((one) => x >= one.x - 2 && x <= one.x + one.width + 2);
  if (run !== undefined && container !== undefined)
    return { kind: 'runs', service, container: container.id, index: run.index, count: run.count };
  const unseen = container?.unseen;
  if (unseen !== undefined && container !== undefined && x >= unseen.x && x <= unseen.x + unseen.width)
    return { kind: 'unseen', service, container: container.id };
  return container === undefined ? undefined : { kind: 'layer', service, container: container.id };
}

function markAt(track: TrackBox, x: number): Spot | undefined {
  const mark = nearest(track.marks, x, (box) => box.x + box.width / 2);
  return mark === undefined ? undefined : { kind: 'moments', service: track.service, index: mark.index, count: mark.count };
}

function nearest<Item>(items: readonly Item[], x: number, place: (item: Item) => number): Item | undefined {
  let best: Item | undefined;
  let distance = reach;
  for (const item of items) {
    const away = Math.abs(place(item) - x);
    if (away > distance) continue;
    best = item;
    distance = away;
  }
  return best;
}

/** A moment's name while the story grows. */
export interface MomentName {
  service: string;
  key: string;
}

export function momentKey(moment: Moment): string {
  return `${moment.containerId} ${moment.kind} ${moment.time}`;
}

/** The moment `step` places after this one among all services' in the order of time (before it where `step` is negative); the last where none is named. */
export function stepMoment(tracks: readonly Track[], from: MomentName | undefined, step: number): MomentName | undefined {
  const all = tracks
    .flatMap((track) => track.moments.map((moment) => ({ service: track.service, key: momentKey(moment), time: moment.time })))
    .sort((left, right) => left.time - right.time);
  const at = from === undefined ? -1 : all.findIndex(({ service, key }) => service === from.service && key === from.key);
  const place = at === -1 ? (step < 0 || from === undefined ? all.length - 1 : 0) : Math.min(all.length - 1, Math.max(0, at + step));
  const found = all[place];
  return found === undefined ? undefined : { service: found.service, key: found.key };
}
