import type { CompileError, Token } from './c/tokens.ts';

/** A compiler message with its place, the source line and a caret, as gcc words it. */
export function diagnostic(error: CompileError, within: string | undefined, source: string | undefined): string {
  const { at } = error;
  const column = at.column + (error.isBehind ? at.text.length : 0);
  const place = `${at.file}:${at.line}:${column}`;
  const header = within === undefined ? '' : `${at.file}: In function '${within}':\n`;
  const isFatal = error.notes.includes('compilation terminated.');
  const lines = [`${header}${place}: ${isFatal ? 'fatal error' : 'error'}: ${error.message}`, ...excerpt(at, column, source)];
  for (const note of error.notes) lines.push(note.startsWith('note: ') ? `${place}: ${note}` : note);
  return `${lines.join('\n')}\n`;
}

function excerpt(at: Token, column: number, source: string | undefined): string[] {
  const line = source?.split('\n')[at.line - 1];
  if (line === undefined) return [];
  const underline = column === at.column ? '~'.repeat(Math.max(0, Math.min(at.text.length, line.length - column + 1) - 1)) : '';
  return [`${String(at.line).padStart(5)} | ${line}`, `      | ${line.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')}^${underline}`];
}
