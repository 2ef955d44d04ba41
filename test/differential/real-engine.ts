import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readEngineAddress } from '../../src/practice/engine/docker/find-engine.ts';
import type { EngineAddress } from '../../src/practice/engine/docker/find-engine.ts';
import { endWithThis } from '../support/end-with-this.ts';
import { importBaseImages } from './base-images.ts';
import { startPackageServer } from './package-server.ts';
import { enoughPackages } from './host-packages.ts';

export interface RealEngine {
  address: EngineAddress;
  /** What is put before a command so that it runs in the network of the engine's machine. */
  hostCommand: readonly string[];
  /** The same for another machine on the device's network; absent where the engine was there before. */
  laptopCommand?: readonly string[];
  /** Removes everything the engine was and made. */
  close(): Promise<void>;
}

/**
 * A container engine that belongs to the tests alone: dockerd in a network namespace of its own, with its own data, its
 * own socket and its own control groups. `FLEETLAB_DIFFERENTIAL_ENGINE` (`unix:///var/run/docker.sock`) names one that is
 * there already instead; no engine is used without being named. Where none can be had, the reason.
 */
export async function startRealEngine(): Promise<RealEngine | { reason: string }> {
  const named = process.env.FLEETLAB_DIFFERENTIAL_ENGINE;
  if (named !== undefined && named !== '') return { address: readEngineAddress(named), hostCommand: [], close: () => Promise.resolve() };
  if (process.platform !== 'linux') return { reason: 'it needs Linux; FLEETLAB_DIFFERENTIAL_ENGINE may name an engine' };
  if (process.getuid?.() !== 0) return { reason: 'it needs root; FLEETLAB_DIFFERENTIAL_ENGINE may name an engine' };
  const missing = enoughPackages();
  if (missing !== undefined) return { reason: missing };
  return startOwnEngine();
}

const namePrefix = 'fleetlab-';

async function startOwnEngine(): Promise<RealEngine | { reason: string }> {
  await removeLeftovers();
  const name = `${namePrefix}${String(process.pid)}`;
  const directory = mkdtempSync(join(tmpdir(), 'fleetlab-dockerd-'));
  const processes: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const each of processes.reverse()) await endProcess(each);
    removeTraces(name, directory);
  };
  const made = run('ip', ['netns', 'add', name]);
  if (made !== undefined) return { reason: `no network namespace can be made: ${made}` };
  connectLaptop(name);
  const hostCommand = ['nsenter', `--net=/run/netns/${name}`];
  const socket = join(directory, 'docker.sock');
  for (const driver of ['overlay2', 'vfs']) {
    const log = join(directory, `dockerd-${driver}.log`);
    const daemon = endWithThis(startDaemon({ name, directory, socket, driver, hostCommand, log }));
    processes.push(daemon);
    if (await isReady(daemon, socket)) break;
    await endProcess(daemon);
    processes.pop();
    if (driver === 'vfs') {
      const last = readFileSync(log, 'utf8').trim().split('\n').slice(-2).join(' ');
      await close();
      return { reason: `dockerd does not start: ${last}` };
    }
  }
  const address: EngineAddress = { kind: 'socket', path: socket };
  try {
    await importBaseImages(address);
    processes.push(endWithThis(await startPackageServer(hostCommand)));
  } catch (error) {
    await close();
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  return { address, hostCommand, laptopCommand: ['nsenter', `--net=/run/netns/${laptopOf(name)}`], close };
}

/** The device's address, as the simulated one has it, and a second machine on its network. */
export const deviceAddress = '10.42.0.7';
const laptopAddress = '10.42.0.2';

function laptopOf(name: string): string {
  return `${name}-laptop`;
}

function connectLaptop(name: string): void {
  const laptop = laptopOf(name);
  run('ip', ['netns', 'add', laptop]);
  run('ip', ['-n', name, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', laptop]);
  for (const [place, address] of [
    [name, deviceAddress],
    [laptop, laptopAddress],
  ] as const) {
    run('ip', ['-n', place, 'address', 'add', `${address}/16`, 'dev', 'eth0']);
    for (const link of ['lo', 'eth0']) run('ip', ['-n', place, 'link', 'set', link, 'up']);
  }
  // It knows the way to the containers: whether it is let through is the engine's matter.
  run('ip', ['-n', laptop, 'route', 'add', 'default', 'via', deviceAddress]);
}

interface Daemon {
  name: string;
  directory: string;
  socket: string;
  driver: string;
  hostCommand: readonly string[];
  log: string;
}

function startDaemon({ name, directory, socket, driver, hostCommand, log }: Daemon): ChildProcess {
  const [command = '', ...before] = hostCommand;
  const output = openSync(log, 'a');
  const daemon = [
    ...['dockerd', '--data-root', join(directory, 'data'), '--exec-root', join(directory, 'exec')],
    ...[
      '--pidfile',
      join(directory, `${driver}.pid`),
      '-H',
      `unix://${socket}`,
      '--cgroup-parent',
      `/${name}`,
      '--dns-opt',
      'timeout:1',
      '--dns-opt',
      'attempts:1',
    ],
    ...['--storage-driver', driver, ...runtimeOptions(directory)],
  ];
  return spawn(command, [...before, ...daemon], { stdio: ['ignore', output, output] });
}

const systemResource = 24;

/** On a machine that lacks CAP_SYS_RESOURCE the kernel refuses a privileged container that asks for it. */
function runtimeOptions(directory: string): string[] {
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 'ffffffffff';
  if ((BigInt(`0x${bounding}`) >> BigInt(systemResource)) & 1n) return [];
  const wrapper = join(directory, 'runc-without-sys-resource');
  writeFileSync(wrapper, runcWrapper);
  chmodSync(wrapper, 0o755);
  return ['--add-runtime', `limited=${wrapper}`, '--default-runtime', 'limited'];
}

const runcWrapper = `#!/bin/sh
previous=
for word in "$@"; do
  case "$previous" in
    --bundle|-b) file="$word/config.json" ;;
    --process|-p) file="$word" ;;
    *) file= ;;
  esac
  [ -n "$file" ] && [ -f "$file" ] && sed -i -e 's/"CAP_SYS_RESOURCE",//g' -e 's/,"CAP_SYS_RESOURCE"//g' "$file"
  previous="$word"
done
exec runc "$@"
`;

async function isReady(daemon: ChildProcess, socket: string): Promise<boolean> {
  const { default: Docker } = await import('dockerode');
  const docker = new Docker({ socketPath: socket, host: undefined, port: undefined, protocol: 'http' } as never);
  for (let turn = 0; turn < 300 && daemon.exitCode === null; turn += 1) {
    if (
      existsSync(socket) &&
      (await docker.ping().then(
        () => true,
        () => false,
      ))
    )
      return true;
    await wait(100);
  }
  return false;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(timer);
}

/** What a run that was killed has left behind. */
async function removeLeftovers(): Promise<void> {
  if (!existsSync('/run/netns')) return;
  for (const name of readdirSync('/run/netns')) {
    const pid = new RegExp(`^${namePrefix}(\\d+)$`).exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const inside = processesIn(name);
    const directories = new Set(inside.flatMap(({ words }) => words.filter((_, at) => words[at - 1] === '--data-root').map(dirname)));
    for (const { id } of inside) signalIfThere(id, 'SIGTERM');
    for (let turn = 0; turn < 200 && processesIn(name).length > 0; turn += 1) await wait(100);
    for (const { id } of processesIn(name)) signalIfThere(id, 'SIGKILL');
    for (const directory of directories) removeTraces(name, directory);
    removeTraces(name);
  }
}

/** Whoever has the engine's network namespace was started for it. */
function processesIn(name: string): { id: number; words: string[] }[] {
  const { ino } = statSync(`/run/netns/${name}`);
  return readdirSync('/proc').flatMap((entry) => {
    try {
      if (!/^\d+$/.test(entry) || statSync(`/proc/${entry}/ns/net`).ino !== ino) return [];
      return [{ id: Number(entry), words: readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0') }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

function signalIfThere(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended meanwhile.
  }
}

function removeTraces(name: string, directory?: string): void {
  for (const group of controlGroups()) removeGroup(join(group, name));
  if (directory !== undefined) {
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.reverse()) if (mount.startsWith(`${directory}/`)) run('umount', ['-l', mount]);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  for (const each of [laptopOf(name), name]) if (existsSync(`/run/netns/${each}`)) run('ip', ['netns', 'delete', each]);
}

/** The hierarchies of version 1, or the one of version 2. */
function controlGroups(): string[] {
  const root = '/sys/fs/cgroup';
  return existsSync(root) ? [root, ...readdirSync(root).map((name) => join(root, name))] : [];
}

/** A control group is removed from its leaves on; its files are not removed. */
function removeGroup(path: string): void {
  if (!existsSync(path)) return;
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) removeGroup(join(path, entry.name));
    rmdirSync(path);
  } catch {
    // A process of it still ends: an empty group is left, which costs nothing.
  }
}

/** The last line of what a command that failed said. */
function run(command: string, args: string[]): string | undefined {
  mkdirSync('/run/netns', { recursive: true });
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
}
