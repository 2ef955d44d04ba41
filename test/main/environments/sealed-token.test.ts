import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putAwayToken, takeOutToken, type Safe } from '../../../src/main/environments/sealed-token.ts';

let folder: string;
const plain = () => join(folder, 'cli', 'token');
const sealed = () => join(folder, 'token.sealed');
const secret = 'recognisable-token-4711';

const safe: Safe = {
  seal: (text) => Promise.resolve(Buffer.from(text.split('').reverse().join(''))),
  open(bytes) {
    if (bytes.toString() === 'of another machine') return Promise.reject(new Error('cannot be decrypted'));
    return Promise.resolve(bytes.toString().split('').reverse().join(''));
  },
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-token-'));
  await mkdir(join(folder, 'cli'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a token', () => {
  it('lies in one place only: sealed while nobody needs it, the CLI’s file while the environment is in use', async () => {
    await writeFile(plain(), `${secret}\n`);
    await writeFile(join(folder, 'cli', 'cachedUsername'), JSON.stringify({ token: secret, username: 'ada' }));
    await putAwayToken(folder, safe);
    expect(existsSync(plain())).toBe(false);
    expect(existsSync(join(folder, 'cli', 'cachedUsername'))).toBe(false);
    expect(await readFile(sealed(), 'utf8')).not.toContain(secret);
    expect(await takeOutToken(folder, safe)).toBe(true);
    expect(await readFile(plain(), 'utf8')).toBe(secret);
    expect(existsSync(sealed())).toBe(false);
    if (process.platform !== 'win32') expect((await stat(plain())).mode & 0o777).toBe(0o600);
  });

  it('does not come back after a sign-out, not even after a crash', async () => {
    await takeOutToken(folder, safe);
    await putAwayToken(folder, safe);
    expect(existsSync(sealed())).toBe(false);
  });

  it('that the CLI has written since is the one that counts', async () => {
    await writeFile(sealed(), 'old');
    await writeFile(plain(), 'new');
    expect(await takeOutToken(folder, safe)).toBe(true);
    expect(await readFile(plain(), 'utf8')).toBe('new');
  });

  it('that cannot be opened any more is deleted, and said', async () => {
    await writeFile(sealed(), 'of another machine');
    expect(await takeOutToken(folder, safe)).toBe(false);
    expect(existsSync(sealed())).toBe(false);
  });

  it('stays in its file where the system has no safe', async () => {
    await writeFile(plain(), secret);
    await putAwayToken(folder, undefined);
    expect(await takeOutToken(folder, undefined)).toBe(true);
    expect(await readFile(plain(), 'utf8')).toBe(secret);
  });
});
