/**
 * Integer arithmetic as in `$(( ))`: C's operators on signed 64-bit numbers (POSIX XCU 2.6.4, bash's `**`, `,` and
 * `base#digits`). Variables are read and written through `ArithmeticVariables`; a variable's text is itself evaluated.
 */

export interface ArithmeticVariables {
  get(name: string, index: bigint | undefined): string | undefined;
  set(name: string, index: bigint | undefined, value: string): void;
}

export class ArithmeticError extends Error {
  readonly reason: 'division by zero' | 'operand expected' | 'unexpected' | 'recursion' | 'base';
  /** What the error is at, to the end of the expression. */
  readonly token: string;

  constructor(reason: ArithmeticError['reason'], token: string) {
    super(`arithmetic: ${reason} at ${token}`);
    this.name = 'ArithmeticError';
    this.reason = reason;
    this.token = token;
  }
}

type Token = { kind: 'number' | 'name' | 'operator'; text: string; at: number };
type Target = { name: string; index: bigint | undefined };

const binaryLevels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);
const tokenPattern =
  /\s*(?:(\d+#[0-9A-Za-z@_]+|0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[-+*/%<>=!&^|]=|[-+*/%<>=!~&^|?:,()[\]]))/y;
const recursionLimit = 60;

/** The expression's value; an empty one is 0. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > recursionLimit) throw new ArithmeticError('recursion', text);
  const tokens = tokenize(text);
  let position = 0;
  /** Above zero where C would not evaluate: the other branch of `?:`, the right of `0 &&`. */
  let skipped = 0;

  const rest = (token: Token | undefined): string => (token === undefined ? '' : text.slice(token.at));
  const peek = (): Token | undefined => tokens[position];
  function accept(...operators: readonly string[]): string | undefined {
    const token = tokens[position];
    if (token?.kind !== 'operator' || !operators.includes(token.text)) return undefined;
    position += 1;
    return token.text;
  }
  function expect(operator: string): void {
    if (accept(operator) === undefined) throw new ArithmeticError(peek() === undefined ? 'operand expected' : 'unexpected', rest(peek()));
  }
  function read(target: Target): bigint {
    if (skipped > 0) return 0n;
    const value = variables.get(target.name, target.index);
    if (value === undefined || value.trim() === '') return 0n;
    return /^\s*(?:0|-?[1-9]\d*)\s*$/.test(value) ? wrap(BigInt(value.trim())) : evaluateArithmetic(value, variables, depth + 1);
  }
  function write(target: Target, value: bigint): bigint {
    if (skipped === 0) variables.set(target.name, target.index, value.toString());
    return value;
  }
  function skip<T>(isSkipped: boolean, evaluate: () => T): T {
    if (isSkipped) skipped += 1;
    try {
      return evaluate();
    } finally {
      if (isSkipped) skipped -= 1;
    }
  }

  function comma(): bigint {
    let value = assignment();
    while (accept(',') !== undefined) value = assignment();
    return value;
  }
  function assignment(): bigint {
    const start = position;
    const target = targetHere();
    const operator = peek();
    if (target !== undefined && operator?.kind === 'operator' && assignments.has(operator.text)) {
      position += 1;
      const right = assignment();
      return write(
        target,
        operator.text === '=' ? right : apply(operator.text.slice(0, -1), read(target), right, rest(tokens[position - 1])),
      );
    }
    position = start;
    return conditional();
  }
  function targetHere(): Target | undefined {
    const token = peek();
    if (token?.kind !== 'name') return undefined;
    position += 1;
    if (accept('[') === undefined) return { name: token.text, index: undefined };
    const index = comma();
    expect(']');
    return { name: token.text, index };
  }
  function conditional(): bigint {
    const test = binary(0);
    if (accept('?') === undefined) return test;
    const yes = skip(test === 0n, comma);
    expect(':');
    const no = skip(test !== 0n, assignment);
    return test === 0n ? no : yes;
  }
  function binary(level: number): bigint {
    const operators = binaryLevels[level];
    if (operators === undefined) return power();
    let left = binary(level + 1);
    for (;;) {
      const operator = accept(...operators);
      if (operator === undefined) return left;
      const at = peek();
      if (operator === '&&' || operator === '||') {
        const isDecided = operator === '&&' ? left === 0n : left !== 0n;
        const right = skip(isDecided, () => binary(level + 1));
        left = (operator === '&&' ? left !== 0n && right !== 0n : left !== 0n || right !== 0n) ? 1n : 0n;
      } else {
        left = apply(operator, left, binary(level + 1), rest(at));
      }
    }
  }
  function power(): bigint {
    const base = unary();
    if (accept('**') === undefined) return base;
    const exponent = power();
    if (exponent < 0n) throw new ArithmeticError('unexpected', rest(peek()));
    return wrap(base ** exponent);
  }
  function unary(): bigint {
    const step = accept('++', '--');
    if (step !== undefined) {
      const target = targetHere();
      // `--5` is minus minus 5.
      if (target === undefined) return unary();
      return write(target, wrap(read(target) + (step === '++' ? 1n : -1n)));
    }
    switch (accept('+', '-', '!', '~')) {
      case '+':
        return unary();
      case '-':
        return wrap(-unary());
      case '!':
        return unary() === 0n ? 1n : 0n;
      case '~':
        return ~unary();
      default:
        return postfix();
    }
  }
  function postfix(): bigint {
    if (accept('(') !== undefined) {
      const value = comma();
      expect(')');
      return value;
    }
    const token = peek();
    if (token?.kind === 'number') {
      position += 1;
      return parseNumber(token.text, rest(token));
    }
    const target = targetHere();
    if (target === undefined) throw new ArithmeticError('operand expected', rest(token ?? tokens.at(-1)));
    const value = read(target);
    const step = accept('++', '--');
    if (step !== undefined) write(target, wrap(value + (step === '++' ? 1n : -1n)));
    return value;
  }
  function apply(operator: string, left: bigint, right: bigint, token: string): bigint {
    if ((operator === '/' || operator === '%') && right === 0n) {
      if (skipped > 0) return 0n;
      throw new ArithmeticError('division by zero', token);
    }
    return calculate(operator, left, right);
  }

  if (tokens.length === 0) return 0n;
  const value = comma();
  if (position < tokens.length) throw new ArithmeticError('unexpected', rest(peek()));
  return value;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    const kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'operator';
    tokens.push({ kind, text: found, at: match.index + match[0].length - found.length });
  }
  const end = tokens.at(-1);
  const tail = text.slice(end === undefined ? 0 : end.at + end.text.length);
  if (tail.trim() !== '') throw new ArithmeticError(tokens.length === 0 ? 'operand expected' : 'unexpected', tail.trimStart());
  return tokens;
}

function parseNumber(text: string, token: string): bigint {
  const hash = text.indexOf('#');
  if (hash > 0) return inBase(Number(text.slice(0, hash)), text.slice(hash + 1), token);
  if (/^0[xX]/.test(text)) return wrap(BigInt(text));
  return text.startsWith('0') && text.length > 1 ? inBase(8, text.slice(1), token) : wrap(BigInt(text));
}

function inBase(base: number, digits: string, token: string): bigint {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
  if (base < 2 || base > 64) throw new ArithmeticError('base', token);
  let value = 0n;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const worth = alphabet.indexOf(digit);
    if (worth < 0 || worth >= base) throw new ArithmeticError('base', token);
    value = value * BigInt(base) + BigInt(worth);
  }
  return wrap(value);
}

function calculate(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
      return wrap(left / right);
    case '%':
      return left % right;
    case '<<':
      return wrap(left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '==':
      return left === right ? 1n : 0n;
    case '!=':
      return left === right ? 0n : 1n;
    case '<':
      return left < right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    default:
      return left >= right ? 1n : 0n;
  }
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
