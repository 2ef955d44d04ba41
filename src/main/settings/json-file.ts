import { copyFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';

/** A value kept on disk as JSON. What was saved last survives a crash at any moment; the version before it is kept as `.bak`. */
export interface JsonFile<Value> {
  readonly value: Value;
  /** A sentence for the learner, where the file was damaged and a backup or the initial value took its place. */
  readonly notice?: string;
  /** Takes effect in memory at once and on disk soon. */
  save(value: Value): void;
  /** Resolves when the last saved value is on disk; rejects where that failed (a full disk). */
  flush(): Promise<void>;
}

export interface JsonFileOptions<Value> {
  path: string;
  /** Holds `version: z.literal(n)` where the shape may change one day. */
  schema: z.ZodType<Value>;
  initial: Value;
  /** Permission bits; 0o600 for secrets. */
  mode?: number;
  /** Told when a later write fails; `flush` rejects as well. */
  onProblem?: (message: string) => void;
}

/** Milliseconds between a change and its write, so that a dragged divider is one write. */
const settleMilliseconds = 150;

/**
 * Reads the file, or its backup where it is damaged, or starts with `initial`. A damaged file is never overwritten: it is set aside as
 * `<name>.damaged-<n>`. Rejects only where the folder cannot be made.
 */
export async function openJsonFile<Value>(options: JsonFileOptions<Value>): Promise<JsonFile<Value>> {
  const { path, schema } = options;
  await mkdir(dirname(path), { recursive: true });
  const loaded = await load(path, schema, options.initial);

  let value = loaded.value;
  let isDirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        if (!isDirty) return;
        isDirty = false;
        try {
          await replace(path, `${JSON.stringify(value, undefined, 2)}\n`, options.mode ?? 0o644);
        } catch (error) {
          isDirty = true;
          const problem = `Could not save ${path}: ${error instanceof Error ? error.message : String(error)}`;
          options.onProblem?.(problem);
          throw new Error(problem, { cause: error });
        }
      });
    return writing;
  }

  return {
    get value() {
      return value;
    },
    ...(loaded.notice === undefined ? {} : { notice: loaded.notice }),
    save(next) {
      value = next;
      isDirty = true;
      timer ??= setTimeout(() => {
        write().catch(() => undefined);
      }, settleMilliseconds);
    },
    flush: () => write(),
  };
}

type Attempt<Value> = { state: 'good'; value: Value } | { state: 'missing' } | { state: 'damaged'; reason: string };

async function load<Value>(path: string, schema: z.ZodType<Value>, initial: Value): Promise<{ value: Value; notice?: string }> {
  const first = await attempt(path, schema);
  if (first.state === 'good') return { value: first.value };
  const backup = await attempt(`${path}.bak`, schema);
  // Between the two renames of a save there is a moment with the backup only.
  if (first.state === 'missing' && backup.state !== 'damaged') return { value: backup.state === 'good' ? backup.value : initial };

  const notices: string[] = [];
  if (first.state === 'damaged') notices.push(await describeSetAside(path, first.reason));
  // The next save would overwrite it.
  if (backup.state === 'damaged') notices.push(await describeSetAside(`${path}.bak`, backup.reason));
  const start = notices.join('; ');
  return backup.state === 'good'
    ? { value: backup.value, notice: `${start}; the version before it is used.` }
    : { value: initial, notice: `${start}; it starts anew.` };
}

async function describeSetAside(path: string, reason: string): Promise<string> {
  return `${basename(path)} could not be read (${reason}) and was set aside as ${basename(await setAside(path))}`;
}

async function attempt<Value>(path: string, schema: z.ZodType<Value>): Promise<Attempt<Value>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing' };
    return { state: 'damaged', reason: (error as Error).message };
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return { state: 'good', value: parsed.data };
    return { state: 'damaged', reason: 'its content does not fit this version of Fleetlab' };
  } catch {
    return { state: 'damaged', reason: 'it is cut off or not JSON' };
  }
}

async function setAside(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const aside = `${path}.damaged-${number}`;
    const taken = await open(aside, 'r').then(
      (handle) => handle.close().then(() => true),
      () => false,
    );
    if (taken && number < 100) continue;
    await rename(path, aside).catch(() => undefined);
    return aside;
  }
}

/** Writes beside the file, waits for the disk, keeps the old version, then renames: a reader sees the old or the new text, never a part. */
async function replace(path: string, text: string, mode: number): Promise<void> {
  const fresh = `${path}.new`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const handle = await open(fresh, 'w', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await copyFile(path, `${path}.bak`).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
