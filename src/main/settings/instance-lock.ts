import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import { isAlive, startOf } from '../processes.ts';

const owner = z.object({ pid: z.number().int().positive(), start: z.string().optional() });

/** One running Fleetlab for a data folder: two would overwrite each other's files. */
export interface InstanceLock {
  release(): Promise<void>;
}

/** Rejects with FleetlabError `already-running` or `unwritable`. The lock of a program that is gone is taken over. */
export async function acquireInstanceLock(dataDirectory: string): Promise<InstanceLock> {
  const path = join(dataDirectory, 'fleetlab.lock');
  await mkdir(dataDirectory, { recursive: true }).catch((error: unknown) => {
    throw unwritable(dataDirectory, error);
  });
  const start = await startOf(process.pid);
  const content = JSON.stringify({ pid: process.pid, ...(start === undefined ? {} : { start }) });
  for (let attempt = 0; ; attempt += 1) {
    try {
      await writeFile(path, content, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw unwritable(dataDirectory, error);
      const pid = await livingOwner(path);
      if (pid !== undefined)
        throw new FleetlabError(
          'already-running',
          `Fleetlab already runs with the data in ${dataDirectory} (process ${pid}).`,
          'Use that one, or end it first, or choose another folder with --data-dir.',
        );
      await rm(path, { force: true });
    }
  }
  return {
    async release() {
      if ((await readFile(path, 'utf8').catch(() => '')) === content) await rm(path, { force: true });
    },
  };
}

function unwritable(dataDirectory: string, cause: unknown): FleetlabError {
  return new FleetlabError(
    'unwritable',
    `The folder ${dataDirectory} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Check that it is a folder of yours with free space, or choose another one with --data-dir.',
    { cause },
  );
}

async function livingOwner(path: string): Promise<number | undefined> {
  let pid: number;
  let start: string | undefined;
  try {
    ({ pid, start } = owner.parse(JSON.parse(await readFile(path, 'utf8'))));
  } catch {
    return undefined;
  }
  if (!isAlive(pid)) return undefined;
  // After a crash the number may have gone to another program.
  return start === undefined || (await startOf(pid)) === start ? pid : undefined;
}
