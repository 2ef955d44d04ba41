import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../src/practice/engine/engine.ts';
import { inEngineWords } from '../../../../src/practice/engine/simulated/engine-words.ts';
import { FileSystemError } from '../../../../src/practice/filesystem/filesystem.ts';
import { FleetlabError } from '../../../../src/shared/errors.ts';

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('inEngineWords', () => {
  it.each([
    ['the host', full],
    ['the simulated file system', new FileSystemError('ENOSPC', '/file')],
    ['a state file', new FleetlabError('not-saved', 'could not be saved', 'Make room.', { cause: full })],
  ])('says what to do about a full disk that %s reports', async (_who, error) => {
    await expect(inEngineWords(() => Promise.reject(error))).rejects.toMatchObject({
      name: 'EngineError',
      code: 'failed',
      message: 'no space left on device: free some disk space on this computer, then try again',
    });
  });

  it('leaves other errors as they are', async () => {
    const own = new EngineError('conflict', 'x');
    await expect(inEngineWords(() => Promise.reject(own))).rejects.toBe(own);
    const mistake = new TypeError('a mistake of ours');
    await expect(inEngineWords(() => Promise.reject(mistake))).rejects.toBe(mistake);
  });
});
