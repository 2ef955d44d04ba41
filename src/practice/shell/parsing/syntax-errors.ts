import { forEachChild } from 'unbash';
import type { ParsedScript, ParseError, Statement, SyntaxNode } from 'unbash';
import type { Flavour } from '../flavour.ts';
import { lineAt } from './source.ts';
import type { SourceUnit } from './source.ts';
import { findUnsupported } from './unsupported.ts';
import type { Unsupported } from './unsupported.ts';

/** What decides on whether a text is right. */
export interface Dialect {
  flavour: Flavour;
  /** bash's `shopt -s extglob`. */
  hasExtendedPatterns: boolean;
}

/** A syntax error as a shell words it. */
export interface SyntaxProblem {
  /** Without the shell's name and the line; bash's second line, which shows the source, is `shown`. */
  text: string;
  shown: string | undefined;
  line: number;
  position: number;
  /** More input could make it right. */
  isIncomplete: boolean;
}

/** The statements that a shell reading line by line has run before it comes to the error. */
export function splitAtError(unit: SourceUnit, dialect: Dialect): { statements: readonly Statement[]; error: SyntaxProblem | undefined } {
  const error = syntaxErrorOf(unit, dialect);
  const statements = unit.script.commands;
  if (error === undefined) return { statements, error };
  const before = statements.findLast((statement) => statement.pos <= error.position);
  // An error behind a whole statement leaves that one alone; an unfinished one contains it.
  const isBehind = !error.isIncomplete && before !== undefined && unit.text.slice(before.end, error.position).includes('\n');
  const start = before === undefined || isBehind ? error.position : before.pos;
  const lineStart = start === 0 ? 0 : unit.text.lastIndexOf('\n', start - 1) + 1;
  return { statements: statements.filter((statement) => statement.pos < lineStart && statement.end <= lineStart), error };
}

/** Undefined where the text is right. */
export function syntaxErrorOf(unit: SourceUnit, dialect: Dialect): SyntaxProblem | undefined {
  const [first] = unit.script.errors ?? [];
  const unsupported = findUnsupported(unit, dialect.flavour, dialect.hasExtendedPatterns);
  if (unsupported !== undefined && (first === undefined || unsupported.position < first.pos))
    return unsupportedProblem(unit, dialect.flavour, unsupported);
  return first === undefined ? undefined : parserProblem(unit, dialect.flavour, unit.script.errors ?? [], first);
}

function unsupportedProblem(unit: SourceUnit, flavour: Flavour, { position, token }: Unsupported): SyntaxProblem {
  const text =
    typeof token === 'string'
      ? unexpectedText(flavour, token, undefined)
      : flavour === 'dash'
        ? `Syntax error: ${token.message}`
        : `syntax error: ${token.message.toLowerCase()}`;
  return problemAt(unit, flavour, position, text);
}

function problemAt(unit: SourceUnit, flavour: Flavour, position: number, text: string): SyntaxProblem {
  const line = lineAt(unit, position);
  const shown = flavour === 'bash' ? unit.text.split('\n')[line - unit.firstLine] : undefined;
  return { text, shown, line, position, isIncomplete: false };
}

function parserProblem(unit: SourceUnit, flavour: Flavour, errors: readonly ParseError[], first: ParseError): SyntaxProblem {
  const length = unit.text.trimEnd().length;
  const endLine = lineAt(unit, length) + 1;
  const quote = /^unterminated (.+)$/.exec(first.message)?.[1];
  if (quote !== undefined) {
    const line = flavour === 'bash' && quote.includes('substitution') ? endLine : lineAt(unit, first.pos);
    return { text: unterminatedText(flavour, quote), shown: undefined, line, position: first.pos, isIncomplete: true };
  }
  const unclosed = errors.find(({ message, pos }) => /^expected '.+' to close/.test(message) && pos >= length);
  const isForAlone = first.message === "expected 'do'" && /(?:^|\s)for\s*$/.test(unit.text.slice(0, first.pos));
  const token = isForAlone
    ? 'newline'
    : unclosed !== undefined && first.message.startsWith('expected command')
      ? undefined
      : tokenOf(unit, first.message, first.pos, flavour);
  if (token !== undefined) {
    const text =
      isForAlone && flavour === 'dash' ? 'Syntax error: Bad for loop variable' : unexpectedText(flavour, token, expectedIn(first.message));
    return problemAt(unit, flavour, first.pos, text);
  }
  const expecting =
    unclosed === undefined ? undefined : /\bin\s*$/.test(unit.text) ? ')' : /^expected '(.+)' to close/.exec(unclosed.message)?.[1];
  return {
    text: endOfFileText(flavour, expecting),
    shown: undefined,
    line: flavour === 'bash' ? endLine : endLine - 1,
    position: first.pos,
    isIncomplete: true,
  };
}

/** More lines are needed before the text can be run: an error at its end, or a here-document without its delimiter. */
export function isIncomplete(unit: SourceUnit, dialect: Dialect): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(unit.text)) return true;
  const error = syntaxErrorOf(unit, dialect);
  if (error !== undefined) return error.isIncomplete;
  return unit.text.includes('<<') && hasOpenHereDocument(unit.script);
}

function hasOpenHereDocument(script: ParsedScript): boolean {
  let isOpen = false;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'HereDoc' && node.closing === undefined) isOpen = true;
    if (!isOpen) forEachChild(node, visit);
  };
  visit(script);
  return isOpen;
}

/** What stands where something else should; undefined at the end of the text. */
function tokenOf(unit: SourceUnit, message: string, position: number, flavour: Flavour): string | undefined {
  const named = /^unexpected token '(.+)'$/s.exec(message)?.[1];
  if (named !== undefined) return named === '\n' ? 'newline' : named;
  const closer = /(?:^|[\s;&|(])(fi|done|esac|else|elif|\}|\)|;;)$/.exec(unit.text.slice(0, position))?.[1];
  if (closer !== undefined && /^expected '(?:then|do)'/.test(message)) return closer;
  const rest = unit.text.slice(position).replace(/^[ \t]+/, '');
  const found = /^(?:\n|&&|\|\||;;|[;&|()<>]|[^\s;&|()<>]+)/.exec(rest)?.[0];
  if (found === undefined || rest.trim() === '')
    return message === 'expected redirect target' && (flavour === 'bash' || rest.includes('\n')) ? 'newline' : undefined;
  return found === '\n' ? 'newline' : found;
}

function expectedIn(message: string): string | undefined {
  return /^expected '([^']+)'/.exec(message)?.[1];
}

function unterminatedText(flavour: Flavour, what: string): string {
  const mark = what.includes('double')
    ? '"'
    : what.includes('single')
      ? "'"
      : what.includes('backtick')
        ? '`'
        : what.includes('parameter')
          ? '}'
          : ')';
  if (flavour === 'bash') return `unexpected EOF while looking for matching \`${mark}'`;
  const isQuote = mark === '"' || mark === "'";
  if (flavour === 'busybox')
    return isQuote ? 'syntax error: unterminated quoted string' : `syntax error: unexpected end of file (expecting "${mark}")`;
  if (isQuote) return 'Syntax error: Unterminated quoted string';
  if (mark === '`') return 'Syntax error: EOF in backquote substitution';
  return mark === '}' ? "Syntax error: Missing '}'" : 'Syntax error: end of file unexpected (expecting ")")';
}

function endOfFileText(flavour: Flavour, expecting: string | undefined): string {
  const suffix = expecting === undefined ? '' : ` (expecting "${expecting}")`;
  if (flavour === 'bash') return 'syntax error: unexpected end of file';
  return flavour === 'dash' ? `Syntax error: end of file unexpected${suffix}` : `syntax error: unexpected end of file${suffix}`;
}

function unexpectedText(flavour: Flavour, token: string, expected: string | undefined): string {
  const suffix = expected === undefined ? '' : ` (expecting "${expected}")`;
  const shown = token === 'newline' ? 'newline' : `"${token}"`;
  if (flavour === 'bash') return `syntax error near unexpected token \`${token}'`;
  return flavour === 'dash' ? `Syntax error: ${shown} unexpected${suffix}` : `syntax error: unexpected ${shown}${suffix}`;
}
