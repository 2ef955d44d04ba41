import { z } from 'zod';
import { ApiError, badRequest } from '../api-error.ts';
import { requireRow } from '../database/database.ts';
import type { Database, Row } from '../database/model.ts';
import type { DeviceHub } from '../devices/device-hub.ts';
import { createKey, randomKey } from './account-routes.ts';
import { learnerOf } from './authenticate.ts';
import { hasAccess } from './permissions.ts';
import { route } from './route.ts';
import type { ApiRequest, Reply, Route } from './route.ts';
import { text } from '../database/values.ts';

/** Joining a fleet, and restarting one. */
export function deviceRoutes(database: Database, hub: DeviceHub): Route[] {
  return [
    route('POST', /^\/device\/register$/, (request) => register(request, database, hub)),
    route('POST', /^\/application\/(\d+)\/restart$/, async (request) => {
      const fleet = requireRow(database, 'application', { id: Number(request.parameters[0]) });
      if (!hasAccess(request.caller, fleet, database)) throw new ApiError(404, 'Application not found.');
      const devices = database.filterBy('device', { belongs_to__application: fleet.id });
      await Promise.all(devices.map(async (device) => hub.find(text(device['uuid']))?.restartApp()));
      return { status: 200, text: 'OK' };
    }),
  ];
}

const registration = z.object({
  application: z.number(),
  uuid: z.string(),
  device_type: z.string(),
  api_key: z.string().nullish(),
  os_version: z.string().nullish(),
  os_variant: z.string().nullish(),
  supervisor_version: z.string().nullish(),
  mac_address: z.string().nullish(),
});

async function register(request: ApiRequest, database: Database, hub: DeviceHub): Promise<Reply> {
  const parsed = registration.safeParse(await request.readJson());
  if (!parsed.success) throw badRequest('A registration needs application, uuid and device_type.');
  const { application, uuid, device_type: slug, api_key: key, ...facts } = parsed.data;
  const fleet = database.find('application', application);
  if (fleet === undefined || !mayRegister(request, fleet, database))
    throw new ApiError(401, 'Unauthorized: this key cannot register a device with that fleet.');
  if (database.findBy('device', { uuid }) !== undefined)
    throw new ApiError(409, `A device with the uuid ${uuid} is registered already: "uuid" must be unique.`);
  const device = database.change(() => {
    const row = database.insert('device', {
      ...Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      uuid,
      belongs_to__application: fleet.id,
      belongs_to__user: learnerOf(database).id,
      is_of__device_type: deviceTypeOf(uuid, slug, fleet, database, hub).id,
    });
    const given = createKey(Number(row['actor']), 'device-api-key', {}, database, key ?? randomKey());
    return { id: row.id, uuid, api_key: given };
  });
  return { status: 201, json: device };
}

/** A provisioning key is for its own fleet; a user's token for all of theirs. */
function mayRegister(request: ApiRequest, fleet: Row, database: Database): boolean {
  return request.caller.kind === 'fleet' ? fleet['actor'] === request.caller.actorId : hasAccess(request.caller, fleet, database);
}

function deviceTypeOf(uuid: string, slug: string, fleet: Row, database: Database, hub: DeviceHub): Row {
  const identity = hub.find(uuid)?.identity;
  const name = identity?.deviceType ?? slug;
  const alias = database.findBy('device_type_alias', { is_referenced_by__alias: name });
  const type = database.find('device_type', alias?.['device_type']);
  if (type === undefined) throw badRequest(`There is no device type "${name}".`);
  const wanted = database.find('cpu_architecture', database.find('device_type', fleet['is_for__device_type'])?.['is_of__cpu_architecture']);
  if (identity !== undefined && wanted?.['slug'] !== identity.architecture)
    throw badRequest(
      `The practice device is a ${identity.deviceType} (${identity.architecture}), but ${text(fleet['slug'])} is a fleet for ${text(wanted?.['slug'])}. ` +
        `Make a fleet with --type ${identity.deviceType}.`,
    );
  return type;
}
