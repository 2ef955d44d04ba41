import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, seed } from '../../../../src/practice/cloud/database/seed.ts';
import type { Database, Row } from '../../../../src/practice/cloud/database/model.ts';

let database: Database;
let organization: number;
let type: number;

beforeEach(() => {
  database = emptyDatabase();
  seed(database);
  organization = database.findBy('organization', { handle: 'practice' })?.id ?? 0;
  type = database.findBy('device_type', { slug: 'generic-amd64' })?.id ?? 0;
});

function newFleet(name: string): Row {
  return database.insert('application', { app_name: name, organization, is_for__device_type: type });
}

function newDevice(fleet: Row, digit: string): Row {
  return database.insert('device', { uuid: digit.repeat(32), belongs_to__application: fleet.id, is_of__device_type: type });
}

/** A second device of one uuid is refused, and that is no fault of the sequence. */
function addDevice(fleet: Row, index: number): void {
  const digit = (index % 16).toString(16);
  if (database.findBy('device', { uuid: digit.repeat(32) }) === undefined) newDevice(fleet, digit);
}

function newRelease(fleet: Row, values: Record<string, string | boolean> = {}): Row {
  return database.insert('release', { belongs_to__application: fleet.id, status: 'success', ...values });
}

const again = (resource: string, row: Row) => database.find(resource, row.id);

describe('changes of the database', () => {
  it('are undone as a whole when one of them fails', () => {
    newFleet('First');
    const before = JSON.stringify(database.snapshot().tables);
    expect(() =>
      database.change(() => {
        const fleet = newFleet('Second');
        database.update('application', fleet.id, { app_name: 'Renamed' });
        database.remove('application', database.findBy('application', { app_name: 'First' })?.id ?? 0);
        newFleet('Renamed');
      }),
    ).toThrow(/unique/);
    expect(JSON.stringify(database.snapshot().tables)).toBe(before);
  });

  it('are told once, after the last of them, and not at all when they failed', () => {
    const told: string[][] = [];
    database.onChange((changes) => told.push(changes.map(({ resource, kind }) => `${kind} ${resource}`)));
    expect(() => newFleet('not a name!')).toThrow(/may only have/);
    newFleet('First');
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('insert application');
  });

  it('keep every reference pointing to a row, whatever is deleted', () => {
    const step = fc.record({ kind: fc.constantFrom('fleet', 'device', 'release', 'remove'), at: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const own = emptyDatabase();
        seed(own);
        database = own;
        organization = own.findBy('organization', { handle: 'practice' })?.id ?? 0;
        for (const [index, { kind, at }] of steps.entries()) {
          const fleets = own.filterBy('application', { is_host: false });
          const fleet = fleets[at % Math.max(1, fleets.length)];
          if (kind === 'fleet') newFleet(`F${index}`);
          else if (kind === 'remove') {
            const [resource, rows] = (['application', 'device', 'release', 'service'] as const)
              .map((name) => [name, own.rows(name).filter((row) => row['is_host'] !== true)] as const)
              .filter(([, list]) => list.length > 0)
              .at(at % 3) ?? ['application', []];
            const row = rows[at % Math.max(1, rows.length)];
            if (row !== undefined) own.remove(resource, row.id);
          } else if (fleet !== undefined && kind === 'device') addDevice(fleet, index);
          else if (fleet !== undefined) {
            newRelease(fleet);
            if (own.findBy('service', { application: fleet.id }) === undefined)
              own.insert('service', { application: fleet.id, service_name: 'main' });
          }
          expect(danglingReferences(own)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('count ids up and never give one twice, also over a restore', () => {
    const first = newFleet('First');
    const snapshot = structuredClone(database.snapshot());
    database.remove('application', first.id);
    const second = newFleet('Second');
    expect(second.id).toBeGreaterThan(first.id);
    database.restore(snapshot);
    expect(again('application', first)?.['app_name']).toBe('First');
    expect(newFleet('Third').id).toBeGreaterThan(second.id);
  });
});

function danglingReferences(own: Database): string[] {
  const { tables } = own.snapshot();
  return Object.entries(tables).flatMap(([name, rows]) => {
    const references = Object.entries(own.resource(name).properties).flatMap(([key, property]) =>
      property.kind === 'reference' ? [{ key, property }] : [],
    );
    return rows.flatMap((row) =>
      references
        .filter(({ key, property }) => row[key] !== null && own.find(property.resource, row[key]) === undefined)
        .map(({ key }) => `${name}.${key}`),
    );
  });
}

describe('the rules of the fleet', () => {
  it('make a slug of the name, and another when it is renamed', () => {
    const fleet = newFleet('SingleService');
    expect(fleet['slug']).toBe('practice/singleservice');
    expect(database.update('application', fleet.id, { app_name: 'Other' })['slug']).toBe('practice/other');
    expect(() => newFleet('OTHER')).toThrow(/unique/);
  });

  it('let the fleet follow its latest successful, final and valid release', () => {
    const fleet = newFleet('SingleService');
    const wanted = () => again('application', fleet)?.['should_be_running__release'];
    const first = newRelease(fleet);
    expect(wanted()).toBe(first.id);
    const running = newRelease(fleet, { status: 'running' });
    expect(wanted()).toBe(first.id);
    database.update('release', running.id, { status: 'success' });
    expect(wanted()).toBe(running.id);
    const draft = newRelease(fleet, { is_final: false });
    expect(wanted()).toBe(running.id);
    database.update('release', draft.id, { is_final: true });
    expect(wanted()).toBe(draft.id);
    database.update('release', draft.id, { is_invalidated: true });
    expect(wanted()).toBe(running.id);
    database.remove('release', running.id);
    expect(wanted()).toBe(first.id);
  });

  it('leave a pinned fleet where it is until it tracks the latest again', () => {
    const fleet = newFleet('SingleService');
    const first = newRelease(fleet);
    database.update('application', fleet.id, { should_track_latest_release: false });
    const second = newRelease(fleet);
    expect(again('application', fleet)?.['should_be_running__release']).toBe(first.id);
    database.update('application', fleet.id, { should_track_latest_release: true });
    expect(again('application', fleet)?.['should_be_running__release']).toBe(second.id);
  });

  it('number the releases of a version', () => {
    const fleet = newFleet('SingleService');
    const version = (row: Row) => {
      const property = database.resource('release').properties['raw_version'];
      return property?.kind === 'computed' ? property.compute(again('release', row) ?? row, database) : undefined;
    };
    const releases = [newRelease(fleet), newRelease(fleet), newRelease(fleet, { semver: '1.2.0' })];
    expect(releases.map(version)).toEqual(['0.0.0', '0.0.0+rev1', '1.2.0']);
    const draft = newRelease(fleet, { is_final: false });
    expect(version(draft)).toMatch(/^0\.0\.0-\d{13}$/);
    database.update('release', draft.id, { is_final: true });
    expect(version(draft)).toBe('0.0.0+rev2');
    expect(() => database.update('release', draft.id, { is_final: false })).toThrow(/cannot be converted to draft/);
  });

  it('give every device an install of every service of its fleet, and move them with it', () => {
    const [one, two] = [newFleet('One'), newFleet('Two')];
    const device = newDevice(one, 'a');
    const service = database.insert('service', { application: one.id, service_name: 'main' });
    const other = database.insert('service', { application: two.id, service_name: 'main' });
    const installed = () => database.filterBy('service_install', { device: device.id }).map((install) => install['installs__service']);
    expect(installed()).toEqual([service.id]);
    const release = newRelease(one);
    database.update('device', device.id, { is_pinned_on__release: release.id });
    database.update('device', device.id, { belongs_to__application: two.id });
    expect(installed()).toEqual([other.id]);
    expect(again('device', device)?.['is_pinned_on__release']).toBeNull();
  });

  it('refuse a device of an architecture that cannot run the fleet', () => {
    const fleet = newFleet('SingleService');
    const pi = database.findBy('device_type', { slug: 'raspberrypi5' })?.id ?? 0;
    expect(() => database.insert('device', { uuid: 'b'.repeat(32), belongs_to__application: fleet.id, is_of__device_type: pi })).toThrow(
      /aarch64 cannot join practice\/singleservice, a fleet for amd64/,
    );
  });

  it.each(['', '1A', 'WITH SPACE', 'BALENA_X', 'RESIN_X'])('refuse the variable name %j', (name) => {
    const fleet = newFleet('SingleService');
    expect(() => database.insert('application_environment_variable', { application: fleet.id, name, value: '' })).toThrow();
  });
});
