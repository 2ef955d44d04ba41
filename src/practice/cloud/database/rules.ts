import { badRequest } from '../api-error.ts';
import { deviceNameFor } from '../../device/device-name.ts';
import { semanticVersion } from './release-version.ts';
import type { Database, Json, Resource, Row, Rules } from './model.ts';
import { text } from './values.ts';

type Values = Record<string, Json>;

/** The practice cloud's rules by resource; a resource that is not named has none. */
const rulesByResource: Readonly<Record<string, Partial<ResourceRules>>> = {
  application: {
    prepareInsert: prepareFleet,
    inserted: grantAccess,
    prepareUpdate: (before, values, database) =>
      'app_name' in values || 'organization' in values ? { ...values, ...fleetName({ ...before, ...values }, database) } : values,
    updated: (before, row, database) => {
      if (row['should_track_latest_release'] === true && before['should_track_latest_release'] !== true)
        trackLatestRelease(row.id, database);
    },
  },
  release: {
    prepareInsert: (values, database) => finalize({ is_final: true, ...values }, database),
    inserted: (row, database) => trackLatestRelease(row['belongs_to__application'], database),
    prepareUpdate: prepareReleaseUpdate,
    updated: (_before, row, database) => trackLatestRelease(row['belongs_to__application'], database),
    removed: (row, database) => trackLatestRelease(row['belongs_to__application'], database),
  },
  service: {
    inserted: (service, database) => {
      for (const device of database.filterBy('device', { belongs_to__application: service['application'] ?? null }))
        database.insert('service_install', { device: device.id, installs__service: service.id });
    },
  },
  device: {
    prepareInsert: prepareDevice,
    inserted: installServices,
    prepareUpdate: prepareDeviceUpdate,
    updated: (before, row, database) => {
      if (before['belongs_to__application'] !== row['belongs_to__application']) installServices(row, database);
    },
  },
  user__has__public_key: {
    prepareInsert: (values) => {
      if (!/^(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+/.test(text(values['public_key'])))
        throw badRequest('The public key is not in the OpenSSH format.');
      return values;
    },
  },
  ...Object.fromEntries(
    ['application', 'service', 'device', 'device_service'].map((owner) => [
      `${owner}_environment_variable`,
      { prepareInsert: checkVariableName },
    ]),
  ),
  build_environment_variable: { prepareInsert: checkVariableName },
  application_config_variable: { prepareInsert: checkConfigurationName },
  device_config_variable: { prepareInsert: checkConfigurationName },
};

interface ResourceRules {
  prepareInsert(values: Values, database: Database): Values;
  inserted(row: Row, database: Database): void;
  prepareUpdate(before: Row, values: Values, database: Database): Values;
  updated(before: Row, row: Row, database: Database): void;
  removed(row: Row, database: Database): void;
}

export const rules: Rules = {
  prepareInsert: (resource, values, database) => of(resource).prepareInsert?.(values, database) ?? values,
  inserted: (resource, row, database) => of(resource).inserted?.(row, database),
  prepareUpdate: (resource, before, values, database) => of(resource).prepareUpdate?.(before, values, database) ?? values,
  updated: (resource, before, row, database) => of(resource).updated?.(before, row, database),
  removed: (resource, row, database) => of(resource).removed?.(row, database),
};

/** The name that a release of today would be compared with: a release as the fleet's latest is final, successful and valid. */
export function latestRelease(fleet: Json | undefined, database: Database): Row | undefined {
  return database
    .filterBy('release', { belongs_to__application: fleet ?? null, status: 'success', is_invalidated: false, is_final: true })
    .reduce<Row | undefined>((latest, release) => (latest === undefined || release.id > latest.id ? release : latest), undefined);
}

function of(resource: Resource): Partial<ResourceRules> {
  return rulesByResource[resource.name] ?? {};
}

function prepareFleet(values: Values, database: Database): Values {
  const type = database.rows('application_type')[0];
  return {
    ...values,
    ...fleetName(values, database),
    actor: database.insert('actor', {}).id,
    application_type: values['application_type'] ?? type?.id ?? null,
  };
}

/** A fleet's slug follows from its organization and name, also when it is renamed. */
function fleetName(values: Values, database: Database): Values {
  const name = text(values['app_name']);
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(name))
    throw badRequest(`The fleet name ${JSON.stringify(name)} may only have letters, digits, "-" and "_", and at most 100 of them.`);
  const organization = database.find('organization', values['organization']);
  if (organization === undefined) throw badRequest('The fleet needs an organization that exists.');
  return { app_name: name, slug: `${text(organization['handle'])}/${name.toLowerCase()}` };
}

function grantAccess(fleet: Row, database: Database): void {
  for (const membership of database.filterBy('organization_membership', { is_member_of__organization: fleet['organization'] ?? null }))
    database.insert('user__has_direct_access_to__application', {
      user: membership['user'] ?? null,
      has_direct_access_to__application: fleet.id,
    });
}

function prepareReleaseUpdate(before: Row, values: Values, database: Database): Values {
  if (before['is_final'] === true && values['is_final'] === false) throw badRequest('Finalized releases cannot be converted to draft.');
  const next = { ...values, update_timestamp: new Date().toISOString() };
  const isVersioned = before['revision'] !== null && !('semver' in values && values['semver'] !== before['semver']);
  return isVersioned ? next : { ...next, ...finalizedValues({ ...before, ...next }, database) };
}

function finalize(values: Values, database: Database): Values {
  return { ...values, ...finalizedValues(values, database) };
}

/** A final release gets the next revision among those of its fleet with the same version. */
function finalizedValues(values: Values, database: Database): Values {
  const semver = values['semver'] ?? '0.0.0';
  if (!/^\d+\.\d+\.\d+$/.test(text(semver))) throw badRequest('Invalid semver format');
  if (values['is_final'] !== true) return {};
  const revisions = database
    .filterBy('release', { belongs_to__application: values['belongs_to__application'] ?? null })
    .filter((release) => semanticVersion(release).join('.') === semver && release.id !== values['id'])
    .map((release) => (typeof release['revision'] === 'number' ? release['revision'] : -1));
  return {
    revision: Math.max(-1, ...revisions) + 1,
    is_finalized_at__date: values['is_finalized_at__date'] ?? new Date().toISOString(),
  };
}

function trackLatestRelease(fleetId: Json | undefined, database: Database): void {
  const fleet = database.find('application', fleetId);
  if (fleet === undefined || fleet['should_track_latest_release'] !== true) return;
  database.update('application', fleet.id, { should_be_running__release: latestRelease(fleet.id, database)?.id ?? null });
}

function prepareDevice(values: Values, database: Database): Values {
  const uuid = text(values['uuid']);
  if (!/^[0-9a-f]{32}$|^[0-9a-f]{62}$/.test(uuid)) throw badRequest('Device UUID must be a 32 or 62 character long lower case hex string.');
  checkArchitecture(values, database);
  return { device_name: deviceNameFor(uuid), ...values, actor: database.insert('actor', {}).id };
}

function prepareDeviceUpdate(before: Row, values: Values, database: Database): Values {
  const next: Values = { ...values, modified_at: new Date().toISOString() };
  if (typeof values['device_name'] === 'string' && values['device_name'].trim() === '')
    throw badRequest('The device name must not be empty.');
  if (!('belongs_to__application' in values) || values['belongs_to__application'] === before['belongs_to__application']) return next;
  checkArchitecture({ ...before, ...values }, database);
  // What the device ran and was pinned to belongs to the fleet that it leaves.
  return { is_running__release: null, is_pinned_on__release: null, ...next };
}

/** Which architectures' images each architecture runs, by balena's documentation of fleets with several device types. */
const runs: Readonly<Record<string, readonly string[]>> = {
  aarch64: ['aarch64', 'armv7hf', 'rpi'],
  armv7hf: ['armv7hf', 'rpi'],
  amd64: ['amd64', 'i386'],
};

function checkArchitecture(device: Values, database: Database): void {
  const fleet = database.find('application', device['belongs_to__application']);
  if (fleet === undefined) return;
  const [own, wanted] = [device['is_of__device_type'], fleet['is_for__device_type']].map((type) =>
    text(database.find('cpu_architecture', database.find('device_type', type)?.['is_of__cpu_architecture'])?.['slug']),
  );
  if (own === undefined || wanted === undefined || (runs[own] ?? [own]).includes(wanted)) return;
  throw badRequest(`A device of architecture ${own} cannot join ${text(fleet['slug'])}, a fleet for ${wanted}.`);
}

/** A device has one service install for each service of its fleet, and none of another's. */
function installServices(device: Row, database: Database): void {
  const wanted = new Set(
    database.filterBy('service', { application: device['belongs_to__application'] ?? null }).map((service) => service.id),
  );
  for (const install of database.filterBy('service_install', { device: device.id })) {
    const service = install['installs__service'];
    if (typeof service === 'number' && !wanted.delete(service)) database.remove('service_install', install.id);
  }
  for (const service of wanted) database.insert('service_install', { device: device.id, installs__service: service });
}

function checkVariableName(values: Values): Values {
  const name = text(values['name']);
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name))
    throw badRequest(`The variable name ${JSON.stringify(name)} may only have letters, digits and "_", and may not begin with a digit.`);
  if (/^(BALENA|RESIN)_/.test(name))
    throw badRequest('Environment variables may not begin with BALENA_ or RESIN_: those names are reserved.');
  return values;
}

function checkConfigurationName(values: Values): Values {
  const name = text(values['name']);
  if (!/^(BALENA|RESIN)_[A-Za-z0-9_]+$/.test(name)) throw badRequest('Configuration variables must begin with BALENA_ or RESIN_.');
  return values;
}
