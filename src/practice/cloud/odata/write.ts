import { z } from 'zod';
import { ApiError, badRequest } from '../api-error.ts';
import { findProperty } from '../database/model.ts';
import type { Database, FieldProperty, Json, ReferenceProperty, Resource, Row } from '../database/model.ts';
import { findRows, renderRow } from './read.ts';
import type { Query } from './query.ts';

/** Who changes what: refuses rows that are not the caller's by throwing ApiError. */
export type MayChange = (resource: Resource, row: Row) => void;

/** Answers a POST: the new row. Throws ApiError. */
export function create(query: Query, body: unknown, database: Database, mayChange: MayChange): Json {
  const resource = writable(query, database);
  return database.change(() => {
    const row = database.insert(resource.name, readBody(resource, body));
    mayChange(resource, row);
    return renderRow(resource, row, database);
  });
}

/** Answers a PATCH: changes every row of the key and filter. Throws ApiError, and then nothing is changed. */
export function update(query: Query, body: unknown, database: Database, mayChange: MayChange): void {
  const resource = writable(query, database);
  requireTarget(query);
  const values = readBody(resource, body);
  database.change(() => {
    for (const row of findRows(query, database)) {
      mayChange(resource, row);
      mayChange(resource, database.update(resource.name, row.id, values));
    }
  });
}

/** Answers a PUT with a key: changes the row, or makes it where there is none. Throws ApiError. */
export function replace(query: Query, body: unknown, database: Database, mayChange: MayChange): void {
  const { key } = query;
  if (key === undefined) throw badRequest("A PUT needs a key, as in /device_tag(device=1,tag_key='a').");
  if (findRows(query, database).length > 0) update(query, body, database, mayChange);
  else create({ ...query, options: { ...query.options } }, { ...bodyShape.parse(body), ...key }, database, mayChange);
}

/** Answers a DELETE of every row of the key and filter. Throws ApiError, and then nothing is deleted. */
export function remove(query: Query, database: Database, mayChange: MayChange): void {
  const resource = writable(query, database);
  requireTarget(query);
  database.change(() => {
    for (const row of findRows(query, database)) {
      mayChange(resource, row);
      database.remove(resource.name, row.id);
    }
  });
}

const bodyShape = z.record(z.string(), z.unknown());

function writable(query: Query, database: Database): Resource {
  const resource = database.resource(query.resource);
  if (resource.isReadOnly === true) throw new ApiError(401, `Unauthorized: "${resource.name}" cannot be changed by a user.`);
  return resource;
}

/** A change without key and filter would hit every row: nobody means that. */
function requireTarget(query: Query): void {
  if (query.key === undefined && query.options.filter === undefined) throw badRequest('A change needs a key or a $filter.');
}

function readBody(resource: Resource, body: unknown): Record<string, Json> {
  const given = bodyShape.safeParse(body);
  if (!given.success) throw badRequest('The body must be a JSON object.');
  const values: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given.data)) {
    const found = findProperty(resource, name);
    if (found === undefined) throw badRequest(`"${resource.name}" has no property "${name}".`);
    const { property } = found;
    if ((property.kind !== 'field' && property.kind !== 'reference') || property.isReadOnly === true)
      throw badRequest(`"${name}" of "${resource.name}" cannot be set.`);
    values[found.name] = readValue(resource, name, property, value);
  }
  return values;
}

function readValue(resource: Resource, name: string, property: FieldProperty | ReferenceProperty, value: unknown): Json {
  if (value === null) {
    if (property.isOptional && !(property.kind === 'field' && property.initial?.() !== null)) return null;
    throw badRequest(`"${name}" of "${resource.name}" must not be null.`);
  }
  const type = property.kind === 'reference' ? 'integer' : property.type;
  const result = readers[type].safeParse(value);
  if (!result.success) throw badRequest(`"${name}" of "${resource.name}" must be of type ${type}, not ${JSON.stringify(value)}.`);
  return result.data;
}

/** A number for a text or a date is taken, as the real API takes it: the CLI sends times in milliseconds. */
const readers: Record<FieldProperty['type'], z.ZodType<Json>> = {
  text: z.union([z.string(), z.number().transform(String)]),
  integer: z.int(),
  real: z.number(),
  boolean: z.boolean(),
  date: z
    .union([z.string(), z.number()])
    .transform((value) => new Date(value))
    .refine((date) => !Number.isNaN(date.getTime()))
    .transform((date) => date.toISOString()),
  json: z.json(),
};
