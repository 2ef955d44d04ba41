import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FleetlabError } from '../../shared/errors.ts';
import { isMissing } from './safe-path.ts';

/** More than this is no file that a person edits, in bytes. */
export const largestText = 1_000_000;

/** Ends the names of files that are about to be renamed into place; the watcher looks past them. */
export const temporarySuffix = '.fleetlab-save';

export interface TextOnDisk {
  text: string;
  version: string;
}

/** Undefined where there is no such file. Rejects with `not-a-file`, `too-large` or `not-text`. */
export async function readText(absolute: string, name: string): Promise<TextOnDisk | undefined> {
  const facts = await stat(absolute).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (facts === undefined) return undefined;
  if (!facts.isFile()) throw new FleetlabError('not-a-file', `${name} is not a file.`, 'Choose a file inside it.');
  if (facts.size > largestText) {
    const size = (facts.size / 1_000_000).toFixed(1);
    throw new FleetlabError('too-large', `${name} has ${size} MB, too much to edit here.`, 'Open it in an editor of your own.');
  }
  const bytes = await readFile(absolute);
  const text = textOf(bytes);
  if (text === undefined)
    throw new FleetlabError('not-text', `${name} is not a text file.`, 'Open it with a program that knows its format.');
  return { text, version: versionOf(bytes) };
}

/** Undefined where the bytes are not UTF-8 text. A byte order mark stays part of the text. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Replaces a file in one move, so that no reader sees half of it; keeps its permissions. Makes the folders it needs. */
export async function replaceFile(absolute: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(absolute), { recursive: true });
  const mode = await stat(absolute).then(
    (facts) => facts.mode & 0o777,
    () => undefined,
  );
  const temporary = join(dirname(absolute), `.${randomBytes(6).toString('hex')}${temporarySuffix}`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, absolute).catch(async (error: unknown) => {
      // Windows refuses to replace a file that another program holds open; its bytes can still be written.
      if (process.platform !== 'win32') throw error;
      await writeFile(absolute, bytes);
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
