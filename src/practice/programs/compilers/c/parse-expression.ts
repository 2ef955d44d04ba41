import { binaryOperators } from './binary-operators.ts';
import { load } from './code.ts';
import {
  assigned,
  assignment,
  binaryExpression,
  cast,
  condition,
  conditional,
  constantOf,
  decayed,
  isRegister,
  promotedArgument,
  step,
  unary,
} from './expression.ts';
import type { Expression } from './expression.ts';
import { headers } from './headers.ts';
import { isTypeStart, parseTypeName } from './parse-type.ts';
import { accept, describe, expect, findSymbol, next, peek, reserve, sees, temporary } from './parser.ts';
import type { Parser } from './parser.ts';
import { functionAddress, stringAddress } from './scope.ts';
import type { CFunction, Variable } from './scope.ts';
import { CompileError, literalBytes, unsupported } from './tokens.ts';
import type { Token } from './tokens.ts';
import {
  charType,
  doubleType,
  floatType,
  intType,
  longType,
  pointerTo,
  sizeOf,
  typeName,
  unsignedLongType,
  unsignedType,
} from './types.ts';
import type { CType } from './types.ts';

export function parseExpression(parser: Parser): Expression {
  let expression = parseAssignment(parser);
  while (sees(parser, ',')) {
    const at = next(parser);
    const [first, second] = [expression, decayed(parseAssignment(parser))];
    expression = { type: second.type, at, code: () => `(${first.code()}, ${second.code()})` };
  }
  return expression;
}

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

export function parseAssignment(parser: Parser): Expression {
  const left = parseConditional(parser);
  const operator = peek(parser);
  if (operator.kind !== 'punctuator' || !assignments.has(operator.text)) return left;
  next(parser);
  const right = parseAssignment(parser);
  return assignment(operator.text, left, right, operator, () => temporary(parser));
}

export function parseConditional(parser: Parser): Expression {
  const test = parseBinary(parser, 0);
  if (!sees(parser, '?')) return test;
  const at = next(parser);
  const first = parseExpression(parser);
  expect(parser, ':');
  return conditional(test, first, parseConditional(parser), at);
}

function parseBinary(parser: Parser, level: number): Expression {
  const operators = binaryOperators[level];
  if (operators === undefined) return parseCast(parser);
  let left = parseBinary(parser, level + 1);
  while (peek(parser).kind === 'punctuator' && operators.includes(peek(parser).text)) {
    const operator = next(parser);
    left = binaryExpression(operator.text, left, parseBinary(parser, level + 1), operator);
  }
  return left;
}

function parseCast(parser: Parser): Expression {
  if (!sees(parser, '(') || !isTypeStart(parser, 1)) return parseUnary(parser);
  const at = next(parser);
  const type = parseTypeName(parser);
  expect(parser, ')');
  if (sees(parser, '{')) throw unsupported('compound literals are', at);
  const operand = decayed(parseCast(parser));
  if (type.kind === 'void') return { type, code: operand.code, at };
  if (type.kind === 'struct' || operand.type.kind === 'struct') throw new CompileError('conversion to non-scalar type requested', at);
  return cast(operand, type);
}

function parseUnary(parser: Parser): Expression {
  const at = peek(parser);
  if (at.kind === 'name' && at.text === 'sizeof') return parseSizeof(parser);
  if (at.kind !== 'punctuator') return parsePostfix(parser);
  switch (at.text) {
    case '++':
    case '--':
      next(parser);
      return step(at.text, parseUnary(parser), true, at, () => temporary(parser));
    case '!':
    case '-':
    case '+':
    case '~':
      next(parser);
      return unary(at.text, parseCast(parser), at);
    case '*':
      next(parser);
      return pointed(decayed(parseCast(parser)), at);
    case '&': {
      next(parser);
      const operand = parseCast(parser);
      if (operand.type.kind === 'function') return decayed(operand);
      if (operand.variable !== undefined) operand.variable.needsMemory = true;
      const { address, type } = operand;
      if (address === undefined) throw new CompileError("lvalue required as unary '&' operand", at);
      return { type: pointerTo(type), code: address, at };
    }
    default:
      return parsePostfix(parser);
  }
}

function parseSizeof(parser: Parser): Expression {
  const at = next(parser);
  let type: CType;
  if (sees(parser, '(') && isTypeStart(parser, 1)) {
    next(parser);
    type = parseTypeName(parser);
    expect(parser, ')');
  } else type = parseUnary(parser).type;
  const size = sizeOf(type);
  if (size === undefined) throw new CompileError(`invalid application of 'sizeof' to incomplete type '${typeName(type)}'`, at);
  return constantOf(unsignedLongType, BigInt(size), at);
}

function pointed(pointer: Expression, at: Token): Expression {
  if (pointer.type.kind !== 'pointer') throw new CompileError(`invalid type argument of unary '*' (have '${typeName(pointer.type)}')`, at);
  const { to } = pointer.type;
  if (to.kind === 'function') return { type: to, code: pointer.code, at };
  if (to.kind === 'void') return { type: to, code: () => `(${pointer.code()}, 0)`, at };
  return { type: to, address: pointer.code, code: () => load(to, pointer.code()), at };
}

function parsePostfix(parser: Parser): Expression {
  let expression = parsePrimary(parser);
  for (;;) {
    const at = peek(parser);
    if (at.kind !== 'punctuator') return expression;
    if (at.text === '[') {
      next(parser);
      const index = parseExpression(parser);
      expect(parser, ']');
      const sum = binaryExpression('+', expression, index, at);
      if (sum.type.kind !== 'pointer') throw new CompileError('subscripted value is neither array nor pointer nor vector', at);
      expression = pointed(sum, at);
    } else if (at.text === '(') expression = parseCall(parser, expression);
    else if (at.text === '.' || at.text === '->') {
      next(parser);
      expression = member(parser, at.text === '->' ? pointed(decayed(expression), at) : expression, at);
    } else if (at.text === '++' || at.text === '--') {
      next(parser);
      expression = step(at.text, expression, false, at, () => temporary(parser));
    } else return expression;
  }
}

function member(parser: Parser, owner: Expression, at: Token): Expression {
  const name = next(parser);
  const { type } = owner;
  if (type.kind !== 'struct') throw new CompileError(`request for member '${name.text}' in something not a structure or union`, at);
  if (type.members === undefined) throw new CompileError(`invalid use of undefined type '${typeName(type)}'`, at);
  const found = type.members.find((one) => one.name === name.text);
  if (found === undefined) throw new CompileError(`'${typeName(type)}' has no member named '${name.text}'`, at);
  const address = (): string => `(${(owner.address ?? owner.code)()} + ${found.offset})`;
  return { type: found.type, address, code: () => load(found.type, address()), at };
}

function parseCall(parser: Parser, called: Expression): Expression {
  const open = next(parser);
  const given: Expression[] = [];
  if (!sees(parser, ')')) {
    do given.push(parseAssignment(parser));
    while (accept(parser, ','));
  }
  expect(parser, ')');
  const type = called.type.kind === 'pointer' ? called.type.to : called.type;
  if (type.kind !== 'function')
    throw new CompileError(`called object '${called.at.text}' is not a function or function pointer`, called.at);
  const name = called.at.text;
  if (given.length < type.parameters.length) throw new CompileError(`too few arguments to function '${name}'`, called.at);
  if (given.length > type.parameters.length && !type.isVariadic)
    throw new CompileError(`too many arguments to function '${name}'`, called.at);
  const values = given.map((value, index) => {
    const parameter = type.parameters[index];
    return parameter === undefined ? promotedArgument(value) : assigned(value, parameter, `passing argument ${index + 1} of '${name}':`);
  });
  const { returns } = type;
  const direct = directCalls.get(called);
  const call = (): string => {
    const list = values.map((value) => value.code()).join(', ');
    if (direct === undefined) return `(yield* R.callPointer(${called.code()}, [${list}]))`;
    return direct.isDefined ? `(yield* ${direct.code}(${list}))` : `(yield* R.library(${JSON.stringify(direct.name)}, [${list}]))`;
  };
  if (returns.kind !== 'struct') return { type: returns, at: open, code: call };
  // The result is copied before the function's frame is used again.
  const place = reserve(parser, returns);
  const size = sizeOf(returns) ?? 0;
  return { type: returns, at: open, code: () => `R.copy(fp + ${place}, ${call()}, ${size})` };
}

/** Names of functions in expressions: a call needs no pointer then. */
const directCalls = new WeakMap<Expression, CFunction>();

function parsePrimary(parser: Parser): Expression {
  const at = next(parser);
  if (at.kind === 'number') return number(at);
  if (at.kind === 'character') {
    const bytes = literalBytes(at);
    const value = bytes.length === 1 ? BigInt.asIntN(8, BigInt(bytes[0] ?? 0)) : BigInt(bytes.readIntBE(0, Math.min(bytes.length, 4)));
    return constantOf(intType, value, at);
  }
  if (at.kind === 'string') {
    const parts = [literalBytes(at)];
    while (peek(parser).kind === 'string') parts.push(literalBytes(next(parser)));
    const bytes = Buffer.concat(parts);
    const place = (): string => String(stringAddress(parser.builder, bytes));
    return { type: { kind: 'array', of: charType, length: bytes.length + 1 }, code: place, address: place, bytes, at };
  }
  if (at.kind === 'punctuator' && at.text === '(') {
    if (sees(parser, '{')) throw unsupported('statement expressions are', at);
    const expression = parseExpression(parser);
    expect(parser, ')');
    return expression;
  }
  if (at.kind !== 'name' || (at.text !== 'sizeof' && isKeyword(at.text)))
    throw new CompileError(`expected expression before ${describe(at)}`, at);
  return named(parser, at);
}

function isKeyword(text: string): boolean {
  return /^(if|else|while|do|for|return|switch|case|default|break|continue|goto|int|char|void|long|short|double|float|unsigned|signed|struct|union|enum|static|const|extern|typedef)$/.test(
    text,
  );
}

function named(parser: Parser, at: Token): Expression {
  const symbol = findSymbol(parser, at.text);
  if (symbol === undefined) throw undeclared(parser, at);
  if (symbol.kind === 'typedef') throw new CompileError(`expected expression before '${at.text}'`, at);
  if (symbol.kind === 'constant') return constantOf(intType, symbol.value, at);
  if (symbol.kind === 'function') {
    symbol.usedAt ??= { token: at, within: parser.function?.called.name ?? '' };
    const expression: Expression = { type: symbol.type, at, code: () => String(functionAddress(parser.builder, symbol)) };
    directCalls.set(expression, symbol);
    return expression;
  }
  return variableExpression(symbol, at);
}

export function variableExpression(variable: Variable, at: Token): Expression {
  variable.isUsed = true;
  const address = (): string => (variable.isLocal ? `(fp + ${variable.place ?? 0})` : String(variable.place ?? 0));
  const expression: Expression = {
    type: variable.type,
    variable,
    address,
    at,
    code: () => (isRegister(expression) ? variable.code : load(variable.type, address())),
  };
  return expression;
}

function undeclared(parser: Parser, at: Token): CompileError {
  if (sees(parser, '(')) {
    const header = Object.keys(headers).find((name) => new RegExp(`\\W${at.text}\\(`).test(headers[name] ?? ''));
    const note = header === undefined ? [] : [`note: include '<${header}>' or provide a declaration of '${at.text}'`];
    return new CompileError(`implicit declaration of function '${at.text}' [-Wimplicit-function-declaration]`, at, { notes: note });
  }
  if (parser.function === undefined) return new CompileError(`'${at.text}' undeclared here (not in a function)`, at);
  const notes = ['note: each undeclared identifier is reported only once for each function it appears in'];
  return new CompileError(`'${at.text}' undeclared (first use in this function)`, at, { notes });
}

function number(at: Token): Expression {
  const text = at.text.toLowerCase();
  if (/^0x[0-9a-f]+u?l{0,2}u?$|^0b[01]+u?l{0,2}u?$|^\d+u?l{0,2}u?$/.test(text)) {
    const digits = text.replace(/[ul]+$/, '');
    if (/^0\d*[89]/.test(digits)) throw new CompileError('invalid digit in octal constant', at);
    const value = BigInt(/^0\d+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    const isUnsigned = text.includes('u');
    const isLong = /l/.test(text.replace(/^0x[0-9a-f]+/, ''));
    const isDecimal = !/^0[xb\d]/.test(digits);
    const candidates = [intType, unsignedType, longType, unsignedLongType].filter(
      (type) => type.kind === 'integer' && (!isLong || type.size === 8) && (isUnsigned ? !type.isSigned : type.isSigned || !isDecimal),
    );
    const type =
      candidates.find((one) => one.kind === 'integer' && value < 1n << BigInt(one.size * 8 - (one.isSigned ? 1 : 0))) ?? unsignedLongType;
    return constantOf(type, value, at);
  }
  if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fl]?$/.test(text)) {
    const value = Number(text.replace(/[fl]$/, ''));
    return text.endsWith('f') ? constantOf(floatType, Math.fround(value), at) : constantOf(doubleType, value, at);
  }
  throw new CompileError(`invalid suffix on constant '${at.text}'`, at);
}

/** A condition in parentheses, as `if` and `while` have. */
export function parseTest(parser: Parser): () => string {
  expect(parser, '(');
  const test = condition(parseExpression(parser));
  expect(parser, ')');
  return test;
}

/** A whole constant, for array sizes, case labels and enumerators. */
export function parseConstant(parser: Parser, what: string): bigint {
  const expression = parseConditional(parser);
  if (typeof expression.constant !== 'bigint') throw new CompileError(what, expression.at);
  return expression.constant;
}
