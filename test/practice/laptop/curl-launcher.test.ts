import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followConnections } from '../../../src/main/environments/practice/follow-connections.ts';
import { destinationsOf } from '../../../src/practice/laptop/curl-arguments.ts';
import { curlRemark } from '../../../src/practice/laptop/curl-remark.ts';
import { spawnPty } from '../../../src/main/terminal/pty/pty.ts';
import { startPractice, type Practice } from '../../../src/practice/practice.ts';
import type { ConnectionEvent } from '../../../src/shared/network/connection.ts';

const launcher = resolve(import.meta.dirname, '../../../resources/launcher');

describe('what a call of curl connects to on the device', () => {
  const topology = { deviceAddress: '10.42.0.7', networks: [], services: [] };
  it.each([
    [['-s', 'http://10.42.0.7:1234/data'], ['device:1234']],
    [['-sSm', '2', '-o', 'http://no', '10.42.0.7'], ['device:80']],
    [['-m2', '--url', 'https://10.42.0.7/x', '--data', 'http://10.42.0.7'], ['device:443']],
    [
      ['-X', 'POST', 'http://backend:1234/', 'http://user:word@10.42.0.7:81'],
      ['backend:1234', 'device:81'],
    ],
    [['http://example.com', 'http://localhost:3000', 'http://192.0.2.1', '--fail', 'http://frontend'], ['frontend:80']],
  ])('%j', (own, expected) => {
    expect(destinationsOf(own, topology).map((to) => `${to.kind === 'name' ? to.name : 'device'}:${String(to.port)}`)).toEqual(expected);
  });
});

describe('what is said below curl’s error', () => {
  const topology = { deviceAddress: '10.42.0.7', networks: [], services: [] };
  it.each([
    [['http://10.42.0.7:1234/data'], 7, '10.42.0.7 refused port 1234.'],
    [['-m', '2', 'http://10.42.0.7'], 28, undefined],
    [['-sS', 'http://10.42.0.7'], 7, '10.42.0.7 refused port 80.'],
    [['-s', 'http://10.42.0.7'], 7, undefined],
    [['--silent', 'http://10.42.0.7'], 7, undefined],
    [['http://10.42.0.7', 'http://10.42.0.7:81'], 7, undefined],
    [['http://example.com'], 7, undefined],
    [['http://backend:1234'], 6, undefined],
  ])('%j, %i', (own, exitCode, what) => {
    const remark = curlRemark(own, exitCode, topology);
    if (what === undefined) expect(remark).toBeUndefined();
    else expect(remark).toBe(`fleetlab: ${what} It is on this computer, so curl names 127.0.0.1.`);
  });
});

describe.skipIf(process.platform === 'win32')('the terminal’s curl', { timeout: 30_000 }, () => {
  const events: ConnectionEvent[] = [];
  const end = new AbortController();
  let folder: string;
  let practice: Practice;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-curl-'));
    practice = await startPractice({ dataDirectory: folder, onNotice: () => undefined });
    const { api, token } = practice.ready;
    followConnections({ api, token, signal: end.signal, onConnection: (event) => events.push(event) });
  });
  afterAll(async () => {
    end.abort();
    await practice.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const variables = () => ({
    ...(process.env as Record<string, string>),
    ...practice.ready.env,
    PRACTICE_TOKEN: practice.ready.token,
    PATH: `${launcher}${delimiter}${process.env['PATH'] ?? ''}`,
  });

  function curl(...own: string[]): Promise<number | null> {
    const child = spawn('curl', own, { env: variables(), stdio: 'ignore' });
    return new Promise((done) => child.once('close', done));
  }

  async function curlInTerminal(...own: string[]): Promise<{ exitCode: number; shown: string }> {
    const pty = await spawnPty({
      file: 'curl',
      arguments: own,
      variables: variables(),
      folder,
      size: { columns: 200, rows: 24 },
    });
    let shown = '';
    pty.onData((data) => (shown += data.toString()));
    return new Promise((done) => pty.onExit((exitCode) => done({ exitCode, shown })));
  }

  it('names the port that was meant below its own error where somebody reads along', async () => {
    const { exitCode, shown } = await curlInTerminal('http://10.42.0.7:4321');
    expect(exitCode).toBe(7);
    expect(shown).toMatch(/curl: \(7\)[^\n]*\r\nfleetlab: 10\.42\.0\.7 refused port 4321\. [^\n]*\r\n$/);
    await expect.poll(() => events.length).toBe(1);
    expect((await curlInTerminal('-s', 'http://10.42.0.7:4321')).shown).toBe('');
    await expect.poll(() => events.length).toBe(2);
    events.length = 0;
  });

  it('has curl’s own exit codes, and what failed is told', async () => {
    expect(await curl('-s', 'http://10.42.0.7:1234/data')).toBe(7);
    await expect.poll(() => events.length).toBe(1);
    expect(events[0]).toMatchObject({
      from: { kind: 'laptop' },
      to: { kind: 'device', port: 1234 },
      verdict: { verdict: 'refused', rule: 'nothing-listens-on-host' },
    });

    expect(await curl('-s', '--no-such-option')).toBe(2);
    expect(await curl('--version')).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(events).toHaveLength(1);
  });
});
