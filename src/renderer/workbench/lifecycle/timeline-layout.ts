import { groupMarks, type MarkBox } from './marks.ts';
import type { ContainerLife, Run, Unseen } from './container-lives.ts';
import type { LifeStory, Track } from './life-story.ts';
import type { TimeWindow } from './time-window.ts';

/**
 * Where everything of the lifecycle picture is drawn. Lengths are units of 1/16 rem, times milliseconds since 1970. Pure: the same story,
 * window and width give the same boxes.
 */
export interface TimelineLayout {
  width: number;
  height: number;
  /** The part where time runs, from left to right. */
  plot: { left: number; right: number };
  ticks: readonly { time: number; x: number }[];
  tracks: readonly TrackBox[];
  /** The time of which nothing is known, up to the right edge. */
  unknown?: { x: number; width: number };
  metrics: Metrics;
}

export interface TrackBox {
  service: string;
  y: number;
  height: number;
  /** The tops of its lanes. */
  marksY: number;
  containerY: number;
  containers: readonly ContainerBox[];
  marks: readonly MarkBox[];
  logs: readonly LogBox[];
  volumes: readonly { volume: string; path: string; x: number; width: number; y: number; isBornInside: boolean }[];
}

/** A container, and with it its writable layer, from its creation to its removal. */
export interface ContainerBox {
  id: string;
  number: number;
  x: number;
  width: number;
  /** False where it goes on beyond the window's edge. */
  startsInside: boolean;
  endsInside: boolean;
  runs: readonly RunBox[];
  /** In which it ran, and nobody watched. */
  unseen?: { x: number; width: number };
  waits: readonly { x: number; width: number; wait: number }[];
  /** From the request to stop until the end. */
  stops: readonly { x: number; width: number }[];
}

/** A run of its process, or several that are too short to be told apart. */
export interface RunBox {
  x: number;
  width: number;
  /** The run's place in the container's list, and how many from there are drawn as one. */
  index: number;
  count: number;
  /** Whether the last of them has ended by the window's right edge. */
  hasEnded: boolean;
}

/** Lines that were written at nearly the same time: places in the track's list of lines. */
export interface LogBox {
  x: number;
  index: number;
  count: number;
  hasError: boolean;
}

export interface Metrics {
  labels: number;
  marks: number;
  container: number;
  volume: number;
  gap: number;
}

/** Lengths of a track's parts; `snug` where they do not fit, `compact` where many services share the height. */
const full: Metrics = { labels: 168, marks: 20, container: 42, volume: 17, gap: 14 };
const snug: Metrics = { labels: 168, marks: 18, container: 34, volume: 15, gap: 6 };
const compact: Metrics = { labels: 168, marks: 15, container: 22, volume: 14, gap: 5 };
/** Where there is room to spare, parts grow up to this much. */
const mostRoom = 1.6;

/** The lanes within a container: its runs, log marks and writable layer. Tops from the container's own top. */
export interface Lanes {
  runs: { top: number; height: number };
  logs: { top: number; height: number };
  layer: { top: number; height: number };
}

export function lanesOf({ container }: Metrics): Lanes {
  const lane = (top: number, height: number): { top: number; height: number } => ({ top: top * container, height: height * container });
  return { runs: lane(0.1, 0.34), logs: lane(0.5, 0.15), layer: lane(0.69, 0.31) };
}

export function isCompact(metrics: Metrics): boolean {
  return metrics.container <= compact.container;
}

const axisHeight = 26;
const rightMargin = 18;
const narrowestRun = 2;
/** Starts closer than this cannot be told apart and become one box. */
const closestStarts = 6;
const logWidth = 3;

/** Seconds between the marks of the axis; the smallest that leaves room for its label is taken. */
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];
const tickRoom = 84;

export function layOutTimeline(story: LifeStory, window: TimeWindow, width: number, height: number): TimelineLayout {
  const metrics = metricsFor(story.tracks, height);
  const plot = { left: metrics.labels, right: Math.max(metrics.labels + 60, width - rightMargin) };
  const x = (time: number): number => plot.left + ((time - window.from) / (window.to - window.from)) * (plot.right - plot.left);
  let y = axisHeight;
  const tracks = story.tracks.map((track) => {
    const box = layOutTrack(track, { window, plot, x, y, metrics });
    y += box.height + metrics.gap;
    return box;
  });
  const { knownUntil } = story;
  const seenTo = knownUntil === undefined ? plot.right : Math.max(plot.left, x(knownUntil));
  return {
    width,
    height: y,
    plot,
    ticks: ticksOf(window, plot, x),
    tracks,
    ...(seenTo < plot.right ? { unknown: { x: seenTo, width: plot.right - seenTo } } : {}),
    metrics,
  };
}

interface Place {
  window: TimeWindow;
  plot: TimelineLayout['plot'];
  x: (time: number) => number;
  y: number;
  metrics: Metrics;
}

function layOutTrack(track: Track, place: Place): TrackBox {
  const { window, plot, x, y, metrics } = place;
  const containerY = y + metrics.marks;
  const clamped = (time: number): number => Math.min(plot.right, Math.max(plot.left, x(time)));
  const bandsY = containerY + metrics.container + 3;
  return {
    service: track.service,
    y,
    height: trackHeight(track, metrics),
    marksY: y,
    containerY,
    containers: track.containers.flatMap((container) => layOutContainer(container, window, clamped)),
    marks: groupMarks(track.moments, window, plot, x),
    logs: layOutLogs(track, window, x),
    volumes: track.volumes.map((band, index) => {
      const isBornInside = band.from !== undefined && band.from > window.from;
      const left = isBornInside && band.from !== undefined ? clamped(band.from) : plot.left;
      return { volume: band.volume, path: band.path, x: left, width: plot.right - left, y: bandsY + index * metrics.volume, isBornInside };
    }),
  };
}

function layOutContainer(container: ContainerLife, window: TimeWindow, clamped: (time: number) => number): ContainerBox[] {
  const end = container.removedAt ?? window.to;
  if (end < window.from || container.createdAt > window.to) return [];
  const left = clamped(container.createdAt);
  return [
    {
      id: container.id,
      number: container.number,
      x: left,
      width: Math.max(narrowestRun, clamped(end) - left),
      startsInside: container.createdAt >= window.from,
      endsInside: container.removedAt !== undefined && container.removedAt <= window.to,
      runs: layOutRuns(container, window, clamped),
      ...layOutUnseen(container.unseen, window, clamped),
      waits: layOutWaits(container, window, clamped),
      stops: container.runs.flatMap(({ askedAt, to }) => {
        if (askedAt === undefined || askedAt > window.to || (to ?? window.to) < window.from) return [];
        const start = clamped(askedAt);
        return [{ x: start, width: clamped(to ?? window.to) - start }];
      }),
    },
  ];
}

/** One box a run; runs whose starts are too close to be told apart share a box. */
function layOutRuns(container: ContainerLife, window: TimeWindow, clamped: (time: number) => number): RunBox[] {
  const boxes: RunBox[] = [];
  const limit = clamped(container.removedAt ?? window.to);
  let lastStart = -Infinity;
  container.runs.forEach((run, index) => {
    if ((run.to ?? window.to) < window.from || run.from > window.to) return;
    const start = clamped(run.from);
    const end = Math.min(limit, Math.max(start + narrowestRun, clamped(run.to ?? window.to)));
    const hasEnded = run.to !== undefined && run.to <= window.to;
    const last = boxes.at(-1);
    if (last !== undefined && (start - lastStart < closestStarts || start < last.x + last.width + 0.5)) {
      last.width = Math.max(last.width, end - last.x);
      last.count += 1;
      last.hasEnded = hasEnded;
    } else {
      boxes.push({ x: Math.min(start, end), width: Math.max(0.5, end - start), index, count: 1, hasEnded });
    }
    lastStart = start;
  });
  return boxes;
}

function layOutUnseen(unseen: Unseen | undefined, window: TimeWindow, clamped: (time: number) => number): Pick<ContainerBox, 'unseen'> {
  if (unseen === undefined || unseen.from > window.to || unseen.to < window.from) return {};
  const left = clamped(unseen.from);
  return { unseen: { x: left, width: clamped(unseen.to) - left } };
}

/** The time that the engine lets pass between an end and the next start, or until it is told to make none. */
function layOutWaits({ runs, unseen }: ContainerLife, window: TimeWindow, clamped: (time: number) => number): ContainerBox['waits'] {
  const all: readonly Pick<Run, 'from' | 'to' | 'calledOffAt'>[] = unseen === undefined ? runs : [unseen, ...runs];
  return all.flatMap((run, index) => {
    const until = run.calledOffAt ?? all[index + 1]?.from;
    if (run.to === undefined || until === undefined || until < window.from || run.to > window.to) return [];
    const left = clamped(run.to);
    return [{ x: left, width: clamped(until) - left, wait: until - run.to }];
  });
}

function layOutLogs(track: Track, window: TimeWindow, x: (time: number) => number): LogBox[] {
  const boxes: LogBox[] = [];
  track.logs.forEach((line, index) => {
    if (line.timestamp < window.from || line.timestamp > window.to) return;
    const at = x(line.timestamp);
    const last = boxes.at(-1);
    if (last !== undefined && at - last.x < logWidth) {
      last.count = index - last.index + 1;
      last.hasError ||= line.isError;
    } else {
      boxes.push({ x: at, index, count: 1, hasError: line.isError });
    }
  });
  return boxes;
}

function trackHeight(track: Track, metrics: Metrics): number {
  return metrics.marks + metrics.container + (track.volumes.length === 0 ? 0 : 3 + track.volumes.length * metrics.volume);
}

function metricsFor(tracks: readonly Track[], height: number): Metrics {
  const room = height / heightOf(tracks, full);
  if (room < 1) return tracks.length < 5 ? snug : compact;
  const growth = Math.min(mostRoom, room);
  return { ...full, container: full.container * growth, volume: full.volume * Math.min(1.3, growth), gap: full.gap * growth };
}

function heightOf(tracks: readonly Track[], metrics: Metrics): number {
  return axisHeight + tracks.reduce((sum, track) => sum + trackHeight(track, metrics) + metrics.gap, 0);
}

function ticksOf(window: TimeWindow, plot: TimelineLayout['plot'], x: (time: number) => number): TimelineLayout['ticks'] {
  const span = window.to - window.from;
  const most = Math.max(1, (plot.right - plot.left) / tickRoom);
  const step = (tickSteps.find((seconds) => span / (seconds * 1000) <= most) ?? Math.ceil(span / most / 86_400_000) * 86_400) * 1000;
  const ticks: { time: number; x: number }[] = [];
  for (let time = Math.ceil(window.from / step) * step; time <= window.to; time += step) ticks.push({ time, x: x(time) });
  return ticks;
}
