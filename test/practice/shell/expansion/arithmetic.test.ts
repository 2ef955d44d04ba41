import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArithmeticError, evaluateArithmetic } from '../../../../src/practice/shell/expansion/arithmetic.ts';

const nothing = { get: () => undefined, set: () => undefined };

interface Expression {
  text: string;
  value: bigint;
}

const operators: Record<string, (left: bigint, right: bigint) => bigint> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<': (left, right) => (left < right ? 1n : 0n),
  '==': (left, right) => (left === right ? 1n : 0n),
  '||': (left, right) => (left !== 0n || right !== 0n ? 1n : 0n),
  '&&': (left, right) => (left !== 0n && right !== 0n ? 1n : 0n),
};

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 2 ** 31 }).map((number) => ({ text: String(number), value: BigInt(number) })),
    fc.tuple(tie('expression'), fc.constantFrom(...Object.keys(operators)), tie('expression')).map(([left, operator, right]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      value: BigInt.asIntN(64, operators[operator]?.(left.value, right.value) ?? 0n),
    })),
    tie('expression').map(({ text, value }) => ({ text: `-${text}`, value: BigInt.asIntN(64, -value) })),
    tie('expression').map(({ text, value }) => ({ text: `!${text}`, value: value === 0n ? 1n : 0n })),
  ),
}));

test('expressions have the value that 64-bit arithmetic gives', () => {
  fc.assert(fc.property(expression, ({ text, value }) => evaluateArithmetic(text, nothing) === value));
});

test.each([
  ['2+3*4', 14n],
  ['10-4-3', 3n],
  ['2**3**2', 512n],
  ['1<<2+1', 8n],
  ['1?2:0?3:4', 2n],
  ['1,2,3', 3n],
  ['5 % 3 - -2', 4n],
  ['~5 & 0xf', 10n],
])('%s', (text, value) => {
  expect(evaluateArithmetic(text, nothing)).toBe(value);
});

test('variables are read as expressions and written by assignments, not in branches that are not taken', () => {
  const values = new Map([
    ['x', 'y + 1'],
    ['y', '4'],
  ]);
  const variables = {
    get: (name: string) => values.get(name),
    set: (name: string, _: bigint | undefined, value: string) => void values.set(name, value),
  };
  expect(evaluateArithmetic('x * 2', variables)).toBe(10n);
  expect(evaluateArithmetic('0 && (y = 9), 1 ? y : (y = 8)', variables)).toBe(4n);
  expect(evaluateArithmetic('y++ + ++y', variables)).toBe(10n);
  expect(values.get('y')).toBe('6');
});

test.each([
  ['1 / 0', 'division by zero'],
  ['1 +', 'operand expected'],
  ['1 2', 'unexpected'],
  ['(1', 'operand expected'],
  ['08', 'base'],
  ['$x', 'operand expected'],
] as const)('%s is refused: %s', (text, reason) => {
  expect(() => evaluateArithmetic(text, nothing)).toThrow(expect.objectContaining({ name: ArithmeticError.name, reason }) as Error);
});

test('a variable that refers to itself ends in an error', () => {
  expect(() => evaluateArithmetic('x', { get: () => 'x + 1', set: () => undefined })).toThrow(ArithmeticError);
});
