import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endMark, readScreenMark, screenMark, screenMarkNumber } from '../../src/shared/screen-marks.ts';

/** As the screen's parser hands it on. */
const textOf = (sequence: string) => sequence.slice(`\x1b]${screenMarkNumber};`.length, -1);

describe('a mark for the screens', () => {
  it('is read as it was told, with main’s key alone', () => {
    const time = fc.record({ beganAt: fc.nat(2 ** 42), milliseconds: fc.nat() });
    const end = fc.record({ exitCode: fc.integer() }).chain((code) => time.map((taken) => ({ ...code, time: taken })));
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.oneof(end, fc.record({ exitCode: fc.integer() })), (key, other, told) => {
        const text = textOf(screenMark(key, endMark(told)));
        expect(readScreenMark(key, text)).toEqual(told);
        expect(readScreenMark(other, text)).toBe(key === other ? told : undefined);
      }),
    );
    for (const what of ['P', 'C', 'X'] as const) expect(readScreenMark('key', textOf(screenMark('key', what)))).toBe(what);
  });

  it.each(['', 'D', 'D;', 'D;x', 'D;1;2', 'D;1;2;', 'D;1;-2;3', 'D;1;2;3;4', 'p', 'PP'])('is none: %j', (mark) =>
    expect(readScreenMark('key', `key;${mark}`)).toBeUndefined(),
  );
});
