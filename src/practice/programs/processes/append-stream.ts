import { Writable } from 'node:stream';
import type { FileSystem } from '../../filesystem/filesystem.ts';

/** A stream that adds to a file, as a redirection with `>>` does. */
export function appendTo(fileSystem: FileSystem, path: string): Writable {
  return new Writable({
    write(data: Buffer, _encoding, done) {
      fileSystem.writeFile(path, data, { append: true }).then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
}
