import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCheckpointStore } from '../../../src/practice/control/checkpoint-store.ts';
import type { CheckpointStore } from '../../../src/practice/control/checkpoint-store.ts';

let directory: string;
let store: CheckpointStore;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'fleetlab-checkpoints-')), 'checkpoints');
  store = createCheckpointStore(directory);
});

afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

const write = (text: string) => (folder: string) => writeFile(join(folder, 'state'), text);
const content = async (name: string) => readFile(join(await store.find(name), 'state'), 'utf8');

test('saves, replaces, lists and finds', async () => {
  expect(await store.list()).toEqual([]);
  await store.save('start-2.2', write('b'));
  await store.save('start-2.1', write('a'));
  await store.save('start-2.1', write('a again'));
  expect(await store.list()).toEqual(['start-2.1', 'start-2.2']);
  expect(await content('start-2.1')).toBe('a again');
  expect(await readdir(directory)).toEqual(['start-2.1', 'start-2.2']);
  await expect(store.find('other')).rejects.toMatchObject({ code: 'not-found' });
});

test('a save that fails leaves the former checkpoint', async () => {
  await store.save('one', write('whole'));
  await expect(store.save('one', () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  expect(await content('one')).toBe('whole');
  expect(await store.list()).toEqual(['one']);
});

test('a kill while a checkpoint is saved: half of one is not seen, the former one is', async () => {
  await store.save('one', write('former'));
  await mkdir(join(directory, '.new-two'));
  await rename(join(directory, 'one'), join(directory, '.old-one'));
  await mkdir(join(directory, '.new-one'));
  expect(await store.list()).toEqual(['one']);
  expect(await content('one')).toBe('former');
  await store.save('one', write('new'));
  expect(await content('one')).toBe('new');
});

test.each(['', '.', '..', '../x', 'a/b', 'a\\b', '.hidden', 'a b', 'x'.repeat(101), 'trailing.'])('%j is no name', async (name) => {
  await expect(store.save(name, write('x'))).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(store.find(name)).rejects.toMatchObject({ code: 'invalid-input' });
});
