import { assigned, cast, condition } from './expression.ts';
import { parseConstant, parseExpression, parseTest } from './parse-expression.ts';
import { isTypeStart } from './parse-type.ts';
import { accept, describe, expect, next, peek, sees } from './parser.ts';
import type { Parser } from './parser.ts';
import { constantCode } from './code.ts';
import { newScope } from './scope.ts';
import { CompileError, unsupported } from './tokens.ts';
import { promoted } from './types.ts';

type Code = () => string;

/** What keeps a loop from holding everything up. */
const pause = 'if (--R.budget < 0) yield* R.breathe();\n';

export function parseBlock(parser: Parser): Code {
  expect(parser, '{');
  const parts: Code[] = [];
  while (!sees(parser, '}')) {
    if (peek(parser).kind === 'end') throw new CompileError('expected declaration or statement at end of input', peek(parser));
    parts.push(isTypeStart(parser) && !sees(parser, ':', 1) ? parser.grammar.localDeclaration(parser) : parseStatement(parser));
  }
  next(parser);
  return () => parts.map((part) => part()).join('');
}

function inScope(parser: Parser, read: () => Code): Code {
  parser.scopes.push(newScope());
  const code = read();
  parser.scopes.pop();
  return code;
}

function parseBody(parser: Parser): Code {
  const context = parser.function;
  if (context !== undefined) context.loops += 1;
  const body = inScope(parser, () => parseStatement(parser));
  if (context !== undefined) context.loops -= 1;
  return body;
}

function parseStatement(parser: Parser): Code {
  const at = peek(parser);
  if (at.kind === 'punctuator' && at.text === '{') {
    const block = inScope(parser, () => parseBlock(parser));
    return () => `{\n${block()}}\n`;
  }
  if (accept(parser, ';')) return () => ';\n';
  if (at.kind === 'name') {
    const read = Object.hasOwn(statements, at.text) ? statements[at.text] : undefined;
    if (read !== undefined) {
      next(parser);
      return read(parser);
    }
    if (sees(parser, ':', 1)) throw unsupported('labels and goto are', at);
    if (at.text === 'else') throw new CompileError("'else' without a previous 'if'", at);
    if (isTypeStart(parser)) throw new CompileError(`expected expression before ${describe(at)}`, at);
  }
  const expression = parseExpression(parser);
  expect(parser, ';');
  return () => `${expression.code()};\n`;
}

const statements: Readonly<Record<string, (parser: Parser) => Code>> = {
  if(parser) {
    const test = parseTest(parser);
    const first = inScope(parser, () => parseStatement(parser));
    const second = accept(parser, 'else') ? inScope(parser, () => parseStatement(parser)) : undefined;
    return () => `if (${test()}) {\n${first()}}${second === undefined ? '' : ` else {\n${second()}}`}\n`;
  },
  while(parser) {
    const test = parseTest(parser);
    const body = parseBody(parser);
    return () => `while (${test()}) {\n${pause}${body()}}\n`;
  },
  do(parser) {
    const body = parseBody(parser);
    expect(parser, 'while');
    const test = parseTest(parser);
    expect(parser, ';');
    return () => `do {\n${pause}${body()}} while (${test()});\n`;
  },
  for: (parser) =>
    inScope(parser, () => {
      expect(parser, '(');
      const start = sees(parser, ';')
        ? (next(parser), (): string => '')
        : isTypeStart(parser)
          ? parser.grammar.localDeclaration(parser)
          : expressionBefore(parser, ';');
      let test = (): string => 'true';
      if (!sees(parser, ';')) {
        const holds = parseExpression(parser);
        test = condition(holds);
      }
      expect(parser, ';');
      const after = sees(parser, ')') ? undefined : parseExpression(parser);
      expect(parser, ')');
      const body = parseBody(parser);
      return () => `${start()};\nfor (; ${test()}; ${after?.code() ?? ''}) {\n${pause}${body()}}\n`;
    }),
  switch(parser) {
    expect(parser, '(');
    const value = parseExpression(parser);
    expect(parser, ')');
    if (value.type.kind !== 'integer') throw new CompileError('switch quantity not an integer', value.at);
    const type = promoted(value.type);
    const looked = cast(value, type);
    const context = parser.function;
    context?.switches.push({ labels: new Set(), type });
    if (!sees(parser, '{')) throw unsupported('a switch without braces is', peek(parser));
    const body = inScope(parser, () => parseBlock(parser));
    context?.switches.pop();
    return () => `switch (${looked.code()}) {\n${body().replace(/^(?!case |default:|\s*$)/, 'case undefined:\n')}}\n`;
  },
  case(parser) {
    const at = peek(parser);
    const own = parser.function?.switches.at(-1);
    if (own === undefined) throw new CompileError('case label not within a switch statement', at);
    const value = parseConstant(parser, 'case label does not reduce to an integer constant');
    if (sees(parser, '...')) throw unsupported('a range of case labels is', at);
    expect(parser, ':');
    const label = constantCode(own.type, value);
    if (own.labels.has(label)) throw new CompileError('duplicate case value', at);
    own.labels.add(label);
    return () => `case ${label}:\n`;
  },
  default(parser) {
    if (parser.function?.switches.length === 0) throw new CompileError("'default' label not within a switch statement", peek(parser));
    expect(parser, ':');
    return () => 'default:\n';
  },
  break(parser) {
    const at = peek(parser);
    if (parser.function?.loops === 0 && parser.function.switches.length === 0)
      throw new CompileError('break statement not within loop or switch', at);
    expect(parser, ';');
    return () => 'break;\n';
  },
  continue(parser) {
    if (parser.function?.loops === 0) throw new CompileError('continue statement not within a loop', peek(parser));
    expect(parser, ';');
    return () => 'continue;\n';
  },
  return(parser) {
    const at = peek(parser, -1);
    const returns = parser.function?.called.type.returns ?? { kind: 'void' };
    if (accept(parser, ';')) {
      if (returns.kind !== 'void') throw new CompileError("'return' with no value, in function returning non-void [-Wreturn-mismatch]", at);
      return () => 'return 0;\n';
    }
    const value = parseExpression(parser);
    expect(parser, ';');
    if (returns.kind === 'void') throw new CompileError("'return' with a value, in function returning void [-Wreturn-mismatch]", value.at);
    const given = assigned(value, returns, 'returning');
    return () => `return ${given.code()};\n`;
  },
  goto(parser) {
    throw unsupported('goto is', peek(parser, -1));
  },
  asm(parser) {
    throw unsupported('asm is', peek(parser, -1));
  },
};

function expressionBefore(parser: Parser, end: string): Code {
  const expression = parseExpression(parser);
  expect(parser, end);
  return expression.code;
}
