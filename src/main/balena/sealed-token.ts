import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The system's store for secrets, where the host has one: what it seals can be opened by this user on this machine alone. */
export interface Safe {
  /** Throws where the system refuses. */
  seal(text: string): Buffer;
  /** Throws where it was sealed elsewhere, or by another user. */
  open(sealed: Buffer): string;
}

/**
 * Puts the token where the CLI looks for it. From now on until `putAway` it is there as plain text, readable by the learner alone. Returns false
 * where what was sealed cannot be opened any more: then it is deleted, and nobody is signed in.
 *
 * Small files, and before the environment is started: synchronous, so that nobody looks in between.
 */
export function takeOutToken(folder: string, safe: Safe | undefined): boolean {
  const { plain, sealed } = placesIn(folder);
  if (safe === undefined || !existsSync(sealed)) return true;
  try {
    // A token that is there is newer: the CLI wrote it.
    if (!existsSync(plain)) writePrivately(plain, safe.open(readFileSync(sealed)));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(sealed, { force: true });
  }
}

/** Leaves the token in no file but the sealed one. Without a safe it stays where it is. */
export function putAwayToken(folder: string, safe: Safe | undefined): void {
  const { plain, sealed } = placesIn(folder);
  if (safe === undefined || !existsSync(plain)) return;
  writePrivately(sealed, safe.seal(readFileSync(plain, 'utf8').trim()));
  rmSync(plain, { force: true });
}

/** The sealed one; the plain one is the CLI's, in `cli/`. */
export function forgetSealedToken(folder: string): void {
  rmSync(placesIn(folder).sealed, { force: true });
}

function placesIn(folder: string): { plain: string; sealed: string } {
  return { plain: join(folder, 'cli', 'token'), sealed: join(folder, 'token.sealed') };
}

function writePrivately(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600 });
  chmodSync(path, 0o600);
}
