import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import type { TerminalSize } from '../../../shared/domain/terminal.ts';
import { cursorPlace, inputLinesAt, readCommand } from '../../../shared/shown-command.ts';

/** Lines that are kept above the screen. */
export const mostScreenLines = 25_000;

/**
 * What stands on a terminal's screen, and above it, after a program has printed `raw`: cursors that were moved and text that was written over are
 * as the learner sees them. A line that the screen's width has broken is one; blanks at ends of lines are not told.
 */
export function screenText(raw: string, size: TerminalSize): Promise<string> {
  return onScreen(size, mostScreenLines, async (terminal) => {
    await write(terminal, raw);
    const { normal } = terminal.buffer;
    const textOf = (row: number): string => normal.getLine(row)?.translateToString(normal.getLine(row + 1)?.isWrapped !== true) ?? '';
    // The cursor may have been left above what stands there.
    let last = normal.length - 1;
    while (last > normal.baseY + normal.cursorY && textOf(last) === '') last -= 1;
    const lines: string[] = [];
    for (let row = 0; row <= last; row += 1)
      lines.push((row > 0 && normal.getLine(row)?.isWrapped === true ? (lines.pop() ?? '') : '') + textOf(row));
    return lines.map((line) => line.trimEnd()).join('\n');
  });
}

/** Where the cursor goes to cannot be told without all that is on the screen. */
const absoluteMove = /\x1b\[\d*(?:;\d*)?[Hfd]/;

/**
 * The line that stands behind a prompt once the shell has taken it, whatever was corrected in it, fetched from the history or pasted. Undefined
 * where it is more than one, or cannot be known.
 */
export async function screenLine(prompt: string, typed: string, size: TerminalSize): Promise<string | undefined> {
  if (absoluteMove.test(typed)) return undefined;
  const { columns } = size;
  return onScreen(size, prompt.length + typed.length, async (terminal) => {
    const { normal } = terminal.buffer;
    await write(terminal, prompt);
    const { row, column } = cursorPlace(normal, columns);
    await write(terminal, typed);
    const place = { prompt: { line: row }, column, inputLines: inputLinesAt(normal, columns, row) };
    return readCommand(normal, columns, place, cursorPlace(normal, columns)).line;
  });
}

async function onScreen<T>(
  { columns, rows }: TerminalSize,
  scrollback: number,
  work: (terminal: headless.Terminal) => Promise<T>,
): Promise<T> {
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  // As wide as in the window, and as shells count: an emoji takes two cells.
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  try {
    return await work(terminal);
  } finally {
    terminal.dispose();
  }
}

function write(terminal: headless.Terminal, data: string): Promise<void> {
  return new Promise((resolve) => terminal.write(data, resolve));
}
