import { open, readFile, unlink } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../shared/errors.ts';
import { errorCode } from './atomic-write.ts';

export interface DirectoryLock {
  /** Safe to call twice. */
  release(): Promise<void>;
}

const lockFile = z.object({
  pid: z.int().min(1),
  /** Milliseconds since 1970: a lock from before the machine's start is nobody's, whoever has the pid now. */
  bootedAt: z.number(),
  /** Tells two locks of the same pid apart. */
  key: z.string(),
});
type LockFile = z.infer<typeof lockFile>;

/** The pid in a file says nothing of a lock held by this very process. */
const heldHere = new Set<string>();

/**
 * Makes this process the only one that works on a directory (which must exist), by a file that names its pid. The lock
 * of a process that is gone is taken over. Rejects with FleetlabError (`directory-in-use`, `unwritable`).
 */
export async function lockDirectory(directory: string, name = 'practice.lock'): Promise<DirectoryLock> {
  const path = join(resolve(directory), name);
  if (heldHere.has(path)) throw inUse(directory, process.pid, path);
  heldHere.add(path);
  try {
    const key = await take(directory, path);
    return { release: () => release(path, key) };
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
}

async function take(directory: string, path: string): Promise<string> {
  const own: LockFile = { pid: process.pid, bootedAt: bootTime(), key: `${process.pid}-${performance.timeOrigin}-${performance.now()}` };
  for (;;) {
    if (await create(directory, path, own)) return own.key;
    const holder = await readLock(path);
    if (holder === 'gone') continue;
    if (holder !== 'unreadable' && isAlive(holder)) throw inUse(directory, holder.pid, path);
    await unlink(path).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw unwritable(directory, error);
    });
    if (!(await create(directory, path, own))) continue;
    // Two processes may find the same stale lock; the later one may have removed the earlier one's new file.
    await new Promise((done) => setTimeout(done, 30));
    const kept = await readLock(path);
    if (typeof kept === 'object' && kept.key === own.key) return own.key;
  }
}

async function create(directory: string, path: string, content: LockFile): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(content));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(directory, error);
  }
}

async function readLock(path: string): Promise<LockFile | 'gone' | 'unreadable'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return lockFile.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return 'gone';
      // Its maker may be between creating and writing it.
      if (attempt === 5) return 'unreadable';
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

function isAlive(holder: LockFile): boolean {
  // This process holds no lock here (heldHere): an equal pid is that of a former process.
  if (holder.pid === process.pid) return false;
  if (Math.abs(holder.bootedAt - bootTime()) > 60_000 && holder.bootedAt < bootTime()) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function bootTime(): number {
  return Math.round(Date.now() - uptime() * 1000);
}

async function release(path: string, key: string): Promise<void> {
  if (!heldHere.delete(path)) return;
  const lock = await readLock(path);
  if (typeof lock === 'object' && lock.key === key) await unlink(path).catch(() => undefined);
}

function inUse(directory: string, pid: number, path: string): FleetlabError {
  return new FleetlabError(
    'directory-in-use',
    `${directory} is in use by another practice process (pid ${pid}).`,
    `End that process, or choose another folder with --data-dir. If no Fleetlab runs, delete ${path}.`,
  );
}

function unwritable(directory: string, cause: unknown): FleetlabError {
  return new FleetlabError(
    'unwritable',
    `${directory} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Check its permissions and the free space, or choose another folder with --data-dir.',
    { cause },
  );
}
