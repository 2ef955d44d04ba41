import parser from '@balena/odata-parser';
import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { Scalar } from '../database/model.ts';
import type { Expansion, Expression, Ordering, Query, QueryOptions } from './query.ts';

/**
 * Reads the part of an address behind `/v7`: `/device(uuid='…')?$select=id`, still percent-encoded.
 * Throws ApiError (400) with the place that it does not understand.
 */
export function parseQuery(url: string): Query {
  let parsed;
  try {
    // Clients differ in what they encode; the parser itself decodes nothing but texts, once more.
    parsed = parser.parse(decodeURIComponent(url).replaceAll('%', '%25'));
  } catch (error) {
    throw badRequest(`The address is not an OData query: ${error instanceof Error ? error.message : String(error)}`);
  }
  const tree = treeShape.safeParse(parsed.tree);
  if (!tree.success) throw badRequest('This form of OData query is not supported by the practice cloud.');
  const { resource, key, count, property, link, options = {} } = tree.data;
  if (property !== undefined || link !== undefined)
    throw badRequest('Addresses that go on behind a resource are not supported by the practice cloud: use $expand.');
  const binds: Binds = Object.fromEntries([...Object.entries(parsed.binds), ...Object.entries(aliases(options))]);
  return {
    resource,
    ...(key === undefined ? {} : { key: readKey(key, binds) }),
    isCount: count === true,
    options: readOptions(options, binds),
  };
}

type Binds = Readonly<Record<string, unknown>>;

const bindReference = z.object({ bind: z.union([z.number(), z.string()]) });
const treeShape = z.object({
  resource: z.string(),
  key: z.union([bindReference, z.record(z.string(), bindReference)]).optional(),
  count: z.boolean().optional(),
  property: z.unknown().optional(),
  link: z.unknown().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});
interface PathTree {
  name: string;
  property?: PathTree | undefined;
  count?: boolean | undefined;
  lambda?: { method: 'any' | 'all'; identifier: string; expression: unknown } | undefined;
  options?: { $filter?: unknown } | undefined;
}
const pathShape: z.ZodType<PathTree> = z.lazy(() =>
  z.object({
    name: z.string(),
    property: pathShape.nullish().transform((value) => value ?? undefined),
    count: z.boolean().optional(),
    lambda: z.object({ method: z.enum(['any', 'all']), identifier: z.string(), expression: z.unknown() }).optional(),
    options: z.object({ $filter: z.unknown().optional() }).optional(),
  }),
);
const propertiesShape = z.object({ properties: z.array(z.record(z.string(), z.unknown())) });
const knownOptions = new Set(['$select', '$filter', '$expand', '$orderby', '$top', '$skip', '$count', '$format']);

function aliases(options: Readonly<Record<string, unknown>>): Binds {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name.startsWith('@')));
}

function readKey(key: NonNullable<z.infer<typeof treeShape>['key']>, binds: Binds): Record<string, Scalar> {
  const single = bindReference.safeParse(key);
  if (single.success) return { id: readBind(single.data.bind, binds).value };
  return Object.fromEntries(
    Object.entries(key).map(([name, reference]) => [name, readBind(bindReference.parse(reference).bind, binds).value]),
  );
}

function readOptions(options: Readonly<Record<string, unknown>>, binds: Binds): QueryOptions {
  for (const name of Object.keys(options))
    if (name.startsWith('$') && !knownOptions.has(name))
      throw badRequest(`The query option "${name}" is not supported by the practice cloud.`);
  const select = options['$select'];
  const top = readNumber(options['$top'], '$top', binds);
  const skip = readNumber(options['$skip'], '$skip', binds);
  return {
    ...(select === undefined || select === '*' ? {} : { select: readProperties(select).map((path) => singleName(path, '$select')) }),
    ...(options['$filter'] === undefined ? {} : { filter: readExpression(options['$filter'], binds) }),
    expand: options['$expand'] === undefined ? [] : readProperties(options['$expand']).map((path) => readExpansion(path, binds)),
    orderBy: options['$orderby'] === undefined ? [] : readProperties(options['$orderby']).map((path) => readOrdering(path, binds)),
    ...(top === undefined ? {} : { top }),
    ...(skip === undefined ? {} : { skip }),
    withCount: options['$count'] === true,
  };
}

function readProperties(value: unknown): Record<string, unknown>[] {
  return propertiesShape.parse(value).properties;
}

function singleName(path: Record<string, unknown>, option: string): string {
  const { name, property } = pathShape.parse(path);
  if (property !== undefined) throw badRequest(`${option} takes names of the resource itself, not the path "${name}/${property.name}".`);
  return name;
}

function readExpansion(path: Record<string, unknown>, binds: Binds): Expansion {
  const options = z.record(z.string(), z.unknown()).optional().parse(path['options']) ?? {};
  return { name: singleName(path, '$expand'), isCount: path['count'] === true, options: readOptions(options, binds) };
}

function readOrdering(path: Record<string, unknown>, binds: Binds): Ordering {
  return { by: readPath(path, binds), direction: path['order'] === 'desc' ? 'descending' : 'ascending' };
}

function readNumber(value: unknown, option: string, binds: Binds): number | undefined {
  if (value === undefined) return undefined;
  const reference = bindReference.safeParse(value);
  const number = reference.success ? readBind(reference.data.bind, binds).value : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw badRequest(`${option} must be a whole number, 0 or more.`);
}

function readExpression(tree: unknown, binds: Binds): Expression {
  if (tree === null) return { kind: 'literal', value: null };
  if (typeof tree === 'string' || typeof tree === 'number' || typeof tree === 'boolean') return { kind: 'literal', value: tree };
  if (!Array.isArray(tree)) {
    const reference = bindReference.safeParse(tree);
    return reference.success ? { kind: 'literal', ...readBind(reference.data.bind, binds) } : readPath(tree, binds);
  }
  const [operator, ...rest] = tree as [unknown, ...unknown[]];
  switch (operator) {
    case 'and':
    case 'or':
      return { kind: operator, terms: rest.map((term) => readExpression(term, binds)) };
    case 'not':
      return { kind: 'not', term: readExpression(rest[0], binds) };
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return { kind: 'compare', operator, left: readExpression(rest[0], binds), right: readExpression(rest[1], binds) };
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'mod':
      return { kind: 'arithmetic', operator, left: readExpression(rest[0], binds), right: readExpression(rest[1], binds) };
    case 'eqany':
      return { kind: 'in', value: readExpression(rest[0], binds), list: readList(rest[1], binds) };
    case 'call': {
      const call = z.object({ method: z.string(), args: z.array(z.unknown()) }).parse(rest[0]);
      return { kind: 'call', method: call.method, arguments: call.args.map((argument) => readExpression(argument, binds)) };
    }
    default:
      throw badRequest(`The operator "${String(operator)}" is not supported by the practice cloud.`);
  }
}

function readPath(tree: unknown, binds: Binds): Expression {
  const names: string[] = [];
  let step: PathTree | undefined = parsePath(tree);
  while (step !== undefined) {
    names.push(step.name);
    if (step.lambda !== undefined) {
      const { method, identifier: variable, expression } = step.lambda;
      return { kind: 'lambda', method, names, variable, predicate: readExpression(expression, binds) };
    }
    if (step.count === true) {
      const filter = step.options?.$filter;
      return { kind: 'count', names, ...(filter === undefined ? {} : { filter: readExpression(filter, binds) }) };
    }
    step = step.property;
  }
  return { kind: 'path', names };
}

function parsePath(tree: unknown): PathTree {
  const path = pathShape.safeParse(tree);
  if (!path.success) throw badRequest('The filter has a form that is not supported by the practice cloud.');
  return path.data;
}

function readBind(reference: string | number, binds: Binds): { value: Scalar; isDate?: boolean } {
  const bind = binds[reference];
  if (bind === undefined) throw badRequest(`The parameter "${String(reference)}" has no value.`);
  const [type, value] = z.tuple([z.string(), z.unknown()]).parse(bind);
  if (type === 'Date' || type === 'Date Time') return { value: new Date(value as number | Date).getTime(), isDate: true };
  return { value: z.union([z.string(), z.number(), z.boolean(), z.null()]).parse(value) };
}

function readList(tree: unknown, binds: Binds): Scalar[] {
  const bind = binds[bindReference.parse(tree).bind];
  const [, items] = z.tuple([z.string(), z.array(z.unknown())]).parse(bind);
  return items.map((item) => (item === null ? null : readBind('item', { item }).value));
}
