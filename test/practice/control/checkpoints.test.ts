import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCheckpoints } from '../../../src/practice/control/checkpoints.ts';
import type { CheckpointService } from '../../../src/practice/control/checkpoints.ts';
import { controlRoutes } from '../../../src/practice/control/control-routes.ts';
import { deviceState } from '../../../src/practice/device/device-state.ts';
import { openStateFile } from '../../../src/storage/state-file.ts';

const uuid = '7c2f9a1b3d4e5f60718293a4b5c6d7e8';
let directory: string;
let checkpoints: CheckpointService;
let world: { cloud: string; engine: string; events: string[] };
let commit: () => string | undefined;
let setCommit: (text: string) => void;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-control-'));
  world = { cloud: 'fleet', engine: 'volume', events: [] };
  const state = await openStateFile({
    path: join(directory, 'device.json'),
    schema: deviceState,
    version: 1,
    initial: () => ({ uuid, images: [] }),
  });
  commit = () => state.value.runningCommit;
  setCommit = (text) => state.save({ ...state.value, runningCommit: text });
  checkpoints = createCheckpoints({
    directory: join(directory, 'checkpoints'),
    cloud: {
      snapshot: () => ({ text: world.cloud }),
      restore: (snapshot) => {
        world.events.push('cloud');
        world.cloud = (snapshot as { text: string }).text;
        return Promise.resolve();
      },
    },
    engine: {
      async checkpoint(folder) {
        await mkdir(folder);
        await writeFile(join(folder, 'volume'), world.engine);
      },
      async restoreCheckpoint(folder) {
        world.events.push('engine');
        world.engine = await readFile(join(folder, 'volume'), 'utf8');
      },
    },
    device: {
      settled: () => Promise.resolve(),
      async replaceState(change) {
        world.events.push('stopped');
        await change();
        world.events.push('booted');
      },
    },
    state,
  });
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test('everything comes back, while the device stands still', async () => {
  setCommit('one');
  await checkpoints.save('start-2.1');
  Object.assign(world, { cloud: 'other', engine: 'other' });
  setCommit('two');
  await checkpoints.restore('start-2.1');
  expect(world).toEqual({ cloud: 'fleet', engine: 'volume', events: ['stopped', 'engine', 'cloud', 'booted'] });
  expect(commit()).toBe('one');
});

test('a checkpoint that is missing or damaged changes nothing and does not stop the device', async () => {
  await expect(checkpoints.restore('none')).rejects.toMatchObject({ code: 'not-found' });
  await checkpoints.save('bad');
  await writeFile(join(directory, 'checkpoints', 'bad', 'state.json'), '{"version":1');
  await expect(checkpoints.restore('bad')).rejects.toMatchObject({ code: 'damaged' });
  expect(world.events).toEqual([]);
});

test('a save waits for a restore that is under way', async () => {
  await checkpoints.save('a');
  world.cloud = 'changed';
  const restored = checkpoints.restore('a');
  const saved = checkpoints.save('b');
  await Promise.all([restored, saved]);
  world.cloud = 'changed again';
  await checkpoints.restore('b');
  expect(world.cloud).toBe('fleet');
});

test('the routes', async () => {
  let isWaiting = true;
  const routes = controlRoutes({
    checkpoints: () => checkpoints,
    connections: { follow: () => undefined },
    waitingDevice: () => (isWaiting ? { uuid, deviceType: 'generic-amd64' } : undefined),
  });
  const ask = (method: string, path: string) =>
    routes.handle({ method, path, body: undefined, query: new URLSearchParams(), outgoing: undefined as never });
  expect(await ask('GET', 'waiting-device')).toEqual({ status: 200, json: { uuid, deviceType: 'generic-amd64' } });
  isWaiting = false;
  expect(await ask('GET', 'waiting-device')).toEqual({ status: 200, json: null });
  expect(await ask('PUT', 'checkpoints/one')).toEqual({ status: 204, text: '' });
  expect(await ask('GET', 'checkpoints')).toEqual({ status: 200, json: ['one'] });
  world.cloud = 'other';
  expect(await ask('POST', 'checkpoints/one/restore')).toEqual({ status: 204, text: '' });
  expect(world.cloud).toBe('fleet');
  expect(await ask('DELETE', 'checkpoints/one')).toEqual({ status: 204, text: '' });
  expect(await ask('DELETE', 'checkpoints/one')).toEqual({ status: 204, text: '' });
  expect(await ask('GET', 'checkpoints')).toEqual({ status: 200, json: [] });
  await expect(ask('DELETE', 'checkpoints')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(ask('PUT', 'checkpoints/..')).rejects.toMatchObject({ code: 'invalid-input' });
  expect(await ask('GET', 'nothing')).toMatchObject({ status: 404 });
  const early = controlRoutes({ checkpoints: () => undefined, connections: { follow: () => undefined }, waitingDevice: () => undefined });
  await expect(
    early.handle({ method: 'GET', path: 'checkpoints', body: undefined, query: new URLSearchParams(), outgoing: undefined as never }),
  ).rejects.toMatchObject({ code: 'starting' });
});
