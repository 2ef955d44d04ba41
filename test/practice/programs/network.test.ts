import { spawn, spawnSync } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConnectError, NameError } from '../../../src/practice/process/network-namespace.ts';
import type { NetworkNamespace } from '../../../src/practice/process/network-namespace.ts';
import { makeSystem, words } from './practice-system.ts';

/** A network whose `server` is this computer, where the tests' own servers listen. */
const network: NetworkNamespace = {
  interfaces: () => [
    { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
    { name: 'eth0', address: '172.17.0.2', prefix: 16, hardwareAddress: '02:42:ac:11:00:02', gateway: '172.17.0.1' },
  ],
  listeners: () => [{ address: '0.0.0.0', port: 80, pid: 1 }],
  resolve(name) {
    if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return Promise.resolve([name]);
    if (name === 'localhost' || name === 'server') return Promise.resolve(['127.0.0.1']);
    return Promise.reject(new NameError(name === 'backend' ? 'EAI_AGAIN' : 'ENOTFOUND', name));
  },
  connect({ address, port }) {
    if (address === '172.17.0.9') return Promise.reject(new ConnectError('EHOSTUNREACH', address, port));
    if (address === '172.17.0.8') return new Promise(() => undefined);
    if (address === '8.8.8.8') return Promise.reject(new ConnectError('ENETUNREACH', address, port));
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => resolve(socket));
      socket.once('error', () => reject(new ConnectError('ECONNREFUSED', address, port)));
    });
  },
};

let http: Server;
let rude: NetServer;
let port = 0;
let rudePort = 0;
let closedPort = 0;

beforeAll(async () => {
  http = createHttpServer((request, response) => {
    response.sendDate = false;
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const url = request.url ?? '';
      if (url === '/redirect') response.writeHead(302, { Location: '/hello' }).end('moved');
      else if (url === '/loop') response.writeHead(302, { Location: '/loop' }).end();
      else if (url === '/missing') response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not here\n');
      else if (url === '/echo') {
        const headers = Object.entries(request.headers).filter(
          ([name]) => name !== 'user-agent' && !(name === 'host' && request.headers.host?.startsWith('localhost')),
        );
        response.end(`${request.method ?? ''} ${JSON.stringify(headers.sort())} ${body}\n`);
      } else if (url === '/slow') {
        response.write('first\n');
        setTimeout(() => response.end('last\n'), 300);
      } else if (url === '/never') response.write('');
      else
        response
          .writeHead(200, { 'Content-Type': 'text/plain', 'X-Test': 'yes', 'Content-Length': '6' })
          .end(request.method === 'HEAD' ? undefined : 'hello\n');
    });
  });
  rude = createServer((socket) => {
    socket.once('data', () => socket.end());
    socket.on('error', () => undefined);
  });
  const spare = createServer();
  for (const server of [http, rude, spare]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;
  rudePort = (rude.address() as AddressInfo).port;
  closedPort = (spare.address() as AddressInfo).port;
  await new Promise((resolve) => spare.close(resolve));
});

afterAll(() => {
  http.closeAllConnections();
  http.close();
  rude.close();
});

const located = (command: string): string =>
  command.replaceAll('PORT', String(port)).replaceAll('RUDE', String(rudePort)).replaceAll('CLOSED', String(closedPort));
const stable = (text: string): string =>
  text
    .replaceAll(/after \d+ m(s|illiseconds)/g, 'after N m$1')
    .replaceAll(String(port), 'PORT')
    .replaceAll(String(closedPort), 'CLOSED');

describe('curl, compared with the real one', () => {
  const cases = [
    'curl -s http://localhost:PORT/hello',
    'curl -s localhost:PORT/hello',
    'curl -si http://localhost:PORT/hello',
    'curl -sI http://localhost:PORT/hello',
    "curl -s -o /dev/null -w '%{http_code} %{size_download} %{content_type} %{num_redirects}\\n' http://localhost:PORT/hello",
    'curl -s http://localhost:PORT/redirect',
    'curl -sL http://localhost:PORT/redirect',
    'curl -siL http://localhost:PORT/redirect',
    "curl -sL -w '%{url_effective} %{num_redirects}' http://localhost:PORT/redirect",
    'curl -sSL --max-redirs 3 http://localhost:PORT/loop',
    'curl -s http://localhost:PORT/missing',
    'curl -sf http://localhost:PORT/missing',
    'curl -sSf http://localhost:PORT/missing',
    'curl -sS --fail-with-body http://localhost:PORT/missing',
    'curl -s -d a=1 http://localhost:PORT/echo',
    'curl -s -d a=1 -d b=2 http://localhost:PORT/echo',
    'curl -s -X PUT -d x http://localhost:PORT/echo',
    'curl -s -X DELETE http://localhost:PORT/echo',
    'curl -s --data-raw @x http://localhost:PORT/echo',
    "curl -s -H 'X-A: b' -H 'Accept:' http://localhost:PORT/echo",
    "curl -s -H 'Content-Type: application/json' -d {} http://localhost:PORT/echo",
    'curl -s -u me:secret http://localhost:PORT/echo',
    'curl -s -G -d q=1 http://localhost:PORT/echo',
    "curl -s -H 'Host: other' http://localhost:PORT/echo",
    'curl -sS http://localhost:PORT/hello http://localhost:PORT/missing',
    'curl -s http://localhost:CLOSED/',
    "curl -s -w '%{http_code}' http://localhost:CLOSED/",
    'curl -sS http://localhost:RUDE/',
    'curl -sS -m 0.2 http://localhost:PORT/never',
    'curl -sS',
    'curl --zzz',
    'curl -m',
    'curl -m x http://localhost:PORT/',
  ];
  const hasCurl = process.platform === 'linux' && spawnSync('curl', ['--version']).status === 0;
  for (const command of cases) {
    test.skipIf(!hasCurl)(hasCurl ? command : `${command} (skipped: no curl on this machine)`, async () => {
      const [program = '', ...rest] = words(located(command));
      const real = await new Promise<{ stdout: string; stderr: string; code: number }>((resolve) => {
        const child = spawn(program, rest, { env: { PATH: process.env.PATH ?? '' } });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
        child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
        child.on('close', (code) => resolve({ stdout, stderr, code: code ?? -1 }));
      });
      const ours = await makeSystem({ '/dev/null': '' }, { network }).run([program, ...rest]);
      // What a usage error or a URL is worded like differs between curl's versions.
      const isUsage = real.code === 2;
      const seen = (result: typeof real): object => ({
        code: result.code,
        stdout: stable(result.stdout),
        stderr: isUsage ? result.stderr !== '' : stable(result.stderr).replace(/ out after .*/, ''),
      });
      expect(seen(ours)).toEqual(seen(real));
    });
  }
});

const curl = async (command: string, files: Record<string, string> = {}): ReturnType<ReturnType<typeof makeSystem>['run']> =>
  makeSystem(files, { network }).run(words(located(command)));

test('curl says why it cannot connect, in its own words', async () => {
  expect(await curl('curl http://nowhere/')).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('curl: (6) Could not resolve host: nowhere\n') as string,
  });
  expect(await curl('curl -sS http://backend/')).toEqual({ stdout: '', code: 6, stderr: 'curl: (6) Could not resolve host: backend\n' });
  expect(stable((await curl('curl -sS http://server:CLOSED/')).stderr)).toBe(
    "curl: (7) Failed to connect to server port CLOSED after N ms: Couldn't connect to server\n",
  );
  expect(stable((await curl('curl -sS --connect-timeout 0.1 http://172.17.0.8/')).stderr)).toBe(
    'curl: (28) Failed to connect to 172.17.0.8 port 80 after N ms: Timeout was reached\n',
  );
  expect(await curl('curl -sS https://server/')).toEqual({
    stdout: '',
    code: 1,
    stderr: 'curl: (1) Protocol "https" not supported on the practice device\n',
  });
  expect(await curl('curl -s http://nowhere/')).toEqual({ stdout: '', code: 6, stderr: '' });
});

test('curl shows a body as it comes, and the meter only where the data goes elsewhere', async () => {
  const { start } = makeSystem({}, { network });
  const { stdout, process } = await start(words(located('curl -sN http://server:PORT/slow')));
  const first: Buffer = await new Promise((resolve) => stdout.once('data', resolve));
  expect(first.toString()).toBe('first\n');
  expect(await process.exited).toEqual({ code: 0 });
  expect((await curl('curl http://server:PORT/hello')).stderr).toContain('% Total');
});

test('curl saves to files, sends files and retries', async () => {
  const system = makeSystem({ '/w/body': 'from\nfile\n' }, { network });
  expect(await system.run(words(located('curl -s -o out http://server:PORT/hello')))).toEqual({ stdout: '', stderr: '', code: 0 });
  expect((await system.fileSystem.readFile('/w/out')).toString()).toBe('hello\n');
  await system.run(words(located('curl -sO http://server:PORT/dir/name.txt')));
  expect((await system.fileSystem.readFile('/w/name.txt')).toString()).toBe('hello\n');
  expect((await system.run(words(located('curl -s -d @body http://server:PORT/echo')))).stdout).toContain(' fromfile\n');
  expect(await system.run(words(located('curl -s -o missing/out http://server:PORT/hello')))).toMatchObject({ code: 23 });
  const retried = await curl('curl -sS --retry 1 --retry-delay 0 --retry-connrefused http://server:CLOSED/');
  expect(retried.stderr).toContain('Warning: Problem : connection refused. Will retry in 0 seconds. 1 retry left.\n');
  expect(retried.code).toBe(7);
});

test('curl -v shows what is sent and what comes', async () => {
  const { stderr } = await curl('curl -sv http://server:PORT/hello');
  expect(stable(stderr)).toMatch(
    /^\* {3}Trying 127\.0\.0\.1:PORT\.\.\.\n\* Connected to server \(127\.0\.0\.1\) port PORT\n> GET \/hello HTTP\/1\.1\n> Host: server:PORT\n(> .*\n)+< HTTP\/1\.1 200 OK\r?\n/,
  );
});

test('wget downloads into a file that is not there yet, and tells its errors', async () => {
  const system = makeSystem({}, { network, now: () => Date.UTC(2026, 10, 23, 6, 7, 8) });
  const run = (command: string): ReturnType<typeof system.run> => system.run(words(located(command)));
  expect(await run('wget -q http://server:PORT/hello')).toEqual({ stdout: '', stderr: '', code: 0 });
  expect((await run('wget http://server:PORT/hello')).stderr).toContain("2026-11-23 06:07:08 - 'hello.1' saved [6]");
  expect((await system.fileSystem.readFile('/w/hello.1')).toString()).toBe('hello\n');
  expect(await run('wget -qO- http://server:PORT/redirect')).toEqual({ stdout: 'hello\n', stderr: '', code: 0 });
  expect((await run('wget -S -O - http://server:PORT/hello')).stderr).toContain('  X-Test: yes\n');
  expect(await run('wget http://server:PORT/missing')).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('2026-11-23 06:07:08 ERROR 404 Not Found.') as string,
  });
  expect(await run('wget http://nowhere/')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("wget: unable to resolve host address 'nowhere'") as string,
  });
  expect(await run('wget http://server:CLOSED/')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('failed: Connection refused.') as string,
  });
  expect(await run('busybox wget -O - http://server:PORT/missing')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('wget: server returned error: HTTP/1.1 404 Not Found') as string,
  });
  expect(await run('busybox wget http://nowhere/')).toEqual({ code: 1, stdout: '', stderr: "wget: bad address 'nowhere'\n" });
});

test('ping tells hosts that answer from those that do not', async () => {
  const { run } = makeSystem({}, { network });
  const there = await run(words('ping -c 2 -i 0.01 server'));
  expect(there.stdout).toMatch(
    /^PING server \(127\.0\.0\.1\) 56\(84\) bytes of data\.\n64 bytes from server \(127\.0\.0\.1\): icmp_seq=1 ttl=64 time=[\d.]+ ms\n64 bytes .*icmp_seq=2 .*\n\n--- server ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time \d+ms\nrtt min\/avg\/max\/mdev = [\d./]+ ms\n$/,
  );
  expect(there.code).toBe(0);
  const away = await run(words('ping -c 1 172.17.0.9'));
  expect(away.stdout).toContain('From 172.17.0.2 icmp_seq=1 Destination Host Unreachable\n');
  expect(away.stdout).toContain('1 packets transmitted, 0 received, +1 errors, 100% packet loss');
  expect(away.code).toBe(1);
  expect(await run(words('ping -c 1 nowhere'))).toEqual({ stdout: '', stderr: 'ping: nowhere: Name or service not known\n', code: 2 });
  expect(await run(words('ping -c 1 backend'))).toMatchObject({ stderr: 'ping: backend: Temporary failure in name resolution\n' });
  expect(await run(words('ping -c 1 8.8.8.8'))).toMatchObject({ stderr: 'ping: connect: Network is unreachable\n', code: 2 });
  expect((await run(words('busybox ping -c 1 server'))).stdout).toMatch(
    /^PING server \(127\.0\.0\.1\): 56 data bytes\n64 bytes from 127\.0\.0\.1: seq=0 ttl=64 /,
  );
});

test('Ctrl-C ends ping with its statistics', async () => {
  const { start } = makeSystem({}, { network });
  const { process, stdout } = await start(words('ping server'));
  let shown = '';
  stdout.on('data', (data: Buffer) => {
    shown += data.toString();
    if (data.includes('icmp_seq=1')) process.signal('SIGINT');
  });
  expect(await process.exited).toEqual({ code: 0 });
  expect(shown).toContain('1 packets transmitted, 1 received');
});

test('nc checks ports and talks to them', async () => {
  const { run } = makeSystem({}, { network });
  expect(await run(words(located('nc -zv server PORT')))).toEqual({
    stdout: '',
    stderr: located('Connection to server (127.0.0.1) PORT port [tcp/*] succeeded!\n'),
    code: 0,
  });
  expect(await run(words(located('nc -zv server CLOSED')))).toEqual({
    stdout: '',
    stderr: located('nc: connect to server (127.0.0.1) port CLOSED (tcp) failed: Connection refused\n'),
    code: 1,
  });
  const talked = await run(words(located('nc server PORT')), { input: 'GET /hello HTTP/1.0\r\n\r\n' });
  expect(talked.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*hello\n$/);
});

test('names, addresses, routes and sockets are shown', async () => {
  const { run, start } = makeSystem({ '/etc/resolv.conf': 'nameserver 127.0.0.11\n' }, { network });
  await start(['sleep', '1000']);
  expect((await run(words('getent hosts server'))).stdout).toBe('127.0.0.1       server\n');
  expect(await run(words('getent hosts nowhere'))).toEqual({ stdout: '', stderr: '', code: 2 });
  expect((await run(words('getent passwd node'))).stdout).toBe('node:x:1000:1000::/home/node:/bin/sh\n');
  expect((await run(words('nslookup server'))).stdout).toContain('Name:\tserver\nAddress: 127.0.0.1\n');
  expect(await run(words('nslookup nowhere'))).toMatchObject({ code: 1 });
  expect((await run(words('ip -4 addr show eth0'))).stdout).toBe(
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000\n    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\n',
  );
  expect((await run(words('ip -br a'))).stdout).toBe(
    'lo               UNKNOWN        127.0.0.1/8 \neth0             UP             172.17.0.2/16 \n',
  );
  expect((await run(words('ip route'))).stdout).toBe(
    'default via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 proto kernel scope link src 172.17.0.2 \n',
  );
  expect(await run(words('ip addr add 1.2.3.4/24 dev eth0'))).toEqual({
    stdout: '',
    stderr: 'RTNETLINK answers: Operation not permitted\n',
    code: 2,
  });
  expect((await run(words('ifconfig eth0'))).stdout).toContain('inet 172.17.0.2  netmask 255.255.0.0  broadcast 172.17.255.255');
  expect((await run(words('ss -tlnp'))).stdout).toMatch(/LISTEN +0 +511 +0\.0\.0\.0:80 +0\.0\.0\.0:\*users:\(\("sleep",pid=1,fd=3\)\)\n/);
  expect((await run(words('netstat -tlnp'))).stdout).toMatch(/tcp +0 +0 0\.0\.0\.0:80 +0\.0\.0\.0:\* +LISTEN +1\/sleep/);
});
