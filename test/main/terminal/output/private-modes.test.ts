import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputText } from '../../../../src/main/terminal/output/output-text.ts';
import { createPrivateModes } from '../../../../src/main/terminal/output/private-modes.ts';

function after(...chunks: string[]) {
  const modes = createPrivateModes();
  for (const chunk of chunks) modes.push(outputText(chunk));
  return modes;
}

describe('private modes', () => {
  it('are on from their switch until the next', () => {
    expect(after('\x1b[?2004h').has(2004)).toBe(true);
    expect(after('\x1b[?2004h$ \x1b[?2004l').has(2004)).toBe(false);
    expect(after('\x1b[?1;2004h').has(2004)).toBe(true);
    expect(after('\x1b[2004h').has(2004)).toBe(false);
  });

  it('do not depend on where the output is cut', () => {
    const output = 'a\x1b[?1000;1006h\x1b\x1b[?25lb\x1b[?1006l\x1b[?2004h';
    fc.assert(
      fc.property(fc.array(fc.nat({ max: output.length })), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), output.length];
        const modes = after(...places.slice(1).map((place, index) => output.slice(places[index], place)));
        expect(modes.has(2004)).toBe(true);
        expect(modes.undo()).toBe('\x1b[?1000l\x1b[?25h');
      }),
    );
  });

  it('that a program left behind are undone once: the other screen, mouse, focus, a hidden cursor', () => {
    const modes = after('\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[?25l\x1b[?1049h');
    expect(modes.isOnOtherScreen()).toBe(true);
    expect(modes.undo()).toBe('\x1b[?1049l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?25h');
    expect(modes.undo()).toBe('');
    expect(modes.isOnOtherScreen()).toBe(false);
  });

  it('of the other screen that keep the cursor are left with a line below everything', () =>
    expect(after('\x1b[?1047h').undo()).toBe('\x1b[?1047l\x1b[999;1H\r\n'));

  it('are all off after a reset of the terminal, wherever the output is cut', () => {
    for (const reset of [['\x1bc'], ['\x1b', 'c'], ['text', '\x1bc']]) {
      const modes = after('\x1b[?1049;1000;25h\x1b[?25l', ...reset);
      expect([modes.isOnOtherScreen(), modes.undo(), modes.redo()]).toEqual([false, '', '']);
    }
    expect(after('\x1bc\x1b[?1049h').isOnOtherScreen()).toBe(true);
  });

  it('of a program that cleans up after itself need nothing', () =>
    expect(after('\x1b[?1000h\x1b[?25l', '\x1b[?1000l\x1b[?25h').undo()).toBe(''));
});
