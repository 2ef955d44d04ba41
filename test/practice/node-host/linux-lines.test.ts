import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withLinuxLines } from '../../../src/practice/node-host/linux-lines.ts';

async function* inParts(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
  await Promise.resolve();
}

async function linesOf(bytes: Buffer, sizes: readonly number[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of withLinuxLines(inParts(bytes, sizes))) parts.push(part);
  return Buffer.concat(parts);
}

const text = fc.array(fc.constantFrom('\r', '\n', 'a', 'é', '€')).map((parts) => parts.join(''));
const sizes = fc.array(fc.integer({ min: 0, max: 4 }));

test('what Windows made of the ends of lines is undone, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(text, sizes, async (printed, parts) => {
      const onWindows = Buffer.from(printed.replaceAll('\n', '\r\n'));
      expect((await linesOf(onWindows, parts)).toString()).toBe(printed);
    }),
  );
});
