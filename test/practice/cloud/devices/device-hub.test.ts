import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../../../src/practice/device/device-link.ts';
import { push } from '../support/push.ts';
import { eventually, startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;
let fleet: number;

beforeEach(async () => {
  started = await startCloud();
  fleet = await started.createFleet();
  await started.register(fleet);
  await push(started, { Dockerfile: 'FROM a\n' });
});
afterEach(() => started.close());

const target = () => started.cloud.asSeenByDevice.targetState(started.device.uuid);
const service = () => {
  const found = target().app?.release?.services[0];
  if (found === undefined) throw new Error('There is no service.');
  return found;
};

function report(status: string, more: Partial<DeviceReport['services'][number]> = {}): DeviceReport {
  const release = target().app?.release;
  const { serviceId, imageId } = service();
  return {
    status: 'Updating',
    runningCommit: release?.commit,
    services: [{ serviceId, imageId, releaseId: release?.id ?? 0, status, ...more }],
    metrics: {
      memoryUsage: 400 * 2 ** 20,
      memoryTotal: 2 ** 31,
      storageUsage: 2 ** 30,
      storageTotal: 2 ** 33,
      cpuUsage: 12.4,
      cpuTemperature: 41.6,
    },
  };
}

const installs = () => started.get('/image_install?$select=status,download_progress&$expand=is_provided_by__release($select=id)');

describe('what the device shall do', () => {
  it('takes the narrowest of fleet, service, device and service on the device for each variable', async () => {
    const { serviceId } = service();
    const [device] = await started.get('/device?$select=id');
    const [install] = await started.get('/service_install?$select=id');
    const set = async (resource: string, owner: Record<string, unknown>, name: string, value: string) =>
      expect((await started.post(`/v7/${resource}`, { ...owner, name, value })).status).toBe(201);
    for (const name of ['A', 'B', 'C', 'D']) await set('application_environment_variable', { application: fleet }, name, 'fleet');
    for (const name of ['B', 'C', 'D']) await set('service_environment_variable', { service: serviceId }, name, 'service');
    for (const name of ['C', 'D']) await set('device_environment_variable', { device: device?.['id'] }, name, 'device');
    await set('device_service_environment_variable', { service_install: install?.['id'] }, 'D', 'both');
    await set('application_config_variable', { application: fleet }, 'BALENA_HOST_X', 'not for services');
    expect(service().environment).toEqual({ A: 'fleet', B: 'service', C: 'device', D: 'both' });
  });

  it('is told once for each change that concerns it, and not for others', async () => {
    const updates = () => started.device.calls.filter((call) => call === 'update').length;
    await eventually('the push', () => (updates() > 0 ? true : undefined));
    const before = updates();
    await started.post('/v7/device_tag', { device: (await started.get('/device?$select=id'))[0]?.['id'], tag_key: 'a', value: 'b' });
    started.cloud.asSeenByDevice.report(started.device.uuid, report('Running'));
    await started.createFleet('Other');
    expect(updates()).toBe(before);
    await started.post('/v7/application_environment_variable', { application: fleet, name: 'A', value: '1' });
    await eventually('an update', () => (updates() === before + 1 ? true : undefined));
  });

  it('follows the device into another fleet, and out of all', async () => {
    const other = await started.createFleet('Other');
    await started.request(`/v7/device(uuid='${started.device.uuid}')`, {
      method: 'PATCH',
      body: JSON.stringify({ belongs_to__application: other }),
    });
    expect(target().app).toMatchObject({ id: other, slug: 'practice/other', name: 'Other' });
    expect(target().app?.release).toBeUndefined();
    await started.request(`/v7/device(uuid='${started.device.uuid}')`, { method: 'DELETE' });
    expect(target()).toEqual({ deviceName: expect.stringMatching(/^\w+-\w+$/) as string });
  });

  it('is the pinned release where there is one', async () => {
    const first = target().app?.release;
    await push(started, { Dockerfile: 'FROM b\n' });
    expect(target().app?.release?.id).not.toBe(first?.id);
    await started.request(`/v7/device(uuid='${started.device.uuid}')`, {
      method: 'PATCH',
      body: JSON.stringify({ is_pinned_on__release: first?.id }),
    });
    expect(target().app?.release).toEqual(first);
    expect(await started.get('/device?$select=should_be_running__release')).toEqual([{ should_be_running__release: { __id: first?.id } }]);
  });
});

describe('what the device reports', () => {
  it('shows as status, progress, memory in MiB and what it runs', async () => {
    started.cloud.asSeenByDevice.report(started.device.uuid, report('Downloading', { downloadProgress: 42.9 }));
    const query =
      '/device?$select=overall_status,overall_progress,status,memory_usage,memory_total,storage_usage,storage_total,cpu_usage,cpu_temp&$expand=is_running__release($select=commit)';
    expect(await started.get(query)).toEqual([
      {
        overall_status: 'updating',
        overall_progress: 42,
        status: 'Updating',
        memory_usage: 400,
        memory_total: 2048,
        storage_usage: 1024,
        storage_total: 8192,
        cpu_usage: 12,
        cpu_temp: 42,
        is_running__release: [{ commit: target().app?.release?.commit }],
      },
    ]);
    started.cloud.asSeenByDevice.report(started.device.uuid, report('Running'));
    expect(await installs()).toEqual([
      { status: 'Running', download_progress: null, is_provided_by__release: [{ id: target().app?.release?.id }] },
    ]);
    expect(await started.get('/device?$select=overall_status,overall_progress')).toEqual([
      { overall_status: 'operational', overall_progress: null },
    ]);
  });

  it('marks as deleted what it no longer has', async () => {
    started.cloud.asSeenByDevice.report(started.device.uuid, report('Running'));
    started.cloud.asSeenByDevice.report(started.device.uuid, { ...report('Running'), services: [] });
    expect((await installs()).map((install) => install['status'])).toEqual(['deleted']);
  });

  it('is not heard from a device that left, or about what was deleted', async () => {
    const last = report('Running');
    await started.request("/v7/release?$filter=id gt 0 and belongs_to__application/slug eq 'practice/singleservice'", { method: 'DELETE' });
    started.cloud.asSeenByDevice.report(started.device.uuid, last);
    expect(await installs()).toEqual([]);
    await started.request(`/v7/device(uuid='${started.device.uuid}')`, { method: 'DELETE' });
    started.cloud.asSeenByDevice.report(started.device.uuid, last);
    started.cloud.asSeenByDevice.log(started.device.uuid, { timestamp: 1, message: 'a', isSystem: true, isError: false });
    await started.register(fleet);
    expect(await (await started.request(`/device/v2/${started.device.uuid}/logs`)).json()).toEqual([]);
  });
});
