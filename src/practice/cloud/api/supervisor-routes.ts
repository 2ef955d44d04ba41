import { z } from 'zod';
import type { DeviceForCloud } from '../../device/device-link.ts';
import { ApiError, badRequest } from '../api-error.ts';
import { overallProgress } from '../database/device-status.ts';
import type { Database, Json, Row } from '../database/model.ts';
import type { DeviceHub } from '../devices/device-hub.ts';
import { hasAccess } from './permissions.ts';
import { route } from './route.ts';
import type { ApiRequest, Caller, Reply, Route } from './route.ts';
import { text } from '../database/values.ts';

/** What the cloud passes on to a device's Supervisor over the VPN: `POST /supervisor/<path of the Supervisor's API>`. */
export function supervisorRoutes(database: Database, hub: DeviceHub): Route[] {
  return [
    route('POST', /^\/supervisor\/(ping|v1\/[a-z]+)$/, (request) => answer(request, database, hub)),
    route('POST', /^\/supervisor\/v2\/applications\/\d+\/(restart|start|stop)-service$/, (request) =>
      serviceAction(request, database, hub),
    ),
  ];
}

const requestBody = z.object({
  deviceId: z.number().optional(),
  uuid: z.string().optional(),
  appId: z.union([z.number(), z.string().transform(Number)]).optional(),
  data: z.object({ imageId: z.number().optional(), serviceName: z.string().optional() }).loose().optional(),
});
type Body = z.infer<typeof requestBody>;

const actions: Readonly<Record<string, (device: DeviceForCloud) => Promise<void> | void>> = {
  'v1/restart': (device) => device.restartApp(),
  'v1/reboot': (device) => device.reboot(),
  'v1/shutdown': (device) => device.shutdown(),
  'v1/purge': (device) => device.purge(),
  'v1/update': (device) => device.update(),
  // The practice device has no lamp that could be seen: to answer is all that there is to do.
  'v1/blink': () => undefined,
  ping: () => undefined,
};

async function answer(request: ApiRequest, database: Database, hub: DeviceHub): Promise<Reply> {
  const body = await readBody(request);
  const name = request.parameters[0] ?? '';
  const rows = targets(body, request.caller, database);
  if (name === 'v1/device') return { status: 200, json: deviceFacts(rows, hub, database) };
  const act = actions[name];
  if (act === undefined) throw new ApiError(404, `The Supervisor's "/${name}" is not supported on the practice device.`);
  // Without a device it is for all of the fleet's that are connected.
  const devices = body.deviceId === undefined && body.uuid === undefined ? connectedOf(rows, hub) : [connectedOne(rows, hub)];
  await Promise.all(devices.map(async (device) => act(device)));
  return { status: 200, text: 'OK' };
}

async function serviceAction(request: ApiRequest, database: Database, hub: DeviceHub): Promise<Reply> {
  const body = await readBody(request);
  const device = connectedOne(targets(body, request.caller, database), hub);
  const image = database.find('image', body.data?.imageId);
  const service = database.find('service', image?.['is_a_build_of__service']);
  const name = body.data?.serviceName ?? service?.['service_name'];
  if (typeof name !== 'string') throw new ApiError(404, 'Service not found, a container must exist for this endpoint to work.');
  const action = request.parameters[0];
  if (action === 'start') await device.startService(name);
  else if (action === 'stop') await device.stopService(name);
  else await device.restartService(name);
  return { status: 200, text: 'OK' };
}

async function readBody(request: ApiRequest): Promise<Body> {
  const body = requestBody.safeParse((await request.readJson()) ?? {});
  if (!body.success) throw badRequest('The body must name a device or an application.');
  return body.data;
}

function targets(body: Body, caller: Caller, database: Database): Row[] {
  const rows =
    body.uuid !== undefined
      ? database.filterBy('device', { uuid: body.uuid })
      : body.deviceId !== undefined
        ? database.filterBy('device', { id: body.deviceId })
        : database.filterBy('device', { belongs_to__application: body.appId ?? null });
  return rows.filter((row) => {
    const fleet = database.find('application', row['belongs_to__application']);
    return fleet !== undefined && hasAccess(caller, fleet, database);
  });
}

function connectedOf(rows: readonly Row[], hub: DeviceHub): DeviceForCloud[] {
  return rows.flatMap((row) => hub.find(text(row['uuid'])) ?? []);
}

function connectedOne(rows: readonly Row[], hub: DeviceHub): DeviceForCloud {
  if (rows.length === 0) throw new ApiError(404, 'Device not found.');
  const [device] = connectedOf(rows, hub);
  if (device === undefined) throw new ApiError(503, 'Device is not online: the practice cloud cannot reach its Supervisor.');
  return device;
}

/** `GET /v1/device` of the Supervisor's API. */
function deviceFacts(rows: readonly Row[], hub: DeviceHub, database: Database): Json {
  const { identity } = connectedOne(rows, hub);
  const row = rows[0];
  const progress = row === undefined ? null : overallProgress(row, database);
  return {
    api_port: 48484,
    ip_address: identity.address,
    mac_address: identity.macAddress,
    os_version: identity.osVersion,
    supervisor_version: identity.supervisorVersion,
    update_pending: row?.['status'] === 'Updating',
    update_failed: false,
    update_downloaded: false,
    status: row?.['status'] ?? 'Idle',
    commit: database.find('release', row?.['is_running__release'])?.['commit'] ?? null,
    download_progress: progress,
  };
}
