/** What is read of xterm's buffer (`IBuffer`), of a terminal with a window or without one. */
export interface ScreenBuffer {
  readonly baseY: number;
  readonly cursorX: number;
  readonly cursorY: number;
  getLine(row: number): ScreenLine | undefined;
}

interface ScreenLine {
  readonly isWrapped: boolean;
  readonly length: number;
  translateToString(trimRight?: boolean, from?: number, to?: number): string;
  getCell(column: number): { getWidth(): number; getChars(): string; isInverse(): number } | undefined;
}

/** A command as a terminal shows it. */
export interface ShownCommand {
  /** What was typed, where it stands on one line. */
  line: string | undefined;
  /** Its lines as they are on the screen: what was written over is not there, and a line that was wrapped is one. Empty where it printed nothing. */
  output: string;
}

/**
 * Where a command stands. Lines are counted as they were printed, not as the width of the screen breaks them: they keep their number when it
 * changes.
 */
export interface CommandPlace {
  /** The first line of its prompt. */
  prompt: { readonly line: number };
  /** Cells from the begin of that line to the end of the prompt. */
  column: number;
  /** Lines from the prompt's to the first of the output. */
  inputLines: number;
}

/** A place in a line that may be wrapped: the row in which it begins, and cells from there. */
export interface LinePlace {
  row: number;
  column: number;
}

export function readCommand(
  buffer: ScreenBuffer,
  columns: number,
  { prompt, column, inputLines }: CommandPlace,
  end: LinePlace,
): ShownCommand {
  const first = startAfter(buffer, prompt.line, inputLines);
  return {
    line: readInput(buffer, columns, { row: prompt.line, column }, first),
    output: first > end.row ? '' : readOutput(buffer, columns, first, end),
  };
}

export function cursorPlace(buffer: ScreenBuffer, columns: number): LinePlace {
  const cursor = buffer.baseY + buffer.cursorY;
  const row = lineStart(buffer, cursor);
  return { row, column: (cursor - row) * columns + buffer.cursorX };
}

/** The row where the line begins that this one is part of. */
function lineStart(buffer: ScreenBuffer, row: number): number {
  let start = row;
  while (start > 0 && buffer.getLine(start)?.isWrapped === true) start -= 1;
  return start;
}

/** How many lines begin behind one row, up to and with another. */
export function linesBetween(buffer: ScreenBuffer, from: number, to: number): number {
  let count = 0;
  for (let row = from + 1; row <= to; row += 1) if (buffer.getLine(row)?.isWrapped !== true) count += 1;
  return count;
}

/** How many lines of input begin behind a prompt, where the cursor is now: where a shell tells it before it has ended the line, one. */
export function inputLinesAt(buffer: ScreenBuffer, columns: number, prompt: number): number {
  return Math.max(1, linesBetween(buffer, prompt, cursorPlace(buffer, columns).row));
}

/** The row so many lines before the one that begins at `row`. */
export function startBefore(buffer: ScreenBuffer, row: number, lines: number): number {
  let start = row;
  for (let left = lines; left > 0 && start > 0; left -= 1) start = lineStart(buffer, start - 1);
  return start;
}

function startAfter(buffer: ScreenBuffer, row: number, lines: number): number {
  let start = row;
  for (let left = lines; left > 0; left -= 1) {
    start += 1;
    while (buffer.getLine(start)?.isWrapped === true) start += 1;
  }
  return start;
}

/** Undefined where it is more than one line. */
function readInput(buffer: ScreenBuffer, columns: number, { row, column }: LinePlace, end: number): string | undefined {
  const first = row + Math.floor(column / columns);
  let typed = '';
  for (let at = first; at < end; at += 1) {
    const line = buffer.getLine(at);
    const next = buffer.getLine(at + 1);
    if (line === undefined) break;
    const cells = cellsOf(line).slice(at === first ? column % columns : 0, endOf(line, next));
    const isLast = at + 1 >= end || (next?.isWrapped !== true && isBlank(buffer, at + 1, end));
    // fish goes to the next row by itself, behind one that is full.
    if (!isLast && next?.isWrapped !== true && cells.includes(undefined)) return undefined;
    typed += (isLast && at === first ? withoutRightPrompt(cells) : cells).map((cell) => cell ?? ' ').join('');
    if (isLast) break;
  }
  return typed.trim();
}

/** What was written into each cell: nothing, or '' for the second half of a character of two cells. */
function cellsOf(line: ScreenLine): (string | undefined)[] {
  return Array.from({ length: line.length }, (_, column) => {
    const cell = line.getCell(column);
    if (cell?.getWidth() === 0) return '';
    return cell === undefined || cell.getChars() === '' ? undefined : cell.getChars();
  });
}

/** zsh and fish draw a second prompt at the right edge (RPROMPT), to which the cursor is moved over cells that stay empty. */
function withoutRightPrompt(cells: readonly (string | undefined)[]): readonly (string | undefined)[] {
  const last = cells.findLastIndex((cell) => cell !== undefined);
  const gap = cells.lastIndexOf(undefined, last);
  return gap === -1 || last < cells.length - 2 ? cells : cells.slice(0, gap);
}

/** zsh is in the next row already where its line fills the last one. */
function isBlank(buffer: ScreenBuffer, from: number, end: number): boolean {
  for (let row = from; row < end; row += 1) if (buffer.getLine(row)?.translateToString(true).trim() !== '') return false;
  return true;
}

function readOutput(buffer: ScreenBuffer, columns: number, first: number, end: LinePlace): string {
  const lines = read(buffer, columns, first, withoutLineEndMark(buffer, columns, end));
  while (lines.at(-1) === '') lines.pop();
  return lines.join('\n');
}

/** Lines without blanks at their ends. */
function read(buffer: ScreenBuffer, columns: number, first: number, end: LinePlace): string[] {
  const lines: string[] = [];
  for (let row = first; ; row += 1) {
    const line = buffer.getLine(row);
    const left = row < end.row ? columns : end.column - (row - end.row) * columns;
    if (line === undefined || left <= 0) break;
    const text = line.translateToString(false, 0, Math.min(left, endOf(line, buffer.getLine(row + 1))));
    if (line.isWrapped && lines.length > 0) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return lines.map((text) => text.trimEnd());
}

/** A cell stays empty where a character of two cells had no room, and is the next row's first. */
function endOf(line: ScreenLine, next: ScreenLine | undefined): number {
  const isMoved = next?.isWrapped === true && next.getCell(0)?.getWidth() === 2 && line.getCell(line.length - 1)?.getChars() === '';
  return isMoved ? line.length - 1 : line.length;
}

/** zsh draws a sign in reverse behind a last line without an end, and goes to the next one for its prompt. */
function withoutLineEndMark(buffer: ScreenBuffer, columns: number, end: LinePlace): LinePlace {
  const line = buffer.getLine(end.row - 1);
  if (end.column > 0 || line === undefined) return end;
  let column = line.length - 1;
  while (column > 0 && (line.getCell(column)?.getChars().trim() ?? '') === '') column -= 1;
  const cell = line.getCell(column);
  const isMark = cell !== undefined && cell.isInverse() !== 0 && /^[%#]$/.test(cell.getChars());
  if (!isMark || (column > 0 && line.getCell(column - 1)?.isInverse() !== 0)) return end;
  const row = lineStart(buffer, end.row - 1);
  return { row, column: (end.row - 1 - row) * columns + column };
}
