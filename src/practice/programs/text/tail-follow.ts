import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { AnyCall } from '../define-program.ts';
import { pause, write } from '../lines.ts';
import { quote } from '../messages.ts';

/** One file that `tail -f` watches. */
export interface Followed {
  name: string;
  path: string;
  /** Bytes that have been shown. */
  position: number;
  isMissing: boolean;
}

export interface FollowOptions {
  /** A file that is replaced or comes back is followed on. */
  byName: boolean;
  headed: boolean;
  lastShown: string;
  /** Milliseconds between two looks. */
  interval: number;
  /** Ends when this process has ended. */
  pid?: number;
}

/** Shows what is appended, until a signal, the given process's end, or (by descriptor) until no file is left. */
export async function followFiles(call: AnyCall, files: readonly Followed[], options: FollowOptions): Promise<number> {
  const { context, complain } = call;
  let lastShown = options.lastShown;
  let watched = [...files];
  for (;;) {
    await pause(options.interval, context.ended);
    for (const file of watched) {
      const appended = await readAppended(call, file, options);
      if (appended === undefined) continue;
      if (options.headed && lastShown !== file.name) await call.print(`\n==> ${file.name} <==\n`);
      lastShown = file.name;
      await write(context.stdout, appended, context.ended);
    }
    watched = watched.filter((file) => options.byName || !file.isMissing);
    if (watched.length === 0) {
      await complain('no files remaining');
      return 1;
    }
    if (options.pid !== undefined && context.system.processes.find(options.pid) === undefined) return 0;
  }
}

async function readAppended({ context, complain }: AnyCall, file: Followed, options: FollowOptions): Promise<Buffer | undefined> {
  const { fileSystem } = context.system;
  try {
    const { size } = await fileSystem.stat(file.path);
    if (file.isMissing) {
      await complain(`${quote(file.name)} has appeared;  following new file`);
      file.isMissing = false;
      file.position = 0;
    }
    if (size === file.position) return undefined;
    if (size < file.position) {
      await complain(`${file.name}: file truncated`);
      file.position = 0;
    }
    const content = await fileSystem.readFile(file.path);
    const appended = content.subarray(file.position);
    file.position = content.length;
    return appended.length === 0 ? undefined : appended;
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    // By descriptor a removed file stays open and silent; there is nothing more to come from it.
    if (!file.isMissing && options.byName) await complain(`${quote(file.name)} has become inaccessible: No such file or directory`);
    file.isMissing = true;
    return undefined;
  }
}
