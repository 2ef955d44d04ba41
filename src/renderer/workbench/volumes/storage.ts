import type { EngineVolume, EngineView } from '../../../shared/domain/engine-view.ts';
import type { PlanView } from '../../../shared/domain/plan-view.ts';

/** What happens to a thing of the picture by the next push; `same` also where only the present is shown. */
export type Change = 'same' | 'new' | 'gone';

/** Where services keep what they write. Sizes are bytes. */
export interface Storage {
  services: readonly ServicePlaces[];
  volumes: readonly VolumePlace[];
}

export interface ServicePlaces {
  service: string;
  change: Change;
  /** In its container's own layer; undefined where nobody knows, or where there is no container yet. */
  layerSize: number | undefined;
  mounts: readonly PlacedMount[];
}

export interface PlacedMount {
  path: string;
  /** Of the volume in this picture. */
  volume: string;
  isReadOnly: boolean;
  change: Change;
}

export interface VolumePlace {
  /** The same for a volume of the engine and for the one that the files name. */
  id: string;
  /** The key in the compose file, else the engine's name. */
  label: string;
  change: Change;
  /** The engine's name of it; undefined for one that is not there yet. */
  name: string | undefined;
  /** Undefined where nobody looked into it. */
  files: EngineVolume['files'];
  /** Services that see it, in the order of the picture. */
  users: readonly string[];
  /** No service sees it: it is kept, with all that is in it. */
  isOrphan: boolean;
}

/** Of more services than this, those that see a volume come first, and those that see the same one stand together. */
const manyServices = 6;

/** What runs on the device now. */
export function storageOf(engine: EngineView, services: readonly string[]): Storage {
  const containers = newestContainers(engine, services);
  const places = containers.map(({ service = '', mounts, writableSize }): ServicePlaces => ({
    service,
    change: 'same',
    layerSize: writableSize,
    mounts: mounts.map((mount) => ({ path: mount.path, volume: idOf(engine, mount.volume), isReadOnly: mount.readOnly, change: 'same' })),
  }));
  const shown = places.length > manyServices ? byVolume(places) : places;
  return { services: shown, volumes: volumesOf(engine, shown, []) };
}

function byVolume(places: readonly ServicePlaces[]): ServicePlaces[] {
  const volumes = [...new Set(places.flatMap(({ mounts }) => mounts.map(({ volume }) => volume)))];
  const turn = ({ mounts }: ServicePlaces): number =>
    mounts.length === 0 ? volumes.length : Math.min(...mounts.map(({ volume }) => volumes.indexOf(volume)));
  return [...places].sort((left, right) => turn(left) - turn(right));
}

/** What the next push makes of it, everything that it ends still shown. Undefined where the files say nothing that can be read. */
export function storageAfterPush(engine: EngineView, services: readonly string[], plan: PlanView): Storage | undefined {
  const { services: planned } = plan;
  if (planned === undefined) return undefined;
  const now = storageOf(engine, services);
  const names = [...new Set([...now.services.map(({ service }) => service), ...planned.map(({ name }) => name)])];
  const places = names.map((service): ServicePlaces => {
    const before = now.services.find((one) => one.service === service);
    const after = planned.find(({ name }) => name === service);
    const wanted = (after?.mounts ?? []).map((mount): PlacedMount => {
      const known = before?.mounts.some((one) => one.path === mount.path && one.volume === mount.volume) === true;
      return { path: mount.path, volume: mount.volume, isReadOnly: mount.readOnly, change: known ? 'same' : 'new' };
    });
    const ended = (before?.mounts ?? [])
      .filter((mount) => !wanted.some((one) => one.path === mount.path && one.volume === mount.volume))
      .map((mount): PlacedMount => ({ ...mount, change: 'gone' }));
    return {
      service,
      change: after === undefined ? 'gone' : before === undefined ? 'new' : 'same',
      layerSize: before?.layerSize,
      mounts: [...wanted, ...ended],
    };
  });
  return { services: places, volumes: volumesOf(engine, places, plan.volumes ?? []) };
}

/** One container a service: of two that meet during an update, the newer. */
function newestContainers(engine: EngineView, services: readonly string[]): EngineView['containers'] {
  const newest = new Map<string, EngineView['containers'][number]>();
  for (const container of engine.containers) {
    if (container.service === undefined) continue;
    const known = newest.get(container.service);
    if (known === undefined || container.createdAt > known.createdAt) newest.set(container.service, container);
  }
  const place = (name: string | undefined): number => (services.includes(name ?? '') ? services.indexOf(name ?? '') : services.length);
  return [...newest.values()].sort(
    (left, right) => place(left.service) - place(right.service) || (left.service ?? '').localeCompare(right.service ?? ''),
  );
}

function idOf(engine: EngineView, name: string): string {
  return engine.volumes.find((volume) => volume.name === name)?.key ?? name;
}

function volumesOf(engine: EngineView, places: readonly ServicePlaces[], declared: readonly string[]): VolumePlace[] {
  const used = places.flatMap(({ mounts }) => mounts.map(({ volume }) => volume));
  const held = engine.volumes.map((volume) => volume.key ?? volume.name);
  return [...new Set([...used, ...held, ...declared])].map((id): VolumePlace => {
    const volume = engine.volumes.find((one) => (one.key ?? one.name) === id);
    const users = places.filter(
      ({ change, mounts }) => change !== 'gone' && mounts.some((mount) => mount.volume === id && mount.change !== 'gone'),
    );
    return {
      id,
      label: id,
      change: volume === undefined ? 'new' : 'same',
      name: volume?.name,
      files: volume?.files,
      users: users.map(({ service }) => service),
      isOrphan: users.length === 0,
    };
  });
}
