import { FileSystemError, normalizePath } from './filesystem.ts';

/** What lies at one place of a tree whose parents are real directories. */
export type Place = { kind: 'missing' | 'directory' | 'other' } | { kind: 'symlink'; target: string };

/** path_resolution(7): the kernel gives up after 40 links. */
const maximumLinks = 40;

/**
 * The names that lead from the root to the place that `path` means, with every symbolic link on the way replaced
 * (`followLast`: a link at the end too). All names but the last are directories; the last may be missing. `..` in a
 * link's target never leads above the root. Throws ENOENT, ENOTDIR or ELOOP.
 */
export function resolvePath(path: string, look: (names: readonly string[]) => Place, followLast: boolean): string[] {
  const steps = walk(path, followLast);
  let step = steps.next();
  while (step.done !== true) step = steps.next(look(step.value));
  return step.value;
}

/** As `resolvePath`, for a tree that answers later. */
export async function resolvePathLater(
  path: string,
  look: (names: readonly string[]) => Promise<Place>,
  followLast: boolean,
): Promise<string[]> {
  const steps = walk(path, followLast);
  let step = steps.next();
  while (step.done !== true) step = steps.next(await look(step.value));
  return step.value;
}

/** Asks for one place after the other. */
function* walk(path: string, followLast: boolean): Generator<string[], string[], Place> {
  if (path.includes('\0')) throw new FileSystemError('EINVAL', path);
  const pending = namesOf(normalizePath(path));
  const resolved: string[] = [];
  let links = 0;
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (name === '.') continue;
    if (name === '..') {
      resolved.pop();
      continue;
    }
    const place = yield [...resolved, name];
    const isLast = pending.length === 0;
    if (place.kind === 'symlink' && (!isLast || followLast)) {
      links += 1;
      if (links > maximumLinks) throw new FileSystemError('ELOOP', path);
      if (place.target.startsWith('/')) resolved.length = 0;
      pending.unshift(...namesOf(place.target));
      continue;
    }
    if (!isLast && place.kind === 'missing') throw new FileSystemError('ENOENT', path);
    if (!isLast && place.kind === 'other') throw new FileSystemError('ENOTDIR', path);
    resolved.push(name);
  }
  return resolved;
}

export function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
