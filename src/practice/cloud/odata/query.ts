import type { Scalar } from '../database/model.ts';

/** An OData request as the practice cloud understands it (OASIS OData 4.01, part 2: URL conventions). */
export interface Query {
  resource: string;
  /** By `id`, or by the names and values of another key. */
  key?: Readonly<Record<string, Scalar>>;
  /** The address ends in `/$count`. */
  isCount: boolean;
  options: QueryOptions;
}

export interface QueryOptions {
  select?: readonly string[];
  filter?: Expression;
  expand: readonly Expansion[];
  orderBy: readonly Ordering[];
  top?: number;
  skip?: number;
  withCount: boolean;
}

export interface Expansion {
  name: string;
  /** `$expand=name/$count`. */
  isCount: boolean;
  options: QueryOptions;
}

export interface Ordering {
  by: Expression;
  direction: 'ascending' | 'descending';
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'mod';

export type Expression =
  | { kind: 'literal'; value: Scalar; isDate?: boolean }
  /** `a/b/c`; the first name may be a lambda's variable. */
  | { kind: 'path'; names: readonly string[] }
  | { kind: 'count'; names: readonly string[]; filter?: Expression }
  | { kind: 'lambda'; method: 'any' | 'all'; names: readonly string[]; variable: string; predicate: Expression }
  | { kind: 'compare'; operator: ComparisonOperator; left: Expression; right: Expression }
  | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Expression; right: Expression }
  | { kind: 'in'; value: Expression; list: readonly Scalar[] }
  | { kind: 'and' | 'or'; terms: readonly Expression[] }
  | { kind: 'not'; term: Expression }
  | { kind: 'call'; method: string; arguments: readonly Expression[] };
