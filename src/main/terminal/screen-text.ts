import headless from '@xterm/headless';
import type { TerminalSize } from '../../shared/domain/terminal.ts';

/** Lines that are kept above the screen. */
export const mostScreenLines = 25_000;

/**
 * What stands on a terminal's screen, and above it, after a program has printed `raw`: cursors that were moved and text that was written over are
 * as the learner sees them. A line that the screen's width has broken is one; blanks at ends of lines are not told.
 */
export async function screenText(raw: string, { columns, rows }: TerminalSize): Promise<string> {
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback: mostScreenLines, allowProposedApi: true, logLevel: 'off' });
  try {
    await new Promise<void>((resolve) => terminal.write(raw, resolve));
    const { normal } = terminal.buffer;
    const textOf = (row: number): string => normal.getLine(row)?.translateToString(normal.getLine(row + 1)?.isWrapped !== true) ?? '';
    // The cursor may have been left above what stands there.
    let last = normal.length - 1;
    while (last > normal.baseY + normal.cursorY && textOf(last) === '') last -= 1;
    const lines: string[] = [];
    for (let row = 0; row <= last; row += 1)
      lines.push((row > 0 && normal.getLine(row)?.isWrapped === true ? (lines.pop() ?? '') : '') + textOf(row));
    return lines.map((line) => line.trimEnd()).join('\n');
  } finally {
    terminal.dispose();
  }
}
