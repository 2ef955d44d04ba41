import { forEachChild } from 'unbash';
import type { ParsedScript, Statement, SyntaxNode } from 'unbash';
import type { Flavour } from '../flavour.ts';
import { lineAt } from './source.ts';
import type { SourceUnit } from './source.ts';

/** A syntax error as a shell words it. */
export interface SyntaxProblem {
  /** Without the shell's name and the line; bash's second line, which shows the source, is `shown`. */
  text: string;
  shown: string | undefined;
  line: number;
  /** More input could make it right. */
  isIncomplete: boolean;
}

/** The statements that a shell reading line by line has run before it comes to the error. */
export function splitAtError(unit: SourceUnit, flavour: Flavour): { statements: readonly Statement[]; error: SyntaxProblem | undefined } {
  const error = syntaxErrorOf(unit, flavour);
  const statements = unit.script.commands;
  const first = unit.script.errors?.[0];
  if (error === undefined || first === undefined) return { statements, error };
  const culprit = statements.findLast((statement) => statement.pos <= first.pos);
  const start = Math.min(culprit?.pos ?? 0, first.pos);
  const lineStart = unit.text.lastIndexOf('\n', start - 1) + 1;
  return { statements: statements.filter((statement) => statement.end <= lineStart), error };
}

/** Undefined where the text is right. */
export function syntaxErrorOf(unit: SourceUnit, flavour: Flavour): SyntaxProblem | undefined {
  const [first] = unit.script.errors ?? [];
  if (first === undefined) return undefined;
  const expecting = unit.script.errors?.map(({ message }) => /^expected '(.+)' to close/.exec(message)?.[1]).find(Boolean);
  const quote = /^unterminated (.+)$/.exec(first.message)?.[1];
  const endLine = lineAt(unit, unit.text.trimEnd().length) + 1;
  if (quote !== undefined) {
    return { text: unterminatedText(flavour, quote), shown: undefined, line: lineAt(unit, first.pos), isIncomplete: true };
  }
  const token = tokenOf(unit, first.message, first.pos);
  if (token === undefined) {
    return {
      text: endOfFileText(flavour, expecting),
      shown: undefined,
      line: flavour === 'bash' ? endLine : endLine - 1,
      isIncomplete: true,
    };
  }
  const line = lineAt(unit, first.pos);
  const shown = unit.text.split('\n')[line - unit.firstLine];
  return {
    text: unexpectedText(flavour, token, expectedIn(first.message)),
    shown: flavour === 'bash' ? shown : undefined,
    line,
    isIncomplete: false,
  };
}

/** More lines are needed before the text can be run: an error at its end, or a here-document without its delimiter. */
export function isIncomplete(unit: SourceUnit, flavour: Flavour): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n?$/.test(unit.text)) return true;
  const error = syntaxErrorOf(unit, flavour);
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
function tokenOf(unit: SourceUnit, message: string, position: number): string | undefined {
  const named = /^unexpected token '(.+)'$/s.exec(message)?.[1];
  if (named !== undefined) return named === '\n' ? 'newline' : named;
  const closer = /(?:^|[\s;&|(])(fi|done|esac|else|elif|\}|\)|;;)$/.exec(unit.text.slice(0, position))?.[1];
  if (closer !== undefined && /^expected '(?:then|do)'/.test(message)) return closer;
  const rest = unit.text.slice(position).replace(/^[ \t]+/, '');
  const found = /^(?:\n|&&|\|\||;;|[;&|()<>]|[^\s;&|()<>]+)/.exec(rest)?.[0];
  if (found === undefined || rest.trim() === '') return message === 'expected redirect target' || position === 0 ? 'newline' : undefined;
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
