import type { EngineImage, EngineView } from '../../../shared/domain/engine-view.ts';
import { shorten } from '../../format/short.ts';
import { formatSize } from '../../format/size.ts';
import { instructionOf, type Instruction } from './instruction.ts';

/** A layer of an image as it is shown. Sizes are bytes. */
export interface StackLayer extends Instruction {
  /** Its place in the image, 0 for the oldest. */
  index: number;
  size: number;
  /** Changes only the image's settings. */
  isEmpty: boolean;
  /** Undefined where nobody knows. */
  isReused: boolean | undefined;
  /** The other image that is shown lies on the same layer. */
  isShared: boolean;
}

export interface ImageStack {
  id: string;
  service: string | undefined;
  /** `main, release b41f0c2`. */
  name: string;
  size: number;
  createdAt: number;
  isOnDevice: boolean;
  /** Oldest first. */
  layers: readonly StackLayer[];
}

/** An image that the device has, or had until a later release replaced it. */
export interface SeenImage {
  image: EngineImage;
  isOnDevice: boolean;
}

/** Every image that can be shown, the device's own last. */
export function seenImages({ images, pastImages = [] }: EngineView): SeenImage[] {
  const past = pastImages.filter(({ id }) => !images.some((image) => image.id === id));
  return [...past.map((image) => ({ image, isOnDevice: false })), ...images.map((image) => ({ image, isOnDevice: true }))];
}

/** One image, or two side by side, whose common base is marked. `seen`: all that could be shown. */
export function stacksOf(shown: readonly SeenImage[], seen: readonly SeenImage[] = shown): ImageStack[] {
  const common = commonLayers(shown.map(({ image }) => image));
  return shown.map(({ image, isOnDevice }) => ({
    id: image.id,
    service: image.service,
    name: imageName(image, seen),
    size: image.size,
    createdAt: image.createdAt,
    isOnDevice,
    layers: image.layers.map((layer, index) => ({
      ...instructionOf(layer.createdBy),
      index,
      size: layer.size,
      isEmpty: layer.isEmpty,
      isReused: layer.isReused,
      isShared: index < common,
    })),
  }));
}

/** How many layers two images have in common, from the oldest on: each stands on all before it, so the first difference ends it. */
function commonLayers(images: readonly EngineImage[]): number {
  const [left, right] = images;
  if (left === undefined || right === undefined) return 0;
  const different = left.layers.findIndex((layer, index) => {
    const other = right.layers[index];
    return other === undefined || other.createdBy !== layer.createdBy || other.size !== layer.size;
  });
  return different === -1 ? left.layers.length : different;
}

/** `main, release b41f0c2`. An image that no container uses yet is named after the service whose layers it lies on. */
function imageName(image: EngineImage, seen: readonly SeenImage[]): string {
  if (image.service !== undefined)
    return image.release === undefined ? image.service : `${image.service}, release ${shorten(image.release)}`;
  const tag = image.tags[0]?.replace(/^.*\//, '');
  if (tag !== undefined && !isFleetTag(tag)) return tag;
  const relative = nearest(image, seen)?.image.service;
  return relative === undefined ? 'a fetched image, not started yet' : `${relative}, fetched and not started yet`;
}

/** The name as short as a choice needs it. */
export function choiceName(image: EngineImage, seen: readonly SeenImage[]): string {
  return imageName(image, seen).replace(', release ', ' ');
}

/** A fleet's images have a number of 32 digits instead of a name. */
function isFleetTag(tag: string): boolean {
  return /^[0-9a-f]{32}(?::|@|$)/.test(tag);
}

/** The image of a service that has most layers in common with this one; undefined where none has any. */
function nearest(image: EngineImage, seen: readonly SeenImage[]): SeenImage | undefined {
  let best: SeenImage | undefined;
  let most = 0;
  for (const other of seen) {
    if (other.image.id === image.id || other.image.service === undefined) continue;
    const common = commonLayers([image, other.image]);
    // Of two that are as near, the newer.
    if (common > 0 && (common > most || (common === most && other.image.createdAt > (best?.image.createdAt ?? 0)))) {
      best = other;
      most = common;
    }
  }
  return best;
}

/** What the second is beside the first, in words; undefined for one image alone. */
export function comparison(stacks: readonly ImageStack[]): string | undefined {
  const [first, second] = stacks;
  if (first === undefined || second === undefined) return undefined;
  const difference = Math.abs(first.size - second.size);
  const [small, large] = [Math.min(first.size, second.size), Math.max(first.size, second.size)];
  if (sharesAll(first) && sharesAll(second)) return 'Both stand on the same layers: they differ in their settings only.';
  if (difference <= large * 0.005) return `Both have the same size${changedWords(second)}.`;
  const word = second.size < first.size ? 'smaller' : 'larger';
  const ratio = large / Math.max(1, small);
  const much = ratio >= 1.95 ? `${figure(ratio)} times ${word}` : `${Math.max(1, Math.round((difference / first.size) * 100))} % ${word}`;
  return `The right one is ${much}: ${formatSize(second.size)} against ${formatSize(first.size)}, ${formatSize(difference)} ${word === 'smaller' ? 'less' : 'more'} on the device${changedWords(second)}.`;
}

function sharesAll(stack: ImageStack): boolean {
  return stack.layers.every((layer) => layer.isShared || layer.isEmpty);
}

/** How much of an image is not in the other: what a push had to bring. */
function changedWords(stack: ImageStack): string {
  const shared = sharedSize(stack);
  return shared === 0 ? '' : `; ${formatSize(Math.max(0, stack.size - shared))} of the right one are new, the rest is the same layers`;
}

function figure(ratio: number): string {
  return ratio < 9.95 ? ratio.toFixed(1).replace(/\.0$/, '') : String(Math.round(ratio));
}

/** Bytes of the layers that both images lie on. */
export function sharedSize(stack: ImageStack): number {
  return stack.layers.reduce((sum, layer) => sum + (layer.isShared ? layer.size : 0), 0);
}

/**
 * The images to show first: the newest of the device that a service has, and before it that service's image of the release before; without
 * one, another image on the same base. An image that has nothing to do with it is not chosen.
 */
export function firstChoice(seen: readonly SeenImage[]): { left: string | undefined; right: string | undefined } {
  const newestFirst = [...seen].sort((a, b) => b.image.createdAt - a.image.createdAt);
  const newest =
    newestFirst.find(({ image, isOnDevice }) => isOnDevice && image.service !== undefined) ??
    newestFirst.find(({ isOnDevice }) => isOnDevice) ??
    newestFirst[0];
  if (newest === undefined) return { left: undefined, right: undefined };
  const { service, id } = newest.image;
  const before =
    newestFirst.find(({ image }) => image.id !== id && service !== undefined && image.service === service) ?? nearest(newest.image, seen);
  return before === undefined ? { left: id, right: undefined } : { left: before.image.id, right: id };
}

/** Words for a layer's origin: at most a few. */
export function layerNote(layer: StackLayer): string {
  if (layer.isEmpty) return 'settings only';
  const parts = [
    ...(layer.isReused === true ? ['from the cache'] : layer.isReused === false ? ['new in this release'] : []),
    ...(layer.isShared ? ['shared by both'] : []),
  ];
  return parts.join(', ');
}
