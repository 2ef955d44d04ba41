import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { spawnPty, startInConsole } from '../../../../src/main/terminal/pty/pty.ts';

describe.skipIf(process.platform === 'win32')('a program that is held back', () => {
  test('loses nothing of what it has printed when it ends', async () => {
    const pty = await spawnPty({
      file: '/bin/sh',
      arguments: ['-c', 'read -r go; printf "%04000d\\n" 7; printf end'],
      variables: { PATH: process.env['PATH'] ?? '' },
      folder: tmpdir(),
      size: { columns: 80, rows: 24 },
    });
    let shown = '';
    const exit = Promise.withResolvers<number>();
    pty.onData((bytes) => (shown += bytes.toString()));
    pty.onExit(exit.resolve);
    pty.pause();
    pty.write('\r');
    expect(await exit.promise).toBe(0);
    expect(shown).toMatch(/0{3999}7\r\nend$/);
  });
});

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
