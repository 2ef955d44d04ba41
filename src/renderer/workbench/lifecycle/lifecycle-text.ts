import { whenLastSeen } from '../../device/service-state.ts';
import { formatClock, formatDuration } from '../../format/time.ts';
import { formatSize } from '../../format/size.ts';
import type { ContainerLife, Run } from './container-lives.ts';
import type { LifeStory, Track } from './life-story.ts';
import { momentSentence, type Moment } from './moments.ts';

/** What a service does now, or did when it was seen last, for its label and for the text. */
export interface TrackState {
  meaning: 'ok' | 'attention' | 'refused' | 'unknown';
  word: string;
}

export function trackState(track: Track, { knownUntil }: Pick<LifeStory, 'knownUntil'>): TrackState {
  const { meaning, word } = lastStateOf(track);
  if (knownUntil === undefined) return { meaning, word };
  return { meaning: 'unknown', word: whenLastSeen(word) };
}

function lastStateOf(track: Track): TrackState {
  const container = track.containers.at(-1);
  const run = container?.runs.at(-1) ?? lastSeenOf(container);
  if (container === undefined) return { meaning: 'unknown', word: 'never created' };
  if (container.removedAt !== undefined) return { meaning: 'unknown', word: 'removed' };
  if (container.isLoop) return { meaning: 'attention', word: run?.to === undefined ? 'restart loop' : 'restart loop, waits' };
  if (run === undefined)
    return container.error === undefined ? { meaning: 'unknown', word: 'created' } : { meaning: 'refused', word: 'cannot start' };
  if (run.to === undefined) return { meaning: 'ok', word: 'running' };
  if (run.end === 'stopped' || run.calledOffAt !== undefined) return { meaning: 'unknown', word: 'stopped' };
  return {
    meaning: run.exitCode === 0 ? 'attention' : 'refused',
    word: run.exitCode === undefined ? 'ended' : `ended with code ${run.exitCode}`,
  };
}

/** The end of a container that nobody saw start. */
function lastSeenOf(container: ContainerLife | undefined): Pick<Run, 'to' | 'end' | 'exitCode' | 'calledOffAt'> | undefined {
  const unseen = container?.unseen;
  return unseen?.end === undefined ? undefined : { to: unseen.to, ...unseen.end };
}

/** What is known of a time in which nobody watched a container. */
export function unseenSentence({ number, runs, unseen }: ContainerLife, { restsWithApp }: Pick<LifeStory, 'restsWithApp'>): string {
  if (unseen === undefined) return '';
  const hasEnded = unseen.to !== runs[0]?.from;
  return `Nobody watched container ${number} until ${formatClock(unseen.to)}${hasEnded ? ', when its process ended' : ''}. It ran in that time; how long and how often it was started is not known.${restsWithApp ? ' The practice device rests while Fleetlab is closed.' : ''}`;
}

/** Restarts of a service's newest container, those before anybody looked included. */
export function restartsOf(container: ContainerLife): number {
  return container.unseenRestarts + Math.max(0, container.runs.length - 1);
}

/** The waits between an end and the next start in one container, oldest first, in milliseconds. */
export function waitsOf(container: ContainerLife): number[] {
  return container.runs.slice(1).flatMap((run, index) => {
    const end = container.runs[index]?.to;
    return end === undefined ? [] : [run.from - end];
  });
}

/** `the engine waits longer each time: 0.4 s, 0.8 s, 1.6 s`; undefined where there is no such row. */
export function waitsInWords(container: ContainerLife): string | undefined {
  const waits = waitsOf(container).slice(-5);
  const [first, last] = [waits[0], waits.at(-1)];
  if (waits.length < 2 || first === undefined || last === undefined) return undefined;
  const row = waits.map(formatDuration).join(', ');
  return last > first * 1.5 ? `the engine waits longer before each start: ${row}` : `the engine waited before each start: ${row}`;
}

export interface TrackText {
  service: string;
  summary: string;
  /** Of the service's volumes, one sentence each. */
  volumes: readonly string[];
  /** Everything that happened, oldest first; cycles of a loop are one entry. `count` moments are told by it. */
  entries: readonly { time: number; count: number; text: string }[];
}

/** The story in words: names every service, container, volume and moment. */
export function lifecycleText(story: LifeStory): TrackText[] {
  return story.tracks.map((track) => ({
    service: track.service,
    summary: summaryOf(track, story),
    volumes: track.volumes.map(
      (band) =>
        `Volume ${band.label} at ${band.path}${band.isReadOnly ? ', read-only' : ''}${band.sharedWith.length === 0 ? '' : `, shared with ${band.sharedWith.join(' and ')}`}: goes on whatever happens to the container.`,
    ),
    entries: entriesOf(track, story),
  }));
}

function summaryOf(track: Track, story: LifeStory): string {
  const container = track.containers.at(-1);
  const parts = [trackState(track, story).word];
  if (container !== undefined) {
    const restarts = restartsOf(container);
    parts.push(track.containers.length === 1 ? 'one container' : `container ${container.number} of ${track.containers.length}`);
    parts.push(restarts === 0 ? 'not restarted' : restarts === 1 ? 'restarted once' : `restarted ${restarts} times`);
    if (container.writableSize !== undefined)
      parts.push(`${container.writableSize === 0 ? 'nothing' : formatSize(container.writableSize)} in its own layer`);
    const waits = waitsInWords(container);
    if (waits !== undefined) parts.push(waits);
  }
  return `${track.service}: ${parts.join('; ')}.`;
}

/** This many cycles of ending and being restarted are told in one sentence. */
const fewestCycles = 3;

function entriesOf(track: Track, story: LifeStory): TrackText['entries'] {
  const entries: { time: number; count: number; text: string }[] = [];
  let at = 0;
  while (at < track.moments.length) {
    const cycles = cyclesFrom(track.moments, at);
    const moment = track.moments[at];
    if (moment === undefined) break;
    if (cycles.length >= fewestCycles * 2) {
      entries.push({ time: moment.time, count: cycles.length, text: cyclesInWords(cycles) });
      at += cycles.length;
    } else {
      const error = track.containers.find((container) => container.id === moment.containerId)?.error;
      entries.push({ time: moment.time, count: 1, text: momentSentence(moment, error) });
      at += 1;
    }
  }
  for (const container of track.containers)
    if (container.unseen !== undefined) entries.push({ time: container.unseen.from, count: 0, text: unseenSentence(container, story) });
  // A stable sort: the creation comes before what nobody saw after it.
  return entries.sort((left, right) => left.time - right.time);
}

/** The longest row of `exited`, `restarted` of one container that begins at this place. */
function cyclesFrom(moments: readonly Moment[], at: number): Moment[] {
  const row: Moment[] = [];
  for (let index = at; index + 1 < moments.length; index += 2) {
    const [end, start] = [moments[index], moments[index + 1]];
    if (end?.kind !== 'exited' || start?.kind !== 'restarted' || end.containerId !== start.containerId) break;
    if (row[0] !== undefined && row[0].containerId !== end.containerId) break;
    row.push(end, start);
  }
  return row;
}

function cyclesInWords(cycles: readonly Moment[]): string {
  const codes = [...new Set(cycles.flatMap((moment) => (moment.exitCode === undefined ? [] : [moment.exitCode])))];
  const waits = cycles.flatMap((moment) => (moment.wait === undefined ? [] : [moment.wait]));
  const [first, last] = [waits[0], waits.at(-1)];
  const span = (cycles.at(-1)?.time ?? 0) - (cycles[0]?.time ?? 0);
  const code = codes.length === 0 ? '' : codes.length === 1 ? ` with code ${codes[0]}` : ` with the codes ${codes.join(', ')}`;
  const wait = first === undefined || last === undefined ? '' : `, after waits from ${formatDuration(first)} to ${formatDuration(last)}`;
  return `Container ${cycles[0]?.container ?? 1} ended by itself${code} and was restarted, ${cycles.length / 2} times in ${formatDuration(span)}${wait}: the same container and the same layer each time.`;
}
