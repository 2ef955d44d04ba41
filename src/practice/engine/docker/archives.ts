import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { EngineError } from '../engine.ts';
import type { ContainerArchives } from '../engine.ts';
import { inEngineWords } from './connection.ts';
import { ownContainer } from './containers.ts';
import type { Ownership } from './own-objects.ts';

/** What the API tells of a path, in a header (Docker Engine API, "Get information about files in a container"). */
const about = z.looseObject({ name: z.string(), size: z.number(), mode: z.number(), mtime: z.string(), linkTarget: z.string() });

export function archiveCalls(docker: Docker, ownership: Ownership): ContainerArchives {
  const own = (reference: string): Promise<Docker.Container> => ownContainer(docker, ownership, reference);
  return {
    pathStatus: (reference, path) =>
      inPathWords(reference, path, async () => {
        // A HEAD request: the client gives the whole answer, of which only the headers say something.
        const answer = (await (await own(reference)).infoArchive({ path })) as unknown as IncomingMessage;
        answer.resume();
        const header = String(answer.headers['x-docker-container-path-stat'] ?? '');
        const { name, size, mode, mtime, linkTarget } = about.parse(JSON.parse(Buffer.from(header, 'base64').toString()));
        return { name, size, mode, modifiedAt: Date.parse(mtime), linkTarget };
      }),
    readArchive: (reference, path) =>
      inPathWords(reference, path, async () => (await (await own(reference)).getArchive({ path })) as unknown as Readable),
    writeArchive: (reference, path, archive, { keepsKinds = false } = {}) =>
      inEngineWords(async () => {
        const container = await own(reference);
        await container.putArchive(archive, { path, ...(keepsKinds ? { noOverwriteDirNonDir: 'true' } : {}) });
      }),
  };
}

/** The answer to a HEAD request has no body, and so no sentence. */
async function inPathWords<Result>(reference: string, path: string, request: () => Promise<Result>): Promise<Result> {
  try {
    return await inEngineWords(request);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'not-found' || error.message.startsWith('No such container')) throw error;
    throw new EngineError('not-found', `Could not find the file ${path} in container ${reference}`);
  }
}
