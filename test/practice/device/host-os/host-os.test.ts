import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualNetwork } from '../../../../src/practice/engine/network/create-virtual-network.ts';
import { hostInterfaces } from '../../../../src/practice/device/host-os/root-files.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import { createHostOs } from '../../../../src/practice/device/host-os/host-os.ts';
import type { HostOs } from '../../../../src/practice/device/host-os/host-os.ts';
import { createTerminal } from '../../../../src/practice/process/line-discipline.ts';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { uuid } from '../fake-cloud.ts';
import { createFakeEngine } from '../fake-engine.ts';

let directory: string;
let host: HostOs;

async function start(): Promise<HostOs> {
  return createHostOs({
    identity: identityOf(uuid),
    engine: createFakeEngine(),
    programs: createRegistry([programs, shellPrograms]),
    images: () => [],
    directory,
    network: createVirtualNetwork({ hostname: '7c2f9a1', hostInterfaces: hostInterfaces(identityOf(uuid)), now: Date.now }).host,
    now: Date.now,
  });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-host-os-'));
  host = await start();
});

afterEach(async () => {
  await host.close();
  await rm(directory, { recursive: true, force: true });
});

async function run(command: string): Promise<{ stdout: string; stderr: string; code: number }> {
  const session = await host.openShell({ command });
  let stdout = '';
  let stderr = '';
  session.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  for await (const chunk of session.stream) stdout += String(chunk);
  const { code } = await session.exited;
  return { stdout, stderr, code };
}

test('what the CLI runs to find a service’s container', async () => {
  const line = '"$(if [ -f /usr/bin/balena ]; then echo "balena"; else echo "docker"; fi)" ps --format "{{.ID}} {{.Names}}"';
  expect(await run(line)).toEqual({ stdout: '', stderr: '', code: 0 });
});

test('it is a balenaOS of this device', async () => {
  expect((await run('cat /etc/os-release')).stdout).toContain('PRETTY_NAME="balenaOS 6.5.24+rev1"');
  expect((await run('hostname; uname -r; cat /proc/1/cmdline | tr "\\0" " "')).stdout).toContain(
    '7c2f9a1\n6.6.74-yocto-standard\n/sbin/init',
  );
  expect((await run('ps -e -o args')).stdout).toContain('/sbin/init');
  expect((await run('ip -4 address show eth0')).stdout).toContain('10.42.0.7/16');
  expect((await run('exit 7')).code).toBe(7);
});

test('its root is read-only; the data partition and root’s home survive a reboot, /tmp does not', async () => {
  expect(await run('echo x > /etc/new')).toMatchObject({ stderr: expect.stringContaining('Read-only file system') as string });
  expect((await run('echo a > /mnt/data/kept; echo b > ~/kept; echo c > /tmp/lost; cat /tmp/lost')).stdout).toBe('c\n');
  await host.close();
  host = await start();
  expect(await run('cat /mnt/data/kept ~/kept; ls /tmp')).toMatchObject({ stdout: 'a\nb\n', code: 0 });
});

test('an interactive shell says where it is and takes commands', async () => {
  const terminal = createTerminal({ columns: 80, rows: 24 });
  const session = await host.openShell({
    terminal: terminal.terminal,
    terminalStreams: { stdin: terminal.stdin, stdout: terminal.stdout },
  });
  let screen = '';
  terminal.screen.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  expect(session.usesTerminalStreams).toBe(true);
  await expect.poll(() => screen).toContain('root@7c2f9a1:~# ');
  expect(screen).toContain('Welcome to balenaOS');
  terminal.keyboard.write('echo $((6*7))\r');
  await expect.poll(() => screen).toContain('42\r\n');
  terminal.keyboard.write('exit 5\r');
  expect((await session.exited).code).toBe(5);
});

test('a reboot ends its sessions, but not its init process', async () => {
  const session = await host.openShell({ command: 'sleep 1000' });
  await expect.poll(() => host.system.processes.list().length).toBeGreaterThan(1);
  host.endSessions();
  expect((await session.exited).signal).toBe('SIGKILL');
  expect(host.system.processes.list().map((process) => process.arguments[0])).toEqual(['/sbin/init']);
});
