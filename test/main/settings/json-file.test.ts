import fc from 'fast-check';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openJsonFile } from '../../../src/main/settings/json-file.ts';

const schema = z.object({ version: z.literal(1), name: z.string() });
const initial = { version: 1 as const, name: 'initial' };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-json-'));
  path = join(folder, 'sub', 'settings.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a JSON file', () => {
  it('starts with the initial value and says nothing', async () => {
    const file = await openJsonFile({ path, schema, initial });
    expect(file.value).toEqual(initial);
    expect(file.notice).toBeUndefined();
  });

  it('keeps what was saved last', async () => {
    const file = await openJsonFile({ path, schema, initial });
    file.save({ version: 1, name: 'a' });
    file.save({ version: 1, name: 'b' });
    await file.flush();
    expect((await openJsonFile({ path, schema, initial })).value.name).toBe('b');
  });

  it('writes by itself, without a flush', async () => {
    const file = await openJsonFile({ path, schema, initial });
    file.save({ version: 1, name: 'a' });
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('"a"');
  });

  it.each(['', '{"version":1,"name":"b', '[]', '{"version":2,"name":"x"}', '\0\0\0\0'])(
    'sets a damaged file aside (%j), takes the backup and says so',
    async (damage) => {
      const file = await openJsonFile({ path, schema, initial });
      file.save({ version: 1, name: 'a' });
      await file.flush();
      file.save({ version: 1, name: 'b' });
      await file.flush();
      await writeFile(path, damage);
      const again = await openJsonFile({ path, schema, initial });
      expect(again.value.name).toBe('a');
      expect(again.notice).toContain('settings.json.damaged-1');
      expect(await readFile(`${path}.damaged-1`, 'utf8')).toBe(damage);
    },
  );

  it('starts anew where the backup is damaged too, and never overwrites a file set aside before', async () => {
    await mkdir(join(folder, 'sub'));
    for (const content of ['one', 'two']) {
      await writeFile(path, content);
      await writeFile(`${path}.bak`, '{');
      const file = await openJsonFile({ path, schema, initial });
      expect(file.value).toEqual(initial);
      expect(file.notice).toContain('starts anew');
    }
    expect(await readFile(`${path}.damaged-1`, 'utf8')).toBe('one');
    expect(await readFile(`${path}.damaged-2`, 'utf8')).toBe('two');
    expect(await readFile(`${path}.bak.damaged-2`, 'utf8')).toBe('{');
  });

  it('says so where only a damaged backup is left', async () => {
    await mkdir(join(folder, 'sub'));
    await writeFile(`${path}.bak`, '{');
    const file = await openJsonFile({ path, schema, initial });
    expect(file.value).toEqual(initial);
    expect(file.notice).toContain('settings.json.bak.damaged-1');
  });

  it('can be private', async () => {
    const file = await openJsonFile({ path, schema, initial, mode: 0o600 });
    file.save({ version: 1, name: 'secret' });
    await file.flush();
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('says so where it cannot write, keeps the value in memory, and writes it when it can again', async () => {
    const problems: string[] = [];
    const file = await openJsonFile({ path, schema, initial, onProblem: (message) => problems.push(message) });
    await mkdir(`${path}.new`);
    file.save({ version: 1, name: 'a' });
    await expect(file.flush()).rejects.toThrow('Could not save');
    expect(problems).toHaveLength(1);
    expect(file.value.name).toBe('a');
    await rm(`${path}.new`, { recursive: true, force: true });
    await file.flush();
    expect((await openJsonFile({ path, schema, initial })).value.name).toBe('a');
  });

  it('reads back any text, and leaves nothing but the file and its backup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), async (names) => {
        const file = await openJsonFile({ path, schema, initial });
        for (const name of names) {
          file.save({ version: 1, name });
          await file.flush();
        }
        expect((await openJsonFile({ path, schema, initial })).value.name).toBe(names.at(-1));
        expect((await readdir(join(folder, 'sub'))).filter((name) => name !== 'settings.json' && name !== 'settings.json.bak')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
