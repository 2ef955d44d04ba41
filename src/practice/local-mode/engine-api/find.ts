import { EngineError } from '../../engine/engine.ts';
import type { ImageInfo } from '../../engine/engine.ts';
import { isRegistryTag } from '../../engine/images/registry-tag.ts';
import { HttpError } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';

/** An image on the device, and the names it has there. */
export interface NamedImage {
  image: ImageInfo;
  /** With their tags. */
  names: string[];
}

export async function imagesOnDevice({ engine, images }: Pick<EngineApiContext, 'engine' | 'images'>): Promise<NamedImage[]> {
  const downloaded = images.downloaded();
  const own = new Set(images.own());
  return (await engine.images()).flatMap((image): NamedImage[] => {
    const locations = downloaded.filter(({ contentHash }) => contentHash === image.id).map(({ location }) => withTag(location));
    const tags = image.tags.filter((tag) => !isRegistryTag(tag));
    if (locations.length === 0 && !own.has(image.id)) return [];
    return [{ image, names: [...new Set([...locations, ...tags])] }];
  });
}

/** By name, id, or the beginning of an id. Rejects with HttpError 404 in the engine's words. */
export async function findImage(context: Pick<EngineApiContext, 'engine' | 'images'>, reference: string): Promise<NamedImage> {
  const images = await imagesOnDevice(context);
  const digits = reference.replace(/^sha256:/, '');
  const found =
    images.find(({ names }) => names.includes(withTag(reference))) ??
    (/^[0-9a-f]{4,64}$/.test(digits) ? images.find(({ image }) => image.id.startsWith(`sha256:${digits}`)) : undefined);
  if (found !== undefined) return found;
  // A stage or a step of a build can be named by its id only.
  if (/^[0-9a-f]{12,64}$/.test(digits)) {
    const image = await context.engine.inspectImage(reference).catch((error: unknown) => {
      if (error instanceof EngineError) return undefined;
      throw error;
    });
    if (image !== undefined) return { image, names: image.tags.filter((tag) => !isRegistryTag(tag)) };
  }
  throw new HttpError(404, `No such image: ${withTag(reference)}`);
}

/** `name` means `name:latest`; a client may write out the registry that it takes for granted. */
export function withTag(reference: string): string {
  const name = reference.replace(/^(?:docker\.io|index\.docker\.io)\/(?:library\/)?/, '');
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') || /^sha256:/.test(name) ? name : `${name}:latest`;
}
