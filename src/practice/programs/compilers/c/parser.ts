import { newScope } from './scope.ts';
import type { CFunction, ProgramBuilder, Scope, Symbol } from './scope.ts';
import { CompileError } from './tokens.ts';
import type { Token } from './tokens.ts';
import { alignmentOf, roundUp, sizeOf } from './types.ts';
import type { CType } from './types.ts';

/** The function that is being read. */
export interface FunctionContext {
  called: CFunction;
  /** Names of JavaScript variables to declare. */
  names: string[];
  frameSize: number;
  loops: number;
  switches: { labels: Set<string>; type: CType }[];
}

/** Reads the tokens of one file into a program. */
export interface Parser {
  builder: ProgramBuilder;
  tokens: readonly Token[];
  at: number;
  scopes: Scope[];
  function: FunctionContext | undefined;
  /** Makes names of static functions and variables unique. */
  unit: number;
  /** What lower parts of the grammar need of higher ones. */
  grammar: { constant: (parser: Parser, what: string) => bigint; localDeclaration: (parser: Parser) => () => string };
}

export function peek(parser: Parser, ahead = 0): Token {
  return parser.tokens[Math.min(parser.at + ahead, parser.tokens.length - 1)] as Token;
}

export function next(parser: Parser): Token {
  const token = peek(parser);
  parser.at += 1;
  return token;
}

export function sees(parser: Parser, text: string, ahead = 0): boolean {
  const token = peek(parser, ahead);
  return token.text === text && (token.kind === 'punctuator' || token.kind === 'name');
}

export function accept(parser: Parser, text: string): boolean {
  if (!sees(parser, text)) return false;
  parser.at += 1;
  return true;
}

/** What is missing is reported behind the token before it, as gcc does. */
export function expect(parser: Parser, text: string): Token {
  if (sees(parser, text)) return next(parser);
  throw expected(parser, `'${text}'`);
}

export function expected(parser: Parser, what: string): CompileError {
  const before = parser.tokens[parser.at - 1] ?? peek(parser);
  return new CompileError(`expected ${what} ${before === peek(parser) ? 'at' : 'before'} ${describe(peek(parser))}`, before, {
    isBehind: true,
  });
}

/** A token as gcc names it behind `before`. */
export function describe(token: Token): string {
  if (token.kind === 'end') return 'end of input';
  if (token.kind === 'string') return 'string constant';
  if (token.kind === 'number') return 'numeric constant';
  if (token.kind === 'character') return 'character constant';
  return keywords.has(token.text) || token.kind === 'name' ? `'${token.text}'` : `'${token.text}' token`;
}

export const keywords: ReadonlySet<string> = new Set(
  `auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short
   signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Noreturn _Alignas _Atomic _Generic _Thread_local`.split(
    /\s+/,
  ),
);

export function findSymbol(parser: Parser, name: string): Symbol | undefined {
  for (let index = parser.scopes.length - 1; index >= 0; index -= 1) {
    const symbol = parser.scopes[index]?.symbols.get(name);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}

export function innermost(parser: Parser): Scope {
  return parser.scopes.at(-1) ?? newScope();
}

/** A JavaScript variable of the function. */
export function temporary(parser: Parser): string {
  const names = parser.function?.names ?? [];
  const name = `t${names.length}`;
  names.push(name);
  return name;
}

/** Space in the function's frame; its offset. */
export function reserve(parser: Parser, type: CType): number {
  const context = parser.function;
  if (context === undefined) return 0;
  const offset = roundUp(context.frameSize, Math.max(1, alignmentOf(type)));
  context.frameSize = offset + Math.max(1, sizeOf(type) ?? 0);
  return offset;
}
