import { ApiError } from '../api-error.ts';
import type { Database, Resource, Row } from '../database/model.ts';
import type { MayChange } from '../odata/write.ts';
import type { Caller } from './route.ts';

/** The property by which a row belongs to its owner, up to the fleet. */
const owners: Readonly<Record<string, string>> = {
  device: 'belongs_to__application',
  release: 'belongs_to__application',
  service: 'application',
  service_label: 'service',
  image: 'is_a_build_of__service',
  release_image: 'is_part_of__release',
  image_install: 'device',
  service_install: 'device',
  application_environment_variable: 'application',
  application_config_variable: 'application',
  build_environment_variable: 'application',
  service_environment_variable: 'service',
  device_environment_variable: 'device',
  device_config_variable: 'device',
  device_service_environment_variable: 'service_install',
  application_tag: 'application',
  device_tag: 'device',
  release_tag: 'release',
};

/** A user changes what belongs to their organizations' fleets, their own organizations, keys and API keys. */
export function mayChange(caller: Caller, database: Database): MayChange {
  return (resource, row) => {
    if (caller.user !== undefined && isOwner(caller.user, caller.actorId, resource, row, database)) return;
    throw new ApiError(401, `Unauthorized: this ${resource.name.replaceAll('_', ' ').trim()} belongs to somebody else.`);
  };
}

/** Whether the user may use the fleet: push to it, register devices. */
export function hasAccess(caller: Caller, fleet: Row, database: Database): boolean {
  return caller.user !== undefined && isMember(caller.user, fleet['organization'], database);
}

function isOwner(user: Row, actorId: number, resource: Resource, row: Row, database: Database): boolean {
  if (resource.name === 'application') return isMember(user, row['organization'], database);
  if (resource.name === 'organization') return isMember(user, row.id, database);
  if (resource.name === 'user__has__public_key') return row['user'] === user.id;
  if (resource.name === 'api_key') return row['is_of__actor'] === actorId;
  const by = owners[resource.name];
  const property = by === undefined ? undefined : resource.properties[by];
  if (by === undefined || property?.kind !== 'reference') return false;
  const owner = database.find(property.resource, row[by]);
  // A device that was taken out of its fleet is nobody else's either.
  if (owner === undefined) return resource.name === 'device';
  return isOwner(user, actorId, database.resource(property.resource), owner, database);
}

function isMember(user: Row, organization: Row[string] | undefined, database: Database): boolean {
  return database.findBy('organization_membership', { user: user.id, is_member_of__organization: organization ?? null }) !== undefined;
}
