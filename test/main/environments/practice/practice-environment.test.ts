import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentService } from '../../../../src/main/environments/environment.ts';
import { createPracticeEnvironment } from '../../../../src/main/environments/practice/practice-environment.ts';
import { isAlive } from '../../../../src/main/processes.ts';

/** A program that keeps to the practice process's side of the agreement, and notes each start. */
const program = `
import { appendFileSync, readFileSync } from 'node:fs';
const [, , folder, behaviour] = process.argv;
appendFileSync(folder + '/pids', process.pid + '\\n');
const starts = readFileSync(folder + '/pids', 'utf8').trim().split('\\n').length;
if (behaviour === 'refuse') { console.error('Another Fleetlab uses this folder.'); process.exit(1); }
if (behaviour === 'nonsense') { console.log('hello'); setInterval(() => {}, 1000); }
else if (behaviour === 'silent') setInterval(() => {}, 1000);
else {
  console.log(JSON.stringify({
    env: { BALENARC_API_URL: 'http://127.0.0.1:1', BALENARC_BUILDER_URL: 'http://127.0.0.1:2', BALENARC_DATA_DIRECTORY: folder, FLEETLAB_SSH_PORT: '3' },
    device: { uuid: 'u', address: '10.42.0.7', deviceType: 'generic-amd64' }, fleets: [],
    token: 'the-token', api: 'http://127.0.0.1:1', ssh: { host: '127.0.0.1', port: 3 },
  }));
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
  if (behaviour === 'crash' || (behaviour === 'crash-once' && starts === 1)) setTimeout(() => { console.error('out of luck'); process.exit(3); }, 50);
}
`;

let folder: string;
let environment: EnvironmentService | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-practice-'));
  await writeFile(join(folder, 'practice.mjs'), program);
});
afterEach(async () => {
  await environment?.close();
  environment = undefined;
  await rm(folder, { recursive: true, force: true });
});

function start(behaviour: string, startLimit = 15_000): EnvironmentService {
  environment = createPracticeEnvironment({
    command: {
      executable: process.execPath,
      arguments: [join(folder, 'practice.mjs'), folder, behaviour],
      startLimit,
      closeLimit: 2000,
      onRemark: () => undefined,
    },
    restartDelays: [1, 1],
  });
  return environment;
}
const pids = async () => (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);

describe('the practice environment', () => {
  it('becomes ready and knows where everything is', async () => {
    const service = start('serve');
    expect(service.view().state).toBe('starting');
    expect(service.current()).toBeUndefined();
    const running = await service.ready();
    expect(running).toMatchObject({
      cloud: { apiUrl: 'http://127.0.0.1:1', builderUrl: 'http://127.0.0.1:2' },
      dataDirectory: folder,
      ssh: { port: 3 },
    });
    expect(running.variables).toMatchObject({ PRACTICE_TOKEN: 'the-token', FLEETLAB_SSH_PORT: '3' });
    expect(service.view()).toEqual({ id: 'practice', kind: 'practice', name: 'practice device', state: 'ready' });
    expect(service.current()).toBe(running);
  });

  it('leaves no process behind', async () => {
    const service = start('serve');
    await service.ready();
    await service.close();
    for (const pid of await pids()) expect(isAlive(pid)).toBe(false);
  });

  it('ends a process that was still starting, and tells who waits', async () => {
    const service = start('silent');
    const waiting = service.ready();
    await expect.poll(() => pids().catch(() => [])).toHaveLength(1);
    await Promise.all([service.close(), expect(waiting).rejects.toMatchObject({ code: 'closed' })]);
    for (const pid of await pids()) expect(isAlive(pid)).toBe(false);
  });

  it('fails in the words of the process', async () => {
    const service = start('refuse');
    await expect(service.ready()).rejects.toMatchObject({
      code: 'environment-failed',
      message: expect.stringContaining('Another Fleetlab uses this folder.') as string,
    });
    expect(service.view()).toMatchObject({ state: 'failed', problem: expect.stringContaining('Another Fleetlab') as string });
    expect(await pids()).toHaveLength(1);
  });

  it.each(['nonsense', 'silent'])('fails where it does not say that it is ready: %s', async (behaviour) => {
    const service = start(behaviour, 1500);
    await expect(service.ready()).rejects.toMatchObject({ code: 'environment-failed' });
    await expect.poll(async () => (await pids()).filter(isAlive)).toEqual([]);
  });

  it('is started again after a crash', async () => {
    const service = start('crash-once');
    const states: string[] = [];
    service.onChange((view) => states.push(view.state));
    await expect.poll(() => states.join(' ')).toBe('ready starting ready');
    expect((await pids()).filter(isAlive)).toHaveLength(1);
  });

  it('gives up on one that crashes again and again, until it is told to restart', async () => {
    const service = start('crash');
    await expect.poll(() => service.view().state, { timeout: 10_000 }).toBe('failed');
    expect(service.view().problem).toContain('out of luck');
    expect(await pids()).toHaveLength(3);
    await service.restart();
    expect(service.view().state).toBe('ready');
  });

  it('replaces the process on restart, once for calls at the same time', async () => {
    const service = start('serve');
    await service.ready();
    await Promise.all([service.restart(), service.restart()]);
    const [first, second, ...more] = await pids();
    expect(more).toEqual([]);
    expect(isAlive(first ?? 0)).toBe(false);
    expect(isAlive(second ?? 0)).toBe(true);
  });
});
