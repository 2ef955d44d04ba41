import { describe, expect, it } from 'vitest';
import { isChanging } from '../../../src/renderer/device/is-changing.ts';
import { unreadEngine } from '../../../src/shared/domain/engine-view.ts';
import { bothBridged } from '../support/fixtures/engine.ts';
import { device, lab, service } from '../support/fixtures/lab.ts';

describe('whether the device is changing', () => {
  const now = 1_790_000_000_000;
  const steady = lab(now, { device: device({ services: [service({ name: 'frontend', status: 'Running' })] }) });

  it('is no where all containers have run for a while', () => expect(isChanging(steady, bothBridged(now), now)).toBe(false));
  it('is yes shortly after a start, and while one comes', () => {
    const started = bothBridged(now);
    if (started.containers[0] !== undefined) started.containers[0].startedAt = now - 4000;
    expect(isChanging(steady, started, now)).toBe(true);
    expect(isChanging(steady, started, now + 60_000)).toBe(false);
    const coming = { ...steady, device: device({ services: [service({ name: 'frontend', status: 'Downloading' })] }) };
    expect(isChanging(coming, bothBridged(now), now)).toBe(true);
  });
  it('may be yes where nobody knows', () => {
    expect(isChanging(steady, unreadEngine, now)).toBe(true);
    expect(isChanging(steady, { ...bothBridged(now), problem: 'It does not answer.' }, now)).toBe(true);
    expect(isChanging({ ...steady, problem: 'The cloud does not answer.' }, bothBridged(now), now)).toBe(true);
    expect(isChanging({ ...steady, device: device({ isOnline: false }) }, bothBridged(now), now)).toBe(true);
  });
});
