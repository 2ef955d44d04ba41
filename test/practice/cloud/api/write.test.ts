import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;
let fleet: number;

beforeEach(async () => {
  started = await startCloud();
  fleet = await started.createFleet();
});
afterEach(() => started.close());

const change = (method: string, path: string, body?: unknown) =>
  started.request(`/v7${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

describe('writing resources', () => {
  it('answers a new row with 201, and a second one of the same key with 409 and the word unique', async () => {
    const variable = { application: fleet, name: 'GREETING', value: 'hello' };
    const created = await change('POST', '/application_environment_variable', variable);
    expect(created.status).toBe(201);
    expect(await created.json()).toMatchObject({ name: 'GREETING', value: 'hello', application: { __id: fleet } });
    const again = await change('POST', '/application_environment_variable', variable);
    expect([again.status, await again.text()]).toEqual([409, expect.stringMatching(/unique/)]);
  });

  it('changes and deletes the rows of a key, or of a filter, and no others', async () => {
    for (const name of ['A', 'B', 'C']) await change('POST', '/application_environment_variable', { application: fleet, name, value: '1' });
    const values = async () =>
      (await started.get('/application_environment_variable?$orderby=name asc')).map(
        (row) => `${String(row['name'])}=${String(row['value'])}`,
      );
    expect(
      (await change('PATCH', `/application_environment_variable?$filter=application eq ${fleet} and name eq 'B'`, { value: '2' })).status,
    ).toBe(200);
    expect(await values()).toEqual(['A=1', 'B=2', 'C=1']);
    expect((await change('DELETE', `/application_environment_variable(application=${fleet},name='A')`)).status).toBe(200);
    expect(await values()).toEqual(['B=2', 'C=1']);
    expect((await change('PUT', `/application_environment_variable(application=${fleet},name='D')`, { value: '4' })).status).toBe(200);
    expect((await change('PUT', `/application_environment_variable(application=${fleet},name='D')`, { value: '5' })).status).toBe(200);
    expect(await values()).toEqual(['B=2', 'C=1', 'D=5']);
    expect((await change('DELETE', '/application_environment_variable')).status).toBe(400);
    expect((await change('PATCH', '/application_environment_variable(999)', { value: '9' })).status).toBe(200);
    expect(await values()).toEqual(['B=2', 'C=1', 'D=5']);
  });

  it.each<[string, string, unknown, number, RegExp]>([
    ['POST', '/application', { app_name: 'X' }, 400, /needs an organization|is required/],
    ['POST', '/application', { colour: 'red' }, 400, /no property "colour"/],
    ['PATCH', "/application(slug='practice/singleservice')", { is_host: true }, 400, /"is_host" of "application" cannot be set/],
    ['PATCH', "/application(slug='practice/singleservice')", { app_name: 7.5, is_archived: 'yes' }, 400, /must be of type boolean/],
    ['PATCH', "/application(slug='practice/singleservice')", { app_name: null }, 400, /must not be null/],
    ['PATCH', "/application(slug='practice/singleservice')", { should_be_running__release: 42 }, 400, /names no release: 42/],
    ['PATCH', "/application(slug='balena_os/generic-amd64')", { app_name: 'mine' }, 401, /belongs to somebody else/],
    ['DELETE', "/application(slug='balena_os/generic-amd64')", undefined, 401, /belongs to somebody else/],
    ['POST', '/device_type', { slug: 'toaster' }, 401, /cannot be changed by a user/],
    ['POST', '/device_tag', { device: 1, tag_key: 'a', value: 'b' }, 400, /names no device: 1/],
  ])('refuses %s %s %j', async (method, path, body, status, message) => {
    const before = JSON.stringify(started.cloud.snapshot());
    const response = await change(method, path, body);
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(message)]);
    expect(JSON.stringify((started.cloud.snapshot() as { database: { tables: unknown } }).database.tables)).toBe(
      JSON.stringify((JSON.parse(before) as { database: { tables: unknown } }).database.tables),
    );
  });

  it('deletes a fleet with its devices, releases, variables and images', async () => {
    await started.register(fleet);
    await change('POST', '/application_environment_variable', { application: fleet, name: 'A', value: '1' });
    expect((await change('DELETE', `/application(${fleet})`)).status).toBe(200);
    expect(await started.get('/device')).toEqual([]);
    expect(await started.get('/application_environment_variable')).toEqual([]);
    expect(started.cloud.asSeenByDevice.targetState(started.device.uuid).app).toBeUndefined();
    expect(started.cloud.fleets()).toEqual([]);
  });
});

describe('registering', () => {
  it('joins the practice device, which is online then, with what it says of itself', async () => {
    await started.register(fleet);
    expect(
      await started.get('/device?$select=is_online,is_connected_to_vpn,overall_status,ip_address,os_variant,supervisor_version'),
    ).toEqual([
      {
        is_online: true,
        is_connected_to_vpn: true,
        overall_status: 'operational',
        ip_address: '10.42.0.7',
        os_variant: 'dev',
        supervisor_version: '17.0.3',
      },
    ]);
    expect(started.cloud.isRegistered(started.device.uuid)).toBe(true);
  });

  it('lets another uuid stay offline', async () => {
    const response = await started.post('/device/register', { application: fleet, uuid: 'c'.repeat(32), device_type: 'generic-amd64' });
    expect(await response.json()).toMatchObject({ uuid: 'c'.repeat(32), api_key: expect.stringMatching(/^\w{32}$/) as string });
    expect(await started.get('/device?$select=is_online,overall_status')).toEqual([{ is_online: false, overall_status: 'configuring' }]);
  });

  it('works with a provisioning key, for its own fleet only', async () => {
    const other = await started.createFleet('Other');
    const key = (await (
      await started.post('/api-key/v2/', { actorType: 'application', actorTypeId: fleet, roles: ['provisioning-api-key'] })
    ).json()) as string;
    const register = (application: number, uuid: string) =>
      started.request('/device/register', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ application, uuid, device_type: 'generic-amd64' }),
      });
    expect((await register(fleet, 'd'.repeat(32))).status).toBe(201);
    expect((await register(other, 'e'.repeat(32))).status).toBe(401);
    expect((await started.request('/v7/device', { method: 'PATCH', headers: { authorization: `Bearer ${key}` }, body: '{}' })).status).toBe(
      400,
    );
  });

  it.each<[string, Record<string, unknown>, number, RegExp]>([
    ['a uuid twice', { uuid: 'a'.repeat(32) }, 409, /registered already/],
    ['a uuid of another form', { uuid: 'XYZ' }, 400, /32 or 62 character/],
    ['an unknown type', { uuid: 'b'.repeat(32), device_type: 'toaster' }, 400, /no device type "toaster"/],
    ['an unknown fleet', { uuid: 'b'.repeat(32), application: 1 }, 401, /cannot register/],
    ['nothing', { uuid: 5 }, 400, /needs application, uuid and device_type/],
  ])('refuses %s', async (_name, values, status, message) => {
    await started.register(fleet);
    const response = await started.post('/device/register', { application: fleet, device_type: 'generic-amd64', ...values });
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(message)]);
  });

  it('says what type the fleet for the practice device must have', async () => {
    const [type] = await started.get("/device_type(slug='raspberrypi5')?$select=id");
    const [organization] = await started.get("/organization(handle='practice')?$select=id");
    const created = await started.post('/v7/application', {
      app_name: 'Pi',
      is_for__device_type: type?.['id'],
      organization: organization?.['id'],
    });
    const { id } = (await created.json()) as { id: number };
    const response = await started.post('/device/register', { application: id, uuid: started.device.uuid, device_type: 'raspberrypi5' });
    expect(await response.text()).toMatch(/practice device is a generic-amd64 \(amd64\).*--type generic-amd64/);
  });
});
