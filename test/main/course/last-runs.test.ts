import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLastRuns, type LastRuns } from '../../../src/main/course/last-runs.ts';

let folder: string;
let runs: LastRuns;

const open = () => openLastRuns('test', folder, () => undefined);

async function reopen(): Promise<void> {
  await runs.close();
  runs = await open();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-runs-'));
  runs = await open();
});

afterEach(async () => {
  await runs.close();
  await rm(folder, { recursive: true, force: true });
});

const ended = { blockId: 'push', state: 'done', exitCode: 1, milliseconds: 5, startedAt: 7 } as const;

it('keeps what came of a command, but neither its output nor its terminal', async () => {
  runs.set('practice', 'one', { ...ended, terminalId: 'terminal-1', output: 'the token is 1234', omittedLines: 3, isStopped: true });
  expect(runs.get('practice', 'one', 'push')).toMatchObject({ output: 'the token is 1234' });
  await reopen();
  expect(runs.of('practice')).toEqual({ one: [{ ...ended, isStopped: true }] });
  expect(await readFile(join(folder, 'runs-test.json'), 'utf8')).not.toContain('1234');
});

it('knows that the end of what was under way was not seen', async () => {
  runs.set('practice', 'one', { blockId: 'push', state: 'running', startedAt: 7 });
  runs.set('practice', 'one', { blockId: 'logs', state: 'sent', startedAt: 8 });
  runs.set('practice', 'one', { blockId: 'bare', state: 'sent', startedAt: 9, milliseconds: 1 });
  runs.set('practice', 'one', { blockId: 'later', state: 'waiting' });
  await reopen();
  const lost = { state: 'lost', problem: { code: 'app-ended' } };
  expect(runs.of('practice')['one']).toMatchObject([
    { blockId: 'push', ...lost, startedAt: 7 },
    { blockId: 'logs', ...lost, startedAt: 8 },
    { blockId: 'bare', state: 'sent', milliseconds: 1 },
  ]);
});

it('forgets a step, but for what stays, in one environment alone', async () => {
  for (const place of ['practice', 'cloud']) for (const blockId of ['push', 'logs']) runs.set(place, 'one', { ...ended, blockId });
  expect(runs.forget('practice', 'one', (blockId) => blockId === 'logs')).toEqual([ended]);
  await reopen();
  expect(runs.of('practice')).toEqual({ one: [{ ...ended, blockId: 'logs' }] });
  expect(runs.of('cloud')['one']).toHaveLength(2);
  runs.forget('practice', 'one', () => false);
  expect(runs.of('practice')).toEqual({});
});

it('forgets all of an environment whose device is another one now', async () => {
  expect(runs.meet('practice', 'first')).toBe(false);
  runs.set('practice', 'one', ended);
  expect(runs.meet('practice', 'first')).toBe(false);
  expect(runs.meet('practice', undefined)).toBe(false);
  await reopen();
  expect(runs.meet('practice', 'second')).toBe(true);
  expect(runs.of('practice')).toEqual({});
});

it('forgets environments that do not exist any more, and keeps what the others have, whatever comes later', async () => {
  const all: readonly string[] = ['practice', 'cloud', 'pi', 'workshop'];
  const ids = fc.uniqueArray(fc.constantFrom(...all));
  const property = fc.asyncProperty(ids, ids, ids, async (before, existing, later) => {
    runs.keepOnly([...before, ...later]);
    for (const place of before) runs.set(place, 'one', ended);
    runs.keepOnly(existing);
    for (const place of later) runs.set(place, 'two', ended);
    await reopen();
    for (const place of all)
      expect(Object.keys(runs.of(place))).toEqual(
        existing.includes(place) ? [...(before.includes(place) ? ['one'] : []), ...(later.includes(place) ? ['two'] : [])] : [],
      );
    runs.keepOnly([]);
  });
  await fc.assert(property, { numRuns: 40 });
});

it('starts afresh where its file is damaged, which is set aside', async () => {
  runs.set('practice', 'one', ended);
  await runs.close();
  await writeFile(join(folder, 'runs-test.json'), '{"version":1,"value":{"practice":{"steps":{"one":[{"state":"flying"}]}}}}');
  await rm(join(folder, 'runs-test.json.bak'), { force: true });
  runs = await open();
  expect(runs.of('practice')).toEqual({});
  expect(runs.notice).toContain('runs-test.json');
  expect(await readdir(folder)).toContain('runs-test.json.damaged-1');
});
