import { compilePattern } from './pattern.ts';

/** `${x#pattern}` and its kin: the shortest (one character) or longest (two) match at the start or the end goes. */
export function removed(text: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const expression = compilePattern(pattern, { extended: true });
  const isLongest = operator.length === 2;
  const isPrefix = operator.startsWith('#');
  const lengths = Array.from({ length: text.length + 1 }, (_, index) => (isLongest ? text.length - index : index));
  for (const length of lengths) {
    const part = isPrefix ? text.slice(0, length) : text.slice(text.length - length);
    if (expression.test(part)) return isPrefix ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

/** `${x/pattern/replacement}`: `//` all, `/#` at the start, `/%` at the end; the longest match at each place. */
export function replaced(text: string, operator: '/' | '//' | '/#' | '/%', pattern: string, replacement: string): string {
  if (pattern === '') return text;
  const source = compilePattern(pattern, { extended: true }).source.slice(1, -1);
  if (operator === '/#') return text.replace(new RegExp(`^${source}`, 'su'), () => replacement);
  if (operator === '/%') return text.replace(new RegExp(`${source}$`, 'su'), () => replacement);
  let result = '';
  let index = 0;
  const expression = new RegExp(source, 'suy');
  while (index < text.length) {
    expression.lastIndex = index;
    const match = expression.exec(text);
    if (match !== null && match[0] !== '') {
      result += replacement;
      index += match[0].length;
      if (operator === '/') break;
    } else {
      const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
      result += character;
      index += character.length;
    }
  }
  return result + text.slice(index);
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`: characters that match the pattern. */
export function caseModified(text: string, operator: '^' | '^^' | ',' | ',,', pattern: string): string {
  const expression = compilePattern(pattern, { extended: true });
  const change = (character: string): string =>
    !expression.test(character) ? character : operator.startsWith('^') ? character.toUpperCase() : character.toLowerCase();
  const [first = '', ...rest] = text;
  return operator.length === 2 ? [first, ...rest].map(change).join('') : change(first) + rest.join('');
}
