import { imageData } from '../../device/host-os/engine-cli/docker-data.ts';
import { BuildError } from '../../engine/engine.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackRequest, LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { findImage, imagesOnDevice, withTag } from './find.ts';
import type { NamedImage } from './find.ts';
import { filters, flag, hasLabels } from './query.ts';

export function imageRoutes(context: EngineApiContext): LoopbackRoute[] {
  const { engine } = context;
  return [
    route('GET', /^\/images\/json$/, async ({ url }) => ({ status: 200, json: await list(context, url) })),
    route('POST', /^\/images\/create$/, async (request) => {
      await pull(context, request);
      return streamed;
    }),
    route('GET', /^\/images\/(.+)\/json$/, async ({ parameters: [name = ''] }) => ({
      status: 200,
      json: inspected(await findImage(context, name)),
    })),
    route('GET', /^\/images\/(.+)\/history$/, async ({ parameters: [name = ''] }) => ({
      status: 200,
      json: history(await findImage(context, name)),
    })),
    route('POST', /^\/images\/(.+)\/tag$/, async ({ parameters: [name = ''], url }) => {
      const { image } = await findImage(context, name);
      const repository = url.searchParams.get('repo') ?? '';
      if (repository === '') throw new HttpError(400, 'repository name must have at least one component');
      const tag = url.searchParams.get('tag') ?? '';
      await engine.tagImage(image.id, withTag(tag === '' ? repository : `${repository}:${tag}`));
      context.images.addOwn(image.id);
      return { status: 201 };
    }),
    route('DELETE', /^\/images\/(.+)$/, async ({ parameters: [name = ''], url }) => {
      const { image, names } = await findImage(context, name);
      const isByName = names.includes(withTag(name));
      await engine.removeImage(isByName ? withTag(name) : image.id, { force: flag(url, 'force') });
      const isGone = !(await engine.images()).some(({ id }) => id === image.id);
      const untagged = isByName ? [withTag(name)] : names;
      return { status: 200, json: [...untagged.map((Untagged) => ({ Untagged })), ...(isGone ? [{ Deleted: image.id }] : [])] };
    }),
  ];
}

async function list(context: EngineApiContext, url: URL): Promise<unknown[]> {
  const wanted = filters(url, ['reference', 'label', 'dangling']);
  const dangling = wanted.get('dangling')?.[0];
  return (await imagesOnDevice(context))
    .filter(({ image, names }) => {
      if (!hasLabels(image.config.labels, wanted.get('label') ?? [])) return false;
      if (dangling !== undefined && ['true', '1'].includes(dangling) !== (names.length === 0)) return false;
      const references = wanted.get('reference');
      return references === undefined || references.some((reference) => names.some((name) => matches(name, reference)));
    })
    .sort((one, other) => other.image.createdAt - one.image.createdAt)
    .map(({ image, names }) => ({
      Id: image.id,
      ParentId: '',
      RepoTags: names.length === 0 ? ['<none>:<none>'] : names,
      RepoDigests: names.length === 0 ? ['<none>@<none>'] : [],
      Created: Math.floor(image.createdAt / 1000),
      Size: image.size,
      VirtualSize: image.size,
      SharedSize: -1,
      Labels: image.config.labels,
      Containers: -1,
    }));
}

/** A name, with its tag or without. */
function matches(name: string, reference: string): boolean {
  return name === reference || name.slice(0, name.lastIndexOf(':')) === reference;
}

function inspected({ image, names }: NamedImage): Record<string, unknown> {
  return { ...imageData(image, []), RepoTags: names, RepoDigests: [], Parent: '' };
}

/** Newest first. */
function history({ image, names }: NamedImage): unknown[] {
  return image.layers.toReversed().map(({ createdBy, size }, index) => ({
    Id: index === 0 ? image.id : '<missing>',
    Created: Math.floor(image.createdAt / 1000),
    CreatedBy: createdBy,
    Size: size,
    Tags: index === 0 ? names : null,
    Comment: '',
  }));
}

/**
 * `docker pull`: there is no registry to ask, but the images that a Dockerfile can begin with are there. The answer is a stream of
 * progress lines; what goes wrong stands in the last one, as the engine does.
 */
async function pull(context: EngineApiContext, { url, outgoing }: LoopbackRequest): Promise<void> {
  const from = url.searchParams.get('fromImage') ?? '';
  if (from === '') throw new HttpError(501, 'Importing an image: not supported on the practice device');
  const tag = url.searchParams.get('tag') ?? '';
  const name = withTag(tag === '' ? from : `${from}:${tag}`);
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  const say = (line: Record<string, unknown>): void => void outgoing.write(`${JSON.stringify(line)}\n`);
  say({ status: `Pulling from ${from}`, id: name.slice(name.lastIndexOf(':') + 1) });
  try {
    const dockerfile = { content: Buffer.from(`FROM ${name}\n`), mode: 0o644 };
    const files = new Map([['Dockerfile', dockerfile]]);
    const image = await context.engine.build({ context: { files }, dockerfile: 'Dockerfile', tag: name, log: () => undefined });
    context.images.addOwn(image.id);
    say({ status: `Digest: ${image.id}` });
    say({ status: `Status: Downloaded newer image for ${name}` });
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    say({ errorDetail: { message: error.message }, error: error.message });
  }
  outgoing.end();
}
