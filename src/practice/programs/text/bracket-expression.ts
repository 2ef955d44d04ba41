/** `[abc]`, `[^a-z]`, `[[:digit:]_]` of POSIX expressions and of patterns, as a JavaScript character class. */

const classes: Record<string, string> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/** Reads the expression that `text` starts with; `fail` makes the error to throw from GNU's words. */
export function bracketExpression(text: string, fail: (message: string) => Error): { source: string; length: number } {
  if (/^\[:[a-z]*:\]/.test(text)) throw fail('character class syntax is [[:space:]], not [:space:]');
  let at = 1;
  const negated = text.charAt(at) === '^';
  if (negated) at += 1;
  let body = '';
  const start = at;
  for (;;) {
    const character = text.charAt(at);
    if (character === '') throw fail('Unmatched [, [^, [:, [., or [=');
    if (character === ']' && at > start) break;
    const named = /^\[:([a-z]*):\]/.exec(text.slice(at));
    if (named !== null) {
      const source = classes[named[1] ?? ''];
      if (source === undefined) throw fail('Invalid character class name');
      body += source;
      at += named[0].length;
      continue;
    }
    const first = element(text.slice(at), fail);
    at += first.length;
    const isRange = text.charAt(at) === '-' && text.charAt(at + 1) !== ']' && text.charAt(at + 1) !== '';
    if (!isRange) {
      body += escape(first.character);
      continue;
    }
    const last = element(text.slice(at + 1), fail);
    if (last.character < first.character) throw fail('Invalid range end');
    body += `${escape(first.character)}-${escape(last.character)}`;
    at += 1 + last.length;
  }
  return { source: `[${negated ? '^' : ''}${body}]`, length: at + 1 };
}

/** One character, also as `[.x.]` or `[=x=]`. A backslash is itself. */
function element(text: string, fail: (message: string) => Error): { character: string; length: number } {
  const special = /^\[([.=])(.)\1\]/s.exec(text);
  if (special !== null) return { character: special[2] ?? '', length: special[0].length };
  if (/^\[[.=]/.test(text)) throw fail('Unmatched [, [^, [:, [., or [=');
  return { character: text.charAt(0), length: 1 };
}

function escape(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character === '\n' ? '\\n' : character;
}
