import type { LogLine } from '../../../shared/domain/device-view.ts';
import { formatSize } from '../../format/size.ts';
import { formatClock, formatDuration } from '../../format/time.ts';
import { unseenSentence } from './lifecycle-text.ts';
import type { LifeStory, Track } from './life-story.ts';
import { momentSentence, momentWord, type Moment } from './moments.ts';
import type { Spot } from './spots.ts';

/** What is said of a spot: a head, a sentence, and the log lines that belong to it. */
export interface SpotWords {
  service: string;
  head: string;
  sentence: string;
  /** The newest last. */
  logs: readonly LogLine[];
}

/** How many lines are told of; the rest is in the device's log. */
const mostLines = 40;

export function spotWords(story: LifeStory, spot: Spot): SpotWords | undefined {
  const track = story.tracks.find(({ service }) => service === spot.service);
  if (track === undefined) return undefined;
  switch (spot.kind) {
    case 'moments':
      return momentsWords(track, track.moments.slice(spot.index, spot.index + spot.count));
    case 'logs': {
      const logs = track.logs.slice(spot.index, spot.index + spot.count);
      const head = `${formatClock(logs[0]?.timestamp ?? 0)} · ${logs.length === 1 ? '1 line' : `${logs.length} lines`} in the log`;
      return { service: track.service, head, sentence: '', logs: logs.slice(-mostLines) };
    }
    case 'runs':
      return runsWords(track, spot);
    case 'unseen':
      return unseenWords(story, track, spot.container);
    case 'layer':
      return layerWords(track, spot.container);
    case 'volume':
      return volumeWords(track, spot.volume, spot.path);
  }
}

function momentsWords(track: Track, moments: readonly Moment[]): SpotWords | undefined {
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const told =
    moments.find(({ kind }) => kind === 'failed' || kind === 'recreated') ?? moments.findLast(({ kind }) => kind === 'restarted') ?? first;
  const error = track.containers.find(({ id }) => id === told.containerId)?.error;
  const head =
    moments.length === 1
      ? `${formatClock(first.time)} · ${momentWord(first)}`
      : `${clockSpan(first.time, last.time)} · ${countsInWords(moments)}`;
  return {
    service: track.service,
    head,
    sentence: momentSentence(told, error),
    logs: linesBetween(track, first.time - 3000, last.time + 1500),
  };
}

/** `exited, restarted`, `7 × restarted, 7 × exited`. */
function countsInWords(moments: readonly Moment[]): string {
  const words = [...new Set(moments.map(({ kind }) => kind))];
  return words
    .map((kind) => {
      const count = moments.filter((moment) => moment.kind === kind).length;
      return count === 1 ? kind : `${count} × ${kind}`;
    })
    .join(', ');
}

function clockSpan(from: number, to: number): string {
  const [start, end] = [formatClock(from), formatClock(to)];
  return to - from < 5000 ? start : `${start} to ${end}`;
}

function runsWords(track: Track, spot: Spot & { kind: 'runs' }): SpotWords | undefined {
  const container = track.containers.find(({ id }) => id === spot.container);
  const runs = container?.runs.slice(spot.index, spot.index + spot.count) ?? [];
  const [first, last] = [runs[0], runs.at(-1)];
  if (container === undefined || first === undefined || last === undefined) return undefined;
  const logs = linesBetween(track, first.from - 200, last.to ?? Infinity);
  const base = { service: track.service, logs };
  if (runs.length > 1)
    return {
      ...base,
      head: `${clockSpan(first.from, last.from)} · ${runs.length} runs`,
      sentence: `Container ${container.number} was started ${runs.length} times: too close together to be drawn apart. The last 2 minutes show each.`,
    };
  if (last.to === undefined)
    return {
      ...base,
      head: `since ${formatClock(first.from)} · running`,
      sentence: `Container ${container.number} has run since then without an end.`,
    };
  const end = last.end === 'stopped' ? 'was asked to stop' : 'ended by itself';
  const code = last.exitCode === undefined ? '' : ` with code ${last.exitCode}`;
  return {
    ...base,
    head: `${formatClock(first.from)} · ran ${formatDuration(last.to - first.from)}`,
    sentence: `Container ${container.number} ran for ${formatDuration(last.to - first.from)} and ${end}${code}.`,
  };
}

function unseenWords(story: LifeStory, track: Track, id: string): SpotWords | undefined {
  const container = track.containers.find((one) => one.id === id);
  if (container?.unseen === undefined) return undefined;
  const { from, to } = container.unseen;
  return {
    service: track.service,
    head: `${clockSpan(from, to)} · not watched`,
    sentence: unseenSentence(container, story),
    logs: linesBetween(track, from, to),
  };
}

function layerWords(track: Track, id: string): SpotWords | undefined {
  const container = track.containers.find((one) => one.id === id);
  if (container === undefined) return undefined;
  const size = container.writableSize === undefined ? '' : ` It holds ${formatSize(container.writableSize)} now.`;
  const sentence =
    container.removedAt === undefined
      ? `What container ${container.number} writes outside of volumes lies in this layer.${size} A restart keeps it; a new container begins with an empty one.`
      : `This layer went with container ${container.number}. Nothing of it is left.`;
  return {
    service: track.service,
    head: `own layer of container ${container.number}, since ${formatClock(container.createdAt)}`,
    sentence,
    logs: [],
  };
}

function volumeWords(track: Track, volume: string, path: string): SpotWords | undefined {
  const band = track.volumes.find((one) => one.volume === volume && one.path === path);
  if (band === undefined) return undefined;
  const shared =
    band.sharedWith.length === 0
      ? ''
      : ` ${band.sharedWith.join(' and ')} ${band.sharedWith.length === 1 ? 'sees' : 'see'} the same files.`;
  return {
    service: track.service,
    head: `volume ${band.label} at ${band.path}${band.isReadOnly ? ', read-only' : ''}`,
    sentence: `It lies on the device, outside of every container: containers come and go, it stays.${shared}`,
    logs: [],
  };
}

function linesBetween(track: Track, from: number, to: number): LogLine[] {
  return track.logs.filter((line) => line.timestamp >= from && line.timestamp <= to).slice(-mostLines);
}
