import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

const script = resolve(import.meta.dirname, '../../src/practice/main.ts');
let directory: string;
const running = new Set<ChildProcessWithoutNullStreams>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-practice-'));
});

afterEach(async () => {
  await Promise.all([...running].map((child) => ended(child, 'SIGKILL')));
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

const readyLine = z.object({
  env: z.record(z.string(), z.string()),
  device: z.object({ uuid: z.string().regex(/^[0-9a-f]{32}$/), address: z.string(), deviceType: z.string() }),
  fleets: z.array(z.unknown()),
  token: z.string(),
  api: z.string(),
  ssh: z.object({ host: z.string(), port: z.number() }),
});

function start(...more: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--no-warnings', script, ...more], { env: { PATH: process.env['PATH'] } });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function ready(child: ChildProcessWithoutNullStreams): Promise<z.infer<typeof readyLine>> {
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return readyLine.parse(JSON.parse(text.split('\n')[0] ?? ''));
}

async function ended(child: ChildProcessWithoutNullStreams, signal?: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = new Promise<number | null>((done) => child.once('close', done));
  if (signal !== undefined) child.kill(signal);
  return closed;
}

async function failure(...more: string[]): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const child = start(...more);
  let stderr = '';
  let stdout = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  return { code: await ended(child), stderr, stdout };
}

function request(api: string, token: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${api}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
}

test('says in one line where everything is, ends with SIGTERM, and is the same after a restart', async () => {
  const child = start('--data-dir', directory);
  const first = await ready(child);
  expect(first).toMatchObject({
    env: {
      BALENARC_API_URL: first.api,
      BALENARC_BUILDER_URL: first.api,
      BALENARC_BALENA_URL: 'practice.localhost',
      BALENARC_PROXY_URL: 'practice@127.0.0.1',
      BALENARC_DATA_DIRECTORY: join(directory, 'cli'),
      FLEETLAB_SSH_PORT: String(first.ssh.port),
    },
    device: { address: '10.42.0.7', deviceType: 'generic-amd64' },
    fleets: [],
    ssh: { host: '127.0.0.1' },
  });
  const waiting = await request(first.api, first.token, '/practice/v1/waiting-device');
  expect(await waiting.json()).toEqual({ uuid: first.device.uuid, deviceType: 'generic-amd64' });
  expect((await request(first.api, 'wrong', '/practice/v1/waiting-device')).status).toBe(401);
  expect(await ended(child, 'SIGTERM')).toBe(0);
  const again = start('--data-dir', directory);
  expect(await ready(again)).toEqual(first);
  expect(await ended(again, 'SIGTERM')).toBe(0);
});

test('goes on with the same state after kill -9', async () => {
  const child = start('--data-dir', directory);
  const first = await ready(child);
  await request(first.api, first.token, '/practice/v1/checkpoints/one', { method: 'PUT' });
  await ended(child, 'SIGKILL');
  const again = start('--data-dir', directory);
  const second = await ready(again);
  expect(second).toEqual(first);
  expect(await (await request(second.api, second.token, '/practice/v1/checkpoints')).json()).toEqual(['one']);
  expect((await request(second.api, second.token, '/practice/v1/checkpoints/one/restore', { method: 'POST' })).status).toBeLessThan(300);
});

test('ends with its parent', async () => {
  const child = start('--data-dir', directory, '--exit-with-parent');
  await ready(child);
  child.stdin.end();
  expect(await ended(child)).toBe(0);
});

test('without --exit-with-parent, the end of its input means nothing', async () => {
  const child = start('--data-dir', directory);
  const { api, token } = await ready(child);
  child.stdin.end();
  await new Promise((done) => setTimeout(done, 200));
  expect((await request(api, token, '/practice/v1/checkpoints')).status).toBe(200);
});

describe('what cannot be is said in words', () => {
  test('a second process on the same directory', async () => {
    const child = start('--data-dir', directory);
    await ready(child);
    const second = await failure('--data-dir', directory);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`is in use by another practice process (pid ${child.pid ?? 0})`);
  });

  test('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const { code, stderr, stdout } = await failure('--data-dir', directory, '--port', String(port));
    server.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Port ${port} is used by another program.`);
    expect(stderr).toContain('--port');
  });

  test.each([
    [['--data-dir'], "Option '--data-dir <value>' argument missing"],
    [[], 'The option --data-dir is missing.'],
    [['--data-dir', 'x', '--port', 'abc'], '"abc" is no port'],
    [['--data-dir', 'x', '--port', '70000'], '"70000" is no port'],
    [['--data-dir', 'x', '--engine', 'podman'], '"podman" is no engine: simulated or docker.'],
    [['--data-dir', 'x', '--nonsense'], '--nonsense'],
  ])('arguments %j', async (given, words) => {
    const { code, stderr, stdout } = await failure(...given);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain('Usage: practice');
  });

  test('a container engine that does not answer', async () => {
    const { code, stderr, stdout } = await failure(
      '--data-dir',
      directory,
      '--engine',
      'docker',
      '--docker-socket',
      join(directory, 'none.sock'),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('The practice device cannot run on Docker: the container engine does not answer (ENOENT)');
    expect(stderr).toContain('Start Docker or Podman, or use the simulated engine.');
  });

  test('a data directory that is a file', async () => {
    const path = join(directory, 'file');
    await writeFile(path, '');
    const { code, stderr } = await failure('--data-dir', path);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be used');
    expect(stderr).toContain('--data-dir');
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a data directory that cannot be written', async () => {
    await chmod(directory, 0o500);
    const { code, stderr } = await failure('--data-dir', directory);
    await chmod(directory, 0o700);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be used');
  });
});

test('a port that was used last and is taken now is replaced, and said so', async () => {
  const child = start('--data-dir', directory);
  const { api } = await ready(child);
  await ended(child, 'SIGTERM');
  const port = Number(new URL(api).port);
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const again = start('--data-dir', directory);
  let stderr = '';
  again.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const second = await ready(again);
  server.close();
  expect(second.api).not.toBe(api);
  expect(stderr).toContain(`Port ${port}, which was used last, is taken`);
});

test('a truncated state file loses nothing but the last change, and is kept', async () => {
  const child = start('--data-dir', directory);
  const first = await ready(child);
  await ended(child, 'SIGTERM');
  const path = join(directory, 'device', 'device.json');
  const whole = await readFile(path, 'utf8');
  await writeFile(`${path}.bak`, whole);
  await writeFile(path, whole.slice(0, 20));
  const again = start('--data-dir', directory);
  let stderr = '';
  again.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const second = await ready(again);
  expect(second.device).toEqual(first.device);
  expect(stderr).toContain('device.json could not be read');
  expect(await readdir(join(directory, 'device'))).toContain('device.json.damaged-1');
});
