import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostKeyQuestion } from '../../../../src/shared/domain/host-key.ts';
import { createHostKeys, knownHostsOf, type HostKeys } from '../../../../src/main/device/ssh/host-key.ts';

let folder: string;
let keys: HostKeys;
let told: (HostKeyQuestion | undefined)[];
let trusted: number;

const place = () => ({ host: '192.168.1.20', port: 22222, folder: join(folder, 'ssh') });
const [one, other] = [newKey(), newKey()];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-host-key-'));
  told = [];
  trusted = 0;
  keys = create();
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

function create(): HostKeys {
  return createHostKeys({
    practice: join(folder, 'practice'),
    onQuestion: (question) => told.push(question),
    onTrusted: () => (trusted += 1),
  });
}

function newKey(): Buffer {
  const parsed = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ed25519').public);
  // Two in a thousand it cannot read itself (ssh2 1.17).
  return parsed instanceof Error ? newKey() : parsed.getPublicSSH();
}

async function trust(key: Buffer): Promise<void> {
  await keys.check(place(), key).catch(() => undefined);
  await keys.answer(keys.question()?.id ?? '', true);
}

describe('the key of a device', () => {
  it('is asked about once, and believed when a person trusts it, also after a restart', async () => {
    await expect(keys.check(place(), one)).rejects.toMatchObject({ code: 'host-key-unknown' });
    await expect(keys.check(place(), one)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(told).toHaveLength(1);
    expect(keys.question()).toMatchObject({ host: '192.168.1.20:22222', former: [], shown: { type: 'ssh-ed25519' } });
    expect(() => keys.expectTrust(place())).toThrow(/Nobody has said/);
    await keys.answer(keys.question()?.id ?? '', true);
    expect(trusted).toBe(1);
    expect(keys.question()).toBeUndefined();
    await keys.check(place(), one);
    await create().check(place(), one);
  });

  it('lies in a file that OpenSSH reads, and its fingerprint is the one that ssh-keygen prints', async () => {
    await trust(one);
    const file = knownHostsOf(place().folder);
    const found = execFileSync('ssh-keygen', ['-F', '[192.168.1.20]:22222', '-l', '-f', file], { encoding: 'utf8' });
    await keys.check(place(), other).catch(() => undefined);
    expect(found).toContain(keys.question()?.former[0]?.fingerprint);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is refused when it changes, until someone says deliberately that the device was set up anew', async () => {
    await trust(one);
    await expect(keys.check(place(), other)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(keys.question()?.former).toHaveLength(1);
    // The old key is still the trusted one.
    await create().check(place(), one);
    await keys.answer(keys.question()?.id ?? '', true);
    await keys.check(place(), other);
    await expect(keys.check(place(), one)).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  it('that is put off is not asked again by itself, and who asks anew waits for the answer', async () => {
    await keys.check(place(), one).catch(() => undefined);
    await keys.answer(keys.question()?.id ?? '', false);
    expect(keys.question()).toBeUndefined();
    await keys.check(place(), one).catch(() => undefined);
    expect(keys.question()).toBeUndefined();
    const waiting = keys.ask(place());
    expect(keys.question()).toBeDefined();
    await keys.answer(keys.question()?.id ?? '', true);
    await waiting;
    await keys.check(place(), other).catch(() => undefined);
    const refused = keys.ask(place());
    await keys.answer(keys.question()?.id ?? '', false);
    await expect(refused).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  it('is looked at again after a while, though it was put off: the trusted one may be back', async () => {
    await trust(one);
    await keys.check(place(), other).catch(() => undefined);
    await keys.answer(keys.question()?.id ?? '', false);
    expect(() => keys.expectTrust(place())).toThrow(/shows another SSH key/);
    vi.setSystemTime(Date.now() + 11_000);
    keys.expectTrust(place());
    await keys.check(place(), other).catch(() => undefined);
    expect(() => keys.expectTrust(place())).toThrow(/shows another SSH key/);
    await keys.check(place(), one);
    keys.expectTrust(place());
    expect(keys.question()).toBeUndefined();
  });

  it('that is the trusted one again lets those go on who waited for a decision on another', async () => {
    await trust(one);
    await keys.check(place(), other).catch(() => undefined);
    const waiting = keys.ask(place());
    await keys.check(place(), one);
    await waiting;
    expect(keys.question()).toBeUndefined();
  });

  it('of a device that was left while it was connected to is refused without a question', async () => {
    const presence = keys.presence();
    const checked = keys.check(place(), one, presence);
    keys.forget();
    await expect(checked).rejects.toMatchObject({ code: 'cancelled' });
    expect(keys.question()).toBeUndefined();
    expect(told).toEqual([]);
    keys.expectTrust(place());
    await expect(keys.check(place(), one, keys.presence())).rejects.toMatchObject({ code: 'host-key-unknown' });
  });

  it('of a gateway is asked about as such', async () => {
    await keys.check({ ...place(), uuid: 'abc' }, one).catch(() => undefined);
    expect(keys.question()).toMatchObject({ of: 'gateway' });
    expect(() => keys.expectTrust(place())).toThrow('is the gateway’s');
  });

  it('is one device’s: another port, address or environment is asked about anew, and other lines stay', async () => {
    await trust(one);
    const file = knownHostsOf(place().folder);
    const line = (await readFile(file, 'utf8')).trim();
    await writeFile(file, `# mine\nexample.org ssh-ed25519 AAAA\n${line}\n`);
    for (const elsewhere of [{ port: 22 }, { host: '192.168.1.2' }, { folder: join(folder, 'else') }, { knownAs: 'a.local' }])
      await expect(keys.check({ ...place(), ...elsewhere }, one)).rejects.toMatchObject({ code: 'host-key-unknown' });
    keys.forget();
    expect(keys.question()).toBeUndefined();
    await trust(other);
    expect(await readFile(file, 'utf8')).toMatch(/^# mine\nexample\.org ssh-ed25519 AAAA\n\[192\.168\.1\.20\]:22222 ssh-ed25519 \S+\n$/);
  });

  it('of an answer that comes too late is not trusted', async () => {
    await keys.check(place(), one).catch(() => undefined);
    const id = keys.question()?.id ?? '';
    await keys.check(place(), other).catch(() => undefined);
    await expect(keys.answer(id, true)).rejects.toMatchObject({ code: 'not-found' });
    await expect(create().check(place(), one)).rejects.toMatchObject({ code: 'host-key-unknown' });
  });

  it('of the practice device is trusted at first sight', async () => {
    const practice = { host: '127.0.0.1', port: 2222 };
    await keys.check(practice, one);
    await expect(keys.check(practice, other)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(told).toEqual([]);
  });
});
