import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sshChildren from '../../../resources/launcher/ssh-children.cjs';
import { cliEnvironment } from '../../../src/practice/cli-environment.ts';

const launcher = resolve(import.meta.dirname, '../../../resources/launcher');

describe('ssh for the practice device and gateway', () => {
  const environment = {
    BALENARC_PROXY_URL: 'practice@127.0.0.1',
    FLEETLAB_SSH_PORT: '4022',
    FLEETLAB_DEVICE_ADDRESS: '10.42.0.7',
    FLEETLAB_DEVICE_NAME: 'a6d08a4.local',
    FLEETLAB_DEVICE_SSH_PORT: '4222',
  };
  const mapped = (line: string, variables: Record<string, string> = environment): string =>
    sshChildren.mappedSshArguments(line.split(' '), variables).join(' ');

  it.each([
    ['-t -p 22 -o LogLevel=ERROR learner@ssh.practice@127.0.0.1 host', '-t -p 4022 -o LogLevel=ERROR learner@ssh.practice@127.0.0.1 host'],
    ['-n -t -o LogLevel=ERROR learner@ssh.practice@127.0.0.1', '-p 4022 -n -t -o LogLevel=ERROR learner@ssh.practice@127.0.0.1'],
    ['-t -p 22222 root@10.42.0.7 exit', '-o HostName=127.0.0.1 -t -p 4222 root@10.42.0.7 exit'],
    ['-t -p 22222 root@a6d08a4.local', '-o HostName=127.0.0.1 -t -p 4222 root@a6d08a4.local'],
  ])('%s', (given, expected) => expect(mapped(given)).toBe(expected));

  it.each([
    '-t -p 2200 learner@ssh.practice@127.0.0.1',
    '-t -p 22222 root@10.42.0.8',
    '-t -p 22 root@10.42.0.7',
    '-t -p 22 someone@ssh.balena-devices.com host',
    '-t -p 22222 other@example.com ssh root@10.42.0.7',
    '-p22222 root@10.42.0.7',
    '-V',
  ])('%s stays as it is', (line) => expect(mapped(line)).toBe(line));

  it('nothing is mapped where the environment names nothing', () =>
    expect(mapped('-p 22222 root@10.42.0.7', {})).toBe('-p 22222 root@10.42.0.7'));
});

describe('programs that inherit the environment', () => {
  let folder: string;
  let port: number;
  const server = createServer((request, response) => response.end(`host ${request.headers.host ?? ''}`));

  /** Tries every way to the device that the CLI uses, and says how each ended. */
  const program = `
    const http = require('node:http');
    const net = require('node:net');
    const { promisify } = require('node:util');
    const dns = require('node:dns');
    const address = '10.42.0.7';
    const timeout = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 400, 'nothing'))]);
    const over = (stream) => new Promise((done) => stream.on('connect', () => { stream.destroy(); done('reached'); }).on('error', (error) => done(error.code ?? 'error')));
    (async () => {
      const results = {
        fetch: await timeout(fetch('http://' + address + ':48484/').then((response) => response.text(), () => 'error')),
        http: await timeout(new Promise((done) => http.get({ host: address, port: 48484 }, (response) => { response.resume(); done(response.statusCode); }).on('error', () => done('error')))),
        net: await timeout(over(net.connect(48484, address))),
        socket: await timeout(over(new net.Socket().connect({ host: address, port: 48484 }))),
        name: await timeout(promisify(dns.lookup)('a6d08a4.local', { family: 4 }).then((found) => found.address, () => 'unknown')),
        loaded: Object.keys(require.cache).some((path) => path.includes('cli-hooks')),
      };
      console.log(JSON.stringify(results));
      process.exit(0);
    })();`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab hooks '));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
    await mkdir(join(folder, 'balena-cli', 'bin'), { recursive: true });
    await writeFile(join(folder, 'balena-cli', 'package.json'), '{"name":"balena-cli"}');
    await writeFile(join(folder, 'balena-cli', 'bin', 'run.js'), program);
    await mkdir(join(folder, 'other', 'bin'), { recursive: true });
    await writeFile(join(folder, 'other', 'package.json'), '{"name":"other"}');
    await writeFile(join(folder, 'other', 'bin', 'run.js'), program);
    await cp(launcher, join(folder, 'launcher'), { recursive: true });
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const variables = (): Record<string, string> =>
    cliEnvironment({
      apiUrl: 'http://127.0.0.1:1',
      builderUrl: 'http://127.0.0.1:1',
      ssh: { host: '127.0.0.1', port: 1 },
      dataDirectory: folder,
      device: { address: '10.42.0.7', name: 'a6d08a4.local', ports: { supervisor: port, engine: port, ssh: port } },
    });

  async function run(script: string, environment: Record<string, string> = variables()): Promise<Record<string, unknown>> {
    const child = spawn(process.execPath, [script], { env: { PATH: process.env['PATH'], ...environment } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((done) => child.on('close', done));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  }
  const reached = { fetch: 'host 10.42.0.7:48484', http: 200, net: 'reached', socket: 'reached', name: '10.42.0.7', loaded: true };

  it('the CLI reaches the device in every way that it uses', async () =>
    expect(await run(join(folder, 'balena-cli', 'bin', 'run.js'))).toEqual(reached));

  it.skipIf(process.platform === 'win32')('also by the link that a package manager makes for it', async () => {
    await symlink(join(folder, 'balena-cli', 'bin', 'run.js'), join(folder, 'balena'));
    expect(await run(join(folder, 'balena'))).toEqual(reached);
  });

  it('another program is left alone, even one of the same file name', async () => {
    const results = await run(join(folder, 'other', 'bin', 'run.js'));
    expect(results).toMatchObject({ loaded: false });
    expect(results['net']).not.toBe('reached');
  });

  it('hooks in a folder whose name has spaces are found', async () => {
    const hooks = join(folder, 'launcher', 'hooks.cjs');
    const option = `--require="${hooks.replaceAll('\\', '\\\\')}"`;
    expect(await run(join(folder, 'balena-cli', 'bin', 'run.js'), { ...variables(), NODE_OPTIONS: option })).toEqual(reached);
  });
});
