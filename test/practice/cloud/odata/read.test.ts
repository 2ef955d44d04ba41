import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../../src/practice/cloud/api-error.ts';
import { emptyDatabase, seed } from '../../../../src/practice/cloud/database/seed.ts';
import type { Database, Json } from '../../../../src/practice/cloud/database/model.ts';
import { parseQuery } from '../../../../src/practice/cloud/odata/parse.ts';
import { read } from '../../../../src/practice/cloud/odata/read.ts';

let database: Database;
let fleet: number;

beforeEach(() => {
  database = emptyDatabase();
  seed(database);
  const organization = database.findBy('organization', { handle: 'practice' })?.id ?? 0;
  const type = database.findBy('device_type', { slug: 'generic-amd64' })?.id ?? 0;
  fleet = database.insert('application', { app_name: 'SingleService', organization, is_for__device_type: type }).id;
  database.insert('device', { uuid: 'ab'.repeat(16), belongs_to__application: fleet, is_of__device_type: type });
});

function get(query: string): Json {
  return (read(parseQuery(query), database) as { d: Json }).d;
}

function refusal(query: string): ApiError {
  try {
    get(query);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`${query} was answered.`);
}

describe('reading a resource', () => {
  it('gives references as ids, expanded ones as arrays, and absent ones as null', () => {
    const query = `/device?$select=belongs_to__application,is_running__release,should_be_running__release&$expand=is_of__device_type($select=slug)`;
    expect(get(query)).toEqual([
      {
        belongs_to__application: { __id: fleet },
        is_running__release: null,
        should_be_running__release: null,
        is_of__device_type: [{ slug: 'generic-amd64' }],
      },
    ]);
    expect(get('/device?$select=id&$expand=is_running__release')).toMatchObject([{ is_running__release: [] }]);
  });

  it('finds by id, by another key and by several properties of one', () => {
    expect(get(`/application(${fleet})?$select=slug`)).toEqual([{ slug: 'practice/singleservice' }]);
    expect(get("/application(slug='practice/singleservice')?$select=id")).toEqual([{ id: fleet }]);
    const tag = database.insert('application_tag', { application: fleet, tag_key: 'a', value: '1' }).id;
    expect(get(`/application_tag(application=${fleet},tag_key='a')?$select=id`)).toEqual([{ id: tag }]);
    expect(get('/application(999)')).toEqual([]);
    expect(refusal("/application(app_name='SingleService')")).toMatchObject({
      status: 400,
      message: '"app_name" is no key of "application".',
    });
  });

  it('expands several levels deep, with options at each', () => {
    const query =
      "/organization?$select=handle&$filter=handle eq 'practice'&$expand=application($select=app_name;$expand=owns__device($select=uuid;$top=1;$orderby=id desc),owns__release/$count)";
    expect(get(query)).toEqual([
      { handle: 'practice', application: [{ app_name: 'SingleService', owns__device: [{ uuid: 'ab'.repeat(16) }], owns__release: 0 }] },
    ]);
  });

  it('knows aliases of properties and parameters of the address', () => {
    expect(get(`/device?$select=id&$filter=device__installs__image/any(i:i/status eq 'x')`)).toEqual([]);
    expect(get(`/application(@id)?$select=id&@id=${fleet}`)).toEqual([{ id: fleet }]);
  });

  it('compares dates as times', () => {
    expect(get("/application/$count?$filter=created_at gt datetime'2020-01-01T00:00:00Z'")).toBe(database.rows('application').length);
    expect(get("/application/$count?$filter=created_at lt '2020-01-01T00:00:00.000Z'")).toBe(0);
  });

  it('counts beside the page when asked', () => {
    expect(read(parseQuery('/cpu_architecture?$top=1&$count=true&$select=slug'), database)).toEqual({
      d: [{ slug: 'aarch64' }],
      '@odata.count': 5,
    });
  });

  it.each([
    ['/toaster', 404, /no resource "toaster"/],
    ['/device?$select=colour', 400, /"device" has no property "colour"/],
    ['/device?$filter=colour eq 1', 400, /no property "colour"/],
    ['/image?$filter=is_a_build_of__service/colour eq 1', 400, /"service" has no property "colour"/],
    ['/device?$filter=image_install/status eq 1', 400, /use any\(\)/],
    ['/device?$expand=uuid', 400, /is a value/],
    ['/device?$orderby=colour', 400, /no property "colour"/],
    ['/device?$filter=uuid', 400, /needs a condition/],
    ['/device?$filter=year(created_at) eq 1', 400, /function "year" is not supported/],
    ['/device?$filter=contains(uuid) eq 1', 400, /not an OData query|takes 2 arguments/],
    ['/device?$filter=length(uuid,uuid) eq 1', 400, /not an OData query|takes 1 argument/],
    ['/device?$filter=uuid eq %zz', 400, /not an OData query/],
    ['/device?$search=a', 400, /not an OData query|"\$search" is not supported/],
    ['/device(1)/belongs_to__application', 400, /use \$expand/],
    ['/device?$top=many', 400, /not an OData query|whole number/],
    ['/device?$filter=uuid eq', 400, /not an OData query/],
    ['/api_key?$select=key', 400, /no property "key"/],
    ['/device?$filter=constructor eq 1', 400, /no property "constructor"/],
  ])('refuses %s in words', (query, status, message) => {
    const error = refusal(query);
    expect(error.status).toBe(status);
    expect(error.message).toMatch(message);
  });

  it('refuses an unknown name also where there is no row to look at', () => {
    expect(database.rows('release_tag')).toEqual([]);
    expect(refusal('/release_tag?$filter=colour eq 1').message).toMatch(/no property "colour"/);
  });
});
