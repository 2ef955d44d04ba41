import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceReport } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import type { DesiredImage } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { createSupervisor } from '../../../../src/practice/device/supervisor/supervisor.ts';
import type { Supervisor } from '../../../../src/practice/device/supervisor/supervisor.ts';
import { EngineError } from '../../../../src/practice/engine/engine.ts';
import { createFakeCloud, singleService, uuid } from '../fake-cloud.ts';
import type { FakeCloud } from '../fake-cloud.ts';
import { createFakeEngine } from '../fake-engine.ts';
import type { FakeEngine } from '../fake-engine.ts';

let engine: FakeEngine;
let cloud: FakeCloud;
let supervisor: Supervisor;
let commit: string | undefined;
let images: DesiredImage[];

beforeEach(() => {
  engine = createFakeEngine();
  for (const n of [1, 2, 3]) engine.addImage(`sha256:${n}`);
  cloud = createFakeCloud(engine);
  commit = undefined;
  images = [];
  supervisor = createSupervisor({
    identity: identityOf(uuid),
    engine,
    cloud,
    images: {
      list: () => images,
      add: (image) => void images.push(image),
      remove: (location) => (images = images.filter((image) => image.location !== location)),
    },
    runningCommit: { get: () => commit, set: (value) => (commit = value) },
    now: Date.now,
    wait: () => Promise.resolve(),
  });
});

afterEach(() => supervisor.close());

async function reach(n: number, environment: Record<string, string> = {}): Promise<void> {
  cloud.target = singleService(n, { environment });
  supervisor.update();
  await supervisor.settled();
}

async function bootWith(n: number): Promise<void> {
  cloud.target = singleService(n);
  supervisor.boot();
  await supervisor.settled();
}

async function lastReport(matches: (report: DeviceReport) => boolean): Promise<DeviceReport> {
  await expect.poll(() => matches(cloud.reports.at(-1) ?? ({} as DeviceReport)), { timeout: 5000 }).toBe(true);
  const report = cloud.reports.at(-1);
  if (report === undefined) throw new Error('no report');
  return report;
}

const location = (n: number) => `registry2.practice.localhost/v2/${String(n).repeat(8)}`;

test('the first release, in the lines of the real Supervisor', async () => {
  await bootWith(1);
  expect(cloud.lines()).toEqual([
    'Supervisor starting',
    "Creating volume 'resin-data'",
    `Downloading image '${location(1)}'`,
    `Downloaded image '${location(1)}'`,
    "Installing service 'main sha256:1'",
    "Installed service 'main sha256:1'",
    "Starting service 'main sha256:1'",
    "Started service 'main sha256:1'",
  ]);
  const [container] = await engine.containers();
  expect(container?.state.status).toBe('running');
  expect(commit).toBe('1'.repeat(32));
});

test('a program that ends shows started, its line, exited, restarting, in this order, however quick it is', async () => {
  engine.onStarted = (container) => engine.print(container.id, 'hello');
  await bootWith(1);
  engine.exit('main_501_901_' + '1'.repeat(32), 0);
  expect(cloud.lines().slice(-5)).toEqual([
    "Started service 'main sha256:1'",
    '[main] hello',
    "Service exited 'main sha256:1'",
    "Restarting service 'main sha256:1'",
    '[main] hello',
  ]);
  expect(cloud.entries.at(-1)).toMatchObject({ isSystem: false, isError: false, serviceId: 410 });
});

test('a new release: download, then kill, then the new one, then the old image goes', async () => {
  await bootWith(1);
  cloud.entries.length = 0;
  await reach(2);
  expect(cloud.lines()).toEqual([
    `Downloading image '${location(2)}'`,
    `Downloaded image '${location(2)}'`,
    "Killing service 'main sha256:1'",
    "Service exited 'main sha256:1'",
    "Killed service 'main sha256:1'",
    "Installing service 'main sha256:2'",
    "Installed service 'main sha256:2'",
    "Starting service 'main sha256:2'",
    "Started service 'main sha256:2'",
    `Deleting image '${location(1)}'`,
    `Deleted image '${location(1)}'`,
  ]);
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:2']);
  expect((await engine.volumes()).map((volume) => volume.name)).toEqual(['41_resin-data']);
  expect(images.map((image) => image.location)).toEqual([location(2)]);
});

test('a release that arrives while another is applied is reached too', async () => {
  cloud.target = singleService(1);
  supervisor.boot();
  cloud.target = singleService(2);
  supervisor.update();
  await reach(3);
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:3']);
  expect(commit).toBe('3'.repeat(32));
});

test('leaving the fleet removes service, volume and image, with lines; another fleet starts afresh', async () => {
  await bootWith(1);
  cloud.entries.length = 0;
  cloud.target = singleService(2, { appId: 77 });
  supervisor.update();
  await supervisor.settled();
  expect(cloud.lines().slice(0, 5)).toEqual([
    "Killing service 'main sha256:1'",
    "Service exited 'main sha256:1'",
    "Killed service 'main sha256:1'",
    "Removing volume 'resin-data'",
    "Creating volume 'resin-data'",
  ]);
  expect((await engine.volumes()).map((volume) => volume.name)).toEqual(['77_resin-data']);
  cloud.target = { deviceName: 'x' };
  supervisor.update();
  await supervisor.settled();
  expect(await engine.containers()).toEqual([]);
  expect(await engine.volumes()).toEqual([]);
  expect(images).toEqual([]);
});

test('what it reports while it works and when it is done', async () => {
  await bootWith(1);
  const report = await lastReport((last) => last.status === 'Idle' && last.services[0]?.status === 'Running');
  expect(report).toMatchObject({
    status: 'Idle',
    runningCommit: '1'.repeat(32),
    services: [{ serviceId: 410, imageId: 501, releaseId: 901, status: 'Running' }],
  });
  expect(report.metrics.memoryUsage).toBeLessThan(report.metrics.memoryTotal);
  expect(report.metrics.storageUsage).toBeGreaterThan(80_000_000);
});

test('a download reports its progress', async () => {
  await supervisor.close();
  const slow = createSupervisor({
    identity: identityOf(uuid),
    engine,
    cloud,
    images: { list: () => images, add: (image) => void images.push(image), remove: () => undefined },
    runningCommit: { get: () => commit, set: (value) => (commit = value) },
    now: Date.now,
  });
  cloud.target = singleService(1);
  slow.boot();
  await slow.settled();
  await slow.close();
  const progress = cloud.reports.flatMap((report) => report.services).filter((service) => service.status === 'Downloading');
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.map((service) => service.downloadProgress)).toEqual(
    [...progress.map((service) => service.downloadProgress)].sort((a = 0, b = 0) => a - b),
  );
  expect(cloud.reports.some((report) => report.status === 'Updating')).toBe(true);
});

test('a failing step is logged with its reason and tried again', async () => {
  engine.failNext('startContainer', new EngineError('failed', 'exec: "nope": executable file not found in $PATH'));
  cloud.target = singleService(1);
  supervisor.boot();
  await expect(supervisor.settled()).rejects.toThrow('executable file not found');
  expect(cloud.entries.at(-1)).toMatchObject({
    message: `Failed to start service 'main sha256:1' due to 'exec: "nope": executable file not found in $PATH'`,
    isError: true,
  });
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running']);
});

test('an image that the registry does not have fails to download, and a newer release is taken at once', async () => {
  cloud.target = singleService(7);
  supervisor.boot();
  await expect(supervisor.settled()).rejects.toThrow('No such image');
  expect(cloud.lines().at(-1)).toBe(`Failed to download image '${location(7)}' due to 'No such image: sha256:7'`);
  await reach(1);
  expect(commit).toBe('1'.repeat(32));
});

test('restart keeps the container, restart-service makes it anew', async () => {
  await bootWith(1);
  const [before] = await engine.containers();
  await supervisor.restartApp();
  expect((await engine.containers()).map(({ id }) => id)).toEqual([before?.id]);
  expect(cloud.lines().slice(-2)).toEqual(["Service exited 'main sha256:1'", "Restarting service 'main sha256:1'"]);
  await supervisor.restartService('main');
  const [after] = await engine.containers();
  expect(after?.id).not.toBe(before?.id);
  expect(after?.state.status).toBe('running');
  await expect(supervisor.restartService('nope')).rejects.toThrow('Service not found: nope');
});

test('a stopped service stays stopped until it is started, or a new release comes', async () => {
  await bootWith(1);
  await supervisor.stopService('main');
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['exited']);
  supervisor.update();
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['exited']);
  await lastReport((report) => report.services[0]?.status === 'exited');
  await supervisor.startService('main');
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running']);
  await supervisor.stopService('main');
  await reach(2);
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running']);
});

test('purge gives the fleet an empty volume and brings its services back', async () => {
  await bootWith(1);
  const [before] = await engine.volumes();
  await supervisor.purge();
  const [after] = await engine.volumes();
  expect(after?.name).toBe('41_resin-data');
  expect(after?.createdAt).not.toBe(before?.createdAt);
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running']);
  expect(cloud.lines()).toContain('Purging data for app 41');
  expect(cloud.lines()).toContain('Purged data');
});

test('without a fleet or a service, actions are refused in words', async () => {
  supervisor.boot();
  await supervisor.settled();
  await expect(supervisor.restartApp()).rejects.toMatchObject({ code: 'no-services' });
  await expect(supervisor.purge()).rejects.toMatchObject({ code: 'no-services' });
  await supervisor.halt();
  await expect(supervisor.restartApp()).rejects.toMatchObject({ code: 'device-offline' });
});

test('a service that asks for what is not there yet is refused once, in the log', async () => {
  const target = singleService(1);
  const release = target.app?.release;
  if (target.app === undefined || release === undefined) throw new Error('no release');
  const services = release.services.map((service) => ({ ...service, composition: { dns: ['9.9.9.9'] } }));
  cloud.target = { ...target, app: { ...target.app, release: { ...release, isSingleService: false, services } } };
  supervisor.boot();
  await supervisor.settled();
  supervisor.update();
  await supervisor.settled();
  expect(cloud.lines().filter((line) => line.startsWith('Failed'))).toEqual([
    "Failed to install service 'main sha256:1' due to 'dns: not supported on the practice device'",
  ]);
  expect(await engine.containers()).toEqual([]);
});

test('after a halt nothing happens; a boot brings exited containers back', async () => {
  await bootWith(1);
  await supervisor.halt();
  await engine.stopContainer('main_501_901_' + '1'.repeat(32));
  cloud.target = singleService(2);
  supervisor.update();
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:1']);
  cloud.target = singleService(1);
  supervisor.boot();
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running']);
});
