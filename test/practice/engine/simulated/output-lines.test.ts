import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputLines } from '../../../../src/practice/engine/simulated/output-lines.ts';

async function linesOf(chunks: readonly (Buffer | string)[]): Promise<string[]> {
  const lines: string[] = [];
  const output = createOutputLines({ line: (message) => lines.push(message) });
  for (const chunk of chunks) await new Promise<void>((resolve) => void output.stream.write(chunk, () => resolve()));
  output.flush();
  return lines;
}

describe('createOutputLines', () => {
  it('keeps empty lines, drops carriage returns, hands over the last line without end', async () => {
    expect(await linesOf(['one\n\ntw', 'o\r\nthree'])).toEqual(['one', '', 'two', 'three']);
  });

  it('cuts lines that are too long for a log', async () => {
    const lines = await linesOf([`${'x'.repeat(40_000)}\n`, 'y'.repeat(20_000)]);
    expect(lines.map((line) => line.length)).toEqual([16_384, 16_384, 7_232, 16_384, 3_616]);
  });

  it('gives the same lines however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 6 }),
        fc.array(fc.nat(60)),
        async (texts, cuts) => {
          const wanted = texts.map((text) => text.replaceAll(/[\r\n]/g, ''));
          const bytes = Buffer.from(wanted.map((text) => `${text}\n`).join(''));
          const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((first, second) => first - second);
          const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
          expect(await linesOf(chunks)).toEqual(wanted);
        },
      ),
    );
  });
});
