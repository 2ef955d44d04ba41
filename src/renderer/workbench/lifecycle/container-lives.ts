import type { ContainerEvent, EngineContainer, EngineView } from '../../../shared/domain/engine-view.ts';

/** From one start of a container's process to its end (undefined while it runs). Times are milliseconds since 1970. */
export interface Run {
  from: number;
  to: number | undefined;
  exitCode: number | undefined;
  /** When it was first told to stop; its process may take ten seconds, then it is killed. */
  askedAt: number | undefined;
  /** `stopped`: somebody asked for its end; `exited`: it ended by itself. */
  end: 'exited' | 'stopped' | undefined;
  /** When the container was asked to stop while it waited for the start after this run. */
  calledOffAt?: number;
}

/** A time before the first run that is known, in which nobody watched: the container ran, but when, how often and how long nobody knows. */
export interface Unseen {
  from: number;
  /** Its last end in that time, where it was told; else the first start that is known. */
  to: number;
  /** Of its last end, where somebody was there to see it. */
  end?: Pick<Run, 'exitCode' | 'end'>;
}

/** A container from its creation to its removal. Its writable layer lives exactly as long. */
export interface ContainerLife {
  id: string;
  name: string;
  /** 1 for the first of its service that is known. */
  number: number;
  imageId: string | undefined;
  createdAt: number;
  /** Undefined while it exists. */
  removedAt: number | undefined;
  runs: readonly Run[];
  unseen?: Unseen;
  /** Restarts that happened before anybody looked, by the engine's own count. */
  unseenRestarts: number;
  /** Of its own layer, where the engine told. */
  writableSize: number | undefined;
  restartPolicy: string | undefined;
  /** Why it could not be started. */
  error: string | undefined;
  isLoop: boolean;
}

/** An engine forgives a container that has lived this long, in milliseconds: its restart delay starts anew. */
const longLife = 10_000;

/** A container is started as soon as it is made: one that was made this long before its first start that was seen, in milliseconds, had run before. */
const longBeforeStart = 10_000;

/** A `stop` that follows an end within so many milliseconds belongs to it; an engine waits longer before its first restart. */
const togetherMilliseconds = 50;

/** The lives of a service's containers, oldest first: by its events, completed with what the engine holds now. */
export function containersOf(service: string, events: readonly ContainerEvent[], view: EngineView | undefined): ContainerLife[] {
  const drafts = new Map<string, Draft>();
  for (const event of events.filter((candidate) => candidate.service === service).sort((left, right) => left.time - right.time)) {
    const draft = draftOf(drafts, event);
    recall(draft, event);
    take(draft, event);
  }
  for (const container of view?.containers ?? []) if (container.service === service) complete(drafts, container);
  if (view !== undefined) for (const draft of drafts.values()) removeIfGone(draft, view);
  return [...drafts.values()]
    .sort((left, right) => left.life.createdAt - right.life.createdAt)
    .map(({ life, runs }, index) => ({
      ...life,
      runs,
      // Whoever ran before the first start that is known was started again.
      unseenRestarts: life.unseen === undefined || runs.length === 0 ? life.unseenRestarts : Math.max(1, life.unseenRestarts),
      number: index + 1,
      isLoop: isLoop(runs, life.removedAt ?? view?.readAt),
    }));
}

interface Draft {
  life: Omit<ContainerLife, 'number' | 'isLoop' | 'runs'>;
  runs: Run[];
  askedToStop: boolean;
  /** Whether its creation was seen, and with it all that came after. */
  isSeenWhole: boolean;
  /** The time of its last event; 0 for one that is known from the view alone. */
  lastHeard: number;
}

function draftOf(drafts: Map<string, Draft>, event: ContainerEvent): Draft {
  const known = drafts.get(event.containerId);
  if (known !== undefined) return known;
  const draft = emptyDraft(event.containerId, event.container, event.imageId, event.createdAt ?? event.time);
  drafts.set(draft.life.id, draft);
  return draft;
}

function emptyDraft(id: string, name: string, imageId: string | undefined, createdAt: number): Draft {
  const life = {
    id,
    name,
    imageId,
    createdAt,
    removedAt: undefined,
    unseenRestarts: 0,
    writableSize: undefined,
    restartPolicy: undefined,
    error: undefined,
  };
  return { life, runs: [], askedToStop: false, isSeenWhole: false, lastHeard: 0 };
}

/** An event brings what the engine told of its container before: the run that it ends may have begun when nobody watched. */
function recall(draft: Draft, { action, time, createdAt, startedAt, finishedAt }: ContainerEvent): void {
  draft.life.createdAt = Math.min(draft.life.createdAt, createdAt ?? time);
  if (action === 'create') draft.isSeenWhole = true;
  const last = draft.runs.at(-1);
  if (action === 'start') {
    if (last === undefined && finishedAt !== undefined) missed(draft, finishedAt);
    else if (last === undefined && time - draft.life.createdAt > longBeforeStart) missed(draft, time);
    return;
  }
  if (startedAt === undefined || (last !== undefined && startedAt <= (last.to ?? Infinity))) return;
  if (last === undefined && finishedAt !== undefined && finishedAt < startedAt) missed(draft, finishedAt);
  const run: Run = { from: startedAt, to: undefined, exitCode: undefined, askedAt: undefined, end: undefined };
  draft.runs.push(run);
  // The end that `die` tells is not yet one of the facts, or the same.
  if (action !== 'die' && finishedAt !== undefined && finishedAt >= startedAt) endRun(run, finishedAt, undefined, 'exited');
}

/** Up to this time it ran, and nobody watched. */
function missed(draft: Draft, to: number, end?: Unseen['end']): void {
  if (draft.isSeenWhole || to <= draft.life.createdAt) return;
  draft.life.unseen ??= { from: draft.life.createdAt, to, ...(end === undefined ? {} : { end }) };
}

function take(draft: Draft, event: ContainerEvent): void {
  const run = draft.runs.at(-1);
  draft.lastHeard = event.time;
  draft.life.imageId ??= event.imageId;
  switch (event.action) {
    case 'start':
      if (run !== undefined && run.to === undefined) endRun(run, event.time, undefined, 'exited');
      draft.runs.push({ from: event.time, to: undefined, exitCode: undefined, askedAt: undefined, end: undefined });
      draft.askedToStop = false;
      break;
    case 'kill':
      draft.askedToStop = true;
      if (run !== undefined && run.to === undefined) run.askedAt ??= event.time;
      break;
    case 'stop':
      // The engine says `stop` once the process has ended, and without a `kill` where none ran: the container waited for its restart.
      if (run?.to !== undefined) {
        if (draft.askedToStop || event.time - run.to < togetherMilliseconds) run.end = 'stopped';
        else run.calledOffAt ??= event.time;
      }
      draft.askedToStop = true;
      break;
    case 'die':
      if (run === undefined && !draft.isSeenWhole && draft.life.createdAt < event.time)
        missed(draft, event.time, { exitCode: event.exitCode, end: draft.askedToStop ? 'stopped' : 'exited' });
      else if (run === undefined)
        draft.runs.push({
          from: draft.life.createdAt,
          to: event.time,
          exitCode: event.exitCode,
          askedAt: undefined,
          end: draft.askedToStop ? 'stopped' : 'exited',
        });
      else if (run.to === undefined) endRun(run, event.time, event.exitCode, draft.askedToStop ? 'stopped' : 'exited');
      break;
    case 'destroy':
      if (run !== undefined && run.to === undefined) endRun(run, event.time, undefined, 'stopped');
      draft.life.removedAt = event.time;
      break;
    case 'create':
    case 'restart':
      // `restart` follows the `start` that it caused.
      break;
  }
}

function endRun(run: Run, to: number, exitCode: number | undefined, end: 'exited' | 'stopped'): void {
  run.to = Math.max(run.from, to);
  run.exitCode = exitCode;
  run.end = end;
}

/** What the engine holds now fills what no event told: a container from before, an event that was missed, sizes and settings. */
function complete(drafts: Map<string, Draft>, container: EngineContainer): void {
  const draft = drafts.get(container.id) ?? emptyDraft(container.id, container.name, container.imageId, container.createdAt);
  drafts.set(draft.life.id, draft);
  draft.life.createdAt = Math.min(draft.life.createdAt, container.createdAt);
  draft.life.imageId = container.imageId;
  draft.life.writableSize = container.writableSize;
  draft.life.restartPolicy = container.restartPolicy;
  draft.life.error = container.error;
  const last = draft.runs.at(-1);
  const { startedAt, finishedAt, exitCode, state } = container;
  const knownTo = last === undefined ? (draft.life.unseen?.to ?? -Infinity) : (last.to ?? Infinity) + 500;
  if (startedAt !== undefined && startedAt > knownTo) {
    const hasEnded = state !== 'running' && finishedAt !== undefined && finishedAt >= startedAt;
    draft.runs.push({
      from: startedAt,
      to: hasEnded ? finishedAt : undefined,
      exitCode: hasEnded ? exitCode : undefined,
      askedAt: undefined,
      end: hasEnded ? 'exited' : undefined,
    });
  } else if (last?.to === undefined && last !== undefined && state === 'exited' && (finishedAt ?? 0) > last.from) {
    endRun(last, finishedAt ?? last.from, exitCode, draft.askedToStop ? 'stopped' : 'exited');
  }
  const first = draft.runs[0];
  if (first !== undefined && finishedAt !== undefined && finishedAt < first.from) missed(draft, finishedAt);
  else if (first !== undefined && container.restarts >= draft.runs.length) missed(draft, first.from);
  draft.life.unseenRestarts = Math.max(0, container.restarts - Math.max(0, draft.runs.length - 1));
}

/** A container that the engine no longer holds, and whose removal nobody saw, was gone by the time of the reading. */
function removeIfGone(draft: Draft, view: EngineView): void {
  if (draft.life.removedAt !== undefined || draft.lastHeard >= view.readAt) return;
  if (view.containers.some((container) => container.id === draft.life.id)) return;
  draft.life.removedAt = view.readAt;
  const last = draft.runs.at(-1);
  if (last !== undefined && last.to === undefined) endRun(last, view.readAt, undefined, 'stopped');
}

/** Whether it keeps dying: its last three runs (the one that goes on included) were all short and ended by themselves, and another follows. */
function isLoop(runs: readonly Run[], now: number | undefined): boolean {
  const last = runs.slice(-3);
  return (
    last.length === 3 &&
    last.every((run) => run.end !== 'stopped' && run.calledOffAt === undefined && (run.to ?? now ?? run.from) - run.from < longLife) &&
    last.some((run) => run.to !== undefined)
  );
}
