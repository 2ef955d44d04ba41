import { describe, expect, test } from 'vitest';
import { startInConsole } from '../../../../src/main/terminal/pty/pty.ts';

describe('a console on Windows', () => {
  test("is node-pty's own, and the system's where that one cannot be started", () => {
    expect(startInConsole((options) => options)).toEqual({ started: { useConptyDll: true }, asks: true });
    expect(
      startInConsole((options) => {
        if (options.useConptyDll === true) throw new Error('Cannot launch conpty');
        return options;
      }),
    ).toEqual({ started: {}, asks: false });
  });

  test('tells why no program starts in either', () => {
    expect(() =>
      startInConsole(() => {
        throw new Error('File not found: C:\\shell.exe');
      }),
    ).toThrow('File not found');
  });
});
