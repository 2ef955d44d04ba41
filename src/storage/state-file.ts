import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../shared/errors.ts';
import { errorCode, renamePatiently, replaceFile } from './atomic-write.ts';
import type { RenameOptions } from './atomic-write.ts';

export interface StateFileOptions<T> extends RenameOptions {
  /** Absolute path; its directory is made where it is missing. */
  path: string;
  schema: z.ZodType<T>;
  /** Counts up from 1 whenever the shape changes; a file with a higher one is left for the newer program that wrote it. */
  version: number;
  initial: () => T;
  /** Turns the value of an older version into today's shape, before `schema` reads it. */
  migrate?: (value: unknown, version: number) => unknown;
  /** Told when a save in the background fails; the next save or flush tries again. */
  onSaveError?: (error: FleetlabError) => void;
}

export interface StateFile<T> {
  /** The latest value: what was read, then what was saved last. */
  readonly value: T;
  /** Sentences for the person, where the file could not be read as it was. */
  readonly notice: string | undefined;
  /** Takes the value; it is written some milliseconds later, together with all that came meanwhile. */
  save(value: T): void;
  /** Resolves when all that was saved is on the disk. Rejects with FleetlabError (`not-saved`). */
  flush(): Promise<void>;
}

/** Several saves of one action end in one write. */
const saveDelay = 50;

const envelope = z.object({ version: z.int().min(1), value: z.unknown() });

/**
 * Opens a JSON file that survives a kill or a power cut at any moment: it is replaced whole, the former content stays
 * beside it as `.bak`. A file that cannot be read is set aside as `.damaged-<n>` (one of a newer version as
 * `.newer-<n>`), the backup takes its place, and `notice` says so. Rejects with FleetlabError (`unreadable`).
 */
export async function openStateFile<T>(options: StateFileOptions<T>): Promise<StateFile<T>> {
  const { value, notice } = await load(options);
  const saving = startSaving(options, value);
  return Object.assign(saving, { notice });
}

type Reading<T> =
  { kind: 'value'; value: T } | { kind: 'missing' } | { kind: 'damaged'; reason: string } | { kind: 'newer'; version: number };

async function load<T>(options: StateFileOptions<T>): Promise<{ value: T; notice: string | undefined }> {
  const { path } = options;
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw unreadable(path, error);
  }
  const notices: string[] = [];
  const main = await read(options, path);
  if (main.kind === 'value') return { value: main.value, notice: undefined };
  if (main.kind !== 'missing') notices.push(await setAside(path, main, options));
  const backup = await read(options, `${path}.bak`);
  if (backup.kind === 'value') {
    // Without a damaged main file this is what a kill between two renames leaves: the backup is the state, whole.
    if (notices.length > 0) notices.push('The state saved before it is used instead.');
    return { value: backup.value, notice: sentence(notices) };
  }
  if (backup.kind !== 'missing') notices.push(await setAside(`${path}.bak`, backup, options));
  if (notices.length > 0) notices.push('Fleetlab starts afresh here.');
  return { value: options.initial(), notice: sentence(notices) };
}

async function read<T>(options: StateFileOptions<T>, path: string): Promise<Reading<T>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'missing' };
    throw unreadable(path, error);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { kind: 'damaged', reason: text === '' ? 'it is empty' : 'it is cut off or is not JSON' };
  }
  const parsed = envelope.safeParse(data);
  if (!parsed.success) return { kind: 'damaged', reason: 'it has no version' };
  const { version, value } = parsed.data;
  if (version > options.version) return { kind: 'newer', version };
  try {
    const current = version === options.version || options.migrate === undefined ? value : options.migrate(value, version);
    const result = options.schema.safeParse(current);
    if (result.success) return { kind: 'value', value: result.data };
    const issue = result.error.issues[0];
    return { kind: 'damaged', reason: issue === undefined ? 'its content is not valid' : `${issue.path.join('.')}: ${issue.message}` };
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function setAside<T>(
  path: string,
  reading: Extract<Reading<T>, { kind: 'damaged' | 'newer' }>,
  options: RenameOptions,
): Promise<string> {
  const target = await freeName(`${path}.${reading.kind}`);
  try {
    await renamePatiently(path, target, options);
  } catch (error) {
    throw unreadable(path, error);
  }
  const name = basename(path);
  return reading.kind === 'newer'
    ? `${name} was written by a newer Fleetlab (version ${reading.version}); it was kept as ${basename(target)}.`
    : `${name} could not be read (${reading.reason}); it was kept as ${basename(target)}.`;
}

async function freeName(prefix: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `${prefix}-${number}`;
    const isFree = await stat(name).then(
      () => false,
      () => true,
    );
    if (isFree) return name;
  }
}

function startSaving<T>(options: StateFileOptions<T>, initial: T): Omit<StateFile<T>, 'notice'> {
  let value = initial;
  let isDirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    // One write after the other, so that an older value can never land on top of a newer one.
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        if (!isDirty) return;
        isDirty = false;
        try {
          await replaceFile(options.path, JSON.stringify({ version: options.version, value }), options);
        } catch (error) {
          isDirty = true;
          throw notSaved(options.path, error);
        }
      });
    return writing;
  }

  function reportError(error: unknown): void {
    if (error instanceof FleetlabError) (options.onSaveError ?? warn)(error);
  }

  return {
    get value() {
      return value;
    },
    save(next) {
      value = next;
      isDirty = true;
      timer ??= setTimeout(() => void write().catch(reportError), saveDelay);
    },
    flush: write,
  };
}

function warn(error: FleetlabError): void {
  process.emitWarning(error.message);
}

function sentence(notices: string[]): string | undefined {
  return notices.length === 0 ? undefined : notices.join(' ');
}

function unreadable(path: string, cause: unknown): FleetlabError {
  return new FleetlabError(
    'unreadable',
    `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Check that the data directory is yours and can be read and written, or choose another with --data-dir.',
    { cause },
  );
}

function notSaved(path: string, cause: unknown): FleetlabError {
  return new FleetlabError(
    'not-saved',
    `${path} could not be saved: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Make room on the disk and check that the data directory can be written; Fleetlab tries again with the next change.',
    { cause },
  );
}
