/** The line that is being edited, in whole characters. */
export interface EditBuffer {
  readonly text: string;
  /** Characters in the line. */
  readonly length: number;
  /** Index in `text` (UTF-16 units) of where the next character goes. */
  readonly cursor: number;
  insert(text: string): void;
  /** By so many characters; stops at the ends. */
  move(characters: number): void;
  /** Removes and returns what stands before the cursor. */
  deleteBefore(characters: number): string;
  deleteAfter(characters: number): string;
  replace(text: string): void;
  /** Swaps the two characters around the cursor. */
  transpose(): void;
  /** Characters back to the start of the word, letters and digits. */
  wordLengthBefore(): number;
  wordLengthAfter(): number;
  /** Characters back to the last blank. */
  blankWordLengthBefore(): number;
}

export function createEditBuffer(): EditBuffer {
  let characters: string[] = [];
  let position = 0;

  const before = (): string => characters.slice(0, position).join('');
  const after = (): string => characters.slice(position).join('');
  const matchLength = (text: string, expression: RegExp): number => Array.from(expression.exec(text)?.[0] ?? '').length;

  return {
    get text() {
      return characters.join('');
    },
    get length() {
      return characters.length;
    },
    get cursor() {
      return before().length;
    },
    insert(text) {
      const added = Array.from(text);
      characters.splice(position, 0, ...added);
      position += added.length;
    },
    move(count) {
      position = Math.min(characters.length, Math.max(0, position + count));
    },
    deleteBefore(count) {
      const taken = Math.min(count, position);
      position -= taken;
      return characters.splice(position, taken).join('');
    },
    deleteAfter: (count) => characters.splice(position, count).join(''),
    replace(text) {
      characters = Array.from(text);
      position = characters.length;
    },
    transpose() {
      if (characters.length < 2 || position === 0) return;
      if (position === characters.length) position -= 1;
      const [left = '', right = ''] = characters.slice(position - 1, position + 1);
      characters.splice(position - 1, 2, right, left);
      position += 1;
    },
    wordLengthBefore: () => matchLength(before(), /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u),
    wordLengthAfter: () => matchLength(after(), /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u),
    blankWordLengthBefore: () => matchLength(before(), /\S*\s*$/u),
  };
}
