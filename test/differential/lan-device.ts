import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcesses, listProcesses, treeOf } from '../../src/main/processes.ts';
import { startPractice, type Practice } from '../e2e/support/practice.ts';
import { install } from './host-packages.ts';
import { deviceAddress, startRealEngine, type RealEngine } from './real-engine.ts';

/**
 * A balena device on a network of this machine's: a network namespace with Debian's own OpenSSH server on 22222, a real container engine on
 * 2375, the practice device's Supervisor, which drives that engine, on 48484, and Avahi, which announces it as balenaOS does.
 */
export interface LanDevice {
  address: string;
  /** What it announces itself as. */
  name: string;
  /** The public key that its SSH server lets in. */
  allow(publicKey: string): Promise<void>;
  /** As ssh-keygen prints it. */
  fingerprint(): string;
  /** As if its system had been written anew. */
  changeHostKey(): Promise<void>;
  /** Pulls its network cable, or puts it back. */
  setCable(isIn: boolean): void;
  close(): Promise<void>;
}

/** This machine's own address on the device's network. */
const ownAddress = '10.42.0.1';
/** The first digits of a UUID, as balenaOS names itself. */
const hostName = '63f9a2b';

/** Resolves with the reason where the machine cannot have such a device. */
export async function startLanDevice(): Promise<LanDevice | { reason: string }> {
  const engine = await startRealEngine();
  if ('reason' in engine) return engine;
  if (engine.laptopCommand === undefined) {
    await engine.close();
    return { reason: 'a named engine has no network namespace of its own' };
  }
  const missing = install('sshd', 'openssh-server') ?? install('avahi-daemon', 'avahi-daemon');
  if (missing !== undefined) {
    await engine.close();
    return { reason: missing };
  }
  return openOn(engine);
}

async function openOn(engine: RealEngine): Promise<LanDevice | { reason: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetlab-lan-'));
  const [, namespace = ''] = /netns\/(.+)$/.exec(engine.hostCommand[1] ?? '') ?? [];
  const cable = `fl${String(process.pid)}`;
  const children: ChildProcess[] = [];
  let practice: Practice | undefined;
  let sshd: ChildProcess | undefined;

  async function close(): Promise<void> {
    // A session goes on without its server, and where the cable was pulled it does not hear that nobody is there.
    if (sshd?.pid !== undefined) await endProcesses(treeOf(await listProcesses(), sshd.pid));
    for (const child of children) child.kill();
    await practice?.stop();
    spawnSync('ip', ['link', 'delete', cable]);
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }

  function within(command: string, args: readonly string[]): ChildProcess {
    const [enter = '', ...words] = engine.hostCommand;
    return spawn(enter, [...words, command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  async function startSsh(): Promise<void> {
    // Its port is free only then.
    if (sshd?.kill() === true) await once(sshd, 'exit');
    const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path)) ?? 'sshd';
    sshd = within(program, ['-D', '-E', join(folder, 'sshd.log'), '-f', join(folder, 'sshd_config')]);
    await answers(22222);
  }

  async function answers(port: number): Promise<void> {
    const { connect } = await import('node:net');
    for (let turn = 0; turn < 100; turn += 1) {
      const isOpen = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: deviceAddress, port, timeout: 500 });
        socket
          .on('connect', () => resolve(true))
          .on('error', () => resolve(false))
          .on('timeout', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
      if (isOpen) return;
      await wait(100);
    }
    throw new Error(`Nothing answers at ${deviceAddress}:${String(port)}.`);
  }

  try {
    plug(cable, namespace);
    const socket = engine.address.kind === 'socket' ? engine.address.path : '';
    await mkdir(join(folder, 'bin'));
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    await writeFile(join(folder, 'bin', 'balena'), `#!/bin/sh\nexec docker -H unix://${socket} "$@"\n`);
    await chmod(join(folder, 'bin', 'balena'), 0o755);
    await writeFile(join(folder, 'shell'), loginShell(folder), { mode: 0o755 });
    await writeFile(join(folder, 'authorized_keys'), '', { mode: 0o600 });
    makeHostKey(folder);
    await writeFile(join(folder, 'sshd_config'), sshdConfig(folder));
    await startSsh();
    practice = await startPractice(join(folder, 'practice'), ['--engine', 'docker', '--docker-socket', socket], engine.hostCommand);
    const supervisor = practice.env['FLEETLAB_SUPERVISOR_PORT'] ?? '';
    children.push(
      within(process.execPath, [join(import.meta.dirname, 'forward.mjs'), deviceAddress, `48484=${supervisor}`, `2375=${socket}`]),
    );
    children.push(await announce(folder, within));
    await answers(48484);
    await answers(2375);
  } catch (error) {
    await close();
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  return {
    address: deviceAddress,
    name: `${hostName}.local`,
    allow: (publicKey) => writeFile(join(folder, 'authorized_keys'), `${publicKey}\n`, { mode: 0o600 }),
    fingerprint: () => spawnSync('ssh-keygen', ['-lf', join(folder, 'host_key.pub')], { encoding: 'utf8' }).stdout.split(' ')[1] ?? '',
    async changeHostKey() {
      await rm(join(folder, 'host_key'));
      await rm(join(folder, 'host_key.pub'));
      makeHostKey(folder);
      await startSsh();
    },
    setCable: (isIn) => void spawnSync('ip', ['link', 'set', cable, isIn ? 'up' : 'down']),
    close,
  };
}

/** A cable from this machine to the device; each knows only the other at its end, so no other route of the machine changes. */
function plug(cable: string, namespace: string): void {
  const commands = [
    ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'lan0', 'netns', namespace],
    ['address', 'add', ownAddress, 'peer', deviceAddress, 'dev', cable],
    ['link', 'set', cable, 'up'],
    ['-n', namespace, 'address', 'add', deviceAddress, 'peer', ownAddress, 'dev', 'lan0'],
    ['-n', namespace, 'link', 'set', 'lan0', 'up'],
  ];
  for (const command of commands) {
    const { status, stderr } = spawnSync('ip', command, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`no cable to the device can be made: ${stderr.trim()}`);
  }
}

/** Avahi reads services and keeps its files at fixed places: it gets places of its own, in a mount namespace. */
async function announce(folder: string, within: (command: string, args: readonly string[]) => ChildProcess): Promise<ChildProcess> {
  const [services, config] = [join(folder, 'services'), join(folder, 'avahi.conf')];
  await mkdir(services);
  await writeFile(join(services, 'balena.service'), avahiService);
  await writeFile(config, avahiConfig);
  const places = `mount --bind ${services} /etc/avahi/services && mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon`;
  const daemon = `exec avahi-daemon -f ${config} --no-drop-root --no-chroot --no-rlimits`;
  return within('unshare', ['--mount', 'sh', '-c', `${places} && ${daemon} 2>/dev/null`]);
}

/** The subtype of today's balenaOS; released systems say `_resin-device` as well. */
const avahiService = `<?xml version="1.0" standalone="no"?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name>balena</name>
  <service>
    <type>_ssh._tcp</type>
    <subtype>_balena-device._sub._ssh._tcp</subtype>
    <port>22222</port>
  </service>
</service-group>
`;

const avahiConfig = `[server]
host-name=${hostName}
use-ipv6=no
allow-interfaces=lan0
enable-dbus=no
[publish]
publish-hinfo=no
publish-workstation=no
`;

function makeHostKey(folder: string): void {
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'host_key')]);
}

function sshdConfig(folder: string): string {
  return [
    'Port 22222',
    `ListenAddress ${deviceAddress}`,
    `HostKey ${join(folder, 'host_key')}`,
    `PidFile ${join(folder, 'sshd.pid')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    // The folder of temporary files is everybody's.
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'UsePAM no',
    'PrintMotd no',
    `ForceCommand ${join(folder, 'shell')}`,
    '',
  ].join('\n');
}

/** This machine's own start-up files stay out of it, and `balena` is the engine's client, as on balenaOS. */
function loginShell(folder: string): string {
  return `#!/bin/bash
export PATH=${join(folder, 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
[ -z "$SSH_ORIGINAL_COMMAND" ] && exec bash --norc --noprofile -i
exec bash -c "$SSH_ORIGINAL_COMMAND"
`;
}
