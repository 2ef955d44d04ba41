import { pipeline } from 'node:stream/promises';
import { normalizePath } from '../../filesystem/filesystem.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackRequest, LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { flag } from './query.ts';

/** `docker cp`, and how livepush puts the changed files into a container. */
export function archiveRoutes({ engine }: EngineApiContext): LoopbackRoute[] {
  const path = /^\/containers\/([^/]+)\/archive$/;

  async function describe({ parameters: [reference = ''], url, outgoing }: LoopbackRequest): Promise<void> {
    const { name, size, mode, modifiedAt, linkTarget } = await engine.pathStatus(reference, targetOf(url));
    const about = { name, size, mode, mtime: new Date(modifiedAt).toISOString(), linkTarget };
    outgoing.setHeader('X-Docker-Container-Path-Stat', Buffer.from(JSON.stringify(about)).toString('base64'));
  }

  return [
    route('HEAD', path, async (request) => {
      await describe(request);
      return { status: 200 };
    }),
    route('GET', path, async (request) => {
      await describe(request);
      const { parameters, url, outgoing } = request;
      const archive = await engine.readArchive(parameters[0] ?? '', targetOf(url));
      outgoing.writeHead(200, { 'content-type': 'application/x-tar' });
      await pipeline(archive, outgoing);
      return streamed;
    }),
    route('PUT', path, async ({ parameters: [reference = ''], url, incoming }) => {
      await engine.writeArchive(reference, targetOf(url), incoming, { keepsKinds: flag(url, 'noOverwriteDirNonDir') });
      return { status: 200 };
    }),
  ];
}

function targetOf(url: URL): string {
  const path = url.searchParams.get('path') ?? '';
  if (path === '') throw new HttpError(400, 'missing parameter: path');
  return normalizePath(path);
}
