import { stripVTControlCharacters } from 'node:util';

/**
 * Keys pressed while a program runs are the program's; those that it does not read stand on the shell's next line. Only the shell's own echo
 * after its prompt tells which.
 */
export interface TypeAhead {
  /** Keys that came while a program ran. */
  push(keys: string): void;
  /** At a new prompt: whether something may stand on its line. */
  isPossible(): boolean;
  /** What came after the prompt: whether the keys are in it. */
  isShownBy(output: string): boolean;
  clear(): void;
}

/** Characters that are compared at most. */
const longest = 40;

export function createTypeAhead(): TypeAhead {
  let keys = '';
  let shown = '';
  return {
    push(pressed) {
      const parts = pressed.split(/[\r\n\x03]/);
      const last = parts.at(-1) ?? '';
      keys = (parts.length > 1 ? last : keys + last).slice(0, longest);
    },
    isPossible: () => inWords(keys) !== '',
    isShownBy(output) {
      shown += inWords(output);
      return shown.includes(inWords(keys));
    },
    clear() {
      keys = '';
      shown = '';
    },
  };
}

/** Without what moves and colours: fish draws word after word. */
function inWords(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\s\x00-\x1f\x7f]/g, '');
}
