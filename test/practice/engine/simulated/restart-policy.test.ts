import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restartDelay } from '../../../../src/practice/engine/simulated/restart-policy.ts';

const atOnce = { exitCode: 0, duration: 5, wasStoppedByHand: false };

/** Delays of a process that always ends after `duration` milliseconds. */
function delays(count: number, duration: number): number[] {
  const result: number[] = [];
  let delay = 0;
  for (let restartCount = 0; restartCount < count; restartCount += 1) {
    delay = restartDelay({ name: 'always' }, { delay, restartCount }, { ...atOnce, duration }) ?? 0;
    result.push(delay);
  }
  return result;
}

describe('restartDelay', () => {
  it('doubles from 100 ms up to a minute', () => {
    expect(delays(12, 5)).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000]);
  });

  it('starts over after a run of ten seconds', () => {
    expect(delays(3, 10_000)).toEqual([100, 100, 100]);
    expect(restartDelay({ name: 'always' }, { delay: 1600, restartCount: 5 }, { ...atOnce, duration: 9_999 })).toBe(3200);
  });

  it.each([
    ['no', 0, undefined],
    ['no', 1, undefined],
    ['always', 0, 100],
    ['unless-stopped', 0, 100],
    ['on-failure', 0, undefined],
    ['on-failure', 1, 100],
  ] as const)('%s after exit code %i: %s', (name, exitCode, expected) => {
    expect(restartDelay({ name }, { delay: 0, restartCount: 0 }, { ...atOnce, exitCode })).toBe(expected);
  });

  it('gives up after the retries of on-failure, never restarts what was stopped by hand', () => {
    const policy = { name: 'on-failure', maximumRetryCount: 2 } as const;
    const failed = { ...atOnce, exitCode: 1 };
    expect([0, 1, 2].map((restartCount) => restartDelay(policy, { delay: 0, restartCount }, failed))).toEqual([100, 100, undefined]);
    fc.assert(
      fc.property(fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure'), fc.nat(255), fc.nat(), (name, exitCode, duration) => {
        const run = { exitCode, duration, wasStoppedByHand: true };
        return restartDelay({ name }, { delay: 0, restartCount: 0 }, run) === undefined;
      }),
    );
  });
});
