import { isArithmetic, sizeOf } from './types.ts';
import type { CType } from './types.ts';

/**
 * The JavaScript that stands for operations on C values. Integers of up to 4 bytes are numbers in their type's range, those of
 * 8 bytes are BigInts, floating values and addresses are numbers, and a struct or array is the address of its bytes.
 */

export function isWide(type: CType): boolean {
  return type.kind === 'integer' && type.size === 8;
}

/** The access methods of the machine by type: `L_i4(address)`, `S_i4(address, value)`. */
function accessName(type: CType): string {
  if (type.kind === 'integer') return `${type.isSigned ? 'i' : 'u'}${type.size}`;
  return type.kind === 'floating' ? `f${type.size}` : 'p8';
}

export function load(type: CType, address: string): string {
  return type.kind === 'struct' || type.kind === 'array' || type.kind === 'function' ? address : `R.L_${accessName(type)}(${address})`;
}

/** An expression that stores and gives the value. */
export function store(type: CType, address: string, value: string): string {
  return type.kind === 'struct' ? `R.copy(${address}, ${value}, ${type.size})` : `R.S_${accessName(type)}(${address}, ${value})`;
}

/** The value brought into the type's range after an operation on numbers or BigInts of that width. */
export function wrap(type: CType, code: string): string {
  if (type.kind === 'floating') return type.size === 4 ? `Math.fround(${code})` : code;
  if (type.kind !== 'integer') return code;
  if (type.name === '_Bool') return `(${code} ? 1 : 0)`;
  switch (type.size) {
    case 8:
      return `BigInt.${type.isSigned ? 'asIntN' : 'asUintN'}(64, ${code})`;
    case 4:
      return type.isSigned ? `(${code} | 0)` : `(${code} >>> 0)`;
    case 2:
      return type.isSigned ? `(${code} << 16 >> 16)` : `(${code} & 65535)`;
    case 1:
      return type.isSigned ? `(${code} << 24 >> 24)` : `(${code} & 255)`;
  }
}

export function convert(code: string, from: CType, to: CType): string {
  if (to.kind === 'void' || from === to) return code;
  if (to.kind === 'integer' && to.name === '_Bool') return `(${truth(code, from)} ? 1 : 0)`;
  if (from.kind === 'integer' && to.kind === 'integer') {
    if (from.size === 8 && to.size === 8) return from.isSigned === to.isSigned ? code : wrap(to, code);
    if (to.size === 8) return to.isSigned ? `BigInt(${code})` : wrap(to, `BigInt(${code})`);
    if (from.size === 8) return wrap(to, `Number(BigInt.asIntN(32, ${code}))`);
    const isWithin = from.size === to.size ? from.isSigned === to.isSigned : from.size < to.size && (!from.isSigned || to.isSigned);
    return isWithin ? code : wrap(to, code);
  }
  if (from.kind === 'integer' && to.kind === 'floating') return wrap(to, from.size === 8 ? `Number(${code})` : code);
  if (from.kind === 'floating' && to.kind === 'integer')
    return to.size === 8 ? wrap(to, `R.whole(${code})`) : wrap(to, `Number(R.whole(${code}) & 0xffffffffn)`);
  if (from.kind === 'floating' && to.kind === 'floating') return wrap(to, code);
  if (to.kind === 'pointer' && from.kind === 'integer')
    return from.size === 8 ? `Number(${code})` : `Number(BigInt.asUintN(64, BigInt(${code})))`;
  if (to.kind === 'integer') return to.size === 8 ? `BigInt(${code})` : wrap(to, code);
  return code;
}

/** A JavaScript condition. */
export function truth(code: string, type: CType): string {
  return isWide(type) ? `(${code} !== 0n)` : `(${code} !== 0)`;
}

/** `left operator right` of two values that have `type` already; comparisons give 0 or 1. */
export function binary(operator: string, type: CType, left: string, right: string): string {
  if (['<', '>', '<=', '>=', '==', '!='].includes(operator)) {
    const equal = operator === '==' || operator === '!=' ? `${operator}=` : operator;
    return `(${left} ${equal} ${right} ? 1 : 0)`;
  }
  if (type.kind === 'integer' && (operator === '/' || operator === '%')) {
    if (type.size === 8) return wrap(type, `R.${operator === '/' ? 'divideWide' : 'remainderWide'}(${left}, ${right})`);
    return wrap(type, `R.${operator === '/' ? 'divide' : 'remainder'}(${left}, ${right})`);
  }
  if (operator === '<<' || operator === '>>') {
    if (isWide(type)) return wrap(type, `(${left} ${operator} (${right} & 63n))`);
    return wrap(type, `(${left} ${operator === '>>' && type.kind === 'integer' && !type.isSigned ? '>>>' : operator} (${right} & 31))`);
  }
  if (operator === '*' && type.kind === 'integer' && type.size === 4) return wrap(type, `Math.imul(${left}, ${right})`);
  return wrap(type, `(${left} ${operator} ${right})`);
}

/** A number of elements as a number of bytes. */
export function scaled(count: string, countType: CType, element: CType): string {
  const size = sizeOf(element) ?? 1;
  const plain = isWide(countType) ? `Number(BigInt.asIntN(64, ${count}))` : count;
  return size === 1 ? plain : `(${plain}) * ${size}`;
}

/** The zero of a type, as a value. */
export function zero(type: CType): string {
  return isWide(type) ? '0n' : '0';
}

/** A constant of the type. */
export function constantCode(type: CType, value: bigint | number): string {
  if (type.kind === 'floating') return Object.is(Number(value), -0) ? '-0' : `(${String(Number(value))})`;
  if (isWide(type)) return `(${String(BigInt(value))}n)`;
  return isArithmetic(type) || type.kind === 'pointer' ? `(${String(Number(value))})` : '0';
}
