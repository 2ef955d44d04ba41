import { baseImageDate, findBaseImage } from '../catalogue/catalogue.ts';
import type { TreePart } from '../catalogue/tree-parts.ts';
import { BuildError } from '../engine.ts';
import type { ImageConfig } from '../engine.ts';
import { imageId } from '../images/image-store.ts';
import type { ImageRecord } from '../images/image-store.ts';
import { digest, makeLayer } from '../images/layer.ts';
import type { LayerEntry } from '../images/layer.ts';
import type { LayerStore } from '../images/layer-store.ts';
import type { Builder, StageImage } from './builder.ts';

/** The configuration of `FROM scratch`: as a container of it needs it. */
export const scratchConfig: ImageConfig = {
  environment: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  workingDirectory: '/',
  user: '',
  exposedPorts: [],
  labels: {},
  volumes: [],
  stopSignal: 'SIGTERM',
  shell: ['/bin/sh', '-c'],
};

/** The image that a FROM line or `COPY --from` names; throws BuildError in the words of a failed pull. */
export async function baseImage(builder: Builder, reference: string, line: number): Promise<StageImage> {
  if (!/^[a-z0-9][\w.:/@-]*$/.test(reference)) {
    const isUpper = /^[a-z0-9][\w.:/@-]*$/i.test(reference);
    const invalid = isUpper ? 'invalid reference format: repository name must be lowercase' : 'invalid reference format';
    const reason = reference === '' ? 'base name should not be blank' : invalid;
    throw new BuildError(reason, line);
  }
  const own = ownImage(builder, reference);
  if (own !== undefined) return own;
  const found = findBaseImage(reference, builder.architecture);
  if ('error' in found) throw new BuildError(found.error, line);
  const { config, createdBy, size, tree } = found.image;
  const parts = tree(builder.architecture);
  const key = `base ${digest(JSON.stringify([parts, config, size, createdBy]))}`;
  const cached = builder.images.cached(key);
  if (cached !== undefined && (await hasLayers(builder.layers, cached))) return cached;
  const layer = makeLayer(await entriesOf(parts, builder.layers), [], size);
  await builder.layers.add(layer);
  const history = [
    { createdBy: `/bin/sh -c #(nop) ADD file in /`, size: layer.size, isEmpty: false, layer: layer.id },
    { createdBy: `/bin/sh -c #(nop)  ${createdBy}`, size: 0, isEmpty: true },
  ];
  const content = { architecture: builder.architecture, config, history };
  const record: ImageRecord = { id: imageId(content), createdAt: baseImageDate, ...content };
  builder.images.cache(key, record);
  return record;
}

/** An image that the engine built before, by its tag or id. */
function ownImage(builder: Builder, reference: string): StageImage | undefined {
  try {
    return builder.images.find(reference);
  } catch {
    return undefined;
  }
}

export async function hasLayers(layers: LayerStore, record: Pick<ImageRecord, 'history'>): Promise<boolean> {
  for (const { layer } of record.history) if (layer !== undefined && !(await layers.has(layer))) return false;
  return true;
}

async function entriesOf(parts: readonly TreePart[], layers: LayerStore): Promise<LayerEntry[]> {
  const entries = new Map<string, LayerEntry>();
  for (const part of parts) {
    const about = { path: part.path, uid: 0, gid: 0, modifiedAt: baseImageDate };
    if (part.kind === 'symlink') entries.set(part.path, { ...about, kind: 'symlink', mode: 0o777, target: part.target });
    else if (part.kind === 'directory') {
      const owner = part.owner ?? 0;
      entries.set(part.path, { ...about, kind: 'directory', mode: part.mode, uid: owner, gid: owner });
    } else {
      const content = Buffer.from(part.content);
      const blob = await layers.addBlob(content);
      entries.set(part.path, { ...about, kind: 'file', mode: part.mode, size: content.length, blob });
    }
  }
  return [...entries.values()];
}
