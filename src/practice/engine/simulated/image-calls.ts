import { buildImage } from '../build/build-image.ts';
import { shortId } from '../build/builder.ts';
import type { Builder } from '../build/builder.ts';
import { EngineError } from '../engine.ts';
import type { ContainerEngine, EngineEvent } from '../engine.ts';
import { fullTag } from '../images/image-store.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { Containers } from './containers.ts';
import { inEngineWords } from './engine-words.ts';

export function imageCalls(options: {
  images: ImageStore;
  builder: Builder;
  containers: Containers;
  now: () => number;
  emit: (event: EngineEvent) => void;
}): Pick<ContainerEngine, 'build' | 'images' | 'inspectImage' | 'tagImage' | 'removeImage'> {
  const { images, builder, containers, now, emit } = options;

  function refuseImageInUse(id: string, isForced: boolean): void {
    const user = containers.all().find((container) => container.info().imageId === id);
    if (user === undefined) return;
    const { status } = user.info().state;
    const isActive = status === 'running' || status === 'restarting';
    if (isForced && !isActive) return;
    throw new EngineError(
      'conflict',
      `conflict: unable to delete ${shortId(id)} (${isActive ? 'cannot be forced' : 'must be forced'}) - image is being used by ${isActive ? 'running' : 'stopped'} container ${shortId(user.id)}`,
    );
  }

  return {
    build: (request) =>
      inEngineWords(async () => {
        const image = await buildImage(builder, request);
        emit({ kind: 'image', action: 'build', id: image.id, time: now() });
        if (request.tag !== undefined) emit({ kind: 'image', action: 'tag', id: image.id, time: now() });
        return images.info(image);
      }),
    images: () => Promise.resolve(images.list()),
    inspectImage: (reference) => later(() => images.info(images.find(reference))),
    tagImage: (reference, tag) =>
      later(() => {
        const { id } = images.find(reference);
        images.tag(id, tag);
        emit({ kind: 'image', action: 'tag', id, time: now() });
      }),
    removeImage: (reference, { force = false } = {}) =>
      later(() => {
        const { id, tags } = images.info(images.find(reference));
        const tag = fullTag(reference);
        if (tags.includes(tag) && tags.length > 1) {
          images.removeTag(tag);
          return;
        }
        if (!tags.includes(tag) && tags.length > 1 && !force)
          throw new EngineError(
            'conflict',
            `conflict: unable to delete ${shortId(id)} (must be forced) - image is referenced in multiple repositories`,
          );
        refuseImageInUse(id, force);
        images.remove(id);
        emit({ kind: 'image', action: 'delete', id, time: now() });
      }),
  };
}

/** Errors become rejections. */
function later<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
