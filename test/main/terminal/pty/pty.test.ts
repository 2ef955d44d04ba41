import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe.skipIf(process.platform !== 'linux')('a program that is about to start', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'fleetlab-pty-'))));
  afterEach(() => rm(folder, { recursive: true }));

  test('outlives a Ctrl-C that comes before it, and heeds the next one', async () => {
    const stty = join(folder, 'stty');
    // Slower than any, and told of before.
    await writeFile(stty, '#!/bin/sh\necho preparing; sleep 0.5; exec /bin/stty "$@"\n', { mode: 0o755 });
    const pty = await spawnPty({
      file: '/bin/sh',
      arguments: ['-c', 'echo it is here; stty -a; sleep 1000'],
      variables: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
      folder: tmpdir(),
      size: { columns: 80, rows: 24 },
    });
    let shown = '';
    const exit = Promise.withResolvers<number>();
    pty.onData((bytes) => (shown += bytes.toString()));
    pty.onExit(exit.resolve);
    await expect.poll(() => shown).toContain('preparing');
    pty.write('\x03');
    await expect.poll(() => shown).toMatch(/it is here[^]* iutf8/);
    pty.write('\x03');
    await exit.promise;
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
