import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loopbackOnly, whyNotLoopbackOnly } from './support/loopback-only.ts';
import { temporaryFolder } from './support/processes.ts';

const reason = whyNotLoopbackOnly();

describe('with no network but loopback', () => {
  it.skipIf(reason !== undefined)(`every step of the lesson is proven${reason === undefined ? '' : ` (skipped: ${reason})`}`, async () => {
    await using folder = await temporaryFolder();
    const records = join(folder.path, 'records.json');
    // Nothing outside answers there: the namespace has no other interface.
    expect(
      (await loopbackOnly('ip -o link')).output
        .trim()
        .split('\n')
        .filter((line) => !/\blo:|\bDOWN\b/.test(line)),
    ).toEqual([]);
    const { status, output } = await loopbackOnly(
      `"${process.execPath}" --no-warnings tools/course.ts prove --lesson 2 --json "${records}"`,
    );
    expect(status, output).toBe(0);
    const legs = JSON.parse(await readFile(records, 'utf8')) as { passed: boolean }[];
    expect(legs.length).toBeGreaterThan(0);
    expect(legs.filter((leg) => !leg.passed)).toEqual([]);
  });
});
