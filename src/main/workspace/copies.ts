import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { workspaceCopy, type WorkspaceCopy } from '../../shared/domain/workspace.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { renamePatiently } from '../../storage/atomic-write.ts';
import { isMissing } from './safe-path.ts';
import { readFiles, type Files } from './tree.ts';

/** Why a copy was made: what was about to change the files, and in which step. */
export type CopyOccasion = Pick<WorkspaceCopy, 'reason' | 'step'>;

/** Earlier states of the learner's files, each whole. */
export interface Copies {
  /** Newest first. */
  list(): WorkspaceCopy[];
  /** Where the newest copy holds just these files, that one. Undefined where there are no files. */
  take(files: Files, occasion: CopyOccasion): Promise<WorkspaceCopy | undefined>;
  /** Rejects with FleetlabError `not-found`. */
  files(id: string): Promise<Files>;
  remove(id: string): Promise<void>;
}

/** The oldest go when there are more, or when all together hold more bytes. */
export const mostCopies = 30;
export const mostBytes = 50_000_000;

const details = 'copy.json';
const unfinished = '.new-';

/** Copies as folders `<directory>/<id>`; the id is the moment in UTC. One that was not written to its end is not seen. */
export async function openCopies(directory: string, now: () => Date): Promise<Copies> {
  let copies = await readAll(directory);

  async function write(files: Files, occasion: CopyOccasion): Promise<WorkspaceCopy> {
    const at = now();
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    const copy = { id: newId(at, copies), at: at.getTime(), ...occasion, files: files.size, bytes };
    const temporary = join(directory, `${unfinished}${copy.id}`);
    await rm(temporary, { recursive: true, force: true });
    for (const [path, content] of files) {
      const place = join(temporary, 'files', ...path.split('/'));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
    }
    await writeFile(join(temporary, details), JSON.stringify(copy));
    await renamePatiently(temporary, join(directory, copy.id));
    return copy;
  }

  async function remove(id: string): Promise<void> {
    copies = copies.filter((copy) => copy.id !== id);
    await rm(join(directory, id), { recursive: true, force: true, maxRetries: 5 });
  }

  function find(id: string): WorkspaceCopy {
    const copy = copies.find((one) => one.id === id);
    if (copy === undefined) throw new FleetlabError('not-found', 'That copy is not there any more.', 'Choose another one.');
    return copy;
  }

  const filesOf = async (id: string) => readFiles(join(directory, find(id).id, 'files'));

  return {
    list: () => copies,
    async take(files, occasion) {
      const [newest] = copies;
      if (files.size === 0) return undefined;
      if (newest !== undefined && isSame(files, await filesOf(newest.id))) return newest;
      const copy = await write(files, occasion);
      copies = [copy, ...copies];
      let bytes = 0;
      for (const [index, one] of [...copies].entries()) {
        bytes += one.bytes;
        if (index > 0 && (index >= mostCopies || bytes > mostBytes)) await remove(one.id);
      }
      return copy;
    },
    files: filesOf,
    remove: async (id) => remove(find(id).id),
  };
}

async function readAll(directory: string): Promise<WorkspaceCopy[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const read = names
    .filter((name) => !name.startsWith('.'))
    .map(async (name): Promise<WorkspaceCopy | undefined> => {
      try {
        return { ...workspaceCopy.parse(JSON.parse(await readFile(join(directory, name, details), 'utf8'))), id: name };
      } catch {
        // Something else that lies there.
        return undefined;
      }
    });
  const found = (await Promise.all(read)).filter((copy) => copy !== undefined);
  return found.sort((left, right) => right.at - left.at || (left.id < right.id ? 1 : -1));
}

/** `2026-11-23T06-01-07`, with `-2` and so on within a second: a name for a folder on every system. */
function newId(at: Date, copies: readonly WorkspaceCopy[]): string {
  const name = at.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count++) {
    const id = count === 1 ? name : `${name}-${count}`;
    if (!copies.some((copy) => copy.id === id)) return id;
  }
}

function isSame(one: Files, other: Files): boolean {
  return one.size === other.size && [...one].every(([path, bytes]) => Buffer.compare(bytes, other.get(path) ?? Buffer.of(0)) === 0);
}
