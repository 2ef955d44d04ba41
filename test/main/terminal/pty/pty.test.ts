import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnPty, startInConsole } from '../../../../src/main/terminal/pty/pty.ts';

/** What the program of a shell's line prints, and its exit code once it has ended. */
async function start(line: string, path = process.env['PATH'] ?? '') {
  const size = { columns: 80, rows: 24 };
  const pty = await spawnPty({ file: '/bin/sh', arguments: ['-c', line], variables: { PATH: path }, folder: tmpdir(), size });
  let shown = '';
  const exit = Promise.withResolvers<number>();
  pty.onData((bytes) => (shown += bytes.toString()));
  pty.onExit(exit.resolve);
  return { pty, shown: () => shown, exit: exit.promise };
}

describe.skipIf(process.platform === 'win32')('a program that is held back', () => {
  test('loses nothing of what it has printed when it ends', async () => {
    const { pty, shown, exit } = await start('read -r go; printf "%04000d\\n" 7; printf end');
    pty.pause();
    pty.write('\r');
    expect(await exit).toBe(0);
    expect(shown()).toMatch(/0{3999}7\r\nend$/);
  });
});

describe.skipIf(process.platform !== 'linux')('a program that is about to start', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'fleetlab-pty-'))));
  afterEach(() => rm(folder, { recursive: true }));

  test('outlives a Ctrl-C that comes before it, and heeds the next one', async () => {
    // Slower than any, and told of before.
    await writeFile(join(folder, 'stty'), '#!/bin/sh\necho preparing; sleep 0.5; exec /bin/stty "$@"\n', { mode: 0o755 });
    const { pty, shown, exit } = await start('echo it is here; stty -a; sleep 1000', `${folder}:${process.env['PATH'] ?? ''}`);
    await expect.poll(shown).toContain('preparing');
    pty.write('\x03');
    await expect.poll(shown).toMatch(/it is here[^]* iutf8/);
    pty.write('\x03');
    await exit;
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
