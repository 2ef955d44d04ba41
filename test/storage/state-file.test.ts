import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openStateFile } from '../../src/storage/state-file.ts';
import type { StateFileOptions } from '../../src/storage/state-file.ts';

const schema = z.object({ count: z.number(), names: z.array(z.string()).default([]) });
type Value = z.infer<typeof schema>;

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-store-'));
  path = join(directory, 'state', 'cloud.json');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function open(more: Partial<StateFileOptions<Value>> = {}) {
  return openStateFile<Value>({ path, schema, version: 2, initial: () => ({ count: 0, names: [] }), ...more });
}

async function saved(count: number): Promise<void> {
  const file = await open();
  file.save({ count, names: [] });
  await file.flush();
}

async function namesBeside(): Promise<string[]> {
  return (await readdir(join(directory, 'state'))).sort();
}

test('a missing file starts with the initial value, and a saved value comes back', async () => {
  const file = await open();
  expect(file.value).toEqual({ count: 0, names: [] });
  expect(file.notice).toBeUndefined();
  file.save({ count: 7, names: ['a'] });
  await file.flush();
  const again = await open();
  expect(again.value).toEqual({ count: 7, names: ['a'] });
  expect(again.notice).toBeUndefined();
});

test('a save is written without a flush', async () => {
  const file = await open();
  file.save({ count: 3, names: [] });
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('"count":3');
});

test('every cut of the file falls back to the backup, keeps the bad file and says so', async () => {
  await saved(1);
  await saved(2);
  const whole = await readFile(path, 'utf8');
  for (let length = 0; length < whole.length; length += 1) {
    await writeFile(path, whole.slice(0, length));
    await writeFile(`${path}.bak`, JSON.stringify({ version: 2, value: { count: 1 } }));
    const file = await open();
    expect(file.value.count).toBe(1);
    expect(file.notice).toMatch(/cloud\.json could not be read .* kept as cloud\.json\.damaged-\d+\. The state saved before it is used/);
  }
  const kept = (await namesBeside()).filter((name) => name.includes('.damaged-'));
  expect(kept).toHaveLength(whole.length);
});

test('corrupt file and corrupt backup: starts afresh and keeps both', async () => {
  await saved(1);
  await writeFile(path, 'not json at all');
  await writeFile(`${path}.bak`, '{"version":2,"value":{"count":"many"}}');
  const file = await open();
  expect(file.value).toEqual({ count: 0, names: [] });
  expect(file.notice).toContain('starts afresh');
  expect(file.notice).toContain('count:');
  expect(await namesBeside()).toEqual(['cloud.json.bak.damaged-1', 'cloud.json.damaged-1']);
  expect(await readFile(`${path}.damaged-1`, 'utf8')).toBe('not json at all');
});

test('the good backup is not replaced by the bad file at the next save', async () => {
  await saved(1);
  await saved(2);
  await writeFile(path, '{');
  const file = await open();
  file.save({ count: 9, names: [] });
  await file.flush();
  expect(JSON.parse(await readFile(`${path}.bak`, 'utf8'))).toMatchObject({ value: { count: 1 } });
  expect((await open()).value.count).toBe(9);
});

test('a file of a newer version is set aside, never overwritten', async () => {
  const newer = JSON.stringify({ version: 3, value: { total: 5 } });
  await saved(1);
  await rm(`${path}.bak`, { force: true });
  await writeFile(path, newer);
  const file = await open();
  expect(file.value.count).toBe(0);
  expect(file.notice).toContain('written by a newer Fleetlab (version 3); it was kept as cloud.json.newer-1');
  file.save({ count: 4, names: [] });
  await file.flush();
  expect(await readFile(`${path}.newer-1`, 'utf8')).toBe(newer);
});

test('an older version is migrated; a migration that fails counts as damage', async () => {
  await saved(1);
  await writeFile(path, JSON.stringify({ version: 1, value: { total: 12 } }));
  const migrate = (value: unknown) => ({ count: z.object({ total: z.number() }).parse(value).total });
  expect((await open({ migrate })).value.count).toBe(12);
  await writeFile(path, JSON.stringify({ version: 1, value: { other: 12 } }));
  await rm(`${path}.bak`, { force: true });
  const file = await open({ migrate });
  expect(file.value.count).toBe(0);
  expect(file.notice).toContain('damaged-1');
});

test('a kill between the two renames leaves the former state, without a complaint', async () => {
  await saved(1);
  await rename(path, `${path}.bak`);
  await writeFile(`${path}.new`, JSON.stringify({ version: 2, value: { count: 2 } }));
  const file = await open();
  expect(file.value.count).toBe(1);
  expect(file.notice).toBeUndefined();
});

test('a kill while the new file is written leaves the state as it was', async () => {
  await saved(1);
  await writeFile(`${path}.new`, '{"version":2,"val');
  expect((await open()).value.count).toBe(1);
});

test('concurrent saves and flushes end with the last value, in a whole file', async () => {
  const file = await open();
  const flushes: Promise<void>[] = [];
  for (let count = 1; count <= 50; count += 1) {
    file.save({ count, names: Array.from({ length: count }, (_, index) => `name ${index}`) });
    if (count % 7 === 0) flushes.push(file.flush());
  }
  flushes.push(file.flush());
  await Promise.all(flushes);
  expect((await open()).value).toEqual(file.value);
  expect(file.value.count).toBe(50);
});

test('a rename that is refused for a while is tried again', async () => {
  let refusals = 4;
  const file = await open({
    firstDelay: 1,
    rename: async (from, to) => {
      if (refusals > 0) {
        refusals -= 1;
        throw Object.assign(new Error('busy'), { code: refusals % 2 === 0 ? 'EPERM' : 'EBUSY' });
      }
      await rename(from, to);
    },
  });
  file.save({ count: 5, names: [] });
  await file.flush();
  expect((await open()).value.count).toBe(5);
});

test('a disk that is full: flush says so, the former state stays, and the next flush succeeds', async () => {
  await saved(1);
  let isFull = true;
  const reported: string[] = [];
  const file = await open({
    onSaveError: (error) => reported.push(error.code),
    rename: async (from, to) => {
      if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      await rename(from, to);
    },
  });
  file.save({ count: 2, names: [] });
  await expect(file.flush()).rejects.toMatchObject({ code: 'not-saved', message: expect.stringContaining('no space left') as string });
  expect((await open()).value.count).toBe(1);
  file.save({ count: 3, names: [] });
  await expect.poll(() => reported).toEqual(['not-saved']);
  isFull = false;
  await file.flush();
  expect((await open()).value.count).toBe(3);
});

test('a directory in place of the file is an error that says what to do', async () => {
  path = directory;
  await expect(open()).rejects.toMatchObject({ code: 'unreadable', action: expect.stringContaining('--data-dir') as string });
});
