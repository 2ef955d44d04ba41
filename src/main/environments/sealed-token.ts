import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The system's store for secrets, where the host has one: what it seals can be opened by this user on this machine alone. */
export interface Safe {
  /** Rejects where the system refuses. */
  seal(text: string): Promise<Buffer>;
  /** Rejects where it was sealed elsewhere, or by another user. */
  open(sealed: Buffer): Promise<string>;
}

/**
 * Puts the token where the CLI looks for it. From now on until `putAway` it is there as plain text, readable by the learner alone. Resolves to false
 * where what was sealed cannot be opened any more: then it is deleted, and nobody is signed in.
 */
export async function takeOutToken(folder: string, safe: Safe | undefined): Promise<boolean> {
  const { plain, sealed } = placesIn(folder);
  const bytes = safe === undefined ? undefined : await readFile(sealed).catch(() => undefined);
  if (safe === undefined || bytes === undefined) return true;
  try {
    // A token that is there is newer: the CLI wrote it.
    if ((await readToken(plain)) === undefined) await writePrivately(plain, await safe.open(bytes));
    return true;
  } catch {
    return false;
  } finally {
    await rm(sealed, { force: true });
  }
}

/** Leaves the token in no file but the sealed one. Without a safe, or where it refuses, it stays where it is. */
export async function putAwayToken(folder: string, safe: Safe | undefined): Promise<void> {
  const { plain, sealed } = placesIn(folder);
  const token = await readToken(plain);
  if (safe === undefined || token === undefined) return;
  try {
    await writePrivately(sealed, await safe.seal(token));
  } catch {
    return;
  }
  await rm(plain, { force: true });
  // The CLI keeps the token beside the name that belongs to it.
  await rm(join(dirname(plain), 'cachedUsername'), { force: true });
}

/** The sealed one; the plain one is the CLI's, in `cli/`. */
function placesIn(folder: string): { plain: string; sealed: string } {
  return { plain: join(folder, 'cli', 'token'), sealed: join(folder, 'token.sealed') };
}

async function readToken(path: string): Promise<string | undefined> {
  const text = (await readFile(path, 'utf8').catch(() => '')).trim();
  return text === '' ? undefined : text;
}

async function writePrivately(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(path, { force: true });
  await writeFile(path, content, { mode: 0o600 });
  await chmod(path, 0o600);
}
