import type { TerminalSession } from '../session/session.ts';

/** The keys for a piece of a block and Enter. Several lines go in as one paste where the shell can take it, so that it runs none before it has all. */
export function asTyped(session: TerminalSession, text: string): string {
  if (needsPaste(text) && session.takesBracketedPaste()) return `\x1b[200~${text.replaceAll('\x1b', '')}\x1b[201~\r`;
  const lines = text.replaceAll('\n', '\r');
  // Quoted by Ctrl-V, the terminal's `lnext`; that of PowerShell pastes the clipboard.
  return `${session.shell === 'powershell' ? lines : lines.replaceAll('\t', '\x16\t')}\r`;
}

/** A line end would run what is before it, a tab ask for completion. */
export function needsPaste(text: string): boolean {
  return /[\n\t]/.test(text);
}
