import { badRequest } from '../api-error.ts';
import { findProperty } from '../database/model.ts';
import type { Database, Json, Resource, Row, Scalar, ScalarType } from '../database/model.ts';
import { applyFunction, functionType } from './functions.ts';
import { follow, navigation, readScalar } from './navigate.ts';
import type { Navigation } from './navigate.ts';
import { arithmetic, compare } from './operators.ts';
import type { Expression } from './query.ts';

/** The row an expression is about, and the rows of the lambdas around it. */
export interface Scope {
  row: Row;
  variables: ReadonlyMap<string, Row>;
}

export type Evaluator = (scope: Scope) => Json;

export interface Typed {
  /** What the value is when it is not null; undefined for the literal null. */
  type: ScalarType | undefined;
  evaluate: Evaluator;
}

/** The names an expression may use: properties of the resource, and variables of the lambdas around it. */
export interface Names {
  resource: Resource;
  variables: ReadonlyMap<string, Resource>;
}

/**
 * Makes a function of an expression. Every name is looked up now, so that an unknown one is refused (ApiError 400) even
 * when there is no row. Logic has three values, as in OData 4.01, part 2, 5.1.1.1: null is neither true nor false.
 */
export function compile(expression: Expression, names: Names, database: Database): Typed {
  switch (expression.kind) {
    case 'literal':
      return { type: literalType(expression.value, expression.isDate), evaluate: () => expression.value };
    case 'path':
      return compilePath(expression.names, names, database);
    case 'count': {
      const path = compileCollection(expression.names, names, database);
      const filter = expression.filter && compilePredicate(expression.filter, { ...names, resource: path.resource }, database);
      const evaluate: Evaluator = (scope) =>
        path.rows(scope).filter((row) => filter === undefined || filter({ ...scope, row }) === true).length;
      return { type: 'integer', evaluate };
    }
    case 'lambda':
      return compileLambda(expression, names, database);
    case 'compare':
    case 'arithmetic': {
      const left = compile(expression.left, names, database);
      const right = compile(expression.right, names, database);
      const asDate = left.type === 'date' || right.type === 'date';
      const operate = expression.kind === 'compare' ? compare : arithmetic;
      return {
        type: expression.kind === 'compare' ? 'boolean' : 'real',
        evaluate: (scope) => operate(expression.operator, operand(left, scope, asDate), operand(right, scope, asDate)),
      };
    }
    case 'in': {
      const value = compile(expression.value, names, database);
      return { type: 'boolean', evaluate: (scope) => expression.list.some((item) => compare('eq', value.evaluate(scope), item)) };
    }
    case 'and':
    case 'or': {
      const terms = expression.terms.map((term) => compilePredicate(term, names, database));
      const decisive = expression.kind === 'or';
      return {
        type: 'boolean',
        evaluate: (scope) => {
          const values = terms.map((term) => term(scope));
          if (values.includes(decisive)) return decisive;
          return values.includes(null) ? null : !decisive;
        },
      };
    }
    case 'not': {
      const term = compilePredicate(expression.term, names, database);
      return {
        type: 'boolean',
        evaluate: (scope) => {
          const value = term(scope);
          return value === null ? null : value !== true;
        },
      };
    }
    case 'call': {
      const inputs = expression.arguments.map((argument) => compile(argument, names, database));
      const type = functionType(expression.method, inputs.length);
      return {
        type,
        evaluate: (scope) =>
          applyFunction(
            expression.method,
            inputs.map((input) => input.evaluate(scope)),
          ),
      };
    }
  }
}

/** A filter's function; a filter that is neither true nor false by its type is refused. */
export function compilePredicate(expression: Expression, names: Names, database: Database): Evaluator {
  const { type, evaluate } = compile(expression, names, database);
  if (type !== 'boolean' && type !== undefined) throw badRequest(`A filter needs a condition, but has a value of type ${type}.`);
  return evaluate;
}

function literalType(value: Scalar, isDate: boolean | undefined): ScalarType | undefined {
  if (isDate === true) return 'date';
  if (value === null) return undefined;
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' ? 'real' : 'text';
}

/** Dates compare as times, so that `2026-11-23T10:00:00Z` and `…10:00:00.000Z` are the same. */
function operand(typed: Typed, scope: Scope, asDate: boolean): Json {
  const value = typed.evaluate(scope);
  if (!asDate || typeof value !== 'string') return value;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

interface Steps {
  resource: Resource;
  rows(scope: Scope): readonly Row[];
}

/** Follows references; `rows` has none or one row. The names left over are for the caller. */
function start(path: readonly string[], names: Names): { steps: Steps; rest: readonly string[] } {
  const variable = path[0] === undefined ? undefined : names.variables.get(path[0]);
  if (variable === undefined) return { steps: { resource: names.resource, rows: (scope) => [scope.row] }, rest: path };
  const rows = (scope: Scope) => {
    const row = scope.variables.get(path[0] ?? '');
    return row === undefined ? [] : [row];
  };
  return { steps: { resource: variable, rows }, rest: path.slice(1) };
}

function step(steps: Steps, { property, resource }: Navigation, database: Database): Steps {
  return { resource, rows: (scope) => steps.rows(scope).flatMap((row) => follow(property, row, database)) };
}

function compilePath(path: readonly string[], names: Names, database: Database): Typed {
  let { steps, rest } = start(path, names);
  for (; rest.length > 1; rest = rest.slice(1)) {
    const next = navigation(steps.resource, rest[0] ?? '', database);
    if (next.property.kind === 'collection')
      throw badRequest(`"${rest[0] ?? ''}" of "${steps.resource.name}" leads to many rows: use any(), all() or $count.`);
    steps = step(steps, next, database);
  }
  const name = rest[0] ?? 'id';
  const found = findProperty(steps.resource, name);
  if (found === undefined) throw badRequest(`"${steps.resource.name}" has no property "${name}".`);
  const { property } = found;
  if (property.kind === 'collection')
    throw badRequest(`"${name}" of "${steps.resource.name}" leads to many rows: use any(), all() or $count.`);
  const last = steps;
  return {
    type: property.kind === 'reference' || property.kind === 'computed-reference' ? 'integer' : property.type,
    evaluate: (scope) => {
      const row = last.rows(scope)[0];
      return row === undefined ? null : readScalar(found, row, database);
    },
  };
}

function compileCollection(path: readonly string[], names: Names, database: Database): Steps {
  let { steps, rest } = start(path, names);
  for (; rest.length > 0; rest = rest.slice(1)) steps = step(steps, navigation(steps.resource, rest[0] ?? '', database), database);
  return steps;
}

function compileLambda(expression: Extract<Expression, { kind: 'lambda' }>, names: Names, database: Database): Typed {
  const { method, variable } = expression;
  const path = compileCollection(expression.names, names, database);
  const inner: Names = { resource: names.resource, variables: new Map(names.variables).set(variable, path.resource) };
  const predicate = compilePredicate(expression.predicate, inner, database);
  const holds = (scope: Scope) => (row: Row) =>
    predicate({ row: scope.row, variables: new Map(scope.variables).set(variable, row) }) === true;
  return {
    type: 'boolean',
    evaluate: (scope) => (method === 'any' ? path.rows(scope).some(holds(scope)) : path.rows(scope).every(holds(scope))),
  };
}
