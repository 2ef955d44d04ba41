import type { Json } from '../database/model.ts';
import type { ArithmeticOperator, ComparisonOperator } from './query.ts';

/**
 * OData 4.01, part 2, 5.1.1.1: null equals only null; the other comparisons are false where a side is null. Values of
 * different types are never equal, and have no order.
 */
export function compare(operator: ComparisonOperator | ArithmeticOperator, left: Json, right: Json): boolean {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === null || right === null || typeof left !== typeof right || typeof left === 'object') return false;
  switch (operator) {
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    default:
      return left <= right;
  }
}

/** Null where a side is no number, and for a division by zero. */
export function arithmetic(operator: ArithmeticOperator | ComparisonOperator, left: Json, right: Json): number | null {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case 'add':
      return left + right;
    case 'sub':
      return left - right;
    case 'mul':
      return left * right;
    case 'div':
      return right === 0 ? null : left / right;
    default:
      return right === 0 ? null : left % right;
  }
}

/** Order of $orderby: ascending, null after every value, as PostgreSQL sorts. */
export function order(left: Json, right: Json): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof left !== typeof right || typeof left === 'object') return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
  return left < right ? -1 : 1;
}
