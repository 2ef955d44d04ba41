/** ECMA-48's control strings, control sequences and other escape sequences, also one that is cut off at the end. */
const sequences = /\x1b(?:[\]PX^_][^\x07\x1b\r\n]*(?:\x07|\x1b\\)?|\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]?|[\x20-\x2f]*[\x30-\x7e]?)/g;

/** Node's stripVTControlCharacters leaves letters of what fish and the vi mode of zsh send (`CSI 2 SP q`, `CSI = 5 u`). */
export function withoutSequences(text: string): string {
  return text.replace(sequences, '');
}
