import { link, open, rename as renameFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The two calls of node:fs/promises that decide where a file's content is; tests pass their own to act as a busy Windows disk. */
export interface RenameOptions {
  rename?: (from: string, to: string) => Promise<void>;
  /** Milliseconds before the first new try; it doubles up to 200. */
  firstDelay?: number;
}

/**
 * Renames a file, trying again for about a second while Windows says that somebody (a virus scanner, the indexer, a
 * sync client) has it open: EPERM, EBUSY or EACCES. Rejects with the last error.
 */
export async function renamePatiently(from: string, to: string, options: RenameOptions = {}): Promise<void> {
  const rename = options.rename ?? renameFile;
  let delay = options.firstDelay ?? 10;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attempt >= 10 || !isBusy(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delay));
    delay = Math.min(delay * 2, 200);
  }
}

/**
 * Puts `text` in place of the file in one step and keeps the former content as `<path>.bak`: whoever reads, and
 * whenever the power goes, there is a whole file under its name; on a file system without hard links, under one of the
 * two. Rejects with the system's error, and then the former content is still there.
 */
export async function replaceFile(path: string, text: string, options: RenameOptions = {}): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await writeDurably(temporary, text);
    await keepFormer(path, options);
    await renamePatiently(temporary, path, options);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await synchronizeDirectory(dirname(path));
}

/** The former content gets its second name before it loses the first: other programs (curl, ssh) open these files at any moment. */
async function keepFormer(path: string, options: RenameOptions): Promise<void> {
  const backup = `${path}.bak`;
  const second = `${path}.former`;
  try {
    // A kill may have left it.
    await unlink(second).catch(unlessMissing);
    await link(path, second);
    await renamePatiently(second, backup, options);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    // No hard links there: FAT, some network shares.
    await renamePatiently(path, backup, options).catch(unlessMissing);
  }
}

function unlessMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isBusy(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'EPERM' || code === 'EBUSY' || code === 'EACCES';
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename itself survive a power cut; Windows neither needs nor allows it. */
async function synchronizeDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch {
    // Some file systems refuse it; the content itself is on the disk already.
  }
}
