import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHostKeys, type HostKeys } from '../../../../src/main/device/ssh/host-key.ts';
import { createHostShell, type HostShell } from '../../../../src/main/device/ssh/host-shell.ts';
import { findContainer } from '../../../../src/main/device/ssh/ssh.ts';
import type { SshTarget } from '../../../../src/main/device/ssh/ssh-target.ts';

/** Without a code it goes on. */
type Answer = { code?: number; stdout?: string; stderr?: string } | 'silence' | 'hang-up';

let folder: string;
let keys: HostKeys;
let server: ssh2.Server | undefined;
let asked: string[];
let clients: ssh2.Connection[];
let shells: HostShell[];
let answers: (line: string) => Answer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-ssh-'));
  keys = createHostKeys({ practice: join(folder, 'known_hosts') });
  asked = [];
  clients = [];
  shells = [];
  answers = () => ({ code: 0 });
});
afterEach(async () => {
  for (const shell of shells) shell.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function listen(port = 0): Promise<SshTarget> {
  // One in some hundred of ssh2's new Ed25519 keys it cannot read itself.
  const { private: hostKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.push(client);
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
        if (answer.code === undefined) return;
        channel.exit(answer.code);
        channel.end();
      });
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (listening.address() as AddressInfo).port, username: 'learner', uuid: 'abc' };
}

function shellOf(target: SshTarget | undefined, hostKeys = keys): HostShell {
  const shell = createHostShell({ target: () => target, hostKeys });
  shells.push(shell);
  return shell;
}

describe('a command on the device', () => {
  it('goes through the gateway and comes back with its exit code', async () => {
    const shell = shellOf(await listen());
    answers = () => ({ code: 3, stdout: 'out', stderr: 'err' });
    expect(await shell.run('uptime')).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
    expect(asked).toEqual(['host abc uptime']);
  });

  it('shares one connection with all others, and gets a new one where that has ended', async () => {
    const shell = shellOf(await listen());
    await Promise.all(['a', 'b', 'c'].map((line) => shell.run(line)));
    await shell.run('d');
    expect(clients).toHaveLength(1);
    clients[0]?.end();
    await expect.poll(async () => shell.run('e').then(() => clients.length)).toBe(2);
    await Promise.all(['f', 'g'].map((line) => shell.run(line)));
    expect(clients).toHaveLength(2);
  });

  it('leaves no connection behind when another device is in use, or none', async () => {
    let target: SshTarget | undefined = await listen();
    const shell = createHostShell({ target: () => target, hostKeys: keys });
    shells.push(shell);
    const ended: number[] = [];
    const countEnds = (index: number) => clients[index]?.on('close', () => ended.push(index));
    await shell.run('a');
    countEnds(0);
    shell.leave();
    await expect.poll(() => ended).toEqual([0]);
    await shell.run('b');
    expect(clients).toHaveLength(2);
    countEnds(1);
    target = undefined;
    await expect(shell.run('c')).rejects.toMatchObject({ code: 'no-device' });
    await expect.poll(() => ended).toEqual([0, 1]);
  });

  it('makes no new connection to a device that is left while it is seen whether the old one still holds', async () => {
    const first = await listen();
    let target: SshTarget | undefined = first;
    const shell = createHostShell({ target: () => target, hostKeys: keys });
    shells.push(shell);
    await shell.run('a');
    const late = shell.run('b');
    shell.leave();
    target = undefined;
    await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/no-device|unreachable/) as string });
    expect(clients).toHaveLength(1);
  });

  it('goes on in lines until it is stopped, beside others', async () => {
    const shell = shellOf(await listen());
    let text = '';
    answers = (line) => (line.includes('events') ? { stdout: 'one\ntwo\n' } : { code: 0, stdout: 'beside' });
    const followed = await shell.follow('events', (more) => (text += more));
    await expect.poll(() => text).toBe('one\ntwo\n');
    expect((await shell.run('x')).stdout).toBe('beside');
    followed.stop();
    await followed.ended;
  });

  it('runs in the container of a service, quoted', async () => {
    const shell = shellOf(await listen());
    answers = (line) =>
      line.includes(' ps ') ? { code: 0, stdout: 'aaa111 main_2_1_abc\nbbb222 other_1_1_abc\n' } : { code: 0, stdout: 'yes' };
    expect((await shell.runInService('main', `echo "it's"`)).stdout).toBe('yes');
    expect(asked[1]).toBe(`host abc balena exec aaa111 /bin/sh -c 'echo "it'\\''s"'`);
    await expect(shell.runInService('gone', 'true')).rejects.toMatchObject({ code: 'no-container' });
  });

  it('does not take a longer name for the service', () => {
    const listing = 'aaa main_extra_1_1_abc\nbbb main_1_1\nresin_supervisor x\nccc main-2_1_1_abc\n';
    expect(findContainer(listing, 'main')).toBe('bbb');
    expect(findContainer(listing, 'main_extra')).toBe('aaa');
    expect(findContainer(listing, 'extra')).toBeUndefined();
  });

  it('gives up in words, and the next one is answered all the same', async () => {
    const target = await listen();
    const shell = shellOf(target);
    answers = () => 'silence';
    await expect(shell.run('x', { timeLimit: 100 })).rejects.toMatchObject({ code: 'timeout' });
    const abort = new AbortController();
    const waiting = shell.run('x', { signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    answers = () => 'hang-up';
    await expect(shell.run('x')).rejects.toMatchObject({ code: 'unreachable' });
    answers = () => ({ code: 0 });
    expect((await shell.run('x')).exitCode).toBe(0);
    await expect(shellOf({ ...target, port: 1 }).run('x')).rejects.toMatchObject({ code: 'unreachable' });
    await expect(shellOf(undefined).run('x')).rejects.toMatchObject({ code: 'no-device' });
  });

  it('is refused once where something answers that speaks no SSH, or nonsense, and breaks off', async () => {
    for (const said of ['HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-x\nSSH-2.0-y\r\n\0\0\0', `SSH-2.0-x\r\n${'\x55'.repeat(400)}`]) {
      const nonsense = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.write(said, 'latin1');
        setTimeout(() => socket.resetAndDestroy(), 20);
      });
      await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
      const target = { host: '127.0.0.1', port: (nonsense.address() as AddressInfo).port, username: 'root' };
      await expect(shellOf(target).run('x')).rejects.toMatchObject({ code: 'unreachable' });
      // What comes after the refusal ends nothing but the connection.
      await new Promise((resolve) => nonsense.close(resolve));
    }
  });

  it('is not sent to a machine with another host key than before, also after a restart', async () => {
    const target = await listen();
    const first = shellOf(target);
    await first.run('x');
    first.close();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    await listen(target.port);
    asked = [];
    const again = createHostKeys({ practice: join(folder, 'known_hosts') });
    await expect(shellOf(target, again).run('x')).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(asked).toEqual([]);
  });
});
