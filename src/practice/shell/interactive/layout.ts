import { characterWidth } from './character-width.ts';

/** A place on the screen, counted from where the prompt begins. */
export interface Place {
  row: number;
  column: number;
}

/** Where the cursor stands after a text has been written from `start` on, in a terminal that wraps. */
export function advance(start: Place, text: string, columns: number): Place {
  let { row, column } = start;
  // Colours and titles take no place; nor does what `\[` and `\]` enclose.
  for (const character of visible(text)) {
    if (character === '\n') {
      row += 1;
      column = 0;
      continue;
    }
    const width = shownCharacter(character).length > 1 ? 2 : characterWidth(character);
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row += 1;
      column = 0;
    }
  }
  return { row, column };
}

/** Control characters are shown as `^X`. */
export function shownText(text: string): string {
  return Array.from(text).map(shownCharacter).join('');
}

function shownCharacter(character: string): string {
  return character < ' ' && character !== '\n' ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character;
}

function visible(text: string): string {
  return text
    .replaceAll(/\x01[^\x02]*\x02/g, '')
    .replaceAll(/\x1b\[[0-?]*[@-~]|\x1b\][^\x07]*\x07/g, '')
    .replaceAll(/[\x07\r]/g, '');
}
