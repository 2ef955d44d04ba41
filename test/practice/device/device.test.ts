import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDevice } from '../../../src/practice/device/device.ts';
import type { Device } from '../../../src/practice/device/device.ts';
import { deviceNameFor } from '../../../src/practice/device/device-name.ts';
import type { DeviceState } from '../../../src/practice/device/device-state.ts';
import type { HostOs } from '../../../src/practice/device/host-os/host-os.ts';
import { identityOf } from '../../../src/practice/device/identity.ts';
import { deviceMetrics } from '../../../src/practice/device/metrics.ts';
import type { StateFile } from '../../../src/storage/state-file.ts';
import { createFakeCloud, singleService, uuid } from './fake-cloud.ts';
import type { FakeCloud } from './fake-cloud.ts';
import { createFakeEngine } from './fake-engine.ts';
import type { FakeEngine } from './fake-engine.ts';

let engine: FakeEngine;
let cloud: FakeCloud;
let device: Device;
let state: StateFile<DeviceState>;
let endedSessions: number;

function stateInMemory(initial: DeviceState): StateFile<DeviceState> {
  let value = initial;
  return {
    get value() {
      return value;
    },
    notice: undefined,
    save: (next) => void (value = next),
    flush: () => Promise.resolve(),
  };
}

beforeEach(async () => {
  engine = createFakeEngine();
  for (const n of [1, 2]) engine.addImage(`sha256:${n}`);
  cloud = createFakeCloud(engine);
  state = stateInMemory({ uuid, images: [] });
  endedSessions = 0;
  const hostOs = { endSessions: () => void (endedSessions += 1), close: () => Promise.resolve() } as unknown as HostOs;
  device = createDevice({ identity: identityOf(uuid), engine, cloud, hostOs, state, rebootDuration: 5 });
  cloud.target = singleService(1);
  device.boot();
  await device.settled();
});

afterEach(() => device.close());

const statuses = async () => (await engine.containers()).map((container) => container.state.status);

test('remembers its images and how far it came', () => {
  expect(state.value.images.map((image) => image.contentHash)).toEqual(['sha256:1']);
  expect(state.value.runningCommit).toBe('1'.repeat(32));
});

test('reboot: everything stops, the device goes offline, comes back and starts the same container again', async () => {
  const [before] = await engine.containers();
  await device.reboot();
  await expect.poll(() => cloud.connections).toEqual([true, false, true]);
  await device.settled();
  const [after] = await engine.containers();
  expect(after?.id).toBe(before?.id);
  expect(after?.state.status).toBe('running');
  expect(endedSessions).toBe(1);
  const lines = cloud.lines();
  expect(lines.indexOf('Rebooting')).toBeLessThan(lines.lastIndexOf("Service exited 'main sha256:1'"));
  expect(lines.slice(lines.lastIndexOf('Supervisor starting'))).toEqual([
    'Supervisor starting',
    "Starting service 'main sha256:1'",
    "Started service 'main sha256:1'",
  ]);
});

test('shutdown: stays offline and does nothing until it is switched on', async () => {
  await device.shutdown();
  await expect.poll(() => cloud.connections).toEqual([true, false]);
  cloud.target = singleService(2);
  device.update();
  expect(await statuses()).toEqual(['exited']);
  device.boot();
  await device.settled();
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:2']);
});

describe('another state put in place', () => {
  test('the containers end at once, without their grace time, and the device goes on from the new state', async () => {
    const actions: string[] = [];
    const end = engine.onEvent((event) => event.kind === 'container' && actions.push(event.action));
    await device.replaceState(async () => {
      expect(await statuses()).toEqual(['exited']);
      expect(actions.slice(0, 2)).toEqual(['kill', 'die']);
      end();
      cloud.target = singleService(2);
    });
    expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:2']);
    expect(await statuses()).toEqual(['running']);
  });

  test('a change that fails rejects, and the device goes on as before', async () => {
    await expect(device.replaceState(() => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
    await device.settled();
    expect(await statuses()).toEqual(['running']);
  });
});

test('a shell in a container is the best one that is there; a command goes through /bin/sh', async () => {
  const shell = await device.openShell({ container: 'main_501_901_' + '1'.repeat(32) });
  shell.stream.end('typed');
  let text = '';
  for await (const chunk of shell.stream) text += String(chunk);
  expect(text).toBe('typed');
  expect(await shell.exited).toEqual({ code: 3 });
  await device.openShell({ container: '01', command: 'ls' });
  expect(engine.execs.map(({ request }) => request.command)).toEqual([
    ['/bin/sh', '-c', 'if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi'],
    ['/bin/sh', '-c', 'ls'],
  ]);
  await expect(device.openShell({ container: 'nope' })).rejects.toThrow('No such container: nope');
});

test('names follow from the uuid', () => {
  expect(deviceNameFor(uuid)).toBe(deviceNameFor(uuid));
  expect(deviceNameFor(uuid)).toMatch(/^[a-z]+-[a-z]+$/);
  const names = new Set(Array.from({ length: 256 }, (_, byte) => deviceNameFor(byte.toString(16).padStart(2, '0'))));
  expect(names.size).toBe(256);
});

test('metrics grow with what runs and what is stored, and stay inside the machine', async () => {
  const containers = await engine.containers();
  const images = await engine.images();
  const empty = deviceMetrics({ containers: [], images: [], now: 0, isUpdating: false });
  const full = deviceMetrics({ containers, images, now: 0, isUpdating: false });
  expect(full.memoryUsage).toBeGreaterThan(empty.memoryUsage);
  expect(full.storageUsage - empty.storageUsage).toBe(160_000_000);
  for (const { memoryUsage, memoryTotal, storageUsage, storageTotal, cpuUsage } of [empty, full]) {
    expect(memoryUsage).toBeLessThan(memoryTotal);
    expect(storageUsage).toBeLessThan(storageTotal);
    expect(cpuUsage).toBeGreaterThanOrEqual(0);
    expect(cpuUsage).toBeLessThanOrEqual(100);
  }
});
