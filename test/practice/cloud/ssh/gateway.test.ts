import ssh2 from 'ssh2';
import type { ClientChannel, PseudoTtyOptions } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../../../src/practice/cloud/ssh/command.ts';
import { eventually, startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;
let client: ssh2.Client;
const uuid = 'a'.repeat(32);

beforeEach(async () => {
  started = await startCloud();
  client = new ssh2.Client();
  await new Promise((resolve, reject) => {
    client.on('ready', () => resolve(undefined)).on('error', reject);
    client.connect({ ...started.cloud.ssh, username: 'learner@ssh.practice', authHandler: ['none'] });
  });
});
afterEach(async () => {
  client.end();
  await started.close();
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

interface Opened {
  channel: ClientChannel;
  result: Promise<Ended>;
  /** What came so far. */
  shown: () => string;
}

function open(command: string, pty?: PseudoTtyOptions): Promise<Opened> {
  return new Promise((resolve, reject) =>
    client.exec(command, pty === undefined ? {} : { pty }, (error, channel) =>
      error === undefined ? resolve(listen(channel)) : reject(error),
    ),
  );
}

/** At once: the channel's first events may come with the answer that opened it. */
function listen(channel: ClientChannel): Opened {
  let [code, stdout, stderr] = [-1, '', ''];
  channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  channel.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  channel.on('exit', (value: number) => (code = value));
  const result = new Promise<Ended>((resolve) => channel.on('close', () => resolve({ code, stdout, stderr })));
  return { channel, result, shown: () => stdout };
}

const run = async (command: string) => (await open(command)).result;

describe('the SSH gateway', () => {
  it('passes the shell line of the CLI to the host OS as it is', async () => {
    const line = '"$(if [ -f /usr/bin/balena ]; then echo "balena"; else echo "docker"; fi)" ps --format "{{.ID}} {{.Names}}"';
    expect(await run(`host ${uuid} ${line}`)).toEqual({ code: 0, stdout: `${line}\n`, stderr: '' });
    expect(started.device.shells).toEqual([{ command: line, environment: {} }]);
  });

  it('opens a shell on the host OS and in a container, with stderr apart and the exit code of the shell', async () => {
    const { channel, result } = await open(`enter ${uuid} 4f2a`);
    channel.write('hello\nerror: bad\nexit 3\n');
    expect(await result).toEqual({ code: 3, stdout: 'hello\n', stderr: 'error: bad\n' });
    expect(started.device.shells).toEqual([{ container: '4f2a', environment: {} }]);
  });

  it('ends a shell whose input has ended', async () => {
    const { channel, result } = await open(`host ${uuid}`);
    channel.end('last\n');
    expect(await result).toEqual({ code: 0, stdout: 'last\n', stderr: '' });
  });

  it('gives a terminal with echo, size, TERM and resize', async () => {
    const { channel, result, shown } = await open(`host ${uuid}`, { cols: 120, rows: 40, term: 'xterm-256color' });
    channel.write('one\n');
    const shell = await eventually('the shell', () => started.device.shells[0]);
    expect(shell.environment).toEqual({ TERM: 'xterm-256color' });
    await eventually('the answer', () => (shown().includes('120x40 one') ? true : undefined));
    channel.setWindow(30, 90, 0, 0);
    await eventually('the new size', () => (shell.terminal?.columns === 90 && shell.terminal.rows === 30 ? true : undefined));
    channel.write('exit 5\n');
    const { code, stdout, stderr } = await result;
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    expect(stdout).toMatch(/^one\r\n120x40 one\r\n/);
  });

  it('says which device is not there, and how it is used', async () => {
    expect(await run(`host ${'b'.repeat(32)}`)).toEqual({
      code: 1,
      stdout: '',
      stderr: `Device ${'b'.repeat(32)} is not connected to the practice cloud.\n`,
    });
    expect((await run(`enter ${uuid}`)).stderr).toMatch(/^usage: enter/);
    started.cloud.asSeenByDevice.setConnected?.(uuid, false);
    expect(await run(`host ${uuid} ls`)).toMatchObject({ code: 1, stderr: expect.stringMatching(/not connected/) as string });
  });

  it('takes a line without a device as one for the only device there is', async () => {
    expect(await run('exit 7')).toMatchObject({ code: 7 });
  });

  it("hands the device's refusal on", async () => {
    started.device.openShell = () => Promise.reject(new Error('Error: No such container: 4f2a'));
    expect(await run(`enter ${uuid} 4f2a`)).toEqual({ code: 1, stdout: '', stderr: 'Error: No such container: 4f2a\n' });
  });

  it('ends the shell when its client vanishes', async () => {
    await open(`host ${uuid}`);
    const { promise, resolve } = Promise.withResolvers<true>();
    const openShell = started.device.openShell.bind(started.device);
    started.device.openShell = async (request) => {
      const session = await openShell(request);
      void session.exited.then(() => resolve(true));
      return session;
    };
    await open(`host ${uuid}`);
    await eventually('both shells', () => (started.device.shells.length === 2 ? true : undefined));
    client.destroy();
    expect(await promise).toBe(true);
  });

  it('offers no forwarding and no sftp', async () => {
    await expect(
      new Promise((resolve, reject) => client.sftp((error) => (error === undefined ? resolve(1) : reject(error)))),
    ).rejects.toThrow();
    await expect(
      new Promise((resolve, reject) =>
        client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, (error) => (error === undefined ? resolve(1) : reject(error))),
      ),
    ).rejects.toThrow();
  });
});

describe('the host key', () => {
  it('stays the same', async () => {
    const fingerprint = (port: number) =>
      new Promise<string>((resolve, reject) => {
        const probe = new ssh2.Client();
        probe.on('error', reject).connect({
          host: '127.0.0.1',
          port,
          username: 'a',
          authHandler: ['none'],
          hostVerifier: (key: Buffer) => {
            resolve(key.toString('hex'));
            probe.end();
            return true;
          },
        });
      });
    const first = await fingerprint(started.cloud.ssh.port);
    const again = await startCloud({ dataDirectory: started.dataDirectory });
    expect(await fingerprint(again.cloud.ssh.port)).toBe(first);
    await again.close();
  });
});

describe('the command line', () => {
  it.each([
    [undefined, { kind: 'plain' }],
    ['uname -a', { kind: 'plain', command: 'uname -a' }],
    [`host ${uuid}`, { kind: 'host', uuid }],
    [`  host  ${uuid}  ls -l | wc\n`, { kind: 'host', uuid, command: 'ls -l | wc' }],
    [`host ${uuid} "a\nb"`, { kind: 'host', uuid, command: '"a\nb"' }],
    [`enter ${uuid} abc`, { kind: 'container', uuid, container: 'abc' }],
    [`enter ${uuid} abc sh -c 'a b'`, { kind: 'container', uuid, container: 'abc', command: "sh -c 'a b'" }],
    ['host of hosts', { kind: 'plain', command: 'host of hosts' }],
  ])('%j is read', (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });
});
