import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHostKeys, type HostKeys } from '../../../../src/main/device/ssh/host-key.ts';
import { connect, expectTrustedKey } from '../../../../src/main/device/ssh/ssh-connect.ts';
import type { SshTarget } from '../../../../src/main/device/ssh/ssh-target.ts';

let folder: string;
let keys: HostKeys;
let server: ssh2.Server;
let target: SshTarget;
let signIns: number;
let letsIn: boolean;
let onQuestion: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-connect-'));
  signIns = 0;
  letsIn = true;
  onQuestion = () => undefined;
  keys = createHostKeys({
    practice: join(folder, 'known_hosts'),
    onQuestion: (question) => {
      if (question !== undefined) onQuestion();
    },
  });
  // One in some hundred of ssh2's new Ed25519 keys it cannot read itself.
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      signIns += 1;
      if (letsIn) context.accept();
      else context.reject();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, username: 'root', folder: join(folder, 'ssh') };
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('whether a device lets this computer in', () => {
  it('is seen by signing in, also where its key was trusted a moment ago', async () => {
    const asked = expectTrustedKey(target, keys);
    await expect.poll(() => keys.question()).toBeDefined();
    expect(signIns).toBe(0);
    await keys.answer(keys.question()?.id ?? '', true);
    await asked;
    expect(signIns).toBeGreaterThan(0);
  });

  it('is no where it refuses every key after its own was trusted', async () => {
    letsIn = false;
    const asked = expectTrustedKey(target, keys);
    asked.catch(() => undefined);
    await expect.poll(() => keys.question()).toBeDefined();
    await keys.answer(keys.question()?.id ?? '', true);
    await expect(asked).rejects.toMatchObject({ code: 'ssh-refused' });
  });

  it('is not tried where its key is not trusted', async () => {
    await expect(connect(target, keys)).rejects.toMatchObject({ code: 'host-key-unknown' });
    const putOff = () => keys.answer(keys.question()?.id ?? '', false);
    await putOff();
    onQuestion = () => void putOff();
    await expect(expectTrustedKey(target, keys)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(signIns).toBe(0);
  });

  it('is not asked about when the device is left during the connection', async () => {
    const connecting = expectTrustedKey(target, keys);
    keys.forget();
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
    expect(keys.question()).toBeUndefined();
  });
});
