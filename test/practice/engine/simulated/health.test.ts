import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Healthcheck } from '../../../../src/practice/engine/engine.ts';
import { healthcheckOf, probeCommand } from '../../../../src/practice/engine/simulated/healthcheck.ts';
import { run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine();
});
afterEach(() => lab.close());

const quick = { interval: 10, timeout: 5000, retries: 2 };

async function up(healthcheck: Healthcheck | undefined, before = ''): Promise<void> {
  const { image } = await lab.build(`FROM debian:trixie-slim\n${before}\nCMD ["sleep", "infinity"]\n`);
  await lab.engine.createContainer(spec(image.id, healthcheck === undefined ? {} : { healthcheck }));
  await lab.engine.startContainer('main_1_1');
}

async function health(): Promise<string | undefined> {
  return (await lab.engine.inspectContainer('main_1_1')).health;
}

function told(): (string | undefined)[] {
  return lab.events.flatMap((event) => (event.kind === 'health' ? [event.container.health] : []));
}

describe('a healthcheck', () => {
  it('goes from starting to healthy, to unhealthy after its retries, and back; each change is told once', async () => {
    await up({ test: ['CMD', 'cat', '/ready'], ...quick, startPeriod: 600_000 });
    expect(await health()).toBe('starting');
    await run(lab.engine, 'main_1_1', ['sh', '-c', 'echo yes > /ready']);
    await lab.until(async () => (await health()) === 'healthy');
    await run(lab.engine, 'main_1_1', ['sh', '-c', 'rm /ready']);
    await lab.until(async () => (await health()) === 'unhealthy');
    await run(lab.engine, 'main_1_1', ['sh', '-c', 'echo yes > /ready']);
    await lab.until(async () => (await health()) === 'healthy');
    expect(told()).toEqual(['healthy', 'unhealthy', 'healthy']);
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    expect(await health()).toBeUndefined();
  });

  it('that fails from the beginning is unhealthy once its start period is over', async () => {
    await up({ test: ['CMD-SHELL', 'exit 1'], ...quick });
    await lab.until(async () => (await health()) === 'unhealthy');
    expect(told()).toEqual(['unhealthy']);
  });

  it('that takes too long is killed, and has failed', async () => {
    await up({ test: ['CMD', 'sleep', 'infinity'], ...quick, timeout: 20, retries: 1 });
    await lab.until(async () => (await health()) === 'unhealthy');
  });

  it('with a program that is not there has failed', async () => {
    await up({ test: ['CMD', 'nonsense'], ...quick, retries: 1 });
    await lab.until(async () => (await health()) === 'unhealthy');
  });

  it('can be the image’s, and be turned off', async () => {
    await up(undefined, 'HEALTHCHECK --interval=1s CMD true');
    expect(await health()).toBe('starting');
    await lab.engine.removeContainer('main_1_1', { force: true });
    await up({ test: ['NONE'] }, 'HEALTHCHECK --interval=1s CMD true');
    expect(await health()).toBeUndefined();
  });
});

it('takes from the image what the service leaves out, and Docker’s values beyond', () => {
  const image = { test: ['CMD', 'a'], interval: 5000, retries: 9 };
  expect(healthcheckOf({ test: [], interval: 1000 }, image)).toEqual({
    test: ['CMD', 'a'],
    interval: 1000,
    timeout: 30_000,
    retries: 9,
    startPeriod: 0,
  });
  expect(healthcheckOf({ test: ['CMD', 'b'] }, undefined)).toMatchObject({ test: ['CMD', 'b'], interval: 30_000, retries: 3 });
  expect(healthcheckOf(undefined, undefined)).toBeUndefined();
  expect(probeCommand({ test: ['CMD-SHELL', 'curl -f localhost || exit 1'] }, ['/bin/sh', '-c'])).toEqual([
    '/bin/sh',
    '-c',
    'curl -f localhost || exit 1',
  ]);
});
