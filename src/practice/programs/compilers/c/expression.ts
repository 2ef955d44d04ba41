import { binary, constantCode, convert, load, scaled, store, truth, wrap } from './code.ts';
import type { Variable } from './scope.ts';
import { CompileError } from './tokens.ts';
import type { Token } from './tokens.ts';
import { commonType, doubleType, intType, isArithmetic, isScalar, longType, pointerTo, promoted, sizeOf, typeName } from './types.ts';
import type { CType } from './types.ts';

/** A checked expression. Its code is made when the whole program is known. */
export interface Expression {
  type: CType;
  code: () => string;
  /** Of an lvalue in memory. */
  address?: () => string;
  /** Of an lvalue that may be no memory. */
  variable?: Variable;
  /** Of a constant expression. */
  constant?: bigint | number;
  /** A string literal's bytes, for the initialization of arrays. */
  bytes?: Buffer;
  at: Token;
}

export function constantOf(type: CType, value: bigint | number, at: Token): Expression {
  const isInteger = type.kind === 'integer';
  const kept =
    isInteger && typeof value === 'bigint'
      ? type.isSigned
        ? BigInt.asIntN(type.size * 8, value)
        : BigInt.asUintN(type.size * 8, value)
      : value;
  return { type, constant: kept, code: () => constantCode(type, kept), at };
}

/** Arrays become pointers to their first element, functions pointers to themselves. */
export function decayed(expression: Expression): Expression {
  const { type, at, code } = expression;
  if (type.kind === 'array')
    return { type: pointerTo(type.of), code, at, ...(expression.bytes === undefined ? {} : { bytes: expression.bytes }) };
  return type.kind === 'function' ? { type: pointerTo(type), code, at } : expression;
}

export function cast(expression: Expression, type: CType): Expression {
  const { constant, at } = expression;
  if (constant !== undefined && isArithmetic(type)) {
    if (type.kind === 'integer' && type.name !== '_Bool') {
      const whole = typeof constant === 'bigint' ? constant : Number.isFinite(constant) ? BigInt(Math.trunc(constant)) : 0n;
      return constantOf(type, whole, at);
    }
    if (type.kind === 'floating') return constantOf(type, type.size === 4 ? Math.fround(Number(constant)) : Number(constant), at);
  }
  return { type, code: () => convert(expression.code(), expression.type, type), at, ...(constant === 0n ? { constant } : {}) };
}

/** A value put where `type` is wanted (assignment, argument, return); `what` starts gcc's message. */
export function assigned(given: Expression, type: CType, what: string): Expression {
  const value = decayed(given);
  const from = value.type;
  if (isArithmetic(type) && isArithmetic(from)) return cast(value, type);
  if (type.kind === 'struct' || from.kind === 'struct' || from.kind === 'void' || type.kind === 'void') {
    if (type === from) return value;
    if (from.kind === 'void') throw new CompileError('void value not ignored as it ought to be', given.at);
    throw new CompileError(`incompatible types when ${what} type '${typeName(type)}' from type '${typeName(from)}'`, given.at);
  }
  if (type.kind === 'pointer' && from.kind === 'pointer') {
    const isSame = typeName(type) === typeName(from) || [type.to, from.to].some((one) => one.kind === 'void');
    const isCharacter = [type.to, from.to].every((one) => one.kind === 'integer' && one.size === 1);
    const isFunction = type.to.kind === 'function' && from.to.kind === 'function';
    if (isSame || isCharacter || isFunction) return cast(value, type);
    throw new CompileError(
      `${what} '${typeName(type)}' from incompatible pointer type '${typeName(from)}' [-Wincompatible-pointer-types]`,
      given.at,
    );
  }
  if (type.kind === 'pointer' && value.constant === 0n) return cast(value, type);
  if (type.kind === 'integer' && type.name === '_Bool') return cast(value, type);
  const direction = type.kind === 'pointer' ? 'makes pointer from integer' : 'makes integer from pointer';
  if (from.kind === 'floating' || type.kind === 'floating')
    throw new CompileError(`incompatible types when ${what} type '${typeName(type)}' from type '${typeName(from)}'`, given.at);
  throw new CompileError(`${what} '${typeName(type)}' from '${typeName(from)}' ${direction} without a cast [-Wint-conversion]`, given.at);
}

export function condition(expression: Expression): () => string {
  const value = decayed(expression);
  if (!isScalar(value.type)) throw new CompileError('used struct type value where scalar is required', expression.at);
  return () => truth(value.code(), value.type);
}

export function unary(operator: string, operand: Expression, at: Token): Expression {
  const value = decayed(operand);
  if (operator === '!') {
    const holds = condition(value);
    if (value.constant !== undefined) return constantOf(intType, Number(value.constant) === 0 ? 1n : 0n, at);
    return { type: intType, code: () => `(${holds()} ? 0 : 1)`, at };
  }
  const words = operator === '-' ? 'minus' : operator === '+' ? 'plus' : 'bit-complement';
  if (!isArithmetic(value.type) || (operator === '~' && value.type.kind === 'floating'))
    throw new CompileError(`wrong type argument to ${operator === '~' ? '' : 'unary '}${words}`, at);
  const type = promoted(value.type);
  const same = cast(value, type);
  if (same.constant !== undefined) {
    const { constant } = same;
    if (typeof constant === 'bigint') return constantOf(type, operator === '-' ? -constant : operator === '~' ? ~constant : constant, at);
    return constantOf(type, operator === '-' ? -constant : constant, at);
  }
  if (operator === '+') return { ...same, at };
  return { type, code: () => wrap(type, `(${operator}${same.code()})`), at };
}

export function binaryExpression(operator: string, first: Expression, second: Expression, at: Token): Expression {
  const [left, right] = [decayed(first), decayed(second)];
  if (operator === '&&' || operator === '||') {
    const [one, two] = [condition(left), condition(right)];
    if (left.constant !== undefined && right.constant !== undefined) {
      const values = [Number(left.constant) !== 0, Number(right.constant) !== 0];
      return constantOf(intType, (operator === '&&' ? values.every(Boolean) : values.some(Boolean)) ? 1n : 0n, at);
    }
    return { type: intType, code: () => `(${one()} ${operator} ${two()} ? 1 : 0)`, at };
  }
  const fail = (): CompileError =>
    new CompileError(`invalid operands to binary ${operator} (have '${typeName(left.type)}' and '${typeName(right.type)}')`, at);
  const isComparison = ['<', '>', '<=', '>=', '==', '!='].includes(operator);
  if (left.type.kind === 'pointer' || right.type.kind === 'pointer')
    return pointerExpression(operator, left, right, at, fail, isComparison);
  if (!isArithmetic(left.type) || !isArithmetic(right.type)) throw fail();
  const isShift = operator === '<<' || operator === '>>';
  const type = isShift ? promoted(left.type) : commonType(left.type, right.type);
  if (type.kind === 'floating' && ['%', '&', '|', '^', '<<', '>>'].includes(operator)) throw fail();
  if (right.type.kind === 'floating' && isShift) throw fail();
  const [one, two] = [cast(left, type), cast(right, type)];
  const folded = fold(operator, type, one, two, at);
  if (folded !== undefined) return folded;
  return { type: isComparison ? intType : type, code: () => binary(operator, type, one.code(), two.code()), at };
}

function pointerExpression(
  operator: string,
  left: Expression,
  right: Expression,
  at: Token,
  fail: () => CompileError,
  isComparison: boolean,
): Expression {
  const [one, two] = [left.type, right.type];
  if (isComparison)
    return {
      type: intType,
      code: () =>
        binary(operator, pointerTo(intType), convert(left.code(), one, pointerTo(intType)), convert(right.code(), two, pointerTo(intType))),
      at,
    };
  if (one.kind === 'pointer' && two.kind === 'pointer') {
    if (operator !== '-') throw fail();
    return { type: longType, code: () => `BigInt(Math.trunc((${left.code()} - ${right.code()}) / ${sizeOf(one.to) ?? 1}))`, at };
  }
  const [pointer, count] = one.kind === 'pointer' ? [left, right] : [right, left];
  if (
    pointer.type.kind !== 'pointer' ||
    count.type.kind !== 'integer' ||
    (operator !== '+' && (operator !== '-' || one.kind !== 'pointer'))
  )
    throw fail();
  const { to } = pointer.type;
  if (sizeOf(to) === undefined) throw new CompileError(`invalid use of undefined type '${typeName(to)}'`, at);
  return { type: pointer.type, code: () => `(${pointer.code()} ${operator} ${scaled(count.code(), count.type, to)})`, at };
}

/** Constants are computed at once, as case labels and array sizes need them. */
function fold(operator: string, type: CType, left: Expression, right: Expression, at: Token): Expression | undefined {
  const [one, two] = [left.constant, right.constant];
  if (one === undefined || two === undefined) return undefined;
  const compared: Record<string, boolean> = {
    '<': one < two,
    '>': one > two,
    '<=': one <= two,
    '>=': one >= two,
    '==': one === two,
    '!=': one !== two,
  };
  if (operator in compared) return constantOf(intType, compared[operator] === true ? 1n : 0n, at);
  if (typeof one === 'number' || typeof two === 'number') {
    const [x, y] = [Number(one), Number(two)];
    const results: Record<string, number> = { '+': x + y, '-': x - y, '*': x * y, '/': x / y };
    return constantOf(type, results[operator] ?? 0, at);
  }
  const width = BigInt((sizeOf(type) ?? 4) * 8 - 1);
  if ((operator === '/' || operator === '%') && two === 0n) return undefined;
  const results: Record<string, () => bigint> = {
    '+': () => one + two,
    '-': () => one - two,
    '*': () => one * two,
    '/': () => one / two,
    '%': () => one % two,
    '&': () => one & two,
    '|': () => one | two,
    '^': () => one ^ two,
    '<<': () => one << (two & width),
    '>>': () => one >> (two & width),
  };
  const result = results[operator];
  return result === undefined ? undefined : constantOf(type, result(), at);
}

/** `target = value` and `target += value`; `temporary` gives a name for a JavaScript variable of the function. */
export function assignment(operator: string, target: Expression, value: Expression, at: Token, temporary: () => string): Expression {
  const { type } = target;
  if (type.kind === 'array') throw new CompileError('assignment to expression with array type', at);
  if (target.address === undefined && target.variable === undefined)
    throw new CompileError('lvalue required as left operand of assignment', at);
  if (operator === '=') {
    const given = assigned(value, type, 'assignment to');
    return { type, at, code: () => write(target, () => given.code()) };
  }
  const name = temporary();
  const former: Expression = { type, at: target.at, code: () => (isRegister(target) ? (target.variable?.code ?? '') : load(type, name)) };
  const combined = binaryExpression(operator.slice(0, -1), former, value, at);
  const result = cast(combined, type);
  return {
    type,
    at,
    code: () =>
      isRegister(target)
        ? `(${target.variable?.code ?? ''} = ${result.code()})`
        : `(${name} = ${target.address?.() ?? ''}, ${store(type, name, result.code())})`,
  };
}

/** `++` and `--`, before or after. */
export function step(operator: '++' | '--', target: Expression, isBefore: boolean, at: Token, temporary: () => string): Expression {
  const { type } = target;
  if (target.address === undefined && target.variable === undefined)
    throw new CompileError(`lvalue required as ${operator === '++' ? 'increment' : 'decrement'} operand`, at);
  const changed = assignment(operator === '++' ? '+=' : '-=', target, constantOf(intType, 1n, at), at, temporary);
  if (isBefore) return changed;
  const before = temporary();
  return { type, at, code: () => `(${before} = ${target.code()}, ${changed.code()}, ${before})` };
}

function write(target: Expression, value: () => string): string {
  if (isRegister(target)) return `(${target.variable?.code ?? ''} = ${value()})`;
  return store(target.type, target.address?.() ?? '', value());
}

/** A variable that lives in the function's JavaScript. */
export function isRegister(target: Expression): boolean {
  return target.variable?.isLocal === true && !target.variable.needsMemory;
}

export function conditional(test: Expression, first: Expression, second: Expression, at: Token): Expression {
  const holds = condition(test);
  const [one, two] = [decayed(first), decayed(second)];
  if (isArithmetic(one.type) && isArithmetic(two.type)) {
    const type = commonType(one.type, two.type);
    const [left, right] = [cast(one, type), cast(two, type)];
    if (test.constant !== undefined && left.constant !== undefined && right.constant !== undefined)
      return Number(test.constant) === 0 ? right : left;
    return { type, at, code: () => `(${holds()} ? ${left.code()} : ${right.code()})` };
  }
  if (one.type.kind === 'pointer' && two.constant === 0n) return { type: one.type, at, code: () => `(${holds()} ? ${one.code()} : 0)` };
  if (two.type.kind === 'pointer' && one.constant === 0n) return { type: two.type, at, code: () => `(${holds()} ? 0 : ${two.code()})` };
  const isSame = one.type === two.type || (one.type.kind === two.type.kind && one.type.kind !== 'struct');
  if (!isSame) throw new CompileError('type mismatch in conditional expression', at);
  return { type: one.type, at, code: () => `(${holds()} ? ${one.code()} : ${two.code()})` };
}

/** What a variable argument is passed as. */
export function promotedArgument(given: Expression): Expression {
  const value = decayed(given);
  if (value.type.kind === 'floating') return cast(value, doubleType);
  return value.type.kind === 'integer' ? cast(value, promoted(value.type)) : value;
}
