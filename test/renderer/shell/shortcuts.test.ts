import { describe, expect, it } from 'vitest';
import { matchShortcut, type KeyPlace, type Keys } from '../../../src/renderer/shell/shortcuts.ts';

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
