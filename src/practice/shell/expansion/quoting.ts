/** A text that a shell reads back as one word with the same content; `posix` does without bash's `$'…'`. */
export function quoteForShell(text: string, when: 'always' | 'needed' | 'posix'): string {
  if (when === 'needed' && /^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  if (/[\x00-\x1f\x7f]/.test(text) && when === 'always') return ansiQuoted(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const escapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

function ansiQuoted(text: string): string {
  const inside = Array.from(text)
    .map((character) => escapes[character] ?? (character < ' ' ? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}` : character))
    .join('');
  return `$'${inside}'`;
}
