import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { EngineError } from '../engine.ts';
import type { ContainerEngine, EngineCheckpoints, ImageInfo, NetworkSpec } from '../engine.ts';
import { registryPrefix } from '../images/registry-tag.ts';
import { inEngineWords } from './connection.ts';
import { withVolume } from './helper-container.ts';
import { checkpointMark, checkpointRepository, markOf } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

/** What a checkpoint's directory holds beside an archive of each volume. Images stay on the engine, under a tag of the checkpoint's. */
const contents = z.object({
  version: z.literal(1),
  key: z.string(),
  images: z.array(z.object({ id: z.string(), tags: z.array(z.string()) })),
  networks: z.array(
    z.object({
      name: z.string(),
      subnet: z.string().exactOptional(),
      gateway: z.string().exactOptional(),
      ipRange: z.string().exactOptional(),
      internal: z.boolean(),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  volumes: z.array(z.object({ name: z.string(), archive: z.string() })),
});
type Contents = z.infer<typeof contents>;

export interface CheckpointTools {
  docker: Docker;
  ownership: Ownership;
  engine: Pick<
    ContainerEngine,
    | 'images'
    | 'containers'
    | 'removeContainer'
    | 'networks'
    | 'createNetwork'
    | 'removeNetwork'
    | 'volumes'
    | 'createVolume'
    | 'removeVolume'
    | 'tagImage'
  >;
}

const fileName = 'docker.json';

export function checkpointCalls({ docker, ownership, engine }: CheckpointTools): Required<EngineCheckpoints> {
  return {
    checkpoint: (directory) =>
      inEngineWords(async () => {
        await mkdir(directory, { recursive: true });
        const key = randomBytes(8).toString('hex');
        const images = await engine.images();
        for (const { id } of images) await docker.getImage(id).tag(checkpointMark(ownership, key, id));
        const volumes: Contents['volumes'] = [];
        for (const { name } of await engine.volumes()) {
          const archive = `volume-${String(volumes.length)}.tar`;
          await saveVolume(name, join(directory, archive));
          volumes.push({ name, archive });
        }
        const networks = (await ownNetworks()).map(networkSpec);
        const saved: Contents = { version: 1, key, images: images.map(({ id, tags }) => ({ id, tags })), networks, volumes };
        await writeFile(join(directory, fileName), JSON.stringify(saved));
      }),
    restoreCheckpoint: (directory) =>
      inEngineWords(async () => {
        const saved = await readContents(directory);
        await requireImages(saved);
        for (const { id } of await engine.containers()) await engine.removeContainer(id, { force: true });
        await restoreImages(saved);
        await restoreNetworks(saved);
        for (const { name } of await engine.volumes()) await engine.removeVolume(name);
        for (const { name, archive } of saved.volumes) {
          await engine.createVolume(name);
          await withVolume(docker, ownership, name, (container) =>
            container.putArchive(createReadStream(join(directory, archive)), { path: '/' }),
          );
        }
      }),
    keepCheckpoints: (directories) =>
      inEngineWords(async () => {
        const kept = await Promise.all(directories.map((directory) => readContents(directory).catch(() => undefined)));
        const keys = new Set(kept.flatMap((saved) => saved?.key ?? []));
        const repository = checkpointRepository(ownership);
        const tagged = await docker.listImages({ filters: { reference: [repository] } });
        const tags = tagged.flatMap(({ RepoTags: names }) => (names as string[] | null) ?? []);
        for (const tag of tags) {
          const [, key] = new RegExp(`${repository}:([0-9a-f]+)-`).exec(tag) ?? [];
          if (key !== undefined && !keys.has(key)) await docker.getImage(tag).remove();
        }
      }),
  };

  async function saveVolume(name: string, file: string): Promise<void> {
    await withVolume(docker, ownership, name, async (container, path) => {
      const archive = (await container.getArchive({ path })) as unknown as Readable;
      await pipeline(archive, createWriteStream(file));
    });
  }

  async function ownNetworks(): ReturnType<ContainerEngine['networks']> {
    return (await engine.networks()).filter(({ name }) => name !== 'bridge' && name !== 'host' && name !== 'none');
  }

  /** A person may have removed them from the engine. */
  async function requireImages({ images }: Contents): Promise<void> {
    for (const { id } of images)
      await inEngineWords(() => docker.getImage(id).inspect()).catch((error: unknown) => {
        if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
        throw new EngineError('not-found', 'images of this checkpoint were removed from the container engine: push the project again');
      });
  }

  async function restoreImages({ images }: Contents): Promise<void> {
    const wanted = new Map(images.map(({ id, tags }) => [id, tags]));
    for (const image of await engine.images()) {
      const tags = wanted.get(image.id);
      // Other names may be the learner's own.
      for (const tag of image.tags) if (tag.startsWith(registryPrefix) && tags?.includes(tag) !== true) await docker.getImage(tag).remove();
      if (tags === undefined) await forget(image);
    }
    for (const { id, tags } of images) {
      await docker.getImage(id).tag(markOf(ownership, id));
      for (const tag of tags) await engine.tagImage(id, tag);
    }
  }

  /** Another checkpoint may hold it; else the engine removes it with its last name. */
  async function forget({ id }: ImageInfo): Promise<void> {
    const { repo, tag } = markOf(ownership, id);
    await docker.getImage(`${repo}:${tag}`).remove();
  }

  async function restoreNetworks({ networks }: Contents): Promise<void> {
    const isSame = (one: NetworkSpec, other: NetworkSpec): boolean => JSON.stringify(one) === JSON.stringify(other);
    const there = (await ownNetworks()).map(networkSpec);
    for (const one of there) if (!networks.some((other) => isSame(one, other))) await engine.removeNetwork(one.name);
    for (const one of networks) if (!there.some((other) => isSame(one, other))) await engine.createNetwork(one);
  }
}

async function readContents(directory: string): Promise<Contents> {
  try {
    return contents.parse(JSON.parse(await readFile(join(directory, fileName), 'utf8')));
  } catch {
    throw new EngineError('not-found', 'this checkpoint is missing or damaged on disk');
  }
}

function networkSpec(network: Awaited<ReturnType<ContainerEngine['networks']>>[number]): Contents['networks'][number] {
  const { name, subnet, gateway, ipRange, internal, labels } = network;
  return {
    name,
    ...(subnet === undefined ? {} : { subnet }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(ipRange === undefined ? {} : { ipRange }),
    internal,
    labels,
  };
}
