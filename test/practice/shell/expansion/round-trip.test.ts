import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteForShell } from '../../../../src/practice/shell/expansion/quoting.ts';
import { splitFields } from '../../../../src/practice/shell/expansion/pieces.ts';
import { createMachine } from '../fixtures.ts';

/** Everything a shell gives a meaning to, and some that it does not. */
const nasty = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    '0',
    ' ',
    '\t',
    '\n',
    "'",
    '"',
    '\\',
    '$',
    '`',
    '*',
    '?',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '|',
    '&',
    ';',
    '#',
    '~',
    '!',
    '=',
    ',',
    ':',
    '-',
    'é',
    '日',
    '😀',
  ),
  maxLength: 12,
});
const words = fc.array(nasty, { maxLength: 4 });

function shown(texts: readonly string[]): string {
  return `${texts.map((text) => `<${text}>`).join('')}\n`;
}

test('single quotes keep every text as it is', async () => {
  const machine = await createMachine();
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('dash', 'bash', 'busybox sh'), async (texts, shell) => {
      const script = `args ${texts.map((text) => `'${text.replaceAll("'", "'\\''")}'`).join(' ')}`;
      expect(await machine.run(script, { shell })).toEqual({ stdout: shown(texts), stderr: '', code: 0 });
    }),
    { numRuns: 150 },
  );
});

test('double quotes with backslashes do, and so do backslashes alone', async () => {
  const machine = await createMachine();
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('dash', 'bash'), async (texts, shell) => {
      const doubled = texts.map((text) => `"${text.replaceAll(/[\\"$`]/g, '\\$&')}"`);
      const escaped = texts.map((text) => (text === '' ? "''" : text.replaceAll(/[^\n]/gu, '\\$&').replaceAll('\n', "'\n'")));
      const script = `args ${doubled.join(' ')}\nargs ${escaped.join(' ')}`;
      expect((await machine.run(script, { shell })).stdout).toBe(shown(texts) + shown(texts));
    }),
    { numRuns: 150 },
  );
});

test('quoted expansions keep a value whatever is in it', async () => {
  const machine = await createMachine();
  await fc.assert(
    fc.asyncProperty(nasty, words, fc.constantFrom('dash', 'bash'), async (value, texts, shell) => {
      const script = 'x=$1; y="$x"; args "$x" "$y" "${x}" "${x:-other}" "${z:-$x}"; shift; args "$@"';
      const outcome = await machine.run(script, { shell, arguments: ['shell', value, ...texts] });
      expect(outcome.stdout).toBe(shown([value, value, value, value === '' ? 'other' : value, value]) + shown(texts));
    }),
    { numRuns: 150 },
  );
});

test('what set, alias and trap print can be read back', async () => {
  const machine = await createMachine();
  await fc.assert(
    fc.asyncProperty(nasty, async (value) => {
      const script =
        'x=$1; eval "$(set | { while IFS= read -r l; do case $l in x=*) f=1;; [A-Z]*=*) f=;; esac; [ "$f" ] && printf "%s\\n" "$l"; done; } | { cat; })"; args "$x"';
      const outcome = await machine.run(value.includes('\n') ? 'x=$1; args "$x"' : script, { shell: 'dash', arguments: ['shell', value] });
      expect(outcome.stdout).toBe(shown([value]));
      const bash = await machine.run(`args ${quoteForShell(value, 'always')} "\${1@Q}"`, { shell: 'bash', arguments: ['shell', value] });
      expect(bash.stdout).toBe(shown([value, quoteForShell(value, 'always')]));
    }),
    { numRuns: 100 },
  );
});

test('splitting at one separator and joining with it is what was there', () => {
  const fields = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ') }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fields, (texts) => {
      const joined = texts.join(',');
      const split = splitFields([{ kind: 'text', text: joined, quoted: false, splits: true }], ',').map(({ text }) => text);
      // A separator ends a field; behind the last one there is none (POSIX XCU 2.6.5).
      expect(split).toEqual(texts.at(-1) === '' ? texts.slice(0, -1) : texts);
    }),
  );
});
