import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHostKeys, type HostKeys } from '../../../src/main/device/host-key.ts';
import { findContainer, runInContainer, runOnHost, type SshTarget } from '../../../src/main/device/ssh.ts';

type Answer = { code: number; stdout?: string; stderr?: string } | 'silence' | 'hang-up';

let folder: string;
let keys: HostKeys;
let server: ssh2.Server | undefined;
let asked: string[];
let answers: (line: string) => Answer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-ssh-'));
  keys = await openHostKeys(join(folder, 'keys.json'));
  asked = [];
  answers = () => ({ code: 0 });
});
afterEach(async () => {
  server?.close();
  await keys.flush();
  await rm(folder, { recursive: true, force: true });
});

async function listen(port = 0): Promise<SshTarget> {
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519');
  server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        asked.push(command);
        const channel = acceptExec();
        const answer = answers(command);
        if (answer === 'silence') return;
        if (answer === 'hang-up') {
          client.end();
          return;
        }
        channel.write(answer.stdout ?? '');
        channel.stderr.write(answer.stderr ?? '');
        channel.exit(answer.code);
        channel.end();
      });
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (listening.address() as AddressInfo).port, username: 'learner', uuid: 'abc' };
}

describe('a command on the device', () => {
  it('goes through the gateway and comes back with its exit code', async () => {
    const target = await listen();
    answers = () => ({ code: 3, stdout: 'out', stderr: 'err' });
    expect(await runOnHost(target, 'uptime', { hostKeys: keys })).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
    expect(asked).toEqual(['host abc uptime']);
  });

  it('runs in the container of a service, quoted', async () => {
    const target = await listen();
    answers = (line) =>
      line.includes(' ps ') ? { code: 0, stdout: 'aaa111 main_2_1_abc\nbbb222 other_1_1_abc\n' } : { code: 0, stdout: 'yes' };
    expect((await runInContainer(target, 'main', `echo "it's"`, { hostKeys: keys })).stdout).toBe('yes');
    expect(asked[1]).toBe(`host abc balena exec aaa111 /bin/sh -c 'echo "it'\\''s"'`);
    await expect(runInContainer(target, 'gone', 'true', { hostKeys: keys })).rejects.toMatchObject({ code: 'no-container' });
  });

  it('does not take a longer name for the service', () => {
    const listing = 'aaa main_extra_1_1_abc\nbbb main_1_1\nresin_supervisor x\nccc main-2_1_1_abc\n';
    expect(findContainer(listing, 'main')).toBe('bbb');
    expect(findContainer(listing, 'main_extra')).toBe('aaa');
    expect(findContainer(listing, 'extra')).toBeUndefined();
  });

  it('gives up in words', async () => {
    const target = await listen();
    answers = () => 'silence';
    await expect(runOnHost(target, 'x', { hostKeys: keys, timeLimit: 100 })).rejects.toMatchObject({ code: 'timeout' });
    const abort = new AbortController();
    const waiting = runOnHost(target, 'x', { hostKeys: keys, signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    answers = () => 'hang-up';
    await expect(runOnHost(target, 'x', { hostKeys: keys })).rejects.toMatchObject({ code: 'unreachable' });
    server?.close();
    await expect(runOnHost({ ...target, port: 1 }, 'x', { hostKeys: keys })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is not sent to a machine with another host key than before, also after a restart', async () => {
    const target = await listen();
    await runOnHost(target, 'x', { hostKeys: keys });
    await keys.flush();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    await listen(target.port);
    asked = [];
    const again = await openHostKeys(join(folder, 'keys.json'));
    await expect(runOnHost(target, 'x', { hostKeys: again })).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(asked).toEqual([]);
  });
});
