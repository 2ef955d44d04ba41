import { describe, expect, it } from 'vitest';
import { activityOf, deviceStateOf } from '../../../src/renderer/device/device-state.ts';
import type { EnvironmentView } from '../../../src/shared/domain/environment.ts';
import { device, fleet, lab, release, service, uuid } from '../support/fixtures/lab.ts';

const ready: EnvironmentView = { id: 'practice', kind: 'practice', name: 'practice device', state: 'ready' };
const signedOut = { ...lab(0, {}), account: undefined };

describe('what the Device region is about', () => {
  it.each([
    ['failed', { ...ready, state: 'failed' as const }, lab(0, {})],
    ['starting', { ...ready, state: 'starting' as const }, lab(0, {})],
    ['signed-out', ready, signedOut],
    ['unreadable', ready, { ...signedOut, problem: 'The cloud does not answer.' }],
    ['no-fleet', ready, lab(0, {})],
    ['waiting', ready, lab(0, { fleets: [fleet([])], waitingDevice: { uuid, deviceType: 'generic-amd64' } })],
    ['no-device', ready, lab(0, { fleets: [fleet([])] })],
    ['offline', ready, lab(0, { fleets: [fleet([])], device: device({ isOnline: false }) })],
    ['ready', ready, lab(0, { fleets: [fleet([])], device: device({}) })],
  ])('%s', (state, environment, view) => {
    expect(deviceStateOf(environment, view)).toBe(state);
  });
});

describe('what the device’s dot says', () => {
  const say = (view: Parameters<typeof activityOf>[1]): unknown => activityOf(ready, view);

  it('how far the downloads are, together', () => {
    const services = [
      service({ name: 'a', status: 'Downloading', downloadProgress: 20 }),
      service({ name: 'b', status: 'Downloaded', downloadProgress: 100 }),
    ];
    expect(say(lab(0, { fleets: [fleet([])], device: device({ services }) }))).toEqual({
      meaning: 'busy',
      word: 'downloading 60 %',
      progress: 60,
    });
  });

  it('that a release is being built', () => {
    expect(say(lab(0, { fleets: [fleet([release(1, 'abc', 0, 'running')])], device: device({ services: [service({})] }) }))).toMatchObject({
      meaning: 'busy',
      word: 'building a release',
    });
  });

  it('that it is online, offline, or waits', () => {
    expect(say(lab(0, { fleets: [fleet([])], device: device({ services: [service({})] }) }))).toEqual({ meaning: 'ok', word: 'online' });
    expect(say(lab(0, { fleets: [fleet([])], device: device({ isOnline: false }) }))).toMatchObject({
      meaning: 'refused',
      word: 'offline',
    });
    expect(say(lab(0, { fleets: [fleet([])], waitingDevice: { uuid, deviceType: 'x' } }))).toMatchObject({ meaning: 'unknown' });
  });
});
