import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mostBytes, mostCopies, openCopies } from '../../../src/main/workspace/copies.ts';

let directory: string;
let time: number;
const occasion = { reason: 'reset', step: '2.2 Restarts' } as const;
const first = Date.parse('2026-11-23T06:01:07Z');

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'fleetlab-copies-')), 'copies');
  time = first;
});
afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

const open = () => openCopies(directory, () => new Date((time += 1_000)));
const files = (text: string) => new Map([['app/file', Buffer.from(text)]]);

describe('copies of the files', () => {
  it('are there again after a restart, newest first, with why and when', async () => {
    const copies = await open();
    await copies.take(files('one'), occasion);
    await copies.take(files('two'), { reason: 'jump', step: '4.1 Walls' });
    const again = await open();
    expect(again.list()).toEqual(copies.list());
    expect(again.list()).toMatchObject([
      { reason: 'jump', step: '4.1 Walls', at: first + 2_000 },
      { ...occasion, at: first + 1_000, files: 1, bytes: 3 },
    ]);
    expect(Buffer.from((await again.files(again.list()[1]?.id ?? '')).get('app/file') ?? []).toString()).toBe('one');
  });

  it('are not made of nothing, nor twice of the same', async () => {
    const copies = await open();
    expect(await copies.take(new Map(), occasion)).toBeUndefined();
    const copy = await copies.take(files('one'), occasion);
    expect(await copies.take(files('one'), { reason: 'solve', step: '3.1' })).toEqual(copy);
    expect(copies.list()).toHaveLength(1);
  });

  it('stay few: the oldest go, the newest never', async () => {
    const copies = await open();
    for (let count = 0; count < mostCopies + 2; count++) await copies.take(files(`text ${count}`), occasion);
    expect(copies.list()).toHaveLength(mostCopies);
    expect(await readdir(directory)).toHaveLength(mostCopies);
    await copies.take(new Map([['large', Buffer.alloc(mostBytes + 1)]]), occasion);
    expect(copies.list()).toMatchObject([{ bytes: mostBytes + 1 }]);
  });

  it('can be thrown away', async () => {
    const copies = await open();
    const copy = await copies.take(files('one'), occasion);
    await copies.remove(copy?.id ?? '');
    expect(copies.list()).toEqual([]);
    expect(await readdir(directory)).toEqual([]);
    await expect(copies.remove('../other')).rejects.toMatchObject({ code: 'not-found' });
    await expect(copies.files('../other')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('look past what is no copy: half of one, other files', async () => {
    await mkdir(join(directory, '.new-2026'), { recursive: true });
    await mkdir(join(directory, 'holiday'));
    await writeFile(join(directory, 'holiday', 'copy.json'), '{');
    expect((await open()).list()).toEqual([]);
  });
});
