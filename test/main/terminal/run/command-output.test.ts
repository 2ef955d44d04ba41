import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommandOutput, longestOutput } from '../../../../src/main/terminal/run/command-output.ts';

const toldOf = (chunks: readonly string[]) => {
  const output = createCommandOutput();
  for (const chunk of chunks) output.push(chunk);
  return output.told({ columns: 80, rows: 24 });
};

describe('what a command has printed', () => {
  it.each([
    ['lines', 'one\r\ntwo\r\n', 'one\ntwo\n'],
    ['colours', '\x1b[31mred\x1b[0m\r\n', 'red\n'],
    ['progress that is written over', '10 %\r20 %\r100 %\r\n', '100 %\n'],
    ['a shorter text over a longer one', 'longer\rab\r\n', 'abnger\n'],
    ['a spinner that takes its line anew', '| Packaging\x1b[2K\x1b[1G/ Packaging\x1b[2K\x1b[1GDone\r\n', 'Done\n'],
    ['two lines of progress', 'main 10 %\r\nproxy 5 %\r\n\x1b[2Amain 99 %\r\n\x1b[Kproxy 50 %\r\n', 'main 99 %\nproxy 50 %\n'],
    ['what was left below the cursor', 'one\r\n\r\ntwo\x1b[2A\r', 'one\n\ntwo'],
    ['a line that is wider than the screen', `${'word '.repeat(40)}end\r\n`, `${'word '.repeat(40)}end\n`],
    ['what a pager showed', 'before\r\n\x1b[?1049hpage\x1b[?1049lafter\r\n', 'before\nafter\n'],
    ['no line end', 'abc', 'abc'],
  ])('is told as it stands on the screen: %s', async (_name, raw, output) => expect(await toldOf([raw])).toEqual({ output }));

  it('is told by its last whole lines where it is long, with the number of those before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 5000 }), async (count, size) => {
        const raw = Array.from({ length: count }, (_, index) => `${index + 1}\r\n`).join('');
        const chunks = raw.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const { output, omittedLines = 0 } = await toldOf(chunks);
        const lines = output.trimEnd().split('\n');
        expect(output.length).toBeLessThanOrEqual(longestOutput);
        expect(lines[0]).toBe(String(omittedLines + 1));
        expect(lines.at(-1)).toBe(String(count));
        expect(omittedLines + lines.length).toBe(count);
      }),
      { numRuns: 25 },
    );
  });

  it('is told in part where there are more lines than characters to tell', async () => {
    const { output, omittedLines } = await toldOf(['\r\n'.repeat(70_000)]);
    expect(output.length + (omittedLines ?? 0)).toBe(70_000);
  });

  it('is told in part where a line alone is longer', async () => {
    expect(await toldOf(['x'.repeat(50_000)])).toEqual({ output: 'x'.repeat(longestOutput), omittedLines: 0 });
  });
});
