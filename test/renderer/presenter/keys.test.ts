import { describe, expect, it } from 'vitest';
import { matchPresenterKey, type PresenterKeyPlace, type PresenterKeys } from '../../../src/renderer/presenter/keys.ts';

function press(text: string, focus: PresenterKeyPlace['focus'] = 'slide') {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  const code =
    key === '`' ? 'Backquote' : key === ',' ? 'Comma' : key === '.' ? 'Period' : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  const keys: PresenterKeys = {
    key: key === 'Space' ? ' ' : key,
    code,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
  return matchPresenterKey(keys, { focus });
}

describe('keys while presenting', () => {
  it.each([
    ['ArrowRight', 'next'],
    ['ArrowDown', 'next'],
    ['PageDown', 'next'],
    ['Space', 'next'],
    ['ArrowLeft', 'previous'],
    ['PageUp', 'previous'],
    ['Alt+.', 'next-step'],
    ['Alt+,', 'previous-step'],
    ['Home', 'first'],
    ['End', 'last'],
    ['h', 'reveal'],
    ['Shift+H', 'conceal'],
    ['b', 'blank'],
    ['.', 'blank'],
    ['c', 'plan'],
    ['s', 'clock'],
    ['n', 'notes'],
    ['t', 'next-layout'],
    ['?', 'map'],
    ['Escape', 'back'],
    ['Alt+p', 'leave'],
    ['Ctrl+Enter', 'run-next'],
    ['F6', 'other-part'],
    ['Ctrl+`', 'other-part'],
  ])('%s: %s', (key, kind) => expect(press(key)?.kind).toBe(kind));

  it('chooses layouts by number', () => {
    expect(press('3')).toEqual({ kind: 'layout', number: 3 });
    expect(press('6')).toBeUndefined();
  });

  it('keeps a clicker’s start button from reloading the page', () => expect(press('F5')?.kind).toBe('nothing'));

  it('leaves the browser and the system theirs', () => {
    for (const key of ['Ctrl+b', 'Ctrl+c', 'Ctrl+n', 'Ctrl+ArrowRight', 'Alt+ArrowLeft', 'Tab', 'Enter'])
      expect(press(key), key).toBeUndefined();
  });

  it('gives a shell everything but the clicker’s keys, F6, and running the next command', () => {
    for (const key of ['a', 'b', 'Space', 'ArrowUp', 'Escape', 'Alt+.', 'Alt+p', '1', '?', 'Home', 'Shift+PageUp'])
      expect(press(key, 'shell'), key).toBeUndefined();
    expect(press('PageDown', 'shell')?.kind).toBe('next');
    expect(press('F6', 'shell')?.kind).toBe('other-part');
  });

  it('gives a program that fills the terminal its paging keys too', () => {
    expect(press('PageDown', 'program')).toBeUndefined();
    expect(press('F6', 'program')?.kind).toBe('other-part');
  });

  it('leaves Space and Enter to a button, and text to a field', () => {
    expect(press('Space', 'control')).toBeUndefined();
    expect(press('ArrowRight', 'control')?.kind).toBe('next');
    expect(press('b', 'text')).toBeUndefined();
    expect(press('Escape', 'text')?.kind).toBe('back');
  });
});
