import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommandOutput, longestOutput } from '../../../src/main/terminal/command-output.ts';

const toldOf = (chunks: readonly string[]) => {
  const output = createCommandOutput();
  for (const chunk of chunks) output.push(chunk);
  return output.told();
};

describe('what a command has printed', () => {
  it.each([
    ['lines', 'one\r\ntwo\r\n', 'one\ntwo\n'],
    ['colours', '\x1b[31mred\x1b[0m\r\n', 'red\n'],
    ['progress that is written over', '10 %\r20 %\r100 %\r\n', '100 %\n'],
    ['a shorter text over a longer one', 'longer\rab\r\n', 'abnger\n'],
    ['no line end', 'abc', 'abc'],
  ])('is told as it stands on the screen: %s', (_name, raw, output) => expect(toldOf([raw])).toEqual({ output }));

  it('is told by its last whole lines where it is long, with the number of those before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 5000 }), (count, size) => {
        const raw = Array.from({ length: count }, (_, index) => `${index + 1}\r\n`).join('');
        const chunks = raw.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const { output, omittedLines = 0 } = toldOf(chunks);
        const lines = output.trimEnd().split('\n');
        expect(output.length).toBeLessThanOrEqual(longestOutput);
        expect(lines[0]).toBe(String(omittedLines + 1));
        expect(lines.at(-1)).toBe(String(count));
        expect(omittedLines + lines.length).toBe(count);
      }),
      { numRuns: 50 },
    );
  });

  it('is told in part where a line alone is longer', () => {
    expect(toldOf(['x'.repeat(50_000)])).toEqual({ output: 'x'.repeat(longestOutput), omittedLines: 0 });
  });
});
