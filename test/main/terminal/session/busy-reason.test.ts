import { describe, expect, it } from 'vitest';
import { busyReason, suggestLine } from '../../../../src/main/terminal/session/busy-reason.ts';
import { practiceId } from '../../../../src/shared/domain/environment.ts';
import type { TerminalView } from '../../../../src/shared/domain/terminal.ts';

function session(
  state: TerminalView['state'],
  more: { isHalfTyped?: boolean; isSent?: boolean; isBlank?: boolean; guess?: 'prompt' | 'other' } = {},
) {
  const typed: string[] = [];
  return {
    typed,
    view: (): TerminalView => ({
      id: 't1',
      target: { kind: 'laptop' },
      title: 'laptop',
      serial: 1,
      environment: { id: practiceId, kind: 'practice', name: 'practice device' },
      state,
    }),
    isLineHalfTyped: () => more.isHalfTyped ?? false,
    isLineSent: () => more.isSent ?? false,
    isLineBlank: () => more.isBlank ?? false,
    guess: () => more.guess ?? 'prompt',
    input: (data: string) => typed.push(data),
  };
}

describe('a terminal', () => {
  it.each([
    ['a free prompt', session('prompt'), undefined],
    ['no prompt yet', session('starting'), undefined],
    ['a half-typed line', session('prompt', { isHalfTyped: true }), 'line-half-typed'],
    ['a program', session('running'), 'terminal-busy'],
    ['a shell that has ended', session('ended'), 'terminal-busy'],
    ['no marks and something like a prompt', session('unknown'), undefined],
    ['no marks and something else', session('unknown', { guess: 'other' }), 'terminal-busy'],
  ])('with %s is told to be busy or not, and is typed into only where it is not', (_what, terminal, code) => {
    expect(busyReason(terminal)?.code).toBe(code);
    if (code === undefined) suggestLine(terminal, 'balena whoami');
    else expect(() => suggestLine(terminal, 'balena whoami')).toThrow(expect.objectContaining({ code }));
    expect(terminal.typed).toEqual(code === undefined ? ['balena whoami'] : []);
  });

  it.each([
    ['a line that was sent just now', session('prompt', { isSent: true }), 'terminal-busy'],
    ['keys of which nothing is to be seen', session('prompt', { isBlank: true }), 'line-half-typed'],
  ])('with %s gets no suggestion', (_what, terminal, code) => {
    expect(() => suggestLine(terminal, 'balena whoami')).toThrow(expect.objectContaining({ code }));
    expect(terminal.typed).toEqual([]);
  });
});
