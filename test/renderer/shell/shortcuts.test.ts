import { describe, expect, it } from 'vitest';
import { matchShortcut, matchTabMove, type KeyPlace, type Keys } from '../../../src/renderer/shell/shortcuts.ts';

const page: KeyPlace = { isMac: false, isInTerminal: false, isInText: false };
const terminal = { ...page, isInTerminal: true };
const text = { ...page, isInText: true };

function keys(chord: string): Keys {
  const parts = chord.split(' ');
  const key = parts.at(-1) ?? '';
  const codes: Record<string, string> = { ',': 'Comma', '.': 'Period', '`': 'Backquote', k: 'KeyK' };
  return {
    key,
    code: codes[key] ?? key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Cmd'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
}

describe('the keyboard', () => {
  it.each([
    ['F6', 'next-region'],
    ['Shift F6', 'previous-region'],
    ['Alt ,', 'previous-step'],
    ['Alt .', 'next-step'],
    ['Ctrl Enter', 'run-next'],
    ['Ctrl k', 'palette'],
    ['Ctrl `', 'terminal'],
    ['?', 'shortcuts'],
    ['a', undefined],
    ['Ctrl Shift k', undefined],
  ])('on the page, %s is %s', (chord, shortcut) => {
    expect(matchShortcut(keys(chord), page)).toBe(shortcut);
  });

  it.each([
    ['Alt .', undefined],
    ['Alt ,', undefined],
    ['Ctrl k', undefined],
    ['?', undefined],
    ['F6', 'next-region'],
    ['Ctrl Enter', 'run-next'],
    ['Ctrl `', 'terminal'],
  ])('in the terminal, %s is %s: what a shell uses stays the shell’s', (chord, shortcut) => {
    expect(matchShortcut(keys(chord), terminal)).toBe(shortcut);
  });

  it.each([
    ['Alt Shift d', 'terminal-split'],
    ['Alt Shift o', 'terminal-other-pane'],
    ['Alt Shift w', 'terminal-close'],
    ['Alt Shift r', 'terminal-reopen'],
    ['Alt Shift k', 'terminal-clear'],
    ['Alt Shift p', 'palette'],
    ['Alt Shift ArrowRight', 'terminal-next'],
    ['Alt Shift ArrowLeft', 'terminal-previous'],
    ['Alt Shift ArrowUp', 'prompt-previous'],
    ['Alt Shift ArrowDown', 'prompt-next'],
    ['Ctrl Shift f', 'terminal-search'],
    ['Ctrl Shift End', 'terminal-bottom'],
    ['Ctrl Shift `', 'terminal-new'],
    // The shell's own.
    ['Alt d', undefined],
    ['Ctrl d', undefined],
    ['Ctrl w', undefined],
    ['Alt ArrowRight', undefined],
    ['Shift End', undefined],
    // The browser's own.
    ['Ctrl Shift t', undefined],
    ['Ctrl Shift w', undefined],
    ['Ctrl Shift n', undefined],
    ['Ctrl Shift p', undefined],
    ['Ctrl PageDown', undefined],
  ])('in the terminal, %s is %s', (chord, shortcut) => {
    expect(matchShortcut(keys(chord), terminal)).toBe(shortcut);
  });

  it('has the keys of terminals at their tabs, and none but that of a new one elsewhere', () => {
    expect(matchShortcut(keys('Alt Shift ArrowRight'), { ...page, isAtTerminals: true })).toBe('terminal-next');
    expect(matchShortcut(keys('Alt Shift ArrowRight'), page)).toBeUndefined();
    expect(matchShortcut(keys('Alt Shift w'), page)).toBeUndefined();
    expect(matchShortcut(keys('Ctrl Shift `'), page)).toBe('terminal-new');
  });

  it('takes Ctrl+Shift on a Mac, where Option types characters', () => {
    const mac = { ...terminal, isMac: true };
    expect(matchShortcut(keys('Ctrl Shift d'), mac)).toBe('terminal-split');
    expect(matchShortcut(keys('Alt Shift d'), mac)).toBeUndefined();
    expect(matchShortcut({ ...keys('Cmd f'), code: 'KeyF' }, mac)).toBe('terminal-search');
  });

  it('moves a tab with Ctrl+Shift and an arrow, on a Mac with Cmd+Shift', () => {
    const moves = (isMac: boolean) =>
      ['Ctrl Shift ArrowRight', 'Ctrl Shift ArrowLeft', 'Cmd Shift ArrowRight', 'Cmd Shift ArrowLeft'].map((chord) =>
        matchTabMove(keys(chord), isMac),
      );
    expect(moves(false)).toEqual([1, -1, undefined, undefined]);
    expect(moves(true)).toEqual([undefined, undefined, 1, -1]);
    expect(
      ['ArrowRight', 'Ctrl ArrowRight', 'Alt Shift ArrowRight', 'Ctrl Shift End'].map((chord) => matchTabMove(keys(chord), false)),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('writes a question mark into a text', () => {
    expect(matchShortcut(keys('?'), text)).toBeUndefined();
    expect(matchShortcut(keys('Alt .'), text)).toBe('next-step');
  });

  it('uses Cmd on a Mac, and Ctrl+` as well', () => {
    const mac = { ...page, isMac: true };
    expect(matchShortcut(keys('Cmd k'), mac)).toBe('palette');
    expect(matchShortcut(keys('Ctrl k'), mac)).toBeUndefined();
    expect(matchShortcut(keys('Cmd k'), { ...mac, isInTerminal: true })).toBe('palette');
    expect(matchShortcut(keys('Ctrl `'), mac)).toBe('terminal');
  });
});
