import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAuthority } from '../../../../src/main/environments/cloud/own-authority.ts';
import { createAuthority } from '../../../support/certificates.ts';

let folder: string;
const now = new Date();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-authority-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(content: string): Promise<string> {
  const path = join(folder, 'ca.pem');
  await writeFile(path, content);
  return readAuthority(path, now);
}

describe('the file of an own authority', () => {
  it('is taken with what stands around the certificates left out', async () => {
    const [one, other] = [createAuthority('One').certificate, createAuthority('Other').certificate];
    expect(await read(`subject=One\n${one}\n# and\n${other}`)).toBe(`${one.trim()}\n${other.trim()}\n`);
  });

  it.each([
    ['nothing', '', 'holds no certificate'],
    ['text', 'hello', 'holds no certificate'],
    ['a damaged certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'is damaged'],
    ['a private key', createAuthority().issue(['a.example']).key, 'holds a private key'],
  ])('is refused in words when it holds %s', async (_, content, words) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'invalid-certificate',
      message: expect.stringContaining(words) as string,
      action: expect.any(String) as string,
    });
  });

  it('is refused when it has run out', async () => {
    const validity = { from: new Date('2020-01-01'), to: new Date('2021-03-04') };
    await expect(read(createAuthority('Old', validity).certificate)).rejects.toThrow('ran out on 2021-03-04');
  });

  it('is refused when it is not there, or is a folder', async () => {
    await expect(readAuthority(join(folder, 'none.pem'), now)).rejects.toThrow('it is not there');
    await expect(readAuthority(folder, now)).rejects.toThrow('it is not a file');
  });
});
