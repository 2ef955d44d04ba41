import { store, zero } from './code.ts';
import { assigned } from './expression.ts';
import type { Expression } from './expression.ts';
import { parseAssignment, parseConstant } from './parse-expression.ts';
import { parseDeclarator, parseSpecifiers } from './parse-type.ts';
import type { Declarator } from './parse-type.ts';
import { accept, expect, expected, innermost, next, peek, reserve, sees } from './parser.ts';
import type { Parser } from './parser.ts';
import { parseBlock } from './parse-statement.ts';
import { allocate, newProgramBuilder, newScope } from './scope.ts';
import type { CFunction, ProgramBuilder, Variable } from './scope.ts';
import { CompileError, unsupported } from './tokens.ts';
import type { Token } from './tokens.ts';
import { alignmentOf, isScalar, sizeOf, typeName } from './types.ts';
import type { CType } from './types.ts';

/** Reads one file's tokens into a program. Throws CompileError. */
export function parseUnit(tokens: readonly Token[], unit = 0, builder: ProgramBuilder = newProgramBuilder()): Parser {
  const parser: Parser = {
    builder,
    tokens,
    at: 0,
    scopes: [newScope()],
    function: undefined,
    unit,
    grammar: { constant: parseConstant, localDeclaration: parseLocalDeclaration },
  };
  while (peek(parser).kind !== 'end') {
    if (accept(parser, ';')) continue;
    parseExternal(parser);
  }
  return parser;
}

function parseExternal(parser: Parser): void {
  const { type, storage } = parseSpecifiers(parser);
  if (accept(parser, ';')) return;
  for (;;) {
    const declared = parseDeclarator(parser, type);
    if (declared.name === undefined) throw expected(parser, "identifier or '('");
    if (declared.type.kind === 'function' && storage !== 'typedef') {
      const called = declareFunction(parser, declared.name, declared.type, storage === 'static');
      if (sees(parser, '{')) return defineFunction(parser, called, declared);
    } else declare(parser, declared, storage);
    if (!accept(parser, ',')) break;
  }
  if (!accept(parser, ';')) throw expected(parser, "'=', ',', ';', 'asm' or '__attribute__'");
}

/** A declaration inside a function; gives what initializes the variables. */
function parseLocalDeclaration(parser: Parser): () => string {
  const { type, storage } = parseSpecifiers(parser);
  const parts: (() => string)[] = [];
  if (accept(parser, ';')) return () => '';
  do {
    const declared = parseDeclarator(parser, type);
    if (declared.name === undefined) throw expected(parser, 'identifier');
    if (declared.type.kind === 'function' && storage !== 'typedef') declareFunction(parser, declared.name, declared.type, false);
    else parts.push(declare(parser, declared, storage));
  } while (accept(parser, ','));
  if (!accept(parser, ';')) throw expected(parser, "',' or ';'");
  return () => parts.map((part) => part()).join('');
}

function declareFunction(parser: Parser, name: Token, type: CType & { kind: 'function' }, isStatic: boolean): CFunction {
  const here = parser.scopes[0]?.symbols.get(name.text);
  if (
    here !== undefined &&
    (here.kind !== 'function' || (typeName(here.type) !== typeName(type) && here.type.parameters.length > 0 && type.parameters.length > 0))
  )
    throw new CompileError(
      here.kind === 'function'
        ? `conflicting types for '${name.text}'; have '${typeName(type)}'`
        : `'${name.text}' redeclared as different kind of symbol`,
      name,
    );
  const shared = isStatic ? undefined : parser.builder.functions.get(name.text);
  const found: CFunction = here ??
    shared ?? {
      kind: 'function',
      name: name.text,
      type,
      code: isStatic ? `f${parser.unit}_${name.text}` : `f_${name.text}`,
      isDefined: false,
      number: 0,
      usedAt: undefined,
    };
  found.type = type;
  if (!isStatic && here === undefined) parser.builder.functions.set(name.text, found);
  parser.scopes[0]?.symbols.set(name.text, found);
  return found;
}

function defineFunction(parser: Parser, called: CFunction, declared: Declarator): void {
  const at = declared.name ?? peek(parser);
  if (called.isDefined) throw new CompileError(`redefinition of '${called.name}'`, at);
  if (called.type.isVariadic) throw unsupported('a function with a variable number of arguments is', at);
  if (called.name === 'main' && typeName(called.type.returns) !== 'int' && called.type.returns.kind !== 'void')
    throw new CompileError("return type of 'main' is not 'int'", at);
  called.isDefined = true;
  const context = { called, names: [], frameSize: 0, loops: 0, switches: [] };
  parser.function = context;
  const scope = newScope();
  parser.scopes.push(scope);
  const parameters = called.type.parameters.map((type, index) => {
    const name = declared.parameters[index];
    if (name === undefined) throw new CompileError('parameter name omitted', at);
    if (sizeOf(type) === undefined || type.kind === 'void')
      throw new CompileError(`parameter ${index + 1} ('${name.text}') has incomplete type`, name);
    return localVariable(parser, name, type);
  });
  const body = parseBlock(parser);
  parser.scopes.pop();
  parser.function = undefined;
  parser.builder.functionCode.push(() => functionCode(called, context, parameters, body));
}

function functionCode(
  called: CFunction,
  context: { names: string[]; frameSize: number },
  parameters: readonly Variable[],
  body: () => string,
): string {
  // Made first: it decides which variables are needed.
  const text = body();
  const size = Math.ceil(context.frameSize / 16) * 16;
  const names = parameters.map((one) => `p_${one.code}`);
  const taken = parameters.map((one) =>
    one.needsMemory ? `${store(one.type, `fp + ${one.place ?? 0}`, `p_${one.code}`)};` : `${one.code} = p_${one.code};`,
  );
  const { returns } = called.type;
  const end = isScalar(returns) ? `return ${zero(returns)};` : 'return 0;';
  const all = [...new Set(context.names)];
  return `function* ${called.code}(${names.join(', ')}) {\nconst fp = R.enter(${size});\ntry {\n${all.length === 0 ? '' : `let ${all.join(', ')};\n`}${taken.join('\n')}\n${text}\n${end}\n} finally { R.leave(${size}); }\n}\n`;
}

function localVariable(parser: Parser, name: Token, type: CType): Variable {
  const context = parser.function;
  const scope = innermost(parser);
  if (scope.symbols.has(name.text)) throw new CompileError(`redeclaration of '${name.text}'`, name);
  const code = `v${context?.names.length ?? 0}_${name.text}`;
  context?.names.push(code);
  const variable: Variable = {
    kind: 'variable',
    name: name.text,
    type,
    isLocal: true,
    needsMemory: !isScalar(type),
    place: reserve(parser, type),
    code,
    isUsed: false,
  };
  scope.symbols.set(name.text, variable);
  return variable;
}

function declare(parser: Parser, { name, type: written }: Declarator, storage: 'typedef' | 'static' | 'extern' | undefined): () => string {
  const at = name ?? peek(parser);
  if (storage === 'typedef') {
    innermost(parser).symbols.set(at.text, { kind: 'typedef', type: written });
    return () => '';
  }
  if (written.kind === 'void') throw new CompileError(`variable or field '${at.text}' declared void`, at);
  const isLocal = parser.function !== undefined && storage === undefined;
  // A variable may stand in its own initializer (`n = malloc(sizeof *n)`), unless that gives it its size.
  const early = isLocal && sizeOf(written) !== undefined ? localVariable(parser, at, written) : undefined;
  const isInitialized = accept(parser, '=');
  const initializer = isInitialized ? readInitializer(parser) : undefined;
  const type = completed(written, initializer);
  if (sizeOf(type) === undefined && storage !== 'extern')
    throw new CompileError(type.kind === 'array' ? `array size missing in '${at.text}'` : `storage size of '${at.text}' isn't known`, at);
  if (isLocal) {
    const variable = early ?? localVariable(parser, at, type);
    if (initializer === undefined) return () => '';
    const parts: (() => string)[] = [];
    if (isScalar(type) && 'expression' in initializer) {
      const value = assigned(initializer.expression, type, 'initializing');
      return () =>
        variable.needsMemory ? `${store(type, `fp + ${variable.place ?? 0}`, value.code())};\n` : `${variable.code} = ${value.code()};\n`;
    }
    const address = (): string => `(fp + ${variable.place ?? 0})`;
    initialize(parts, type, address, 0, initializer);
    variable.needsMemory = true;
    return () => `R.clear(${address()}, ${sizeOf(type) ?? 0});\n${parts.map((part) => part()).join('')}`;
  }
  const variable = globalVariable(parser, at, type, storage);
  if (storage !== 'extern' || isInitialized) variable.place ??= allocate(parser.builder, sizeOf(type) ?? 0, alignmentOf(type));
  if (initializer !== undefined) {
    const parts: (() => string)[] = [];
    initialize(parts, type, () => String(variable.place ?? 0), 0, initializer, true);
    parser.builder.initialization.push(() => parts.map((part) => part()).join(''));
  }
  return () => '';
}

function globalVariable(parser: Parser, at: Token, type: CType, storage: 'static' | 'extern' | undefined): Variable {
  const isShared = storage !== 'static';
  const scope = innermost(parser);
  const here = scope.symbols.get(at.text);
  if (
    here !== undefined &&
    (here.kind !== 'variable' || typeName(here.type) !== typeName(type)) &&
    !(here.kind === 'variable' && here.type.kind === 'array')
  )
    throw new CompileError(`conflicting types for '${at.text}'; have '${typeName(type)}'`, at);
  const known = here?.kind === 'variable' ? here : isShared ? parser.builder.variables.get(at.text) : undefined;
  const variable: Variable = known ?? {
    kind: 'variable',
    name: at.text,
    type,
    isLocal: false,
    needsMemory: true,
    place: undefined,
    code: '',
    isUsed: false,
  };
  if (sizeOf(variable.type) === undefined) variable.type = type;
  if (isShared) parser.builder.variables.set(at.text, variable);
  scope.symbols.set(at.text, variable);
  return variable;
}

type Initializer = { expression: Expression; at: Token } | { list: Initializer[]; at: Token };

function readInitializer(parser: Parser): Initializer {
  const at = peek(parser);
  if (!accept(parser, '{')) return { expression: parseAssignment(parser), at };
  const list: Initializer[] = [];
  while (!sees(parser, '}')) {
    if (sees(parser, '.') || sees(parser, '[')) throw unsupported('designated initializers are', next(parser));
    list.push(readInitializer(parser));
    if (!accept(parser, ',')) break;
  }
  expect(parser, '}');
  return { list, at };
}

/** An array without a size takes that of its initializer. */
function completed(type: CType, initializer: Initializer | undefined): CType {
  if (type.kind !== 'array' || type.length !== undefined || initializer === undefined) return type;
  const bytes =
    'expression' in initializer
      ? initializer.expression.bytes
      : 'expression' in (initializer.list[0] ?? {}) && initializer.list.length === 1
        ? (initializer.list[0] as { expression: Expression }).expression.bytes
        : undefined;
  if (bytes !== undefined && sizeOf(type.of) === 1) return { ...type, length: bytes.length + 1 };
  return 'list' in initializer ? { ...type, length: initializer.list.length } : type;
}

function initialize(
  parts: (() => string)[],
  type: CType,
  base: () => string,
  offset: number,
  given: Initializer,
  isConstant = false,
): void {
  const place = (): string => `(${base()} + ${offset})`;
  if (type.kind === 'array') {
    const only =
      'expression' in given
        ? given
        : given.list.length === 1 && 'expression' in (given.list[0] ?? {})
          ? (given.list[0] as { expression: Expression; at: Token })
          : undefined;
    const bytes = only?.expression.bytes;
    if (bytes !== undefined && sizeOf(type.of) === 1) {
      const length = Math.min(bytes.length + 1, type.length ?? 0);
      parts.push(() => `R.copy(${place()}, ${only?.expression.code() ?? '0'}, ${length});\n`);
      return;
    }
  }
  if ('expression' in given) {
    if (isConstant && given.expression.code().includes('yield*')) throw new CompileError('initializer element is not constant', given.at);
    const value = assigned(given.expression, type, 'initializing');
    parts.push(() => `${store(type, place(), value.code())};\n`);
    return;
  }
  if (type.kind === 'array') {
    const size = sizeOf(type.of) ?? 0;
    for (const [index, one] of given.list.entries()) {
      if (index >= (type.length ?? 0)) throw new CompileError('excess elements in array initializer', one.at);
      initialize(parts, type.of, base, offset + index * size, one, isConstant);
    }
  } else if (type.kind === 'struct') {
    for (const [index, one] of given.list.entries()) {
      const found = type.members?.[index];
      if (found === undefined) throw new CompileError('excess elements in struct initializer', one.at);
      initialize(parts, found.type, base, offset + found.offset, one, isConstant);
    }
  } else if (given.list[0] !== undefined) initialize(parts, type, base, offset, given.list[0], isConstant);
}
