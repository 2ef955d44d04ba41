import { accept, expect, expected, findSymbol, innermost, next, peek, sees } from './parser.ts';
import type { Parser } from './parser.ts';
import { newScope } from './scope.ts';
import { CompileError, unsupported } from './tokens.ts';
import type { Token } from './tokens.ts';
import {
  boolType,
  charType,
  completeStruct,
  doubleType,
  floatType,
  intType,
  longType,
  pointerTo,
  sizeOf,
  unsignedLongType,
  unsignedType,
  voidType,
} from './types.ts';
import type { CType, StructType } from './types.ts';

export interface Specifiers {
  type: CType;
  storage: 'typedef' | 'static' | 'extern' | undefined;
}

export interface Declarator {
  name: Token | undefined;
  type: CType;
  /** Names of a function's parameters. */
  parameters: (Token | undefined)[];
}

const words = new Set(
  'void char short int long float double signed unsigned _Bool struct union enum const volatile static extern typedef register inline auto restrict _Noreturn'.split(
    ' ',
  ),
);
const refused = new Set(['_Alignas', '_Atomic', '_Generic', '_Thread_local', '_Complex', '__attribute__', '__int128', 'typeof']);

export function isTypeStart(parser: Parser, ahead = 0): boolean {
  const token = peek(parser, ahead);
  if (token.kind !== 'name') return false;
  return words.has(token.text) || refused.has(token.text) || findSymbol(parser, token.text)?.kind === 'typedef';
}

export function parseSpecifiers(parser: Parser): Specifiers {
  const seen: string[] = [];
  let type: CType | undefined;
  let storage: Specifiers['storage'];
  const start = peek(parser);
  for (;;) {
    const token = peek(parser);
    if (token.kind !== 'name') break;
    if (refused.has(token.text)) throw unsupported(`'${token.text}' is`, token);
    if (token.text === 'struct' || token.text === 'union') type = parseStruct(parser);
    else if (token.text === 'enum') type = parseEnum(parser);
    else if (token.text === 'typedef' || token.text === 'static' || token.text === 'extern')
      storage = next(parser).text as Specifiers['storage'];
    else if (/^(const|volatile|register|inline|auto|restrict|_Noreturn)$/.test(token.text)) next(parser);
    else if (words.has(token.text)) seen.push(next(parser).text);
    else {
      const symbol: ReturnType<typeof findSymbol> = type === undefined && seen.length === 0 ? findSymbol(parser, token.text) : undefined;
      if (symbol?.kind !== 'typedef') break;
      next(parser);
      ({ type } = symbol);
    }
  }
  if (type === undefined) {
    if (seen.length === 0) {
      if (peek(parser).kind === 'name' && peek(parser, 1).kind === 'name')
        throw new CompileError(`unknown type name '${peek(parser).text}'`, peek(parser));
      if (storage === undefined) throw expected(parser, 'declaration specifiers');
    }
    type = basicType(seen, start);
  }
  return { type, storage };
}

function basicType(seen: readonly string[], at: Token): CType {
  const has = (word: string): boolean => seen.includes(word);
  const longs = seen.filter((word) => word === 'long').length;
  if (has('void')) return voidType;
  if (has('_Bool')) return boolType;
  if (has('float')) return floatType;
  if (has('double')) {
    if (longs > 0) throw unsupported("'long double' is", at);
    return doubleType;
  }
  const isSigned = !has('unsigned');
  if (has('char'))
    return isSigned
      ? has('signed')
        ? ({ ...charType, name: 'signed char' } as CType)
        : charType
      : { kind: 'integer', size: 1, isSigned, name: 'unsigned char' };
  if (has('short')) return { kind: 'integer', size: 2, isSigned, name: isSigned ? 'short int' : 'short unsigned int' };
  if (longs > 0) return isSigned ? longType : unsignedLongType;
  return isSigned ? intType : unsignedType;
}

function parseStruct(parser: Parser): CType {
  const isUnion = next(parser).text === 'union';
  const tag = peek(parser).kind === 'name' ? next(parser) : undefined;
  const outer = tag === undefined ? undefined : parser.scopes.findLast((scope) => scope.tags.has(tag.text))?.tags.get(tag.text);
  const here = tag === undefined ? undefined : innermost(parser).tags.get(tag.text);
  const known = sees(parser, '{') ? here : outer;
  const struct: StructType =
    known?.kind === 'struct'
      ? known
      : { kind: 'struct', name: tag?.text ?? '<anonymous>', isUnion, members: undefined, size: 0, alignment: 1 };
  if (tag !== undefined) innermost(parser).tags.set(tag.text, struct);
  else if (!sees(parser, '{')) throw expected(parser, "identifier or '{'");
  if (!accept(parser, '{')) return struct;
  if (struct.members !== undefined)
    throw new CompileError(`redefinition of '${isUnion ? 'union' : 'struct'} ${struct.name}'`, tag ?? peek(parser));
  const members: { name: string; type: CType }[] = [];
  while (!accept(parser, '}')) {
    const { type } = parseSpecifiers(parser);
    if (sees(parser, ';')) throw unsupported('anonymous members are', peek(parser));
    do {
      const { name, type: own } = parseDeclarator(parser, type);
      if (sees(parser, ':')) throw unsupported('bit-fields are', peek(parser));
      if (name === undefined) throw expected(parser, 'identifier');
      if (sizeOf(own) === undefined) throw new CompileError(`field '${name.text}' has incomplete type`, name);
      members.push({ name: name.text, type: own });
    } while (accept(parser, ','));
    expect(parser, ';');
  }
  completeStruct(struct, members);
  return struct;
}

function parseEnum(parser: Parser): CType {
  next(parser);
  if (peek(parser).kind === 'name') innermost(parser).tags.set(next(parser).text, { kind: 'enum' });
  if (!accept(parser, '{')) return unsignedType;
  let value = 0n;
  while (!accept(parser, '}')) {
    const name = next(parser);
    if (name.kind !== 'name') throw new CompileError('expected identifier', name);
    if (accept(parser, '=')) value = parser.grammar.constant(parser, `enumerator value for '${name.text}' is not an integer constant`);
    innermost(parser).symbols.set(name.text, { kind: 'constant', value });
    value += 1n;
    if (!accept(parser, ',') && !sees(parser, '}')) throw expected(parser, "',' or '}'");
  }
  return unsignedType;
}

export function parseTypeName(parser: Parser): CType {
  const { type } = parseSpecifiers(parser);
  return parseDeclarator(parser, type).type;
}

/** A declarator is read from the inside out: what stands behind the name comes first. */
export function parseDeclarator(parser: Parser, base: CType): Declarator {
  let type = base;
  while (accept(parser, '*')) {
    type = pointerTo(type);
    while (['const', 'volatile', 'restrict'].includes(peek(parser).text)) next(parser);
  }
  const isNested = sees(parser, '(') && (sees(parser, '*', 1) || sees(parser, '(', 1));
  if (isNested) {
    const start = parser.at + 1;
    skipParentheses(parser);
    const outer = parseSuffix(parser, type);
    const end = parser.at;
    parser.at = start;
    const inner = parseDeclarator(parser, outer.type);
    expect(parser, ')');
    parser.at = end;
    return inner;
  }
  const name = peek(parser).kind === 'name' && !words.has(peek(parser).text) ? next(parser) : undefined;
  return { name, ...parseSuffix(parser, type) };
}

function skipParentheses(parser: Parser): void {
  let depth = 0;
  do {
    const token = next(parser);
    if (token.kind === 'end') throw expected(parser, "')'");
    if (token.kind === 'punctuator') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
  } while (depth > 0);
}

function parseSuffix(parser: Parser, type: CType): Pick<Declarator, 'type' | 'parameters'> {
  if (accept(parser, '[')) {
    const at = peek(parser);
    const length = sees(parser, ']') ? undefined : arrayLength(parser, at);
    expect(parser, ']');
    const of = parseSuffix(parser, type).type;
    return { type: { kind: 'array', of, length }, parameters: [] };
  }
  if (!accept(parser, '(')) return { type, parameters: [] };
  const parameters: CType[] = [];
  const names: (Token | undefined)[] = [];
  let isVariadic = false;
  parser.scopes.push(newScope());
  if (sees(parser, 'void') && sees(parser, ')', 1)) next(parser);
  while (!sees(parser, ')')) {
    if (accept(parser, '...')) {
      isVariadic = true;
      break;
    }
    const specifiers = parseSpecifiers(parser);
    const declared = parseDeclarator(parser, specifiers.type);
    parameters.push(
      declared.type.kind === 'array'
        ? pointerTo(declared.type.of)
        : declared.type.kind === 'function'
          ? pointerTo(declared.type)
          : declared.type,
    );
    names.push(declared.name);
    if (!accept(parser, ',')) break;
  }
  parser.scopes.pop();
  expect(parser, ')');
  return { type: { kind: 'function', returns: type, parameters, isVariadic }, parameters: names };
}

function arrayLength(parser: Parser, at: Token): number {
  const before = parser.at;
  try {
    const length = parser.grammar.constant(parser, '');
    if (length < 0n) throw new CompileError('size of array is negative', at);
    return Number(length);
  } catch (error) {
    if (!(error instanceof CompileError) || error.message !== '') throw error;
    parser.at = before;
    throw unsupported('an array whose size is not constant is', at);
  }
}
