import { describe, expect, it } from 'vitest';
import { createTypeAhead } from '../../../src/main/terminal/type-ahead.ts';

describe('what was typed while a program ran', () => {
  const after = (...keys: string[]) => {
    const ahead = createTypeAhead();
    for (const key of keys) ahead.push(key);
    return ahead;
  };

  it.each([
    ['nothing', [], false],
    ['a key', ['q'], true],
    ['a line', ['yes\r'], false],
    ['a line and the begin of another', ['yes\rec', 'ho'], true],
    ['what Ctrl+C has thrown away', ['echo', '\x03'], false],
    ['arrows', ['\x1b[A'], false],
  ])('may stand on the next line: %s', (_name, keys, isPossible) => {
    expect(after(...keys).isPossible()).toBe(isPossible);
  });

  it('stands there where the shell shows it, however it draws', () => {
    expect(after('ls -l').isShownBy('\x1b[Kls \r\x1b[8C-l')).toBe(true);
    const ahead = after('ls');
    expect(ahead.isShownBy('\x1b[?2004hl')).toBe(false);
    expect(ahead.isShownBy('s')).toBe(true);
    expect(after('q').isShownBy('\x1b[K\x1b[?2004h')).toBe(false);
  });
});
