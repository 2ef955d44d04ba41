/**
 * How wide a text of the picture is, in the unit of `size` (its font size), without asking a browser, so that the layout stays pure.
 * Advances of Inter at weight 650, the heaviest that the picture uses, in hundredths of the font size: lighter text is narrower.
 */
export function textWidth(text: string, size: number): number {
  let hundredths = 0;
  for (const character of text) hundredths += advanceOf(character);
  return (hundredths * size) / 100;
}

/** The text as it is where it fits into `width`, else its beginning and an ellipsis. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let room = (width * 100) / size - advanceOf('…');
  let kept = '';
  for (const character of text) {
    room -= advanceOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The code points 32 to 126. */
const advances = (
  '27 33 54 65 65 101 67 33 39 39 65 65 27 65 27 38 65 65 65 65 65 65 65 65 65 65 27 27 65 65 65 55 101 75 66 74 72 61 59 75 75 28 58 71 57 ' +
  '93 76 77 65 77 65 65 66 73 75 105 73 72 66 39 34 39 48 47 36 58 63 59 63 59 36 63 62 27 27 57 27 91 62 61 63 63 41 55 35 62 59 84 57 60 57 ' +
  '39 37 39 65'
)
  .split(' ')
  .map(Number);

const others: Readonly<Record<string, number>> = { '·': 33, '−': 65, '→': 100, '…': 98, '×': 65, '–': 50 };

/** A letter that Inter's table here lacks is taken for a wide one. */
function advanceOf(character: string): number {
  return advances[(character.codePointAt(0) ?? 0) - 32] ?? others[character] ?? 110;
}
