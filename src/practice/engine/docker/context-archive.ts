import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { BuildContext } from '../engine.ts';

/** The build's context as the engine takes it. Dates are the same for all, so that they never decide about the cache. */
export function contextArchive({ files }: BuildContext): Readable {
  const archive = pack();
  for (const [name, { content, mode }] of files) archive.entry({ name, mode, mtime: new Date(0), uid: 0, gid: 0 }, content);
  archive.finalize();
  return archive.pipe(new PassThrough());
}
