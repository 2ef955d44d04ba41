/**
 * Splits a command as a shell splits words: blanks part them, single and double quotes and backslashes keep them together.
 * Undefined where a quote is not closed.
 */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === quote) {
      quote = undefined;
    } else if (char === '\\' && quote !== "'") {
      const next = text[at + 1] ?? '';
      // Inside double quotes a backslash counts only before these (POSIX shell, 2.2.3).
      const counts = quote === undefined || '$`"\\\n'.includes(next);
      word = (word ?? '') + (counts ? next : `\\${next}`);
      at += 1;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}
