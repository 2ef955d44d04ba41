import { z } from 'zod';
import { readTar } from '../../cloud/builder/read-archive.ts';
import { ProjectError } from '../../cloud/builder/project-error.ts';
import { BuildError, EngineError } from '../../engine/engine.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackRequest, LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { withoutBuildKit } from './errors.ts';
import { flag, jsonParameter } from './query.ts';

const texts = z.record(z.string(), z.string().nullable());

/**
 * `POST /build`: an archive of the context comes, lines of JSON go, as the classic builder of the engine writes them. `cachefrom`,
 * `pull`, `rm` and the like change nothing here: steps are always taken from the cache, and there is nothing to pull from.
 */
export function buildRoute(context: EngineApiContext): LoopbackRoute {
  return route('POST', /^\/build$/, async (request) => {
    await build(context, request);
    return streamed;
  });
}

async function build(context: EngineApiContext, { url, incoming, outgoing }: LoopbackRequest): Promise<void> {
  const { searchParams } = url;
  if (searchParams.get('version') === '2') throw new HttpError(501, withoutBuildKit);
  if ((searchParams.get('remote') ?? '') !== '') throw new HttpError(501, 'A remote context is not supported on the practice device.');
  const buildArguments = given(jsonParameter(url, 'buildargs', texts));
  const labels = given(jsonParameter(url, 'labels', texts));
  const [tag, ...moreTags] = searchParams.getAll('t').filter((name) => name !== '');
  const target = searchParams.get('target') ?? '';
  const dockerfile = (searchParams.get('dockerfile') ?? '').replace(/^(\.?\/)+/, '') || 'Dockerfile';
  const files = await readContext(incoming);

  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.flushHeaders();
  const isQuiet = flag(url, 'q');
  const abort = new AbortController();
  outgoing.on('error', () => undefined);
  outgoing.on('close', () => abort.abort());
  const say = (line: Record<string, unknown>): void => void outgoing.write(`${JSON.stringify(line)}\n`);
  try {
    const image = await context.engine.build({
      context: { files },
      dockerfile,
      arguments: buildArguments,
      labels,
      ...(tag === undefined ? {} : { tag }),
      ...(target === '' ? {} : { target }),
      noCache: flag(url, 'nocache'),
      log(line) {
        if (!isQuiet) say({ stream: `${line}\n` });
      },
      abort: abort.signal,
    });
    for (const name of moreTags) {
      await context.engine.tagImage(image.id, name);
      say({ stream: `Successfully tagged ${name}\n` });
    }
    context.images.addOwn(image.id);
    if (isQuiet) say({ stream: `${image.id}\n` });
    say({ aux: { ID: image.id } });
  } catch (error) {
    if (!(error instanceof BuildError) && !(error instanceof EngineError)) throw error;
    const code = /returned a non-zero code: (\d+)$/.exec(error.message)?.[1];
    say({ errorDetail: { ...(code === undefined ? {} : { code: Number(code) }), message: error.message }, error: error.message });
  }
  outgoing.end();
}

async function readContext(incoming: LoopbackRequest['incoming']): Promise<Awaited<ReturnType<typeof readTar>>> {
  try {
    return await readTar(incoming);
  } catch (error) {
    if (error instanceof ProjectError) throw new HttpError(400, error.message);
    throw error;
  }
}

/** A value of null takes the builder's own; there is none here. */
function given(values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}
