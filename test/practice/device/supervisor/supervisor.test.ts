import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceReport, TargetState } from '../../../../src/practice/device/device-link.ts';
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
    // Other tasks get their turn, however often it waits.
    wait: () => new Promise((resolve) => setImmediate(resolve)),
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
  await expect.poll(() => matches(cloud.reports.at(-1) ?? ({} as DeviceReport))).toBe(true);
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

/** A release of frontend and backend, whose images have the content `content`. */
function pair(
  n: number,
  services: Record<string, Record<string, unknown>>,
  networks: Record<string, unknown> = {},
  content = n,
): TargetState {
  const single = singleService(n);
  const release = single.app?.release;
  if (single.app === undefined || release === undefined) throw new Error('no release');
  const list = Object.entries(services).map(([name, composition], index) => ({
    serviceId: 10 + index,
    imageId: 100 * n + index,
    name,
    imageLocation: `registry2/${n}-${name}`,
    contentHash: `sha256:${content}`,
    environment: {},
    composition,
  }));
  return { ...single, app: { ...single.app, release: { ...release, isSingleService: false, networks, services: list } } };
}

async function runPair(...release: Parameters<typeof pair>): Promise<void> {
  cloud.target = pair(...release);
  supervisor.boot();
  await supervisor.settled();
}

test('two services: network and downloads side by side, the dependent after the other', async () => {
  await runPair(1, { frontend: { ports: ['80:80'], depends_on: ['backend'] }, backend: { expose: ['1234'] } });
  expect(cloud.lines()).toEqual([
    'Supervisor starting',
    "Creating network 'default'",
    "Downloading image 'registry2/1-frontend'",
    "Downloading image 'registry2/1-backend'",
    "Downloaded image 'registry2/1-frontend'",
    "Downloaded image 'registry2/1-backend'",
    "Installing service 'backend sha256:1'",
    "Installed service 'backend sha256:1'",
    "Starting service 'backend sha256:1'",
    "Started service 'backend sha256:1'",
    "Installing service 'frontend sha256:1'",
    "Installed service 'frontend sha256:1'",
    "Starting service 'frontend sha256:1'",
    "Started service 'frontend sha256:1'",
  ]);
  expect((await engine.networks()).map(({ name }) => name)).toContain('41_default');
});

test('a network that changed is removed and made anew around its services; one that is unused goes', async () => {
  await runPair(1, { main: { networks: ['inner', 'outer'] } }, { inner: {}, outer: {} });
  cloud.entries.length = 0;
  cloud.target = pair(2, { main: { networks: ['inner'] } }, { inner: { internal: true } }, 1);
  supervisor.update();
  await supervisor.settled();
  expect(cloud.lines().filter((line) => !line.includes('image'))).toEqual([
    "Killing service 'main sha256:1'",
    "Service exited 'main sha256:1'",
    "Killed service 'main sha256:1'",
    "Removing network 'inner'",
    "Removing network 'outer'",
    "Creating network 'inner'",
    "Installing service 'main sha256:1'",
    "Installed service 'main sha256:1'",
    "Starting service 'main sha256:1'",
    "Started service 'main sha256:1'",
  ]);
});

test('what a new release does not change keeps its container, under a name of that release', async () => {
  await runPair(1, { frontend: {}, backend: {} });
  const before = await engine.containers();
  cloud.target = pair(2, { frontend: {}, backend: { environment: { A: '1' } } }, {}, 1);
  supervisor.update();
  await supervisor.settled();
  const now = await engine.containers();
  expect(now.map(({ name }) => name).sort()).toEqual([`backend_201_902_${'2'.repeat(32)}`, `frontend_200_902_${'2'.repeat(32)}`]);
  const idOf = (list: typeof now, name: string) => list.find((container) => container.name.startsWith(name))?.id;
  expect(idOf(now, 'frontend')).toBe(idOf(before, 'frontend'));
  expect(idOf(now, 'backend')).not.toBe(idOf(before, 'backend'));
  expect(commit).toBe('2'.repeat(32));
  const report = await lastReport((last) => last.status === 'Idle' && last.services.length === 2);
  expect(report.services.map(({ imageId, releaseId, status }) => [imageId, releaseId, status])).toEqual([
    [200, 902, 'Running'],
    [201, 902, 'Running'],
  ]);
});

test('a service that cannot start does not keep the others from it, and is tried again', async () => {
  const taken = 'driver failed programming external connectivity on endpoint: Bind for 0.0.0.0:80 failed: port is already allocated';
  engine.failNext('startContainer', new EngineError('failed', taken));
  cloud.target = pair(1, { first: { ports: ['80:80'] }, second: {} });
  supervisor.boot();
  await expect(supervisor.settled()).rejects.toThrow('port is already allocated');
  expect(cloud.lines()).toContain(`Failed to start service 'first sha256:1' due to '${taken}'`);
  expect(cloud.lines()).toContain("Started service 'second sha256:1'");
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.state.status)).toEqual(['running', 'running']);
});

test('a service on another’s interfaces is told that container', async () => {
  await runPair(1, { backend: {}, probe: { network_mode: 'service:backend' } });
  const containers = await engine.containers();
  const backend = containers.find(({ name }) => name.startsWith('backend'));
  expect(containers.find(({ name }) => name.startsWith('probe'))?.spec.networkMode).toBe(`container:${backend?.id ?? ''}`);
});

test('hand-over: the new container runs before the old one is killed', async () => {
  const labels = { 'io.balena.update.strategy': 'hand-over', 'io.balena.update.handover-timeout': '2000' };
  await runPair(1, { main: { labels } });
  cloud.entries.length = 0;
  cloud.target = pair(2, { main: { labels } });
  supervisor.update();
  await supervisor.settled();
  const lines = cloud.lines();
  expect(lines.indexOf("Started service 'main sha256:2'")).toBeLessThan(lines.indexOf("Killing service 'main sha256:1'"));
  expect(engine.execs.map(({ request }) => request.command)).toContainEqual(['test', '-e', '/tmp/balena/handover-complete']);
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:2']);
});

test('delete-then-download takes the old image away first', async () => {
  const labels = { 'io.balena.update.strategy': 'delete-then-download' };
  await runPair(1, { main: { labels } });
  cloud.entries.length = 0;
  cloud.target = pair(2, { main: { labels } });
  supervisor.update();
  await supervisor.settled();
  expect(cloud.lines().slice(2, 6)).toEqual([
    "Killed service 'main sha256:1'",
    "Deleting image 'registry2/1-main'",
    "Deleted image 'registry2/1-main'",
    "Downloading image 'registry2/2-main'",
  ]);
});

test('a feature that the practice device does not have is named once', async () => {
  await runPair(1, { main: { labels: { 'io.balena.features.dbus': '1' } } });
  supervisor.update();
  await supervisor.settled();
  expect(cloud.lines().filter((line) => line.includes('no effect'))).toEqual([
    "Service 'main' asks for io.balena.features.dbus, which has no effect on the practice device",
  ]);
});

test('while a service holds its update lock nothing is stopped; the new release comes when it lets go, or the lock counts for nothing', async () => {
  await runPair(1, { main: {}, keeper: {} });
  engine.files.add('keeper:/tmp/balena/updates.lock');
  cloud.target = pair(2, { main: {}, keeper: {} });
  supervisor.update();
  await expect(supervisor.settled()).rejects.toThrow('Updates are locked: keeper');
  expect(cloud.lines()).toContain("Downloaded image 'registry2/2-main'");
  expect(cloud.lines().at(-1)).toBe('Updates are locked, retrying in 1s...');
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:1', 'sha256:1']);
  engine.files.clear();
  supervisor.update();
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:2', 'sha256:2']);
  engine.files.add('main:/tmp/resin/resin-updates.lock');
  cloud.target = { ...pair(3, { main: {}, keeper: {} }), config: { RESIN_SUPERVISOR_OVERRIDE_LOCK: '1' } };
  supervisor.update();
  await supervisor.settled();
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:3', 'sha256:3']);
});

test('a hand-over ends early when the new container says so', async () => {
  const labels = { 'io.balena.update.strategy': 'hand-over', 'io.balena.update.handover-timeout': '60000' };
  await runPair(1, { main: { labels } });
  engine.files.add('main:/tmp/balena/handover-complete');
  cloud.target = pair(2, { main: { labels } });
  supervisor.update();
  await supervisor.settled();
  expect(engine.execs.filter(({ request }) => request.command.includes('/tmp/balena/handover-complete'))).toHaveLength(1);
});

test('the Supervisor’s own bridge is made without a word', async () => {
  await runPair(1, { main: { labels: { 'io.balena.features.supervisor-api': '1' } } });
  expect((await engine.networks()).map(({ name }) => name)).toContain('supervisor0');
  expect(cloud.lines().join('\n')).not.toContain('supervisor0');
});

test('a hand-over that waits does not hold up the device’s end, and leaves the old container', async () => {
  const labels = { 'io.balena.update.strategy': 'hand-over', 'io.balena.update.handover-timeout': '1000000000000' };
  await runPair(1, { main: { labels } });
  cloud.target = pair(2, { main: { labels } });
  supervisor.update();
  await expect.poll(() => cloud.lines()).toContain("Started service 'main sha256:2'");
  await supervisor.halt();
  expect((await engine.containers()).map((container) => container.imageId)).toEqual(['sha256:1', 'sha256:2']);
});
