import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { push } from '../support/push.ts';
import { startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;
let fleet: number;
let device: number;

beforeEach(async () => {
  started = await startCloud();
  fleet = await started.createFleet();
  await started.register(fleet);
  device = Number((await started.get('/device?$select=id'))[0]?.['id']);
});
afterEach(() => started.close());

describe('what is passed on to the Supervisor', () => {
  it.each([
    ['v1/restart', 'restartApp'],
    ['v1/reboot', 'reboot'],
    ['v1/shutdown', 'shutdown'],
    ['v1/purge', 'purge'],
    ['v1/update', 'update'],
  ])('%s reaches the device', async (path, call) => {
    started.device.calls.length = 0;
    const response = await started.post(`/supervisor/${path}`, { deviceId: device, appId: fleet, data: { appId: fleet } });
    expect([response.status, await response.text()]).toEqual([200, 'OK']);
    expect(started.device.calls).toContain(call);
  });

  it('names the service of an image to start, stop or restart', async () => {
    await push(started, { Dockerfile: 'FROM a\n' });
    const [image] = await started.get('/image?$select=id');
    started.device.calls.length = 0;
    for (const action of ['restart', 'stop', 'start'])
      expect(
        (
          await started.post(`/supervisor/v2/applications/${fleet}/${action}-service`, {
            deviceId: device,
            appId: fleet,
            data: { appId: fleet, imageId: image?.['id'] },
          })
        ).status,
      ).toBe(200);
    expect(started.device.calls.filter((call) => call.endsWith('main'))).toEqual([
      'restartService main',
      'stopService main',
      'startService main',
    ]);
    expect(
      (await started.post(`/supervisor/v2/applications/${fleet}/start-service`, { deviceId: device, data: { imageId: 1 } })).status,
    ).toBe(404);
  });

  it('answers for the device what it is', async () => {
    const response = await started.post('/supervisor/v1/device', { uuid: started.device.uuid, method: 'GET' });
    expect(await response.json()).toMatchObject({ api_port: 48484, ip_address: '10.42.0.7', status: 'Idle' });
  });

  it('cannot reach a device whose VPN is down, nor one that does not exist', async () => {
    started.cloud.asSeenByDevice.setConnected?.(started.device.uuid, false);
    expect(await started.get('/device?$select=is_online,overall_status')).toEqual([{ is_online: false, overall_status: 'disconnected' }]);
    const away = await started.post('/supervisor/v1/restart', { deviceId: device });
    expect([away.status, await away.text()]).toEqual([503, expect.stringMatching(/not online/)]);
    started.cloud.asSeenByDevice.setConnected?.(started.device.uuid, true);
    expect((await started.post('/supervisor/v1/restart', { deviceId: device })).status).toBe(200);
    expect((await started.post('/supervisor/v1/restart', { deviceId: 1 })).status).toBe(404);
    expect((await started.post('/supervisor/v1/lock', { deviceId: device })).status).toBe(404);
  });

  it('restarts a whole fleet', async () => {
    expect((await started.post(`/application/${fleet}/restart`, {})).status).toBe(200);
    expect(started.device.calls).toContain('restartApp');
  });
});
