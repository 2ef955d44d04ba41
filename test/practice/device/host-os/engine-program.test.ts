import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import type { DeviceFacts } from '../../../../src/practice/device/host-os/engine-cli/command.ts';
import { engineProgram } from '../../../../src/practice/device/host-os/engine-cli/engine-program.ts';
import { fillTemplate } from '../../../../src/practice/device/host-os/engine-cli/format.ts';
import { humanDuration, humanSize } from '../../../../src/practice/device/host-os/engine-cli/words.ts';
import type { EngineEvent } from '../../../../src/practice/engine/engine.ts';
import { desiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { memoryFileSystem } from '../../../../src/practice/filesystem/memory-file-system.ts';
import { createProcessTable } from '../../../../src/practice/process/process-table.ts';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import type { Process, ProcessTable, System } from '../../../../src/practice/process/process.ts';
import { singleService, uuid } from '../fake-cloud.ts';
import { createFakeEngine } from '../fake-engine.ts';
import type { FakeEngine } from '../fake-engine.ts';

const hash = `sha256:${'1a2b3c4d5e6f'.padEnd(64, '0')}`;
const location = 'registry2.practice.localhost/v2/11111111';
const name = `main_501_901_${'1'.repeat(32)}`;

let engine: FakeEngine;
let processes: ProcessTable;
let now: number;

beforeEach(async () => {
  engine = createFakeEngine();
  engine.addImage(hash, 78_600_000);
  engine.addImage('sha256:other', 5_000_000);
  now = 0;
  const target = singleService(1);
  const service = target.app?.release?.services[0];
  if (service !== undefined) service.contentHash = hash;
  const [desired] = desiredState(target, identityOf(uuid)).services;
  if (desired === undefined) throw new Error('no service');
  await engine.createVolume('41_resin-data');
  const { id } = await engine.createContainer(desired.spec);
  await engine.startContainer(id);
  now = 1_000_000 + 3 * 60_000;
  processes = createProcessTable({ system: () => system, initIsProtected: false });
});

afterEach(() => processes.end());

const system: System = {
  hostname: '7c2f9a1',
  architecture: 'x86_64',
  kernelRelease: '6.6',
  fileSystem: memoryFileSystem(),
  get processes() {
    return processes;
  },
  network: { interfaces: () => [], resolve: () => Promise.reject(new Error()), connect: () => Promise.reject(new Error()) },
  now: () => now,
  mounts: () => [],
  ownPrograms: new Map(),
  programs: createRegistry([]),
};

interface Result {
  stdout: string;
  stderr: string;
  code: number;
}

function start(
  argv: string[],
  facts: Partial<DeviceFacts> = {},
  stdin = new PassThrough(),
): { process: Process; stdout: () => string; result: Promise<Result> } {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let out = '';
  let error = '';
  stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  const device = {
    hostname: '7c2f9a1',
    architecture: 'amd64',
    osVersion: 'balenaOS 6.5.24+rev1',
    kernelRelease: '6.6',
    images: () => [{ location, contentHash: hash, serviceId: 410, imageId: 501, releaseId: 901 }],
    builtImages: () => [],
    ...facts,
  };
  const process = processes.spawn({
    program: engineProgram({ engine, device }),
    arguments: argv,
    environment: new Map([['GREETING', 'hi']]),
    workingDirectory: '/',
    stdin,
    stdout,
    stderr,
  });
  const result = process.exited.then(async ({ code }) => {
    await new Promise((resolve) => setImmediate(resolve));
    return { stdout: out, stderr: error, code };
  });
  return { process, stdout: () => out, result };
}

async function run(...argv: string[]): Promise<Result> {
  return start(argv).result;
}

describe('ps', () => {
  test('the table', async () => {
    const { stdout, code } = await run('balena', 'ps');
    const [headings = '', row = '', ...rest] = stdout.split('\n');
    expect(code).toBe(0);
    expect(rest).toEqual(['']);
    expect(headings.trimEnd().split(/ {2,}/)).toEqual(['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES']);
    expect(row).toMatch(/^010101010101 {3}1a2b3c4d5e6f {3}"\/bin\/bash -c 'sleep…" {3}3? ?.*ago {3}Up .* main_501_901_1+$/);
    // Every cell begins under its heading.
    expect(row.indexOf('1a2b3c4d5e6f')).toBe(headings.indexOf('IMAGE'));
    expect(row.indexOf('Up ')).toBe(headings.indexOf('STATUS'));
    expect(row.indexOf('main_')).toBe(headings.indexOf('NAMES'));
  });

  test('what the CLI asks for before it opens a shell in a service', async () => {
    expect((await run('balena', 'ps', '--format', '{{.ID}} {{.Names}}')).stdout).toBe(`010101010101 ${name}\n`);
  });

  test('-q, -a, filters, a table of fields', async () => {
    await engine.stopContainer(name);
    expect((await run('balena', 'ps', '-q')).stdout).toBe('');
    expect((await run('balena', 'ps', '-aq')).stdout).toBe('010101010101\n');
    expect((await run('docker', 'ps', '-a', '--filter', 'name=nope', '-q')).stdout).toBe('');
    expect((await run('docker', 'ps', '-a', '--format', 'table {{.Names}}\\t{{.Status}}')).stdout).toMatch(
      new RegExp(`^NAMES +STATUS\n${name} {3}Exited \\(137\\) .* ago\n$`),
    );
    expect((await run('balena', 'ps', '--filter', 'volume=x')).stderr).toContain('not supported on the practice device');
  });
});

test('images shows what the device downloaded, in three figures', async () => {
  const { stdout } = await run('balena', 'images');
  expect(stdout.split('\n')[1]).toMatch(new RegExp(`^${location} {3}latest {4}1a2b3c4d5e6f {3}.* ago {3}78.6MB$`));
  expect(stdout.split('\n')).toHaveLength(3);
  expect((await run('balena', 'images', '-q')).stdout).toBe('1a2b3c4d5e6f\n');
});

describe('logs', () => {
  test('all, the last lines, and none of a container that is not there', async () => {
    for (const line of ['one', 'two', 'three']) engine.print(name, line);
    expect((await run('balena', 'logs', name)).stdout).toBe('one\ntwo\nthree\n');
    expect((await run('balena', 'logs', '--tail', '2', '0101')).stdout).toBe('two\nthree\n');
    expect((await run('balena', 'logs', '-n0', name)).stdout).toBe('');
    expect((await run('balena', 'logs', '-t', '--tail=1', name)).stdout).toMatch(/^1970-01-01T00:16:40\.\d{9}Z three\n$/);
    expect(await run('balena', 'logs', 'nope')).toEqual({
      stdout: '',
      stderr: 'Error response from daemon: No such container: nope\n',
      code: 1,
    });
    expect((await run('balena', 'logs', '--tail', 'x', name)).stderr).toContain('invalid value for "tail"');
  });

  test('-f follows until the process ends', async () => {
    engine.print(name, 'before');
    const following = start(['balena', 'logs', '-f', name]);
    await expect.poll(() => following.stdout()).toBe('before\n');
    engine.print(name, 'after');
    await expect.poll(() => following.stdout()).toBe('before\nafter\n');
    await engine.stopContainer(name);
    expect((await following.result).code).toBe(0);
  });

  test('-f ends with Ctrl-C', async () => {
    const following = start(['balena', 'logs', '--follow', name]);
    await new Promise((resolve) => setImmediate(resolve));
    following.process.signal('SIGINT');
    expect((await following.result).code).toBe(130);
  });
});

describe('inspect', () => {
  test('has Docker’s shape', async () => {
    const { stdout } = await run('balena', 'inspect', name);
    const [container] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(container).toMatchObject({
      Name: `/${name}`,
      Image: hash,
      State: { Status: 'running', Running: true, ExitCode: 0, FinishedAt: '0001-01-01T00:00:00Z' },
      HostConfig: { NetworkMode: 'host', Privileged: true, RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
      Mounts: [{ Type: 'volume', Name: '41_resin-data', Destination: '/data', RW: true }],
      Config: { Labels: { 'io.balena.service-name': 'main' } },
    });
    expect(stdout.startsWith('[\n    {\n        "Id"')).toBe(true);
  });

  test('a template, other kinds, and what is not there', async () => {
    expect((await run('balena', 'inspect', '-f', '{{.State.Status}} {{json .HostConfig.RestartPolicy.Name}}', name)).stdout).toBe(
      'running "always"\n',
    );
    expect((await run('balena', 'image', 'inspect', '-f', '{{.Size}}', location)).stdout).toBe('78600000\n');
    expect(JSON.parse((await run('balena', 'volume', 'inspect', '41_resin-data')).stdout)).toMatchObject([
      { Driver: 'local', Name: '41_resin-data' },
    ]);
    expect(JSON.parse((await run('balena', 'network', 'inspect', 'host')).stdout)).toMatchObject([{ Name: 'host', Driver: 'host' }]);
    expect(await run('balena', 'inspect', 'nope')).toEqual({ stdout: '[]\n', stderr: 'Error: No such object: nope\n', code: 1 });
    expect((await run('balena', 'inspect', '-f', '{{.Nope}}', name)).stderr).toContain("can't evaluate field Nope");
    expect((await run('balena', 'inspect', '-f', '{{range .Mounts}}x{{end}}', name)).stderr).toContain(
      'not supported on the practice device',
    );
    expect(await run('balena', 'inspect')).toMatchObject({
      code: 1,
      stderr: '"balena inspect" requires at least 1 argument.\nSee \'balena inspect --help\'.\n',
    });
  });
});

describe('exec', () => {
  test('passes the command, its variables and its input on, and ends with its code', async () => {
    const stdin = new PassThrough();
    stdin.end('typed\n');
    const { stdout, code } = await start(
      ['balena', 'exec', '-i', '-e', 'GREETING', '-e', 'A=b=c', '-w', '/data', name, 'sh', '-c', 'x', '-f'],
      {},
      stdin,
    ).result;
    expect(stdout).toBe('typed\n');
    expect(code).toBe(3);
    expect(engine.execs[0]?.request).toMatchObject({
      command: ['sh', '-c', 'x', '-f'],
      environment: { GREETING: 'hi', A: 'b=c' },
      workingDirectory: '/data',
    });
  });

  test('is refused without a terminal, without a command, and in a stopped container', async () => {
    expect(await run('balena', 'exec', '-it', name, 'sh')).toMatchObject({ code: 1, stderr: 'the input device is not a TTY\n' });
    expect((await run('balena', 'exec', name)).stderr).toContain('"balena exec" requires at least 2 arguments.');
    await engine.stopContainer(name);
    expect((await run('balena', 'exec', name, 'ls')).stderr).toMatch(/^Error response from daemon: Container 01+.* is not running\n$/);
  });
});

test('stop, start, restart, kill and rm print the name they were given, and Docker’s errors', async () => {
  expect((await run('balena', 'stop', '-t', '1', name)).stdout).toBe(`${name}\n`);
  expect((await run('balena', 'kill', name)).stderr).toContain('is not running');
  expect((await run('balena', 'start', '0101')).stdout).toBe('0101\n');
  expect((await run('balena', 'restart', name)).stdout).toBe(`${name}\n`);
  expect(await run('balena', 'rm', name)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('You cannot remove a running container') as string,
  });
  expect(await run('balena', 'kill', '-s', 'TERM', name)).toMatchObject({ code: 0, stdout: `${name}\n` });
  expect(await run('balena', 'start', 'nope')).toMatchObject({
    code: 1,
    stderr: 'Error response from daemon: No such container: nope\nError: failed to start containers: nope\n',
  });
  expect((await run('balena', 'kill', '-s', 'NOPE', name)).stderr).toBe('Error response from daemon: Invalid signal: NOPE\n');
  expect((await run('balena', 'stop', '-t', 'x', name)).code).toBe(125);
});

test('volumes and networks', async () => {
  expect((await run('balena', 'volume', 'ls')).stdout).toBe('DRIVER    VOLUME NAME\nlocal     41_resin-data\n');
  expect(await run('balena', 'volume', 'rm', '41_resin-data')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('volume is in use') as string,
  });
  expect((await run('balena', 'volume', 'rm', 'nope')).stderr).toBe('Error: No such volume: nope\n');
  expect((await run('balena', 'volume', 'prune')).stderr).toContain('not supported on the practice device');
  const networks = (await run('balena', 'network', 'ls')).stdout.split('\n').map((line) => line.split(/ {2,}/).slice(1));
  expect(networks).toEqual([
    ['NAME', 'DRIVER', 'SCOPE'],
    ['bridge', 'bridge', 'local'],
    ['host', 'host', 'local'],
    ['none', 'null', 'local'],
    [],
  ]);
});

describe('networks', () => {
  test('are made with their settings, found by the digits of their id, and removed', async () => {
    const made = await run('balena', 'network', 'create', '--subnet', '172.30.0.0/16', '--internal', '--label', 'a=b=c', 'own');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) as string });
    const short = made.stdout.slice(0, 12);
    const [data] = JSON.parse((await run('balena', 'network', 'inspect', short)).stdout) as unknown[];
    expect(data).toMatchObject({
      Name: 'own',
      Driver: 'bridge',
      Internal: true,
      Labels: { a: 'b=c' },
      IPAM: { Driver: 'default', Config: [{ Subnet: '172.30.0.0/16' }] },
    });
    expect((await run('balena', 'network', 'ls', '-q', '--filter', 'name=ow')).stdout).toBe(`${short}\n`);
    expect((await run('balena', 'network', 'create', 'own')).stderr).toBe(
      'Error response from daemon: network with name own already exists\n',
    );
    expect(await run('balena', 'network', 'rm', 'own', 'nope')).toMatchObject({
      code: 1,
      stdout: 'own\n',
      stderr: 'Error: No such network: nope\n',
    });
  });

  test('what they cannot do is refused in words', async () => {
    expect((await run('balena', 'network', 'create', '-d', 'macvlan', 'x')).stderr).toBe(
      'network driver macvlan: not supported on the practice device\n',
    );
    expect((await run('balena', 'network', 'connect', 'a', 'b')).stderr).toContain('network connect: not supported on the practice device');
  });
});

describe('a container on a bridge', () => {
  const published = [
    { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 1234, protocol: 'tcp' as const },
    ...[8080, 8081, 8082].map((port) => ({ hostAddress: '0.0.0.0', hostPort: port, containerPort: port, protocol: 'tcp' as const })),
    { hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' as const },
  ];

  beforeEach(async () => {
    await engine.createNetwork({ name: '41_default' });
    const { id } = await engine.createContainer({
      name: 'backend_1',
      image: hash,
      environment: {},
      labels: {},
      networkMode: 'bridge',
      networks: [{ network: '41_default', aliases: ['backend'] }],
      publishedPorts: published,
      exposedPorts: ['9000/tcp', '1234/tcp'],
      privileged: false,
      capabilitiesAdded: ['SYS_ADMIN'],
      tmpfs: [{ target: '/run' }],
      healthcheck: { test: ['CMD', 'true'], interval: 5000 },
      mounts: [],
      restartPolicy: { name: 'no' },
    });
    await engine.startContainer(id);
    engine.attach('backend_1', {
      addresses: [
        {
          network: '41_default',
          address: '172.18.0.2',
          prefix: 16,
          gateway: '172.18.0.1',
          hardwareAddress: '02:42:ac:12:00:02',
          aliases: ['backend'],
        },
      ],
      openPorts: published,
      health: 'healthy',
    });
  });

  test('ps shows its ports and its health', async () => {
    expect((await run('balena', 'ps', '--filter', 'name=backend', '--format', '{{.Ports}}|{{.Networks}}|{{.Status}}')).stdout).toMatch(
      /^127\.0\.0\.1:53->53\/udp, 0\.0\.0\.0:8080-8082->8080-8082\/tcp, 9000\/tcp, 0\.0\.0\.0:80->1234\/tcp\|41_default\|Up .* \(healthy\)\n$/,
    );
    expect((await run('balena', 'ps', '-q', '--filter', 'network=41_default')).stdout).toHaveLength(13);
    expect((await run('balena', 'ps', '-q', '--filter', 'health=unhealthy')).stdout).toBe('');
    await engine.stopContainer('backend_1');
    expect((await run('balena', 'ps', '-a', '--filter', 'name=backend', '--format', '{{.Ports}}')).stdout).toBe('\n');
  });

  test('port', async () => {
    expect((await run('balena', 'port', 'backend_1')).stdout.split('\n').slice(0, 2)).toEqual([
      '53/udp -> 127.0.0.1:53',
      '1234/tcp -> 0.0.0.0:80',
    ]);
    expect((await run('balena', 'port', 'backend_1', '1234')).stdout).toBe('0.0.0.0:80\n');
    expect(await run('balena', 'port', 'backend_1', '9000/tcp')).toMatchObject({
      code: 1,
      stderr: "Error: No public port '9000/tcp' published for backend_1\n",
    });
  });

  test('inspect', async () => {
    const [data] = JSON.parse((await run('balena', 'inspect', 'backend_1')).stdout) as unknown[];
    expect(data).toMatchObject({
      State: { Health: { Status: 'healthy' } },
      HostConfig: {
        NetworkMode: '41_default',
        Privileged: false,
        CapAdd: ['SYS_ADMIN'],
        CapDrop: null,
        Tmpfs: { '/run': '' },
        PortBindings: { '1234/tcp': [{ HostIp: '', HostPort: '80' }], '53/udp': [{ HostIp: '127.0.0.1', HostPort: '53' }] },
      },
      Config: { ExposedPorts: { '9000/tcp': {}, '1234/tcp': {} }, Healthcheck: { Test: ['CMD', 'true'], Interval: 5_000_000_000 } },
      NetworkSettings: {
        Ports: { '1234/tcp': [{ HostIp: '0.0.0.0', HostPort: '80' }], '9000/tcp': null },
        IPAddress: '',
        Networks: { '41_default': { IPAddress: '172.18.0.2', IPPrefixLen: 16, Gateway: '172.18.0.1', Aliases: ['backend'] } },
      },
    });
    const [network] = JSON.parse((await run('balena', 'network', 'inspect', '41_default')).stdout) as { Containers: object }[];
    expect(Object.values(network?.Containers ?? {})).toEqual([
      { Name: 'backend_1', MacAddress: '02:42:ac:12:00:02', IPv4Address: '172.18.0.2/16', IPv6Address: '' },
    ]);
  });
});

test('history has the newest step first, cut to its column', async () => {
  engine.addImage(hash, 78_600_000, [
    { createdBy: '/bin/sh -c #(nop) ADD file in /', size: 74_800_000, isEmpty: false },
    { createdBy: `/bin/sh -c ${'apt-get install -y something && '.repeat(3)}true`, size: 3_800_000, isEmpty: false },
    { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', size: 0, isEmpty: true },
  ]);
  const lines = (await run('balena', 'history', location)).stdout.split('\n').map((line) => line.trimEnd().split(/ {3,}/));
  expect(lines.map(([id, , by, size]) => [id, by, size])).toEqual([
    ['IMAGE', 'CREATED BY', 'SIZE'],
    ['1a2b3c4d5e6f', '/bin/sh -c #(nop)  CMD ["bash"]', '0B'],
    ['<missing>', '/bin/sh -c apt-get install -y something && a…', '3.8MB'],
    ['<missing>', '/bin/sh -c #(nop) ADD file in /', '74.8MB'],
    ['', undefined, undefined],
  ]);
  expect((await run('balena', 'history', 'nope')).stderr).toBe('Error response from daemon: No such image: nope\n');
});

test('events, until Ctrl-C', async () => {
  const watching = start(['balena', 'events', '--filter', 'type=container', '--filter', 'event=die']);
  const all = start(['balena', 'events']);
  await new Promise((resolve) => setImmediate(resolve));
  await engine.stopContainer(name);
  await engine.createNetwork({ name: 'own' });
  await expect.poll(() => all.stdout()).toMatch(/network create own \(name=own\)\n$/);
  expect(watching.stdout()).toMatch(/^1970-01-01T00:16:40\.\d{9}Z container die (01){32} \(exitCode=137, image=.*, name=main_.*\)\n$/);
  watching.process.signal('SIGINT');
  all.process.signal('SIGINT');
  expect((await watching.result).code).toBe(130);
  expect((await run('balena', 'events', '--since', 'yore', '--until', '0')).stderr).toContain('parsing time "yore"');
});

test('events of the past, as JSON, until now', async () => {
  const past: EngineEvent[] = [];
  engine.onEvent((event) => past.push(event));
  await engine.stopContainer(name);
  const ask = (...options: string[]) =>
    start(['balena', 'events', '--format', '{{json .}}', ...options], { pastEvents: () => past }).result;
  const { stdout } = await ask('--since', '1h', '--until', '0s', '--filter', 'event=die');
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'die',
    id: '01'.repeat(32),
    Type: 'container',
    Action: 'die',
    Actor: { ID: '01'.repeat(32), Attributes: { exitCode: '137', name, 'io.balena.service-name': 'main' } },
    timeNano: expect.any(Number) as number,
  });
  expect((await ask('--since', '1m', '--until', '0s')).stdout).toBe('');
  expect((await ask('--since', '0', '--until', '999')).stdout).toBe('');
});

test('what a program that watches the device asks for', async () => {
  const facts = { pidOf: (id: string) => (id.startsWith('0101') ? 2001 : undefined) };
  const [data] = JSON.parse((await start(['balena', 'inspect', '-s', name], facts).result).stdout) as Record<string, unknown>[];
  expect(data).toMatchObject({ State: { Pid: 2001 }, SizeRw: expect.any(Number) as number, SizeRootFs: expect.any(Number) as number });
  const [image] = JSON.parse((await run('balena', 'image', 'inspect', location)).stdout) as Record<string, unknown>[];
  expect(image).toMatchObject({ RootFS: { Type: 'layers', Layers: expect.any(Array) as string[] } });
  engine.addImage(hash, 5, [{ createdBy: 'COPY x', size: 5, isEmpty: false, id: 'sha256:layer' }]);
  const history = (await run('balena', 'history', '--human=false', '--no-trunc', '--format', '{{json .}}', location)).stdout;
  expect(JSON.parse(history.split('\n')[0] ?? '')).toMatchObject({ Size: '5', CreatedBy: 'COPY x' });
});

test('about itself', async () => {
  expect((await run('balena-engine', '--version')).stdout).toMatch(/^balenaEngine version \d+\.\d+\.\d+\n$/);
  expect((await run('balena', 'version', '-f', '{{.Server.Os}}/{{.Server.Arch}}')).stdout).toBe('linux/amd64\n');
  expect((await run('balena', 'info')).stdout).toContain(' Containers: 1\n  Running: 1\n');
  expect((await run('balena')).stdout).toContain('Usage:  balena');
});

test('what there is not is refused in words', async () => {
  expect(await run('balena', 'frobnicate')).toEqual({
    stdout: '',
    stderr: "balena: 'frobnicate' is not a balena command.\nSee 'balena --help'\n",
    code: 1,
  });
  expect((await run('/usr/bin/docker', 'run', 'x')).stderr).toBe('docker run: not supported on the practice device\n');
  expect(await run('balena', 'ps', '--nope')).toMatchObject({ code: 125, stderr: "unknown flag: --nope\nSee 'balena ps --help'.\n" });
  expect((await run('balena', 'ps', '-x')).stderr).toContain("unknown shorthand flag: 'x' in -x");
  expect((await run('balena', 'ps', 'extra')).stderr).toContain('"balena ps" accepts no arguments.');
  expect((await run('balena', 'logs', '--tail')).stderr).toContain('flag needs an argument: --tail');
});

test.each([
  [0, 'Less than a second'],
  [1000, '1 second'],
  [59_000, '59 seconds'],
  [60_000, 'About a minute'],
  [150_000, '2 minutes'],
  [3_600_000, 'About an hour'],
  [5_400_000, '2 hours'],
  [47 * 3_600_000, '47 hours'],
  [3 * 86_400_000, '3 days'],
  [20 * 86_400_000, '2 weeks'],
  [100 * 86_400_000, '3 months'],
  [800 * 86_400_000, '2 years'],
])('%d ms is %s', (milliseconds, words) => {
  expect(humanDuration(milliseconds)).toBe(words);
});

test.each([
  [0, '0B'],
  [999, '999B'],
  [2_750_000, '2.75MB'],
  [289_000_000, '289MB'],
  [1_010_000_000, '1.01GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(humanSize(bytes)).toBe(words);
});

test('values as Go prints them', () => {
  const data = { List: ['a', 1], Map: { b: true, a: 'x' }, Nothing: null };
  expect(fillTemplate('{{.List}} {{ .Map }} {{.Nothing}}', data)).toBe('[a 1] map[a:x b:true] <no value>');
});
