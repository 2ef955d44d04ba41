import { badRequest } from '../api-error.ts';
import { findProperty } from '../database/model.ts';
import type { Database, Json, Property, Resource, Row, Scalar } from '../database/model.ts';
import { compile, compilePredicate } from './compile.ts';
import type { Scope } from './compile.ts';
import { follow, navigation, readScalar } from './navigate.ts';
import { order } from './operators.ts';
import type { Expansion, Query, QueryOptions } from './query.ts';

const noVariables = new Map<string, never>();

/** Answers a GET: `{ d: [...] }`, or `{ d: <number> }` for `/$count`. Throws ApiError. */
export function read(query: Query, database: Database): Json {
  const resource = database.resource(query.resource);
  const rows = findRows(query, database);
  if (query.isCount) return { d: rows.length };
  const page = arrange(resource, rows, query.options, database);
  const result = { d: page.map(renderer(resource, query.options, database)) };
  return query.options.withCount ? { ...result, '@odata.count': rows.length } : result;
}

/** The rows of the query's key and filter. */
export function findRows(query: Query, database: Database): readonly Row[] {
  const resource = database.resource(query.resource);
  const rows = query.key === undefined ? database.rows(resource.name) : rowsOfKey(resource, query.key, database);
  return filterRows(resource, rows, query.options, database);
}

function rowsOfKey(resource: Resource, key: Readonly<Record<string, Scalar>>, database: Database): readonly Row[] {
  const values: Record<string, Json> = {};
  for (const [name, value] of Object.entries(key)) {
    const found = findProperty(resource, name);
    if (found === undefined || (found.property.kind !== 'field' && found.property.kind !== 'reference'))
      throw badRequest(`"${resource.name}" has no property "${name}" that a key could use.`);
    values[found.name] = value;
  }
  const names = Object.keys(values);
  const isKey = names.includes('id') || resource.unique.some((fields) => fields.every((field) => names.includes(field)));
  if (!isKey) throw badRequest(`${names.map((name) => `"${name}"`).join(', ')} is no key of "${resource.name}".`);
  const row = database.findBy(resource.name, values);
  return row === undefined ? [] : [row];
}

function filterRows(resource: Resource, rows: readonly Row[], options: QueryOptions, database: Database): readonly Row[] {
  if (options.filter === undefined) return rows;
  const predicate = compilePredicate(options.filter, { resource, variables: noVariables }, database);
  return rows.filter((row) => predicate(scopeOf(row)) === true);
}

function arrange(resource: Resource, rows: readonly Row[], options: QueryOptions, database: Database): readonly Row[] {
  const skip = options.skip ?? 0;
  const end = options.top === undefined ? undefined : skip + options.top;
  if (options.orderBy.length === 0) return rows.slice(skip, end);
  const orderings = options.orderBy.map(({ by, direction }) => {
    const { evaluate } = compile(by, { resource, variables: noVariables }, database);
    return { evaluate, sign: direction === 'ascending' ? 1 : -1 };
  });
  const keyed = rows.map((row) => ({ row, keys: orderings.map(({ evaluate }) => evaluate(scopeOf(row))) }));
  keyed.sort((left, right) => {
    for (const [index, { sign }] of orderings.entries()) {
      const difference = order(left.keys[index] ?? null, right.keys[index] ?? null);
      if (difference !== 0) return sign * difference;
    }
    return left.row.id - right.row.id;
  });
  return keyed.map(({ row }) => row).slice(skip, end);
}

/** What a client gets to see of a row: the selected properties, then what was expanded. */
function renderer(resource: Resource, options: QueryOptions, database: Database): (row: Row) => Record<string, Json> {
  const selected = (options.select ?? visibleProperties(resource)).map((name) => selection(resource, name));
  const expansions = options.expand.map((expansion) => ({ name: expansion.name, render: expander(resource, expansion, database) }));
  return (row) => {
    const result: Record<string, Json> = {};
    for (const { name, found } of selected) {
      const value = readScalar(found, row, database);
      result[name] = isReference(found.property) && value !== null ? { __id: value } : value;
    }
    for (const { name, render } of expansions) result[name] = render(row);
    return result;
  };
}

/** The whole row, as a POST answers it. */
export function renderRow(resource: Resource, row: Row, database: Database): Record<string, Json> {
  return renderer(resource, { expand: [], orderBy: [], withCount: false }, database)(row);
}

function visibleProperties(resource: Resource): string[] {
  const names = Object.entries(resource.properties)
    .filter(([name, property]) => property.kind !== 'alias' && property.kind !== 'collection' && findProperty(resource, name) !== undefined)
    .map(([name]) => name);
  return ['id', ...names];
}

function selection(resource: Resource, name: string): { name: string; found: NonNullable<ReturnType<typeof findProperty>> } {
  const found = findProperty(resource, name);
  if (found === undefined) throw badRequest(`"${resource.name}" has no property "${name}".`);
  if (found.property.kind === 'collection') throw badRequest(`"${name}" of "${resource.name}" leads to many rows: use $expand.`);
  return { name, found };
}

function expander(resource: Resource, expansion: Expansion, database: Database): (row: Row) => Json {
  const target = navigation(resource, expansion.name, database);
  const render = renderer(target.resource, expansion.options, database);
  return (row) => {
    const rows = filterRows(target.resource, follow(target.property, row, database), expansion.options, database);
    return expansion.isCount ? rows.length : arrange(target.resource, rows, expansion.options, database).map(render);
  };
}

function isReference(property: Property): boolean {
  return property.kind === 'reference' || property.kind === 'computed-reference';
}

function scopeOf(row: Row): Scope {
  return { row, variables: noVariables };
}
