import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, temporaryFolder } from './support/processes.ts';

/** A network namespace with nothing but loopback; util-linux and iproute2, root only. */
function loopbackOnly(command: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('unshare', ['--net', 'sh', '-c', `ip link set lo up && ${command}`], {
    cwd: root,
    encoding: 'utf8',
    timeout: 170_000,
  });
  return { status, output: stdout + stderr };
}

const reason =
  process.platform !== 'linux'
    ? 'network namespaces are a thing of Linux'
    : loopbackOnly('true').status === 0
      ? undefined
      : 'this user cannot make a network namespace';

describe('with no network but loopback', () => {
  it.skipIf(reason !== undefined)(`every step of the lesson is proven${reason === undefined ? '' : ` (skipped: ${reason})`}`, async () => {
    await using folder = await temporaryFolder();
    const records = join(folder.path, 'records.json');
    // Nothing outside answers there: the namespace has no other interface.
    expect(
      loopbackOnly('ip -o link')
        .output.trim()
        .split('\n')
        .filter((line) => !/\blo:|\bDOWN\b/.test(line)),
    ).toEqual([]);
    const { status, output } = loopbackOnly(`"${process.execPath}" --no-warnings tools/course.ts prove --lesson 2 --json "${records}"`);
    expect(status, output).toBe(0);
    const legs = JSON.parse(await readFile(records, 'utf8')) as { passed: boolean }[];
    expect(legs.length).toBeGreaterThan(0);
    expect(legs.filter((leg) => !leg.passed)).toEqual([]);
  });
});
