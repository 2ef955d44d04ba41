import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineEditor } from '../../../../src/practice/shell/interactive/line-editor.ts';
import { createScreen } from './screen.ts';

/** What each key does to a text with a cursor, in the plainest way. */
type Model = { before: string[]; after: string[] };
const keys: Record<string, (model: Model) => void> = {
  a: ({ before }) => void before.push('a'),
  ' ': ({ before }) => void before.push(' '),
  é: ({ before }) => void before.push('é'),
  日: ({ before }) => void before.push('日'),
  '\x1b[D': ({ before, after }) => after.unshift(...before.splice(-1)),
  '\x1b[C': ({ before, after }) => void before.push(...after.splice(0, 1)),
  '\x01': ({ before, after }) => after.unshift(...before.splice(0)),
  '\x05': ({ before, after }) => void before.push(...after.splice(0)),
  '\x7f': ({ before }) => void before.pop(),
  '\x1b[3~': ({ after }) => void after.shift(),
  '\x0b': ({ after }) => void after.splice(0),
  '\x15': ({ before }) => void before.splice(0),
};

/** Rows of a text on a screen so many columns wide; a wide character that does not fit goes to the next row. */
function wrapped(text: string, columns: number): string[] {
  const rows = [''];
  let column = 0;
  for (const character of text) {
    const width = character === '日' ? 2 : 1;
    if (column + width > columns) {
      rows.push('');
      column = 0;
    }
    rows.push((rows.pop() ?? '') + character);
    column += width;
  }
  const trimmed = rows.map((row) => row.trimEnd());
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed;
}

test('whatever is typed, the screen shows prompt and line, and the line is what comes out', async () => {
  const strokes = fc.array(fc.constantFrom(...Object.keys(keys)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(strokes, fc.integer({ min: 6, max: 30 }), async (typed, columns) => {
      const screen = createScreen(columns);
      const model: Model = { before: [], after: [] };
      const pending = [...typed, '\r'].map((key) => Buffer.from(key));
      const shown: string[][] = [];
      const editor = createLineEditor({
        read: () => {
          shown.push(screen.rows());
          return Promise.resolve(pending.shift());
        },
        write(text) {
          screen.write(text);
          return Promise.resolve();
        },
        columns: () => columns,
        onResize: () => () => undefined,
        history: [],
        complete: () => Promise.resolve({ start: 0, candidates: [], insertion: undefined }),
      });
      const result = await editor.readLine('> ');
      for (const [index, key] of typed.entries()) {
        keys[key]?.(model);
        expect(shown[index + 1]).toEqual(wrapped(`> ${[...model.before, ...model.after].join('')}`, columns));
      }
      expect(result).toEqual({ kind: 'line', text: [...model.before, ...model.after].join('') });
    }),
    { numRuns: 200 },
  );
});
