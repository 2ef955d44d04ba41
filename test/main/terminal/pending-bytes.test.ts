import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPendingBytes } from '../../../src/main/terminal/pending-bytes.ts';

describe('bytes on their way', () => {
  it('are all gone when every character has arrived, in whatever portions', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6000 })), fc.array(fc.nat({ max: 20_000 })), (texts, portions) => {
        const pending = createPendingBytes();
        for (const text of texts) pending.add(text);
        expect(pending.count()).toBe(Buffer.byteLength(texts.join('')));
        let left = texts.join('').length;
        for (const portion of portions) {
          const taken = Math.min(portion, left);
          pending.take(taken);
          left -= taken;
          // Never fewer bytes than characters.
          expect(pending.count()).toBeGreaterThanOrEqual(left);
        }
        pending.take(left);
        expect(pending.count()).toBe(0);
      }),
    );
  });

  it('pass over what was never added', () => {
    const pending = createPendingBytes();
    pending.add('abc');
    pending.take(1000);
    expect(pending.count()).toBe(0);
    pending.add('ä');
    expect(pending.count()).toBe(2);
    pending.clear();
    expect(pending.count()).toBe(0);
  });
});
