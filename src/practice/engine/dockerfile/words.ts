/** Splits at white space outside quotes; quotes and escapes stay in the words. */
export function splitWords(text: string, escape: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word = (word ?? '') + character;
    if (character === escape && quote !== "'" && index + 1 < text.length) {
      index += 1;
      word += text.charAt(index);
    } else if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** A JSON array of strings, or undefined: then the builder takes the line for the shell form, as written. */
export function parseStringArray(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
