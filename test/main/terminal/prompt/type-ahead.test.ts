import { describe, expect, it } from 'vitest';
import { outputText } from '../../../../src/main/terminal/output/output-text.ts';
import { createTypeAhead } from '../../../../src/main/terminal/prompt/type-ahead.ts';

describe('what was typed before the prompt', () => {
  const isPossibleAfter = (...keys: string[]) => {
    const ahead = createTypeAhead();
    for (const key of keys) ahead.push(key);
    return ahead.isPossible();
  };
  const isShownBy = (...drawn: string[]) => {
    const ahead = createTypeAhead();
    ahead.beginLine();
    for (const output of drawn) ahead.draw(outputText(output));
    return ahead.isShown();
  };

  it.each([
    ['nothing', [], false],
    ['a key', ['q'], true],
    ['a line', ['yes\r'], false],
    ['a line, key by key', ['y', 'es', '\r'], false],
    ['a line and the begin of another', ['yes\rec', 'ho'], true],
    ['what Ctrl+C has thrown away', ['echo', '\x03'], false],
    ['an arrow, which recalls a line', ['\x1b[A'], true],
    ['a Tab', ['\t'], true],
    ['what the terminal says by itself', ['\x1b[I', '\x1b[24;80R'], false],
    ['what the terminal says by itself after a key', ['q', '\x1b[O'], true],
  ])('may stand on the next line: %s', (_name, keys, isPossible) => {
    expect(isPossibleAfter(...keys)).toBe(isPossible);
  });

  it.each([
    ['bash', ['ls -l']],
    ['zsh', ['\x1b[K\x1b[?1h\x1b=\x1b[?2004h', 'l\bls -l']],
    ['zsh, beside a right prompt', ['\x1b[K\x1b[107C\x1b[31mright 0\x1b[39m\x1b[114D\x1b[?1h\x1b=', '\x1b[?2004hls']],
    ['fish', ['\x1b[K\r\x1b[5C', 'sleep 0.4\r\x1b[14C', '\x1b[9D\x1b[34msleep\x1b[30m\x1b(B\x1b[m']],
    ['fish, beside a right prompt', ['\x1b[K\r\x1b[113Cright 0\r\x1b[113C\r\x1b[5C', 'ls \r\x1b[113Cright 0\r\x1b[113C\r\x1b[8C-l']],
  ])('stands there where the shell draws text after its prompt: %s', (_name, drawn) => expect(isShownBy(...drawn)).toBe(true));

  it.each([
    ['bash', []],
    ['zsh', ['\x1b[K\x1b[?1h\x1b=\x1b[?2004h']],
    ['zsh’s vi mode', ['\x1b[K\x1b[6 q\x1b[?2004h']],
    ['zsh, a right prompt', ['\x1b[K\x1b[107C\x1b[31mright', ' 0\x1b[39m\x1b[114D\x1b[?1h\x1b=\x1b[?2004h']],
    ['zsh, a right prompt at the very edge', ['\x1b[K\x1b[113Cright 0\r\x1b[4C\x1b[?1h\x1b=\x1b[?2004h']],
    ['fish', ['\x1b[K\r\x1b[5C']],
    ['fish, a right prompt', ['\x1b[K\r\x1b[113C\x1b[31mright 0\x1b(B\x1b[m\r\x1b[113C\r\x1b[5C']],
    ['fish, which asks the terminal what it can do', ['\x1b[=5u\x1b[>4;1m\x1b[>0q\x1bP+q544e\x1b\\\x1b]0;title\x07']],
    ['a sequence that is cut off', ['\x1b[38;5']],
  ])('does not stand there where the shell draws only what it always draws: %s', (_name, drawn) => expect(isShownBy(...drawn)).toBe(false));

  it.each([
    ['nothing', [], false],
    ['the begin of a line', ['echo'], false],
    ['a line', ['echo\r'], true],
    ['a line that was interrupted', ['echo\r', '\x03'], false],
    ['a line behind an interrupt', ['\x03echo\r'], true],
    ['a paste of several lines', ['\x1b[200~one\ntwo\n\x1b[201~'], false],
    ['a paste that was sent', ['\x1b[200~one\ntwo\n\x1b[201~', '\r'], true],
  ])('is a line that the shell will run where it was ended: %s', (_name, keys, hasLine) => {
    const ahead = createTypeAhead();
    for (const key of keys) ahead.push(key);
    expect(ahead.hasLine()).toBe(hasLine);
    ahead.takeLine();
    expect(ahead.hasLine()).toBe(false);
  });

  it('is looked for after the prompt that was drawn last', () => {
    const ahead = createTypeAhead();
    ahead.beginLine();
    ahead.draw(outputText('\r\x1b[Jown> '));
    ahead.beginLine();
    expect(ahead.isShown()).toBe(false);
  });
});
