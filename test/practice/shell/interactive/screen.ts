/** A terminal's screen, as far as the line editor's sequences go: what a user sees after the bytes. */
export interface Screen {
  write(text: string): void;
  /** Rows without trailing blanks, without empty ones at the end. */
  rows(): string[];
  cursor(): { row: number; column: number };
  resize(columns: number): void;
}

export function createScreen(columns: number): Screen {
  let lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  let pendingWrap = false;

  function put(character: string): void {
    const width = isWide(character) ? 2 : 1;
    if (pendingWrap || column + width > columns) {
      column = 0;
      down();
    }
    pendingWrap = false;
    const line = (lines[row] ??= []);
    while (line.length < column) line.push(' ');
    line[column] = character;
    if (width === 2) line[column + 1] = '';
    column += width;
    if (column >= columns) {
      column = columns - 1;
      pendingWrap = true;
    }
  }
  function down(): void {
    row += 1;
    lines[row] ??= [];
  }
  function control(parameters: string, final: string): void {
    const count = Number(parameters || '1');
    pendingWrap = false;
    if (final === 'A') row = Math.max(0, row - count);
    else if (final === 'C') column = Math.min(columns - 1, column + count);
    else if (final === 'H') [row, column] = [0, 0];
    else if (final === 'J' && parameters === '2') lines = [[]];
    else if (final === 'J') {
      lines[row] = (lines[row] ?? []).slice(0, column);
      lines = lines.slice(0, row + 1);
    }
  }

  return {
    write(text) {
      for (const match of text.matchAll(/\x1b\[([0-9;?]*)([@-~])|\r|\n|\x07|./gsu)) {
        const [whole, parameters = '', final] = match;
        if (final !== undefined) control(parameters, final);
        else if (whole === '\r') [column, pendingWrap] = [0, false];
        else if (whole === '\n') down();
        else if (whole !== '\x07') put(whole);
      }
    },
    rows() {
      const shown = lines.map((line) =>
        Array.from(line, (character) => (character as string | undefined) ?? ' ')
          .join('')
          .trimEnd(),
      );
      while (shown.length > 0 && shown.at(-1) === '') shown.pop();
      return shown;
    },
    cursor: () => (pendingWrap ? { row: row + 1, column: 0 } : { row, column }),
    resize(wanted) {
      columns = wanted;
    },
  };
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uff00-\uff60]|\p{Emoji_Presentation}/u.test(character);
}
