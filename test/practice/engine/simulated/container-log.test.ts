import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openContainerLog } from '../../../../src/practice/engine/simulated/container-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetlab-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function line(message: string) {
  return { timestamp: 1, stream: 'stdout' as const, message };
}

it('keeps lines over a restart, and leaves out one that a kill cut off', async () => {
  const path = join(directory, 'log.jsonl');
  const log = await openContainerLog(path);
  log.add(line('one'));
  log.add(line('two'));
  await log.flush();
  appendFileSync(path, '{"timestamp":1,"str');
  expect((await openContainerLog(path)).lines()).toEqual([line('one'), line('two')]);
});

it('keeps the newest lines only, in memory and on disk', async () => {
  const path = join(directory, 'log.jsonl');
  const log = await openContainerLog(path);
  for (let number = 0; number < 5000; number += 1) log.add(line(`${number} ${'x'.repeat(1000)}`));
  await log.flush();
  expect(log.lines().at(-1)?.message).toMatch(/^4999 /);
  expect(log.lines().length).toBeLessThan(2100);
  expect(statSync(path).size).toBeLessThan(2_500_000);
  expect((await openContainerLog(path)).lines()).toEqual(log.lines());
});
