import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetView, LabView } from '../../../src/shared/domain/device-view.ts';
import { fleetOfDevice, isDeviceIn, pinOf } from '../../../src/shared/domain/fleets.ts';

const commit = fc.string({ unit: fc.constantFrom('0', '1', 'a', 'f'), minLength: 32, maxLength: 32 });
const uuid = '0123456789abcdef0123456789abcdef';

function fleet(name: string, pinnedCommit?: string): FleetView {
  const slug = `practice/${name.toLowerCase()}`;
  return { id: 1, slug, name, deviceType: 'generic-amd64', ...(pinnedCommit === undefined ? {} : { pinnedCommit }), releases: [] };
}

function view(fleets: FleetView[], own: { fleet?: string; pinnedCommit?: string } = {}): Pick<LabView, 'device' | 'fleets'> {
  return {
    fleets,
    device: { uuid, name: 'restless-bush', deviceType: 'generic-amd64', isOnline: true, status: 'idle', services: [], ...own },
  };
}

describe('the fleet of a device', () => {
  it.each(['SingleService', 'singleservice', 'practice/singleservice'])('is found as %s', (told) => {
    const [other, own] = [fleet('Other'), fleet('SingleService')];
    expect(fleetOfDevice(view([other, own], { fleet: told }))).toBe(own);
    expect(isDeviceIn(view([], { fleet: told }), other)).toBe(false);
  });

  it('is none where the device is in none, or there is no device', () => {
    expect(fleetOfDevice(view([fleet('SingleService')]))).toBeUndefined();
    expect(fleetOfDevice({ fleets: [fleet('SingleService')] })).toBeUndefined();
  });
});

describe('what a device is held at', () => {
  it('is its own pin, else that of its fleet, and never that of another fleet', () => {
    fc.assert(
      fc.property(fc.option(commit), fc.option(commit), commit, (own, ofFleet, ofOther) => {
        const fleets = [fleet('Other', ofOther), fleet('SingleService', ofFleet ?? undefined)];
        const pin = pinOf(view(fleets, { fleet: 'SingleService', ...(own === null ? {} : { pinnedCommit: own }) }));
        expect(pin?.commit).toBe(own ?? ofFleet ?? undefined);
        expect(pin?.of).toBe(own !== null ? 'device' : ofFleet !== null ? 'fleet' : undefined);
      }),
    );
  });

  it('is let go by a command that the CLI takes: a device by its uuid, a fleet by its slug', () => {
    const fleets = [fleet('SingleService', 'a'.repeat(32))];
    expect(pinOf(view(fleets, { fleet: 'SingleService' }))?.letGo).toBe('balena fleet track-latest practice/singleservice');
    expect(pinOf(view(fleets, { fleet: 'SingleService', pinnedCommit: 'b'.repeat(32) }))?.letGo).toBe('balena device track-fleet 0123456');
  });
});
