import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDirectory } from '../../src/storage/directory-lock.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-lock-'));
  path = join(directory, 'practice.lock');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('a held directory is refused, a released one is free again', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'directory-in-use' });
  await lock.release();
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
  await (await lockDirectory(directory)).release();
});

test('the lock of a living process is refused, naming its pid; that of a dead one is taken over', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = other.pid ?? 0;
  const ended = new Promise((resolve) => other.once('exit', resolve));
  try {
    const own = await lockDirectory(directory);
    const content = (await readFile(path, 'utf8')).replace(String(process.pid), String(pid));
    await own.release();
    await writeFile(path, content);
    await expect(lockDirectory(directory)).rejects.toThrow(`pid ${pid}`);
  } finally {
    other.kill('SIGKILL');
    await ended;
  }
  const lock = await lockDirectory(directory);
  expect(await readFile(path, 'utf8')).toContain(`"pid":${process.pid}`);
  await lock.release();
});

test('a lock from before the machine was started is taken over, whoever has its pid now', async () => {
  await writeFile(path, JSON.stringify({ pid: process.ppid, bootedAt: 1_000_000, key: 'x' }));
  await (await lockDirectory(directory)).release();
});

test.each(['', '{"pid":', 'nonsense'])('a damaged lock file (%j) is taken over', async (content) => {
  await writeFile(path, content);
  await (await lockDirectory(directory)).release();
});

test('of two that find the same stale lock, one gets it', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  await writeFile(path, JSON.stringify({ pid: gone, bootedAt: Date.now(), key: 'x' }));
  const results = await Promise.allSettled([lockDirectory(directory), lockDirectory(directory)]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('a directory that is missing is an error that says what to do', async () => {
  await expect(lockDirectory(join(directory, 'missing'))).rejects.toMatchObject({ code: 'unwritable' });
});
