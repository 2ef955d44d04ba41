import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetlab-results-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the reporter writes of these test files, run by vitest itself. */
function resultsOf(files: Record<string, string>): unknown {
  const run = mkdtempSync(join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(run, name), text);
  const results = join(run, 'results.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = join(root, 'tools/test-results.mjs');
  spawnSync(process.execPath, [vitest, 'run', '--root', run, '--globals', '--retry=1', `--reporter=${reporter}`], {
    cwd: run,
    env: { ...process.env, TEST_RESULTS: results },
  });
  return JSON.parse(readFileSync(results, 'utf8'));
}

it('counts tests, names what failed and what passed at a second try, with the first line of each error and where it was', () => {
  const text = `
    let tries = 0;
    describe('a shop', () => {
      it('opens', () => {});
      it('is late', () => { throw new Error('closed until ten\\nand more'); });
      it('opens at the second knock', () => { tries += 1; if (tries < 2) throw new Error('asleep'); });
      it('is sold out', () => { tries += 1; throw new Error('nothing at ' + tries); });
      it.skip('closes', () => {});
    });`;
  expect(resultsOf({ 'shop.test.js': text })).toEqual({
    passed: 2,
    failed: 2,
    skipped: 1,
    failures: [
      { name: 'shop.test.js > a shop > is late', message: 'closed until ten (line 5)' },
      { name: 'shop.test.js > a shop > is sold out', message: 'nothing at 3 (line 7)' },
      { name: 'shop.test.js > a shop > is sold out', message: 'nothing at 4 (line 7)' },
    ],
    flaky: [{ name: 'shop.test.js > a shop > opens at the second knock', message: 'asleep (line 6)' }],
  });
});

it('names what failed outside of a test: a file, a hook, a rejection that nobody awaited', () => {
  const hook = `describe('a set', () => { beforeAll(() => { throw new Error('no set'); }); it('is used', () => {}); });`;
  const rejection = `it('forgets', async () => { Promise.reject(new Error('forgotten')); await new Promise((done) => setTimeout(done, 50)); });`;
  const results = resultsOf({ 'broken.test.js': 'throw new Error("no file");', 'hook.test.js': hook, 'late.test.js': rejection });
  expect(results).toMatchObject({
    failures: expect.arrayContaining([
      { name: 'broken.test.js', message: expect.stringContaining('no file') as unknown },
      { name: 'hook.test.js > a set', message: 'no set (line 1)' },
      { name: 'outside of a test', message: 'forgotten' },
    ]) as unknown,
  });
});
