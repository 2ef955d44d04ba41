import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputText, unfinishedBytes } from '../../../../src/main/terminal/output/output-text.ts';

describe('output', () => {
  it('is the same as bytes and as characters', () => {
    expect(outputText('é漢').bytes).toEqual(Buffer.from('é漢'));
    expect(outputText(Buffer.from('é漢')).data).toBe('é漢');
  });
});

describe('the bytes of an unfinished character', () => {
  it('are those after the last whole one, wherever the output is cut', () => {
    const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 4 }), fc.nat(), (characters, place) => {
        const bytes = Buffer.from(characters.join(''));
        const part = bytes.subarray(0, place % (bytes.length + 1));
        const ends = characters.map((_, index) => Buffer.byteLength(characters.slice(0, index + 1).join('')));
        const lastEnd = Math.max(0, ...ends.filter((end) => end <= part.length));
        expect(part.length - unfinishedBytes(part)).toBe(lastEnd);
      }),
    );
  });

  it.each([[[0x80, 0x80, 0x80]], [[0x41, 0x80]], [[0xc3, 0xa9]], [[0xe2, 0x82, 0xac]], [[0x41]], [[]]])('are none in %j', (bytes) =>
    expect(unfinishedBytes(Uint8Array.from(bytes))).toBe(0),
  );
});
