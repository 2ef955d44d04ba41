import type { TerminalSession } from './session.ts';

/** Several lines go in as one paste where the shell can take it, so that it runs none before it has all; a tab would ask for completion. */
export function asTyped(session: TerminalSession, text: string): string {
  if (!needsPaste(text) || !session.takesBracketedPaste()) return `${text.replaceAll('\n', '\r')}\r`;
  return `\x1b[200~${text.replaceAll('\x1b', '')}\x1b[201~\r`;
}

/** A line end would run what is before it, a tab ask for completion. */
export function needsPaste(text: string): boolean {
  return /[\n\t]/.test(text);
}

/** A tab would ask for completion: it goes in as a paste, or quoted (Ctrl-V, the terminal's `lnext`). */
export function asLine(session: TerminalSession, line: string): string {
  if (!line.includes('\t')) return `${line}\r`;
  return session.takesBracketedPaste() ? `\x1b[200~${line}\x1b[201~\r` : `${line.replaceAll('\t', '\x16\t')}\r`;
}
