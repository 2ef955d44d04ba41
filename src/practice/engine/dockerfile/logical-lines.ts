import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction as SyntaxNode } from 'dockerfile-ast';
import type { HereDocument } from './instructions.ts';

/** One instruction with its continuation lines joined. */
export interface LogicalLine {
  /** First line, counted from 1. */
  line: number;
  /** As written. */
  keyword: string;
  /** What follows the keyword, on one line, without here-documents. */
  rest: string;
  documents: HereDocument[];
}

/** Finds the instructions of a Dockerfile, without comments, and the escape character that its directive sets. */
export function logicalLines(content: string): { escape: '\\' | '`'; lines: LogicalLine[] } {
  const text = content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const file = DockerfileParser.parse(text);
  const escape = file.getEscapeCharacter() === '`' ? '`' : '\\';
  const written = text.split('\n');
  const lines = file.getInstructions().map((node) => readNode(node, written, escape));
  return { escape, lines };
}

function readNode(node: SyntaxNode, written: string[], escape: string): LogicalLine {
  const range = node.getRange();
  const documents = documentsOf(node, written);
  const lastLine = documents.length > 0 ? range.start.line + headLength(written, range.start.line, escape) - 1 : range.end.line;
  const joined = join(written.slice(range.start.line, lastLine + 1), escape).trim();
  const keyword = /^\S+/.exec(joined)?.[0] ?? '';
  return { line: range.start.line + 1, keyword, rest: joined.slice(keyword.length).trim(), documents };
}

/** Continuation lines become one; comment lines and empty lines between them vanish, as in the builder's parser. */
function join(lines: readonly string[], escape: string): string {
  const endsOpen = endOfContinuedLine(escape);
  let result = '';
  for (const [index, line] of lines.entries()) {
    if (index > 0 && (/^\s*#/.test(line) || line.trim() === '')) continue;
    if (!endsOpen.test(line)) return result + line;
    result += line.replace(endsOpen, '');
  }
  return result;
}

/** Lines of the instruction itself, before its here-documents. */
function headLength(written: readonly string[], start: number, escape: string): number {
  let length = 1;
  while (endOfContinuedLine(escape).test(written[start + length - 1] ?? '')) length += 1;
  return length;
}

function endOfContinuedLine(escape: string): RegExp {
  return escape === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
}

interface HereDocumentNode {
  getName(): string;
  getStartRange(): { start: { line: number; character: number }; end: { line: number; character: number } };
  getContentRange(): { start: { line: number }; end: { line: number } } | null;
  getDelimiterRange(): { start: { line: number } } | null;
}

/** dockerfile-ast makes here-documents public for the instructions that may have them only. */
function documentsOf(node: SyntaxNode, written: readonly string[]): HereDocument[] {
  const source = node as unknown as { getHeredocs?: () => HereDocumentNode[] };
  return (source.getHeredocs?.() ?? []).map((document) => {
    const { start, end } = document.getStartRange();
    const opening = (written[start.line] ?? '').slice(start.character, end.character);
    const first = document.getContentRange()?.start.line;
    const last = document.getDelimiterRange()?.start.line;
    const lines = first === undefined || last === undefined ? [] : written.slice(first, last);
    const body = opening.startsWith('<<-') ? lines.map((line) => line.replace(/^\t+/, '')) : lines;
    return { name: document.getName(), content: body.map((line) => `${line}\n`).join(''), expands: !/["']/.test(opening) };
  });
}
