import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireInstanceLock } from '../../../src/main/settings/instance-lock.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'fleetlab-lock-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a data folder', () => {
  it('is used by one program at a time', async () => {
    const lock = await acquireInstanceLock(folder);
    await expect(acquireInstanceLock(folder)).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    await lock.release();
    await (await acquireInstanceLock(folder)).release();
  });

  it.each([
    ['a program that is gone', JSON.stringify({ pid: 2 ** 22 - 3, start: 'x' })],
    ['a program whose number another one has now', JSON.stringify({ pid: process.pid, start: 'long ago' })],
    ['a program that was cut off while it wrote', '{"pid":'],
  ])('is taken over from %s', async (_, content) => {
    await writeFile(join(folder, 'fleetlab.lock'), content);
    const lock = await acquireInstanceLock(folder);
    expect(await readFile(join(folder, 'fleetlab.lock'), 'utf8')).toContain(String(process.pid));
    await lock.release();
  });

  it.each(['a file', join('a file', 'below')])('is refused where it cannot be one: %s', async (name) => {
    await writeFile(join(folder, 'a file'), '');
    await expect(acquireInstanceLock(join(folder, name))).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining(join(folder, name)) as string,
      action: expect.stringContaining('--data-dir') as string,
    });
    expect(await readFile(join(folder, 'a file'), 'utf8')).toBe('');
  });

  it('is not freed by one who no longer has it', async () => {
    const lock = await acquireInstanceLock(folder);
    await writeFile(join(folder, 'fleetlab.lock'), 'another');
    await lock.release();
    expect(await readFile(join(folder, 'fleetlab.lock'), 'utf8')).toBe('another');
  });
});
