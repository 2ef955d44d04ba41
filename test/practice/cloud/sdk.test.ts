import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sdk from 'balena-sdk';
import type { BalenaSDK, LogMessage } from 'balena-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { push } from './support/push.ts';
import { eventually, startCloud } from './support/start-cloud.ts';
import type { StartedCloud } from './support/start-cloud.ts';

/** The SDK that the app uses, in the order of a learner's hour; later tests build on earlier ones. */
describe('balena-sdk against the practice cloud', () => {
  let started: StartedCloud;
  let balena: BalenaSDK;
  let dataDirectory: string;
  const slug = 'practice/singleservice';

  beforeAll(async () => {
    started = await startCloud();
    dataDirectory = await mkdtemp(join(tmpdir(), 'fleetlab-sdk-'));
    balena = sdk.getSdk({
      apiUrl: started.cloud.apiUrl,
      builderUrl: started.cloud.builderUrl,
      dashboardUrl: started.cloud.apiUrl,
      dataDirectory,
    });
  });
  afterAll(async () => {
    await started.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('signs in', async () => {
    await balena.auth.loginWithToken('wrong');
    expect(await balena.auth.isLoggedIn()).toBe(false);
    await balena.auth.loginWithToken(started.cloud.token);
    expect(await balena.auth.isLoggedIn()).toBe(true);
    expect(await balena.auth.getUserInfo()).toMatchObject({ username: 'learner', email: 'learner@practice.localhost' });
  });

  it('creates fleets', async () => {
    const types = await balena.models.deviceType.getAllSupported({ $select: 'slug' });
    expect(types.map((type) => type.slug)).toContain('generic-amd64');
    await balena.models.application.create({ name: 'SingleService', deviceType: 'nuc', organization: 'practice' });
    expect((await balena.models.application.getAllDirectlyAccessible({ $select: 'slug' })).map((fleet) => fleet.slug)).toEqual([slug]);
    await expect(balena.models.application.create({ name: 'A', deviceType: 'toaster', organization: 'practice' })).rejects.toThrow(
      /Invalid device type: toaster/,
    );
    await expect(balena.models.application.get('practice/nothing')).rejects.toThrow(/Application not found/);
  });

  it('registers and finds devices', async () => {
    const { uuid } = started.device;
    await balena.models.device.register(slug, uuid);
    expect(await balena.models.device.get(uuid, { $select: ['uuid', 'is_online'] })).toMatchObject({ uuid, is_online: true });
    expect(await balena.models.device.getStatus(uuid)).toBe('operational');
    await expect(balena.models.device.get('f'.repeat(32))).rejects.toThrow(/Device not found/);
    await balena.models.device.rename(uuid, 'new-name');
    await balena.models.device.tags.set(uuid, 'color', 'red');
    await balena.models.device.tags.set(uuid, 'color', 'blue');
    expect(await balena.models.device.tags.getAllByDevice(uuid)).toMatchObject([{ tag_key: 'color', value: 'blue' }]);
    expect(await balena.models.device.getName(uuid)).toBe('new-name');
  });

  it('reads releases with their images, and what runs on a device', async () => {
    await push(started, { Dockerfile: 'FROM a\n' });
    const [release] = await balena.models.release.getAllByApplication(slug);
    expect(release).toMatchObject({ status: 'success', raw_version: '0.0.0' });
    const details = await balena.models.release.getWithImageDetails(release?.id ?? 0);
    expect(details.images).toMatchObject([{ service_name: 'main' }]);
    expect(details.user).toMatchObject({ username: 'learner' });
    const state = started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release;
    const [service] = state?.services ?? [];
    started.cloud.asSeenByDevice.report(started.device.uuid, {
      status: 'Idle',
      runningCommit: state?.commit,
      services: [{ serviceId: service?.serviceId ?? 0, imageId: service?.imageId ?? 0, releaseId: state?.id ?? 0, status: 'Running' }],
      metrics: { memoryUsage: 0, memoryTotal: 0, storageUsage: 0, storageTotal: 0, cpuUsage: 0, cpuTemperature: 0 },
    });
    const device = await balena.models.device.getWithServiceDetails(started.device.uuid);
    expect(device.current_services_by_app[slug]?.['main']).toMatchObject([{ commit: state?.commit, status: 'Running' }]);
    expect(await balena.models.application.isTrackingLatestRelease(slug)).toBe(true);
    expect(await balena.models.device.isTrackingApplicationRelease(started.device.uuid)).toBe(true);
    await balena.models.device.pinToRelease(started.device.uuid, release?.id ?? 0);
    expect(await balena.models.device.isTrackingApplicationRelease(started.device.uuid)).toBe(false);
    await balena.models.device.trackApplicationRelease(started.device.uuid);
  });

  it('pins a fleet, whose devices follow no push until it tracks the latest again', async () => {
    const target = () => started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release?.commit;
    const before = target() ?? '';
    await balena.models.application.pinToRelease(slug, before);
    await push(started, { Dockerfile: 'FROM b\n' });
    expect(target()).toBe(before);
    expect(await balena.models.application.willTrackNewReleases(slug)).toBe(false);
    expect(await balena.models.application.isTrackingLatestRelease(slug)).toBe(false);
    expect(await balena.models.application.getTargetReleaseHash(slug)).toBe(before);
    // To follow the fleet is to follow its pin.
    await balena.models.device.trackApplicationRelease(started.device.uuid);
    expect(target()).toBe(before);
    await balena.models.application.trackLatestRelease(slug);
    const [newest] = await balena.models.release.getAllByApplication(slug);
    expect(newest?.commit).not.toBe(before);
    expect(target()).toBe(newest?.commit);
    expect(await balena.models.application.isTrackingLatestRelease(slug)).toBe(true);
  });

  it('sets, reads and removes variables at every level', async () => {
    const { uuid } = started.device;
    const [service] = await balena.models.service.getAllByApplication(slug);
    await balena.models.application.envVar.set(slug, 'A', '1');
    await balena.models.application.envVar.set(slug, 'A', '2');
    await balena.models.device.envVar.set(uuid, 'B', '1');
    await balena.models.service.var.set(service?.id ?? 0, 'C', '1');
    await balena.models.device.serviceVar.set(uuid, service?.id ?? 0, 'D', '1');
    await balena.models.application.configVar.set(slug, 'BALENA_HOST_X', '1');
    expect(await balena.models.application.envVar.get(slug, 'A')).toBe('2');
    expect((await balena.models.device.serviceVar.getAllByDevice(uuid)).map(({ name }) => name)).toEqual(['D']);
    expect(started.cloud.asSeenByDevice.targetState(uuid).app?.release?.services[0]?.environment).toEqual({
      A: '2',
      B: '1',
      C: '1',
      D: '1',
    });
    await balena.models.device.envVar.remove(uuid, 'B');
    expect(await balena.models.device.envVar.get(uuid, 'B')).toBeUndefined();
    await expect(balena.models.application.envVar.set(slug, 'RESIN_A', '1')).rejects.toThrow(/reserved/);
  });

  it('reaches the Supervisor', async () => {
    const { current_services_by_app: services } = await balena.models.device.getWithServiceDetails(started.device.uuid);
    const [service] = services[slug]?.['main'] ?? [];
    await balena.models.device.restartApplication(started.device.uuid);
    await balena.models.device.restartService(started.device.uuid, service?.image_id ?? 0);
    await balena.models.device.ping(started.device.uuid);
    expect(started.device.calls).toEqual(expect.arrayContaining(['restartApp', 'restartService main']));
    expect(await balena.models.device.getSupervisorState(started.device.uuid)).toMatchObject({ ip_address: '10.42.0.7' });
  });

  it('reads and follows logs', async () => {
    const log = (message: string) =>
      started.cloud.asSeenByDevice.log(started.device.uuid, { timestamp: Date.now(), message, isSystem: true, isError: false });
    log('first');
    expect((await balena.logs.history(started.device.uuid)).map((line) => line.message)).toEqual(['first']);
    const subscription = await balena.logs.subscribe(started.device.uuid, { count: 10 });
    const lines: LogMessage[] = [];
    subscription.on('line', (line: LogMessage) => lines.push(line));
    await eventually('the history', () => (lines.length === 1 ? true : undefined));
    log('second');
    await eventually('a line', () => (lines.length === 2 ? true : undefined));
    subscription.unsubscribe();
    expect(lines.map((line) => line.message)).toEqual(['first', 'second']);
  });

  it('counts with pine, moves and removes', async () => {
    const { uuid } = started.device;
    expect(await balena.pine.get({ resource: 'device', options: { $count: { $filter: { uuid } } } })).toBe(1);
    await balena.models.application.create({ name: 'Second', deviceType: 'generic-amd64', organization: 'practice' });
    await balena.models.device.move(uuid, 'practice/second');
    expect(started.cloud.asSeenByDevice.targetState(uuid).app?.name).toBe('Second');
    await balena.models.application.rename('practice/second', 'Third');
    await balena.models.application.remove('practice/third');
    expect(await balena.models.device.has(uuid)).toBe(false);
  });
});
