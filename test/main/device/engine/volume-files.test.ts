import { describe, expect, it } from 'vitest';
import { listVolumeFiles, readVolumeText } from '../../../../src/main/device/engine/volume-files.ts';

function lab(stdout: string, exitCode = 0) {
  const commands: string[] = [];
  return {
    commands,
    runOnHost: (command: string) => {
      commands.push(command);
      return Promise.resolve({ exitCode, stdout, stderr: '' });
    },
  };
}

describe('listVolumeFiles', () => {
  it('tells each volume, empty ones too, with its files by path', async () => {
    const answer = '@volume 42_data\n13 1795892462 ./somedata\n0 1795892400 ./logs/a b.txt\n@volume 42_empty\n';
    expect(await listVolumeFiles(lab(answer))).toEqual([
      {
        volume: '42_data',
        files: [
          { path: 'logs/a b.txt', size: 0, modifiedAt: 1795892400000 },
          { path: 'somedata', size: 13, modifiedAt: 1795892462000 },
        ],
      },
      { volume: '42_empty', files: [] },
    ]);
  });
});

describe('readVolumeText', () => {
  it('reads a file, whatever its name', async () => {
    const device = lab('one\n');
    expect(await readVolumeText(device, { volume: '42_data', path: "it's here" })).toEqual({ text: 'one\n', isWhole: true });
    expect(device.commands[0]).toContain(`-- 'it'\\''s here'`);
  });
  it('says when there is more', async () => {
    const read = await readVolumeText(lab('x'.repeat(20_001)), { volume: '42_data', path: 'long' });
    expect(read.isWhole).toBe(false);
    expect(read.text).toHaveLength(20_000);
  });
  it.each(['../../etc/shadow', '/etc/shadow', 'a/../../b'])('does not leave the volume by %s', async (path) => {
    const device = lab('secret');
    await expect(readVolumeText(device, { volume: '42_data', path })).rejects.toMatchObject({ code: 'not-found' });
    expect(device.commands).toEqual([]);
  });
  it('takes no command for a volume’s name', async () => {
    await expect(readVolumeText(lab(''), { volume: 'a;reboot', path: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });
  it('refuses what is not text, and what has gone', async () => {
    await expect(readVolumeText(lab('\0\0elf binary'), { volume: '42_data', path: 'x' })).rejects.toMatchObject({ code: 'not-text' });
    await expect(readVolumeText(lab('', 1), { volume: '42_data', path: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
