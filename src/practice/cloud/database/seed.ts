import { architectures, deviceTypes } from './device-types.ts';
import { createDatabase } from './database.ts';
import type { Database } from './model.ts';
import { accountResources } from './resources/accounts.ts';
import { catalogueResources } from './resources/catalogue.ts';
import { deviceResources } from './resources/devices.ts';
import { fleetResources } from './resources/fleets.ts';
import { variableResources } from './resources/variables.ts';
import { rules } from './rules.ts';
import { text } from './values.ts';

/** Who the learner is in the practice cloud. */
export const learner = { username: 'learner', email: 'learner@practice.localhost', organization: 'practice' } as const;

export const resources = [...accountResources, ...catalogueResources, ...fleetResources, ...deviceResources, ...variableResources];

/** The version of balenaOS that the practice cloud offers for every device type. */
const hostVersion = '6.5.24';

/** The practice cloud's tables, empty. */
export function emptyDatabase(): Database {
  return createDatabase(resources, rules);
}

/** Fills an empty database with what is there before the learner does anything. */
export function seed(database: Database): void {
  database.change(() => {
    for (const slug of architectures) database.insert('cpu_architecture', { slug });
    database.insert('application_type', { name: 'Default', slug: 'default' });
    for (const name of ['administrator', 'developer', 'operator', 'observer']) database.insert('organization_membership_role', { name });
    seedDeviceTypes(database);
    seedHostApps(database);
    seedLearner(database);
  });
}

function seedDeviceTypes(database: Database): void {
  for (const { slug, name, architecture, aliases = [] } of deviceTypes) {
    const type = database.insert('device_type', {
      slug,
      name,
      is_of__cpu_architecture: database.findBy('cpu_architecture', { slug: architecture })?.id ?? null,
      contract: { slug, name, type: 'hw.device-type', version: '1', data: { arch: architecture } },
    });
    for (const alias of [slug, ...aliases]) database.insert('device_type_alias', { device_type: type.id, is_referenced_by__alias: alias });
  }
}

/** `balena device-type list` shows the types for which balena publishes an operating system: another organization's fleets. */
function seedHostApps(database: Database): void {
  const organization = database.insert('organization', { name: 'balena_os', handle: 'balena_os' }).id;
  for (const type of database.rows('device_type')) {
    const fleet = database.insert('application', {
      app_name: text(type['slug']),
      organization,
      is_for__device_type: type.id,
      is_host: true,
      is_public: true,
    });
    database.insert('release', { belongs_to__application: fleet.id, status: 'success', semver: hostVersion });
  }
}

function seedLearner(database: Database): void {
  const organization = database.insert('organization', { name: 'practice', handle: learner.organization }).id;
  const user = database.insert('user', {
    actor: database.insert('actor', {}).id,
    username: learner.username,
    email: learner.email,
    has_legacy_link_to__organization: organization,
  });
  database.insert('organization_membership', {
    user: user.id,
    is_member_of__organization: organization,
    organization_membership_role: database.findBy('organization_membership_role', { name: 'administrator' })?.id ?? null,
  });
}
