import type Docker from 'dockerode';
import { BuildError, EngineError } from '../engine.ts';
import type { BuildRequest, ContainerEngine, EngineEvent, ImageInfo } from '../engine.ts';
import { withMissingImages } from './base-images.ts';
import { readBuild } from './build-messages.ts';
import { inEngineWords } from './connection.ts';
import { contextArchive } from './context-archive.ts';
import { imageInfo } from './image-info.ts';
import { isMark, isOwnTag, markOf } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

type ImageCalls = Pick<ContainerEngine, 'build' | 'images' | 'inspectImage' | 'tagImage' | 'removeImage'>;

export function imageCalls(docker: Docker, ownership: Ownership, emit: (event: EngineEvent) => void): ImageCalls {
  async function inspect(reference: string): Promise<ImageInfo> {
    const image = docker.getImage(reference);
    const [told, history] = await Promise.all([image.inspect(), image.history() as Promise<unknown>]);
    return imageInfo(told, history, ownership);
  }

  async function mark(id: string): Promise<void> {
    await docker.getImage(id).tag(markOf(ownership, id));
  }

  async function unmark(id: string): Promise<void> {
    const { repo, tag } = markOf(ownership, id);
    await docker.getImage(`${repo}:${tag}`).remove();
  }

  return {
    build: (request) =>
      inEngineWords(async () => {
        const { imageId, error } = await runBuild(docker, request);
        if (error !== undefined) throw new BuildError(await withMissingImages(docker, request, error));
        if (imageId === undefined) throw new BuildError('the container engine ended the build without an image');
        await mark(imageId);
        emit({ kind: 'image', action: 'build', id: imageId, time: Date.now() });
        if (request.tag !== undefined) emit({ kind: 'image', action: 'tag', id: imageId, time: Date.now() });
        return inspect(imageId);
      }),
    images: () =>
      inEngineWords(async () => {
        const own = await docker.listImages({ filters: { reference: [ownership.repository] } });
        return Promise.all(own.map(({ Id: id }) => inspect(id)));
      }),
    inspectImage: (reference) => inEngineWords(() => inspect(reference)),
    tagImage: (reference, tag) =>
      inEngineWords(async () => {
        const { id } = await inspect(reference);
        await docker.getImage(id).tag(splitTag(tag));
        emit({ kind: 'image', action: 'tag', id, time: Date.now() });
      }),
    removeImage: (reference, options = {}) =>
      inEngineWords(async () => {
        const told = await docker.getImage(reference).inspect();
        const all = (told.RepoTags as string[] | null) ?? [];
        const tags = all.filter((tag) => !isOwnTag(ownership, tag));
        const marks = all.filter((tag) => isMark(ownership, tag));
        if (marks.length === 0) throw new EngineError('conflict', `${reference} is not an image of this practice device: it stays`);
        const isTag = tags.includes(reference) || tags.includes(`${reference}:latest`);
        // The mark is one tag more than the caller knows of: it goes first, so that the engine judges as if it had never been.
        const isLast = tags.length === 0 || (tags.length === 1 && isTag);
        if (tags.length > 0 && (isLast || !isTag)) await unmark(told.Id);
        // A checkpoint that keeps it has a name of its own for it: then only the others go.
        const isKept = tags.length + marks.length < all.length;
        try {
          if (isKept && !isTag) for (const tag of tags.length === 0 ? marks : tags) await docker.getImage(tag).remove();
          else await docker.getImage(reference).remove({ force: options.force === true });
        } catch (error) {
          if (tags.length > 0 && (isLast || !isTag)) await mark(told.Id);
          throw error;
        }
        if (isLast || !isTag) emit({ kind: 'image', action: 'delete', id: told.Id, time: Date.now() });
      }),
  };
}

async function runBuild(docker: Docker, request: BuildRequest): ReturnType<typeof readBuild> {
  try {
    const answer = await docker.buildImage(contextArchive(request.context), {
      dockerfile: request.dockerfile,
      rm: true,
      forcerm: true,
      // The first builder: its steps are what balena's builder shows.
      version: '1',
      ...(request.tag === undefined ? {} : { t: request.tag }),
      ...(request.target === undefined ? {} : { target: request.target }),
      ...(request.noCache === true ? { nocache: true } : {}),
      ...(request.arguments === undefined ? {} : { buildargs: { ...request.arguments } }),
      ...(request.labels === undefined ? {} : { labels: { ...request.labels } }),
      ...(request.abort === undefined ? {} : { abortSignal: request.abort }),
    });
    return await readBuild(answer as NodeJS.ReadableStream & AsyncIterable<Buffer>, (line) => request.log(line));
  } catch (error) {
    // A Dockerfile that cannot be read is refused before the first line of the answer.
    const refused = await inEngineWords(() => Promise.reject(error instanceof Error ? error : new Error(String(error)))).catch(
      (reason: unknown) => reason,
    );
    if (refused instanceof EngineError && (refused.code === 'invalid' || refused.code === 'failed')) throw new BuildError(refused.message);
    throw error;
  }
}

/** `registry:5000/name:tag`: a colon before the last slash is a port's. */
function splitTag(tag: string): { repo: string; tag: string } {
  const at = tag.lastIndexOf(':');
  return at > tag.lastIndexOf('/') ? { repo: tag.slice(0, at), tag: tag.slice(at + 1) } : { repo: tag, tag: 'latest' };
}
