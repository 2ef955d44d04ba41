import { advance, shownText } from './layout.ts';
import type { Place } from './layout.ts';

/** Draws prompt and line, and knows where the cursor is so that the next drawing starts at the right place. */
export interface Painter {
  /** `cursor` is an index in the text. */
  draw(prompt: string, text: string, cursor: number): Promise<void>;
  /** Writes one character behind the line without drawing all of it; false where that is not possible. */
  append(text: string): Promise<boolean>;
  /** Puts the cursor behind the line, for output that follows below; the next drawing starts anew. */
  leave(text: string): Promise<void>;
  clearScreen(): Promise<void>;
}

export function createPainter(options: { write(text: string): Promise<void>; columns(): number }): Painter {
  const origin: Place = { row: 0, column: 0 };
  let prompt = '';
  let drawn = '';
  /** Text from the prompt's start to the cursor, as it was drawn. */
  let upToCursor = '';

  /** Rows from the prompt's first to the cursor's; after a resize the terminal has wrapped the line anew. */
  const cursorRow = (): number => advance(origin, upToCursor, options.columns()).row;

  async function draw(newPrompt: string, text: string, cursor: number): Promise<void> {
    const columns = options.columns();
    const up = cursorRow();
    prompt = newPrompt;
    const before = shownText(text.slice(0, cursor));
    drawn = prompt + shownText(text);
    upToCursor = prompt + before;
    const end = advance(origin, drawn, columns);
    const target = advance(origin, upToCursor, columns);
    // A terminal that is full to the last column wraps only with the next character.
    const wrap = end.column === 0 && end.row > 0 && !drawn.endsWith('\n') ? ' \r' : '';
    const back = end.row - target.row;
    await options.write(
      [
        up > 0 ? `\x1b[${String(up)}A` : '',
        '\r\x1b[J',
        drawn.replaceAll(/[\x01\x02]/g, ''),
        wrap,
        back > 0 ? `\x1b[${String(back)}A` : '',
        back > 0 || target.column !== end.column ? `\r${target.column > 0 ? `\x1b[${String(target.column)}C` : ''}` : '',
      ].join(''),
    );
  }

  return {
    draw,
    async append(text) {
      const columns = options.columns();
      const before = advance(origin, drawn, columns);
      const after = advance(origin, drawn + text, columns);
      if (upToCursor !== drawn || before.row !== after.row || text < ' ') return false;
      drawn += text;
      upToCursor = drawn;
      await options.write(text);
      return true;
    },
    async leave(text) {
      await draw(prompt, text, text.length);
      upToCursor = '';
    },
    async clearScreen() {
      await options.write('\x1b[H\x1b[2J');
      upToCursor = '';
    },
  };
}
