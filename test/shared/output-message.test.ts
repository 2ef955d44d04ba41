import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOutput, encodeOutput } from '../../src/shared/output-message.ts';

describe('the message of a terminal’s output', () => {
  it('holds the id and the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^terminal-[0-9a-f]{1,12}$/), fc.uint8Array({ maxLength: 500 }), (id, bytes) => {
        expect(decodeOutput(encodeOutput({ id, bytes }))).toEqual({ id, bytes });
      }),
    );
  });

  it.each([[''], ['no line feed'], ['\noutput of no terminal']])('is not %j', (text) => {
    expect(decodeOutput(new TextEncoder().encode(text))).toBeUndefined();
  });
});
