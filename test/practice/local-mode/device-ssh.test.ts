import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, eventually, openPractice } from './support.ts';
import type { StartedPractice } from './support.ts';

describe('SSH to the device itself', () => {
  let started: StartedPractice;
  beforeAll(async () => void (started = await openPractice()));
  afterAll(() => started.close());

  function connect(username: string): Promise<ssh2.Client> {
    const client = new ssh2.Client();
    return new Promise((resolve, reject) => {
      client.on('ready', () => resolve(client)).on('error', reject);
      client.connect({ host: '127.0.0.1', port: started.ports.ssh, username, authHandler: ['none'] });
    });
  }

  async function run(command: string, options: { pty?: boolean; stdin?: string } = {}): Promise<{ stdout: string; code: number }> {
    const client = await connect('root');
    try {
      return await new Promise((resolve, reject) => {
        client.exec(command, options.pty === true ? { pty: { rows: 24, cols: 80 } } : {}, (error, channel) => {
          if (error !== undefined) return reject(error);
          let [stdout, code] = ['', -1];
          channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
          channel.stderr.resume();
          channel.on('exit', (value: number) => (code = value));
          channel.on('close', () => resolve({ stdout, code }));
          // A terminal stays open until its shell ends.
          if (options.pty === true) channel.write(options.stdin ?? '');
          else channel.end(options.stdin ?? '');
        });
      });
    } finally {
      client.end();
    }
  }

  it('lets root in without a password, and nobody else', async () => {
    (await connect('root')).end();
    await expect(connect('admin')).rejects.toThrow(/authentication/i);
  });

  it('is the host OS, with its exit codes', async () => {
    expect(await run('exit 0')).toEqual({ stdout: '', code: 0 });
    expect(await run('hostname; exit 4')).toEqual({ stdout: `${started.practice.ready.device.uuid.slice(0, 7)}\n`, code: 4 });
  });

  it('leads on into a container, by the CLI’s own lines', async () => {
    await build(started.docker, { Dockerfile: 'FROM debian:trixie-slim\nCMD ["sleep", "infinity"]\n' }, { t: 'one' });
    const container = await started.docker.createContainer({ name: 'main_1_1_10ca12e1ea5e', Image: 'one', Hostname: 'inside' });
    await container.start();
    const engine = '$(if [ -f /usr/bin/balena ]; then echo "balena"; else echo "docker"; fi)';
    const { stdout } = await run(`"${engine}" ps --format "{{.ID}} {{.Names}}"`);
    expect(stdout).toBe(`${container.id.slice(0, 12)} main_1_1_10ca12e1ea5e\n`);
    const shell = `${engine} exec -i  ${container.id.slice(0, 12)} /bin/sh -c "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi"`;
    expect(await run(shell, { stdin: 'hostname; exit 9\n' })).toEqual({ stdout: 'inside\n', code: 9 });
    const shown = await run(shell.replace('exec -i  ', 'exec -i -t '), { pty: true, stdin: 'tty -s && echo a "terminal"\rexit 5\r' });
    expect(shown.stdout).toContain('a terminal');
    expect(shown.code).toBe(5);
    await container.remove({ force: true });
  });

  it('lists the images that were built on the device', async () => {
    const { stdout } = await eventually('the image', async () => {
      const listed = await run('balena images');
      return listed.stdout.includes('one') ? listed : undefined;
    });
    expect(stdout).toMatch(/^one +latest +[0-9a-f]{12} /m);
  });
});
