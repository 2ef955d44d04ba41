import type Docker from 'dockerode';
import type { BuildRequest } from '../engine.ts';

/** The images that the class's Dockerfiles begin with. */
export const classImages: readonly string[] = ['node:lts-trixie-slim', 'debian:trixie-slim', 'alpine:latest'];

/** Those of the images that the engine does not have. */
export async function missingImages(docker: Docker, names: readonly string[]): Promise<string[]> {
  const isThere = await Promise.all(
    names.map((name) =>
      docker
        .getImage(name)
        .inspect()
        .then(
          () => true,
          () => false,
        ),
    ),
  );
  return names.filter((_, index) => isThere[index] !== true);
}

/** What a build ended with, and what to do where that is a base image which the engine lacks and could not fetch. */
export async function withMissingImages(docker: Docker, { context, dockerfile }: BuildRequest, error: string): Promise<string> {
  const content = context.files.get(dockerfile)?.content.toString('utf8') ?? '';
  const missing = await missingImages(docker, baseImagesOf(content));
  if (missing.length === 0) return error;
  const [subject, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    error,
    `${missing.join(' and ')} ${subject} not on this machine's container engine, which could not fetch ${them}. With a network, run once:`,
    ...missing.map((name) => `  docker pull ${name}`),
  ].join('\n');
}

/** Images that FROM lines name; neither stages nor names that are made of variables or cannot be one. */
export function baseImagesOf(dockerfile: string): string[] {
  const stages = new Set<string>(['scratch']);
  const names = new Set<string>();
  for (const [, image = '', stage] of dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim)) {
    if (!stages.has(image.toLowerCase()) && /^[a-z0-9][a-z0-9._/-]*(?:[:@][\w.:-]+)?(?:\/[a-z0-9._/-]+(?:[:@][\w.:-]+)?)?$/.test(image))
      names.add(image);
    if (stage !== undefined) stages.add(stage.toLowerCase());
  }
  return [...names];
}
