import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import type { Ownership } from './own-objects.ts';

const mountPoint = '/volume';

/**
 * Lends a container in which the volume is mounted, at the path that `use` is told: the API reads and writes files of containers only.
 * It is never started, so that its image needs no program.
 */
export async function withVolume<Result>(
  docker: Docker,
  ownership: Ownership,
  volume: string,
  use: (container: Docker.Container, path: string) => Promise<Result>,
): Promise<Result> {
  const image = await helperImage(docker, ownership);
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['never-started'],
    // Another label than the device's containers have: this one is none of them.
    Labels: { [`${ownership.label.name}.helper`]: ownership.label.value },
    HostConfig: { Binds: [`${volume}:${mountPoint}:nocopy`], NetworkMode: 'none' },
  });
  try {
    return await use(container, mountPoint);
  } finally {
    await container.remove({ force: true });
  }
}

/** An image with an empty directory and nothing else; made where it is missing, without a registry. */
async function helperImage(docker: Docker, ownership: Ownership): Promise<string> {
  const repository = `${ownership.repository}-helper`;
  const name = `${repository}:latest`;
  const isThere = await docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (isThere) return name;
  const archive = pack();
  archive.entry({ name: `${mountPoint.slice(1)}/`, type: 'directory', mode: 0o755 });
  archive.finalize();
  const answer = await docker.importImage(archive.pipe(new PassThrough()), { repo: repository, tag: 'latest' });
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(answer, (error: Error | null) => (error === null ? resolve(undefined) : reject(error))),
  );
  return name;
}
