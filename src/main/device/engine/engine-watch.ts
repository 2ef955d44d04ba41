import { setTimeout as delay } from 'node:timers/promises';
import { unreadEngine, type ContainerEvent, type EngineView } from '../../../shared/domain/engine-view.ts';
import { inWords } from '../../../shared/errors.ts';
import { createReads } from '../reads.ts';
import { eventsCommand, parseContainerEvent } from './container-events.ts';
import type { HostShell } from '../ssh/host-shell.ts';
import { createImageLayers, type ImageLayers } from './image-layers.ts';
import { withPastListeners } from './past-listeners.ts';
import { readEngine } from './read-engine.ts';

/** Which device is looked at. */
export interface WatchedDevice {
  /** Another key is another device, or the same one with another past. */
  key: string;
  address: string | undefined;
  seesConnections: boolean;
  /** Its past was replaced: what the engine remembers of containers that are no more belongs to another one. */
  isRestored: boolean;
}

export interface EngineWatchOptions {
  shell: Pick<HostShell, 'run' | 'follow'>;
  device: () => WatchedDevice | undefined;
  onEvent: (event: ContainerEvent) => void;
  /** What was seen before belongs to another device. */
  onForget: () => void;
  /** Milliseconds between reads while somebody looks and nothing is told. */
  pollMilliseconds?: number;
}

/** The engine of the device in use: read again when it tells an event, and every few seconds while somebody looks. */
export interface EngineWatch {
  view(): EngineView;
  /** Oldest first. */
  events(): readonly ContainerEvent[];
  /** Reads now; never rejects: a failure is the view's `problem`. */
  refresh(): Promise<EngineView>;
  onChange(listener: (view: EngineView) => void): () => void;
  /** Something may have changed (a log line came, the device is another one): reads soon. */
  poke(): void;
  /** Another environment is in use: nothing of the device before is shown as if it were there, or waited for. */
  leave(): void;
  /** Nothing is read by itself while nobody looks, but what events tell. */
  setWatched(isWatched: boolean): void;
  close(): Promise<void>;
}

const eventsKept = 500;
/** Milliseconds in which events that belong together come: a push is a dozen of them. */
const settleMilliseconds = 80;
/** Seconds of the past that the engine is asked for when its events are followed for the first time. */
const pastSeconds = 3600;
const followAgainMilliseconds = 2000;

export function createEngineWatch(options: EngineWatchOptions): EngineWatch {
  const { shell } = options;
  const end = new AbortController();
  const listeners = new Set<(view: EngineView) => void>();
  const reads = createReads(read);
  let layers = newLayers();
  let view: EngineView = unreadEngine;
  let told = '';
  let events: ContainerEvent[] = [];
  let key: string | undefined;
  let isWatched = false;
  let settle: NodeJS.Timeout | undefined;
  let following: AbortController | undefined;

  function newLayers(): ImageLayers {
    return createImageLayers((line) => shell.run(line));
  }

  async function read(left: AbortSignal): Promise<EngineView> {
    const device = options.device();
    meet(device?.key);
    if (device === undefined) return tell(unreadEngine);
    const isOld = () => left.aborted || options.device()?.key !== device.key;
    const about = { ...(device.address === undefined ? {} : { deviceAddress: device.address }), seesConnections: device.seesConnections };
    try {
      const found = await readEngine((line) => shell.run(line, { signal: left }), layers);
      if (isOld()) return view;
      if (following === undefined && !end.signal.aborted) startFollowing(device, found.containers);
      const containers = withPastListeners(view.containers, found.containers);
      return tell({ ...found, containers, ...about, readAt: Date.now() });
    } catch (error) {
      if (isOld()) return view;
      // What was read last stays on the screen; `readAt` and the problem say that it is old.
      return tell({ ...view, ...about, problem: inWords(error) });
    }
  }

  /** What differs in its time alone is not told: nothing on the screen would change. */
  function tell(made: EngineView): EngineView {
    view = made;
    const words = JSON.stringify({ ...made, readAt: 0 });
    if (words === told || end.signal.aborted) return view;
    told = words;
    for (const listener of [...listeners]) listener(view);
    return view;
  }

  function meet(found: string | undefined): void {
    if (found === key) return;
    key = found;
    following?.abort();
    following = undefined;
    // A read of the device before may still be under way: what it learns stays with the old ones.
    layers = newLayers();
    view = unreadEngine;
    events = [];
    options.onForget();
  }

  function startFollowing({ isRestored }: WatchedDevice, present: EngineView['containers']): void {
    following = new AbortController();
    const startedAt = Date.now();
    const isOfThisPast = ({ time, containerId }: ContainerEvent): boolean =>
      !isRestored || time >= startedAt || present.some(({ id }) => id === containerId);
    void follow(startedAt, isOfThisPast, following.signal);
  }

  async function follow(startedAt: number, isWanted: (event: ContainerEvent) => boolean, stop: AbortSignal): Promise<void> {
    const isLeft = () => stop.aborted;
    while (!isLeft()) {
      let rest = '';
      const last = events.at(-1)?.time;
      try {
        const followed = await shell.follow(eventsCommand((last ?? startedAt - pastSeconds * 1000) / 1000), (text) => {
          const lines = `${rest}${text}`.split('\n');
          rest = lines.pop() ?? '';
          for (const event of lines.map(parseContainerEvent)) if (event !== undefined && !isLeft() && isWanted(event)) take(event);
        });
        const onStop = () => followed.stop();
        stop.addEventListener('abort', onStop, { once: true });
        // The device may have been left while the connection was made.
        if (isLeft()) onStop();
        await followed.ended;
        stop.removeEventListener('abort', onStop);
      } catch {
        // The next read says why.
      }
      await delay(followAgainMilliseconds, undefined, { signal: stop, ref: false }).catch(() => undefined);
    }
  }

  function take(event: ContainerEvent): void {
    // Those of the same time come again when the events are followed anew.
    if (events.some((known) => isSame(known, event))) return;
    const whole = withFacts(event, view.containers);
    events = [...events, whole].slice(-eventsKept);
    options.onEvent(whole);
    poke();
  }

  function poke(): void {
    if (end.signal.aborted) return;
    settle ??= setTimeout(() => {
      settle = undefined;
      void reads.ask();
    }, settleMilliseconds);
  }

  async function poll(): Promise<void> {
    while (!end.signal.aborted) {
      if (isWatched || options.device()?.key !== key) await reads.ask();
      await delay(options.pollMilliseconds ?? 4000, undefined, { signal: end.signal, ref: false }).catch(() => undefined);
    }
  }
  void poll();

  return {
    view: () => view,
    events: () => events,
    refresh: () => reads.ask(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poke,
    leave() {
      meet(undefined);
      tell(unreadEngine);
      void reads.anew();
    },
    setWatched(value) {
      if (value && !isWatched) poke();
      isWatched = value;
    },
    async close() {
      end.abort();
      clearTimeout(settle);
      following?.abort();
      await reads.idle();
    },
  };
}

/** What the engine held of its container stays with the event: once the container is gone, nobody can be asked. */
function withFacts(event: ContainerEvent, containers: EngineView['containers']): ContainerEvent {
  const container = containers.find(({ id }) => id === event.containerId);
  if (container === undefined) return event;
  const { imageId, createdAt, startedAt, finishedAt } = container;
  // An event of the past may be told after the reading: what came after it is none of its facts.
  const before = (time: number | undefined): time is number => time !== undefined && time <= event.time;
  return {
    imageId,
    ...event,
    ...(before(createdAt) ? { createdAt } : {}),
    ...(before(startedAt) ? { startedAt } : {}),
    ...(before(finishedAt) ? { finishedAt } : {}),
  };
}

function isSame(one: ContainerEvent, other: ContainerEvent): boolean {
  return one.time === other.time && one.action === other.action && one.containerId === other.containerId;
}
