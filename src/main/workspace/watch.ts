import { watch as watchWithChokidar } from 'chokidar';
import { stat } from 'node:fs/promises';
import { isIgnored } from './tree.ts';
import { toWorkspacePath } from './safe-path.ts';

export interface FolderWatch {
  /** Looks now whether the folder is there; resolves when listeners were told. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface WatchListener {
  /** Workspace paths that were added, changed or removed since the last call. */
  onChange(paths: readonly string[]): void;
  /** The folder was deleted (false) or is back (true). */
  onPresence(isThere: boolean): void;
  /** The system refuses to watch. */
  onProblem(message: string): void;
}

/** A save is often several events (truncate, write, rename); milliseconds of quiet after the last. */
const settleMilliseconds = 40;
/** A burst that goes on is told in parts, so that nobody waits for its end. */
const longestBurstMilliseconds = 400;
/** chokidar drops a change that follows another of the same file within 50 ms, so each is looked at once more. */
const secondLookMilliseconds = 100;
/** How often the folder itself is looked for: its own deletion is not reported alike on all systems. */
const presenceMilliseconds = 1_000;

/** Watches a folder, also across its deletion and return. */
export async function watchFolder(folder: string, listener: WatchListener): Promise<FolderWatch> {
  let watcher = await open();
  let identity = await identityOf(folder);
  let isClosed = false;
  let pending = new Set<string>();
  let settle: NodeJS.Timeout | undefined;
  const secondLooks = new Set<NodeJS.Timeout>();
  let burstStart = 0;
  let looking: Promise<void> = Promise.resolve();

  const presence = setInterval(() => void look(), presenceMilliseconds);
  presence.unref();

  async function open() {
    const opened = watchWithChokidar(folder, { ignoreInitial: true, followSymlinks: false, ignored: (path) => isIgnored(pathOf(path)) });
    opened.on('all', (_event, path) => note(pathOf(path)));
    opened.on('error', (error) => listener.onProblem(`Changes made by other programs are not seen: ${String(error)}`));
    await new Promise<void>((resolve) => opened.once('ready', () => resolve()));
    return opened;
  }

  function pathOf(path: string): string {
    return toWorkspacePath(folder, path);
  }

  function note(path: string): void {
    if (path === '') {
      void look();
      return;
    }
    if (pending.size === 0) burstStart = Date.now();
    pending.add(path);
    clearTimeout(settle);
    settle = setTimeout(tell, Math.min(settleMilliseconds, Math.max(0, burstStart + longestBurstMilliseconds - Date.now())));
  }

  function tell(): void {
    const paths = [...pending].sort();
    pending = new Set();
    if (isClosed || paths.length === 0) return;
    listener.onChange(paths);
    const secondLook = setTimeout(() => {
      secondLooks.delete(secondLook);
      listener.onChange(paths);
    }, secondLookMilliseconds);
    secondLooks.add(secondLook);
  }

  function look(): Promise<void> {
    looking = looking.then(async () => {
      if (isClosed) return;
      const now = await identityOf(folder);
      if (now === identity) return;
      identity = now;
      await watcher.close();
      if (now !== undefined) watcher = await open();
      listener.onPresence(now !== undefined);
    });
    return looking;
  }

  return {
    look,
    async close() {
      isClosed = true;
      clearInterval(presence);
      clearTimeout(settle);
      for (const secondLook of secondLooks) clearTimeout(secondLook);
      await looking;
      await watcher.close();
    },
  };
}

/** Tells a folder from another one that took its name (and perhaps its inode number); undefined where there is none. */
async function identityOf(folder: string): Promise<string | undefined> {
  try {
    const facts = await stat(folder, { bigint: true });
    return facts.isDirectory() ? `${facts.dev}:${facts.ino}:${facts.birthtimeNs}` : undefined;
  } catch {
    return undefined;
  }
}
