import { formatDuration } from '../../format/time.ts';
import type { ContainerLife, Run } from './container-lives.ts';

export type MomentKind = 'created' | 'recreated' | 'started' | 'restarted' | 'exited' | 'stopped' | 'removed' | 'failed';

/** Something that happened to a container, as a learner would tell it. */
export interface Moment {
  time: number;
  kind: MomentKind;
  containerId: string;
  /** 1 for the first container of its service that is known. */
  container: number;
  exitCode?: number;
  /** Of `restarted`: milliseconds between the end and the new start. */
  wait?: number;
  /** Of `stopped`: milliseconds between the request and the end, where the request was seen. */
  took?: number;
  /** Of `stopped`: no process ran, the container waited for its restart. */
  isWaiting?: true;
  /** Of `recreated`: whether the new container has another image; absent where that is not known. */
  hasNewImage?: boolean;
}

/** Everything that happened to a service's containers, oldest first. */
export function momentsOf(containers: readonly ContainerLife[]): Moment[] {
  return containers
    .flatMap((container, index) => momentsOfOne(container, containers[index - 1]))
    .sort((left, right) => left.time - right.time || order.indexOf(left.kind) - order.indexOf(right.kind));
}

/** At the same millisecond, an end comes before what follows it. */
const order: readonly MomentKind[] = ['exited', 'stopped', 'removed', 'created', 'recreated', 'failed', 'started', 'restarted'];

function momentsOfOne(container: ContainerLife, before: ContainerLife | undefined): Moment[] {
  const base = { containerId: container.id, container: container.number };
  const moments: Moment[] = [
    before === undefined
      ? { ...base, time: container.createdAt, kind: 'created' }
      : { ...base, time: container.createdAt, kind: 'recreated', ...newImage(container, before) },
  ];
  const { unseen } = container;
  if (unseen?.end !== undefined) moments.push({ ...base, ...endOf(unseen.end, unseen.to) });
  container.runs.forEach((run, index) => {
    const last = container.runs[index - 1] ?? (unseen === undefined || unseen.to === run.from ? undefined : unseen);
    const isFirst = index === 0 && container.unseenRestarts === 0;
    if (isFirst) moments.push({ ...base, time: run.from, kind: 'started' });
    else moments.push({ ...base, time: run.from, kind: 'restarted', ...(last?.to === undefined ? {} : { wait: run.from - last.to }) });
    if (run.to !== undefined) moments.push({ ...base, ...endOf(run, run.to) });
    if (run.calledOffAt !== undefined) moments.push({ ...base, time: run.calledOffAt, kind: 'stopped', isWaiting: true });
  });
  if (container.error !== undefined && container.runs.length === 0 && unseen === undefined)
    moments.push({ ...base, time: container.createdAt, kind: 'failed' });
  if (container.removedAt !== undefined) moments.push({ ...base, time: container.removedAt, kind: 'removed' });
  return moments;
}

function newImage(container: ContainerLife, before: ContainerLife): { hasNewImage?: boolean } {
  if (container.imageId === undefined || before.imageId === undefined) return {};
  return { hasNewImage: container.imageId !== before.imageId };
}

function endOf(run: Pick<Run, 'end' | 'exitCode'> & Partial<Run>, time: number): Pick<Moment, 'time' | 'kind' | 'exitCode' | 'took'> {
  return {
    time,
    kind: run.end ?? 'exited',
    ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }),
    ...(run.askedAt === undefined ? {} : { took: time - run.askedAt }),
  };
}

/** A moment in one or two words, with its number where it has one: `exited 1`. */
export function momentWord(moment: Moment): string {
  if ((moment.kind === 'exited' || moment.kind === 'stopped') && moment.exitCode !== undefined)
    return `${moment.kind}, code ${moment.exitCode}`;
  return moment.kind;
}

/** What happened and what it means for the container's layer, in a sentence or two. */
export function momentSentence(moment: Moment, error?: string): string {
  switch (moment.kind) {
    case 'created':
      return `Container ${moment.container} was created from its image, with an empty layer of its own to write in.`;
    case 'recreated': {
      const image = moment.hasNewImage === undefined ? '' : moment.hasNewImage ? ' and another image' : ' and the same image';
      return `Recreated: container ${moment.container} is new, with an empty layer${image}. What the old one wrote in its own layer is gone; volumes stay.`;
    }
    case 'started':
      return `Container ${moment.container} was started.`;
    case 'restarted':
      return moment.wait === undefined
        ? `Restarted: the same container ${moment.container} runs again, and its layer is as it was.`
        : `Restarted after ${formatDuration(moment.wait)}: the same container ${moment.container} runs again, and its layer is as it was.`;
    case 'exited':
      return `The process of container ${moment.container} ended by itself${codeWords(moment.exitCode)}. The container and its layer are still there.`;
    case 'stopped':
      if (moment.isWaiting === true)
        return `Container ${moment.container} was asked to stop while it waited for its restart: it is not started again. Its layer is still there.`;
      return `Container ${moment.container} was asked to stop${moment.exitCode === undefined && moment.took === undefined ? '' : ' and ended'}${moment.took === undefined ? '' : ` ${formatDuration(moment.took)} later`}${codeWords(moment.exitCode)}. Its layer is still there.`;
    case 'removed':
      return `Container ${moment.container} was removed, and its own layer with it. Volumes stay.`;
    case 'failed':
      return `Container ${moment.container} could not be started${error === undefined ? '' : `: ${error.replace(/\.?$/, '')}`}.`;
  }
}

/** Exit codes above 128 are 128 and the number of the signal that ended the process; 126 and 127 are the shell's (POSIX). */
function codeWords(code: number | undefined): string {
  if (code === undefined) return '';
  const meaning: Readonly<Record<number, string>> = {
    0: 'it was done',
    1: 'an error',
    126: 'the program may not be run',
    127: 'the program was not found',
    137: 'it was killed',
    139: 'it broke memory',
    143: 'it followed SIGTERM',
  };
  const words = meaning[code];
  return words === undefined ? ` with code ${code}` : ` with code ${code} (${words})`;
}
