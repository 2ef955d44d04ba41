import type { Storage } from './storage.ts';

/** Services on the left with the paths they write to, volumes on the right, a wire from each path to its volume. Units of 1/16 rem. Pure. */
export interface VolumesLayout {
  width: number;
  height: number;
  services: readonly ServiceBox[];
  volumes: readonly VolumeBox[];
  wires: readonly Wire[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ServiceBox extends Box {
  service: string;
  /** Tops of the rows for its mounts, in their order. */
  rows: readonly number[];
  /** The row for the container's own layer; undefined where it is told beside the name, to save height. */
  layerY: number | undefined;
}

export interface VolumeBox extends Box {
  id: string;
}

export interface Wire {
  service: string;
  /** Its place among the service's mounts. */
  mount: number;
  volume: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

export const headHeight = 27;
export const rowHeight = 22;
const volumeHeight = 50;
/** Between boxes, and where many services share the height. */
const usualGap = 14;
const smallGap = 8;
/** Below the last row of a service. */
const foot = 5;
const margin = 18;
const top = 26;

export function layOutVolumes(storage: Storage, options: { width: number; height: number }): VolumesLayout {
  const width = Math.max(options.width, 380);
  const serviceWidth = Math.min(250, Math.round((width - 2 * margin) * 0.46));
  const volumeWidth = Math.min(220, Math.round((width - 2 * margin) * 0.355));
  const roomy = placeServices(storage, serviceWidth, false);
  const services = bottomOf(roomy) + margin <= options.height * mostScreens ? roomy : placeServices(storage, serviceWidth, true);
  const volumes = placeVolumes(storage, services, { x: width - margin - volumeWidth, width: volumeWidth });
  const bottom = bottomOf([...services, ...volumes]);
  return { width, height: Math.max(options.height, bottom + margin), services, volumes, wires: wiresOf(storage, services, volumes) };
}

/** A picture that is higher than this many screens saves height where it can. */
const mostScreens = 1.5;

function placeServices({ services }: Storage, width: number, isCompact: boolean): ServiceBox[] {
  let y = top;
  return services.map(({ service, mounts }): ServiceBox => {
    const rows = mounts.map((_, index) => y + headHeight + index * rowHeight);
    const end = y + headHeight + mounts.length * rowHeight;
    const height = end + (isCompact ? 0 : rowHeight) + foot - y;
    const box = { service, x: margin, y, width, height, rows, layerY: isCompact ? undefined : end };
    y += height + (isCompact ? smallGap : usualGap);
    return box;
  });
}

function bottomOf(boxes: readonly Box[]): number {
  return Math.max(0, ...boxes.map((box) => box.y + box.height));
}

/** Each as near to the middle of the paths that lead to it as those above it allow; unused ones last. */
function placeVolumes(storage: Storage, services: readonly ServiceBox[], column: { x: number; width: number }): VolumeBox[] {
  const wanted = storage.volumes.map(({ id }) => {
    const heights = storage.services.flatMap(({ mounts }, place) =>
      mounts.flatMap((mount, index) => (mount.volume === id ? [(services[place]?.rows[index] ?? 0) + rowHeight / 2] : [])),
    );
    return { id, middle: heights.length === 0 ? Infinity : heights.reduce((sum, height) => sum + height, 0) / heights.length };
  });
  wanted.sort((left, right) => (left.middle === right.middle ? 0 : left.middle - right.middle));
  let y = top;
  return wanted.map(({ id, middle }) => {
    const place = Math.max(y, middle === Infinity ? y : middle - volumeHeight / 2);
    y = place + volumeHeight + usualGap;
    return { id, ...column, y: place, height: volumeHeight };
  });
}

/** Wires that end at one volume end beside each other, in the order of their beginnings. */
function wiresOf(storage: Storage, services: readonly ServiceBox[], volumes: readonly VolumeBox[]): Wire[] {
  const wires = storage.services.flatMap(({ service, mounts }, place) =>
    mounts.flatMap((mount, index): Wire[] => {
      const box = services[place];
      const volume = volumes.find(({ id }) => id === mount.volume);
      if (box === undefined || volume === undefined) return [];
      const from = { x: box.x + box.width, y: (box.rows[index] ?? box.y) + rowHeight / 2 };
      return [{ service, mount: index, volume: volume.id, from, to: { x: volume.x, y: volume.y + volume.height / 2 } }];
    }),
  );
  for (const volume of volumes) {
    const ends = wires.filter((wire) => wire.volume === volume.id).sort((left, right) => left.from.y - right.from.y);
    ends.forEach((wire, index) => (wire.to.y = volume.y + (volume.height * (index + 1)) / (ends.length + 1)));
  }
  return wires;
}
