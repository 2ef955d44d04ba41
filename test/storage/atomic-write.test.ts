import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../src/storage/atomic-write.ts';

describe('a file that is replaced', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-replace-'));
    path = join(folder, 'known_hosts');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const text = (path: string) => readFile(path, 'utf8');

  it('keeps the former content beside it', async () => {
    await replaceFile(path, 'first');
    await expect(text(`${path}.bak`)).rejects.toThrow('ENOENT');
    await replaceFile(path, 'second');
    await replaceFile(path, 'third');
    expect([await text(path), await text(`${path}.bak`)]).toEqual(['third', 'second']);
  });

  it('is there, and whole, for whoever reads meanwhile', async () => {
    const content = (count: number): string => `${String(count)}\n`.repeat(1000);
    await replaceFile(path, content(0));
    let isOver = false;
    const replacing = (async () => {
      for (let count = 1; count <= 50; count += 1) await replaceFile(path, content(count));
      isOver = true;
    })();
    let reads = 0;
    while (!isOver) {
      const found = await text(path);
      expect(found).toBe(content(Number(found.split('\n', 1)[0])));
      reads += 1;
    }
    await replacing;
    expect(reads).toBeGreaterThan(50);
  });
});
