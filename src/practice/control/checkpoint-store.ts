import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetlabError } from '../../shared/errors.ts';
import { errorCode, renamePatiently } from '../../storage/atomic-write.ts';

/** Checkpoints as folders of one directory; one that was not saved to its end is never seen. */
export interface CheckpointStore {
  /** Names, sorted. */
  list(): Promise<string[]>;
  /** `write` fills an empty folder; then it replaces a checkpoint of the same name. */
  save(name: string, write: (folder: string) => Promise<void>): Promise<void>;
  /** The folder of a checkpoint. Rejects with FleetlabError (`not-found`). */
  find(name: string): Promise<string>;
  /** One that is not there is as wanted. */
  remove(name: string): Promise<void>;
}

const unfinished = '.new-';
const replaced = '.old-';

/** Names must be file names on every system. Throws FleetlabError (`invalid-input`). */
export function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && !name.endsWith('.')) return name;
  throw new FleetlabError(
    'invalid-input',
    `"${name}" is no name for a checkpoint.`,
    'Use letters, digits, ".", "_" and "-" (100 at most).',
  );
}

export function createCheckpointStore(directory: string): CheckpointStore {
  async function entries(): Promise<string[]> {
    try {
      return await readdir(directory);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  return {
    async list() {
      const names = new Set<string>();
      for (const entry of await entries()) {
        // A kill between the two renames of a save leaves the former checkpoint under its other name.
        if (entry.startsWith(replaced)) names.add(entry.slice(replaced.length));
        else if (!entry.startsWith('.')) names.add(entry);
      }
      return [...names].sort();
    },
    async save(name, write) {
      checkName(name);
      const folder = join(directory, name);
      const temporary = join(directory, `${unfinished}${name}`);
      const former = join(directory, `${replaced}${name}`);
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
      await mkdir(temporary, { recursive: true });
      try {
        await write(temporary);
      } catch (error) {
        await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
        throw error;
      }
      if ((await entries()).includes(name)) {
        await rm(former, { recursive: true, force: true, maxRetries: 5 });
        await renamePatiently(folder, former, { rename });
      }
      await renamePatiently(temporary, folder, { rename });
      await rm(former, { recursive: true, force: true, maxRetries: 5 });
    },
    async find(name) {
      checkName(name);
      const present = await entries();
      if (present.includes(name)) return join(directory, name);
      if (present.includes(`${replaced}${name}`)) return join(directory, `${replaced}${name}`);
      throw new FleetlabError('not-found', `There is no checkpoint "${name}".`, 'GET /practice/v1/checkpoints lists them.');
    },
    async remove(name) {
      checkName(name);
      for (const folder of [name, `${replaced}${name}`]) await rm(join(directory, folder), { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
