import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundDevice } from '../../../../src/shared/domain/found-device.ts';
import { createDeviceEnvironment } from '../../../../src/main/environments/lan/device-environment.ts';
import type { EnvironmentService } from '../../../../src/main/environments/environment.ts';

const ready: FoundDevice = {
  address: '192.168.1.20',
  ports: { ssh: 'open', supervisor: 'open', engine: 'open' },
  deviceType: 'raspberrypi4-64',
  localMode: 'on',
  remarks: [],
};
const silent: FoundDevice = { ...ready, localMode: 'unknown', remarks: ['Nothing answers.'] };

let folder: string;
let environment: EnvironmentService | undefined;
let found: FoundDevice;
let address: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-device-environment-'));
  found = ready;
  address = '192.168.1.20';
});
afterEach(async () => {
  await environment?.close();
  await rm(folder, { recursive: true, force: true });
});

function open(named = address): EnvironmentService {
  environment = createDeviceEnvironment(
    {
      id: 'e1',
      setting: { kind: 'device', name: 'The Pi', address: named },
      folder,
      chosenDevice: () => undefined,
      fleetNames: () => ({}),
    },
    { retryDelays: [20], lookAgain: 20, probe: () => Promise.resolve(found), resolve: () => Promise.resolve(address) },
  );
  return environment;
}

describe('a device as an environment', () => {
  it('is ready when it is in local mode, without a cloud and with a folder of its own', async () => {
    const running = await open().ready();
    expect(running).toMatchObject({
      kind: 'device',
      device: { address, deviceType: 'raspberrypi4-64' },
      ssh: { host: address, port: 22222 },
      sshFolder: join(folder, 'ssh'),
      dataDirectory: join(folder, 'cli'),
    });
    expect(running.cloud).toBeUndefined();
    // No variable of the CLI leads to any other machine.
    const addresses = Object.values(running.variables).filter((value) => value.includes('://'));
    expect(addresses.every((value) => new URL(value).hostname === '127.0.0.1')).toBe(true);
  });

  it('says why it cannot be used, and is ready by itself when it can', async () => {
    found = silent;
    const service = open();
    await expect(service.ready()).rejects.toMatchObject({ code: 'environment-failed', message: 'Nothing answers.' });
    expect(service.view()).toMatchObject({ state: 'failed', problem: 'Nothing answers.' });
    found = ready;
    await expect.poll(() => service.view().state).toBe('ready');
  });

  it('that is named follows its name to another address, and keeps the key that its name was trusted with', async () => {
    const service = open('a1b2c3d.local');
    expect((await service.ready()).ssh).toEqual({ host: '192.168.1.20', port: 22222, knownAs: 'a1b2c3d.local' });
    address = '192.168.1.77';
    await expect.poll(() => service.current()?.ssh).toEqual({ host: '192.168.1.77', port: 22222, knownAs: 'a1b2c3d.local' });
  });
});
