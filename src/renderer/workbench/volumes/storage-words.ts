import { formatSize } from '../../format/size.ts';
import type { ServicePlaces, Storage, VolumePlace } from './storage.ts';

/** What becomes of one thing by the next push. */
export interface Fate {
  thing: string;
  meaning: 'stays' | 'goes' | 'new';
  sentence: string;
}

/** `2 files, 44 B`, `empty`; undefined where nobody looked. */
export function contentsInWords(volume: VolumePlace): string | undefined {
  if (volume.change === 'new') return 'new, empty';
  if (volume.files === undefined) return undefined;
  const size = volume.files.reduce((sum, file) => sum + file.size, 0);
  if (volume.files.length === 0) return 'empty';
  return `${volume.files.length === 1 ? '1 file' : `${volume.files.length} files`}, ${formatSize(size)}`;
}

/** Each layer and volume, and whether what is in it outlives a push of these files. */
export function fatesOf(now: Storage, after: Storage): Fate[] {
  const isSingle = after.services.length === 1 && after.services[0]?.service === 'main';
  return [
    ...after.services.map((service) => layerFate(service, isSingle)),
    ...after.volumes.map((volume) => volumeFate(volume, now, after)),
  ];
}

function layerFate({ service, change, layerSize }: ServicePlaces, isSingle: boolean): Fate {
  const size = layerSize === undefined || layerSize === 0 ? '' : ` (${formatSize(layerSize)})`;
  const thing = `own layer of ${service}`;
  if (change === 'new') return { thing, meaning: 'new', sentence: 'A new service gets a container with an empty layer.' };
  if (change === 'gone')
    return { thing, meaning: 'goes', sentence: `${service} is not in your files: its container goes, and its layer${size} with it.` };
  return {
    thing,
    meaning: 'goes',
    sentence: isSingle
      ? `Every push makes a new container: what the old one wrote outside of /data${size} is gone.`
      : `Gone${size} if the push changes its image or settings: that makes a new container.`,
  };
}

function volumeFate(volume: VolumePlace, now: Storage, after: Storage): Fate {
  const thing = `volume ${volume.label}`;
  const contents = contentsInWords(volume);
  if (volume.change === 'new') {
    const old = renamedFrom(volume, after);
    if (old === undefined)
      return { thing, meaning: 'new', sentence: 'A new volume: it begins with what the image holds at its path, else empty.' };
    return {
      thing,
      meaning: 'new',
      sentence: `Another name is another volume: it begins empty. What ${old.label} holds does not move here.`,
    };
  }
  const wasOrphan = now.volumes.find(({ id }) => id === volume.id)?.isOrphan === true;
  if (volume.isOrphan) {
    const words = wasOrphan ? 'No service sees it, before or after' : 'After the push no service sees it any more';
    return {
      thing,
      meaning: 'stays',
      sentence: `${words}. It is kept, with what it holds${contents === undefined ? '' : ` (${contents})`}.`,
    };
  }
  return {
    thing,
    meaning: 'stays',
    sentence: `It lies outside of the containers: all in it stays${contents === undefined ? '' : ` (${contents})`}.`,
  };
}

/** The volume whose place a new one takes: a service saw it at the same path until now. */
function renamedFrom(volume: VolumePlace, after: Storage): VolumePlace | undefined {
  for (const { mounts } of after.services)
    for (const mount of mounts) {
      if (mount.volume !== volume.id || mount.change !== 'new') continue;
      const old = mounts.find((one) => one.path === mount.path && one.change === 'gone');
      if (old !== undefined) return after.volumes.find(({ id }) => id === old.volume);
    }
  return undefined;
}

export interface StorageText {
  key: string;
  sentence: string;
}

/** The picture in words: every service with its paths, every volume with what is in it. */
export function storageText(storage: Storage): StorageText[] {
  return [...storage.services.map(serviceText), ...storage.volumes.map(volumeText)];
}

const changeWords = { same: '', new: ' (new with the next push)', gone: ' (ends with the next push)' };

function serviceText({ service, change, mounts, layerSize }: ServicePlaces): StorageText {
  const places = mounts.map(
    (mount) =>
      `volume ${mount.volume} at ${mount.path}${mount.isReadOnly ? ', read-only' : ''}${change === 'same' ? changeWords[mount.change] : ''}`,
  );
  const own =
    layerSize === undefined ? 'everything else in its own layer' : `everything else in its own layer, ${formatSize(layerSize)} now`;
  return { key: `service ${service}`, sentence: `${service}${changeWords[change]}: ${[...places, own].join('; ')}.` };
}

function volumeText(volume: VolumePlace): StorageText {
  const users = volume.isOrphan ? 'orphaned: kept, unused' : `seen by ${volume.users.join(' and ')}`;
  const files = (volume.files ?? []).map((file) => `${file.path} (${formatSize(file.size)})`);
  const contents = contentsInWords(volume) ?? 'nobody has looked into it';
  return {
    key: `volume ${volume.id}`,
    sentence: `Volume ${volume.label}${volume.change === 'new' ? changeWords.new : ''}: ${users}; ${contents}${files.length === 0 ? '' : `: ${files.join(', ')}`}.`,
  };
}
