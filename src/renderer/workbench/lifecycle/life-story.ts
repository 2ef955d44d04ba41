import type { LogLine } from '../../../shared/domain/device-view.ts';
import type { ContainerEvent, EngineContainer, EngineView } from '../../../shared/domain/engine-view.ts';
import { livesOf } from '../../device/starts.ts';
import { containersOf, type ContainerLife } from './container-lives.ts';
import { momentsOf, type Moment } from './moments.ts';

/** A volume that a service sees, for as long as anybody knows of it. Times are milliseconds since 1970. */
export interface VolumeBand {
  volume: string;
  /** The key in the compose file, else the engine's name. */
  label: string;
  path: string;
  isReadOnly: boolean;
  /** Absent where it is not known: it was there before anybody looked. */
  from: number | undefined;
  /** The other services that see it. */
  sharedWith: readonly string[];
}

/** What became of one service. */
export interface Track {
  service: string;
  containers: readonly ContainerLife[];
  /** Oldest first. */
  moments: readonly Moment[];
  volumes: readonly VolumeBand[];
  /** What the service itself wrote, oldest first. */
  logs: readonly LogLine[];
  isLoop: boolean;
}

export interface LifeStory {
  tracks: readonly Track[];
  /** The earliest time that anything is known of; undefined where nothing is. */
  from: number | undefined;
  /** `log`: nobody watched the engine, so containers and their ends are inferred from the Supervisor's lines. */
  source: 'engine' | 'log';
  /** While the device says nothing: the time up to which it did. What goes on after it nobody knows. */
  knownUntil: number | undefined;
  /** The device rests while the app is closed, as the practice device does. */
  restsWithApp: boolean;
}

export interface KnownOfDevice {
  view: EngineView | undefined;
  events: readonly ContainerEvent[];
  logs: readonly LogLine[];
  /** The device's services, in the order in which they are shown. */
  services: readonly string[];
  /** As in the story; what is told by later events is known all the same. */
  knownUntil?: number | undefined;
  restsWithApp?: boolean;
}

/** Merges what is known of a device into one story for each service: events in their order, completed by the engine's view, with the log. */
export function lifeStoryOf({ view, events, logs, services, knownUntil, restsWithApp = false }: KnownOfDevice): LifeStory {
  const source = view === undefined && events.length === 0 ? 'log' : 'engine';
  const names = [...services, ...namesIn(view, events)].filter((name, index, all) => all.indexOf(name) === index);
  const tracks = names.map((service): Track => {
    const known = source === 'log' ? eventsFromLog(service, logs) : events.filter((event) => event.service === service);
    const containers = containersOf(service, known, view);
    return {
      service,
      containers,
      moments: momentsOf(containers),
      volumes: bandsOf(service, view),
      logs: logs.filter((line) => line.service === service),
      isLoop: containers.at(-1)?.isLoop === true,
    };
  });
  const told = tracks.filter((track) => track.containers.length > 0);
  const times = told.flatMap((track) => track.containers.map((container) => container.createdAt));
  return {
    tracks: told,
    from: times.length === 0 ? undefined : Math.min(...times),
    source,
    restsWithApp,
    knownUntil: knownUntil === undefined ? undefined : Math.max(knownUntil, ...told.flatMap(({ moments }) => moments.at(-1)?.time ?? [])),
  };
}

function namesIn(view: EngineView | undefined, events: readonly ContainerEvent[]): string[] {
  return [...(view?.containers ?? []), ...events].flatMap(({ service }) => (service === undefined ? [] : [service])).sort();
}

/** The Supervisor's lines tell a new container (`Started service`) from the same one started again (`Restarting service`). */
function eventsFromLog(service: string, logs: readonly LogLine[]): ContainerEvent[] {
  const events: ContainerEvent[] = [];
  let number = 0;
  for (const life of livesOf(service, logs)) {
    if (!life.isRestart || number === 0) {
      if (number > 0) events.push({ time: life.from, action: 'destroy', ...container() });
      number += 1;
      events.push({ time: life.from, action: 'create', ...container() });
    }
    events.push({ time: life.from, action: 'start', ...container() });
    if (life.to !== undefined) events.push({ time: life.to, action: 'die', ...container() });
  }
  return events;

  function container(): Pick<ContainerEvent, 'containerId' | 'container' | 'service'> {
    return { containerId: `${service} ${number}`, container: service, service };
  }
}

function bandsOf(service: string, view: EngineView | undefined): VolumeBand[] {
  const mounts = (view?.containers ?? []).flatMap((container) => container.mounts.map((mount) => ({ ...mount, by: container.service })));
  const own = mounts.filter((mount, index) => mount.by === service && isFirst(mount, index));
  return own.map((mount) => {
    const volume = view?.volumes.find((candidate) => candidate.name === mount.volume);
    const others = mounts.flatMap(({ by, volume: name }) => (name === mount.volume && by !== undefined && by !== service ? [by] : []));
    return {
      volume: mount.volume,
      label: volume?.key ?? mount.volume,
      path: mount.path,
      isReadOnly: mount.readOnly,
      from: volume?.createdAt,
      sharedWith: [...new Set(others)],
    };
  });

  function isFirst(mount: EngineContainer['mounts'][number] & { by: string | undefined }, index: number): boolean {
    return mounts.findIndex(({ by, volume, path }) => by === mount.by && volume === mount.volume && path === mount.path) === index;
  }
}
