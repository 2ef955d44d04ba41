import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandFolder, defaultDataDirectory, findApplicationRoot, type Machine } from '../../src/main/paths.ts';

const machine = (platform: NodeJS.Platform, environment: Record<string, string> = {}): Machine => ({
  platform,
  environment,
  home: '/home/a',
});

describe('the commands of terminals', () => {
  it('are a balena and a curl, and on Windows no script that PowerShell takes for a document', async () => {
    const root = findApplicationRoot(import.meta.dirname);
    expect(await readdir(commandFolder(root, 'linux'))).toEqual(expect.arrayContaining(['balena', 'curl']));
    const onWindows = await readdir(commandFolder(root, 'win32'));
    expect(onWindows).toContain('balena.cmd');
    // Where a name stands twice, the one with an extension comes first.
    expect(onWindows.filter((name) => !name.includes('.') && !onWindows.includes(`${name}.cmd`))).toEqual([]);
  });
});

describe('Fleetlab’s own folder', () => {
  it('is found from any depth', () => {
    expect(findApplicationRoot(import.meta.dirname)).toBe(resolve(import.meta.dirname, '../..'));
  });
  it('is missed in words', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fleetlab-none-'));
    expect(() => findApplicationRoot(folder)).toThrow('No Fleetlab folder');
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  it.each([
    [machine('linux'), '/home/a/.local/share/fleetlab'],
    [machine('linux', { XDG_DATA_HOME: '/data' }), '/data/fleetlab'],
    [machine('linux', { XDG_DATA_HOME: 'relative' }), '/home/a/.local/share/fleetlab'],
    [machine('darwin'), '/home/a/Library/Application Support/Fleetlab'],
    [machine('win32', { APPDATA: '/roaming' }), '/roaming/Fleetlab'],
    [machine('darwin', { FLEETLAB_DATA_DIR: '/mine' }), '/mine'],
    [machine('linux', { FLEETLAB_DATA_DIR: '' }), '/home/a/.local/share/fleetlab'],
  ])('of %o is %s', (where, expected) => expect(defaultDataDirectory(where)).toBe(expected));
});
