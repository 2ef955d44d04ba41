import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterKeys, blankLine, emptyLine } from '../../../../src/main/terminal/prompt/typed-line.ts';

const stateAfter = (...keys: string[]) => keys.reduce(afterKeys, emptyLine).state;

describe('a half-typed line', () => {
  it.each([
    [['ls'], 'typed'],
    [['l', 's', '\x7f', '\x7f'], 'empty'],
    [['l', '\x7f', '\x7f', '\x7f'], 'empty'],
    [['ls', '\r'], 'sent'],
    [['ls', '\x03'], 'sent'],
    [['ls', '\r', 'a'], 'typed'],
    [['ls', '\x15'], 'empty'],
    [['\x1b[A'], 'unknown'],
    [['\x1b[A', '\x15'], 'unknown'],
    [['\x1b[A', '\x03'], 'sent'],
    [['\t'], 'unknown'],
    [['\x0c'], 'empty'],
    [['\x1b[I', '\x1b[O'], 'empty'],
    [['\x1b[?1;2c', '\x1b[24;80R', '\x1b]11;rgb:ff/ff/ff\x1b\\'], 'empty'],
    [['\x1b[200~ls\x1b[201~'], 'unknown'],
  ] as const)('after the keys %j it is %s', (keys, expected) => expect(stateAfter(...keys)).toBe(expected));

  it.each([
    ['x', 'unknown'],
    ['\x15', 'unknown'],
    ['\x1b', 'unknown'],
    ['\x1b[I', 'blank'],
    ['\r', 'sent'],
  ])('is not known after a key that left nothing to be seen and %j', (keys, expected) => {
    expect(afterKeys(blankLine, keys).state).toBe(expected);
  });

  it('is what was typed minus what was rubbed out, for plain keys', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ' ', 'é', '\x7f', '\x15')), (keys) => {
        let length = 0;
        for (const key of keys) length = key === '\x7f' ? Math.max(0, length - 1) : key === '\x15' ? 0 : length + 1;
        expect(stateAfter(...keys)).toBe(length === 0 ? 'empty' : 'typed');
        expect(stateAfter(keys.join(''))).toBe(stateAfter(...keys));
      }),
    );
  });
});
