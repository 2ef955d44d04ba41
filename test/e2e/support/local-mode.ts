import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CliResult, Practice } from './practice.ts';
import { eventually, root, temporaryFolder } from './processes.ts';

/** The CLI itself, not through the launcher: what `npm run practice` prints as its environment must be enough. */
const cli = join(root, 'tools', 'balena-cli', 'node_modules', 'balena-cli', 'bin', 'run.js');

/** The real CLI and a device named by its address, in local mode; `startPractice` starts the practice side on a data directory. */
export function localModeTests(startPractice: (dataDirectory: string) => Promise<Practice>): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let practice: Practice;
  let project: string;
  let live: ChildProcessWithoutNullStreams | undefined;

  beforeAll(async () => {
    folder = await temporaryFolder();
    practice = await startPractice(join(folder.path, 'data'));
    project = join(folder.path, 'project');
    await cp(join(root, 'test', 'fixtures', 'class', 'multicontainer-backend'), project, { recursive: true });
    expect((await balena(['login', '--token', practice.token])).exitCode).toBe(0);
  });
  afterEach(() => {
    live?.kill('SIGKILL');
    live = undefined;
  });
  afterAll(async () => {
    await practice.stop();
    await folder[Symbol.asyncDispose]();
  });

  function start(args: readonly string[]): ChildProcessWithoutNullStreams {
    const [command = '', ...words] = [...practice.within, process.execPath, '--no-warnings', cli, ...args];
    return spawn(command, words, {
      env: { PATH: process.env['PATH'], HOME: folder.path, ...practice.env },
    });
  }

  function balena(args: readonly string[], stdin = ''): Promise<CliResult> {
    const child = start(args);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout: plain(stdout), stderr: plain(stderr) }));
    });
  }

  async function ok(args: readonly string[], stdin?: string): Promise<string> {
    const result = await balena(args, stdin);
    expect(result, `balena ${args.join(' ')}\n${result.stdout}\n${result.stderr}`).toMatchObject({ exitCode: 0 });
    return result.stdout;
  }

  /** A command that goes on until it is killed. */
  function follow(args: readonly string[]): () => string {
    const child = start(args);
    live = child;
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return () => plain(text);
  }

  /** The machine's own curl, as a learner types it. */
  function curl(url: string): Promise<string> {
    const [command, ...words] = [...practice.within, 'curl', '-sS', '--max-time', '5', url];
    const child = spawn(command, words, { env: { PATH: process.env['PATH'], ...practice.env } });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return new Promise((resolve) => child.on('close', () => resolve(text)));
  }

  const answering = (url: string, text: RegExp): Promise<true> =>
    eventually(`${url} answering ${String(text)}`, async () => (text.test(await curl(url)) ? (true as const) : undefined));

  it('builds on the device and runs there, with the services’ logs', async () => {
    const { address } = practice.device;
    const shown = follow(['push', address, '--source', project, '--nolive', '--env', 'frontend:COLOUR=green']);
    await eventually('the services’ lines', () => (/\[frontend\] The frontend listens on port 80/.test(shown()) ? true : undefined));
    expect(shown()).toContain(`Starting build on device ${address}`);
    expect(shown()).toMatch(/\[backend\] Step 1\/8 : FROM node:/);
    expect(shown()).toMatch(/\[frontend\] Successfully tagged local_image_frontend:latest/);
    await answering(`http://${address}/`, /The frontend says hello/);
  });

  it('shows the log of the device and of one service', async () => {
    const { address } = practice.device;
    expect(await ok(['push', address, '--source', project, '--nolive', '--detached'])).toContain('Step 8/8');
    const shown = follow(['device', 'logs', address, '--system']);
    await eventually('the connection', () => (shown().includes('Streaming logs') ? true : undefined));
    // Its variable is gone: the service is made anew.
    await ok(['push', address, '--source', project, '--nolive', '--detached', '--env', 'backend:CHANGED=1']);
    await eventually('the Supervisor’s line', () => (/Started service 'backend sha256:/.test(shown()) ? true : undefined));
  });

  it('opens shells on the device and in a service', async () => {
    const { address } = practice.device;
    const host = await balena(['device', 'ssh', address], 'balena ps --format "{{.Names}}"\nbalena images\nexit 3\n');
    expect(host.stdout).toMatch(/frontend_\d+_\d+_10ca12e1ea5e/);
    expect(host.stdout).toMatch(/local_image_backend +latest/);
    expect(host.stderr).toContain('status code "3"');
    expect(await ok(['device', 'ssh', address, 'backend'], 'echo changed $CHANGED\ncat package.json\nexit\n')).toMatch(
      /changed 1[^]*"name"/,
    );
    const unknown = await balena(['device', 'ssh', address, 'nobody']);
    expect(unknown.stderr).toMatch(/Could not find a container matching service name "nobody"[^]*frontend/);
  });

  it('the same by the name that the device has on its network', async () => {
    const name = `${practice.device.uuid.slice(0, 7)}.local`;
    expect(await ok(['device', 'ssh', name], 'hostname\nexit\n')).toContain(practice.device.uuid.slice(0, 7));
    expect(await ok(['push', name, '--source', project, '--nolive', '--detached'])).toContain('Successfully tagged');
  });

  it('puts a saved file into the running service, without a new image', async () => {
    const { address } = practice.device;
    const shown = follow(['push', address, '--source', project]);
    await eventually('the live session', () => (shown().includes('Device state settled') ? true : undefined));
    await answering(`http://${address}/`, /The frontend says hello/);
    const images = await ok(['device', 'ssh', address], 'balena images --quiet --no-trunc\nexit\n');
    const container = await ok(['device', 'ssh', address], 'balena ps --quiet --filter name=frontend\nexit\n');
    // The watcher may not be there yet when the first save comes.
    await eventually('the change to be seen', async () => {
      const source = await readFile(join(project, 'frontend', 'index.js'), 'utf8');
      await writeFile(join(project, 'frontend', 'index.js'), source.replace(/The frontend says \w+\.\\n/, 'The frontend says again.\\n'));
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return shown().includes('[frontend] Restarting service...') ? true : undefined;
    });
    expect(shown()).toContain('Detected changes for container frontend, updating...');
    await answering(`http://${address}/`, /The frontend says again/);
    expect(await ok(['device', 'ssh', address], 'balena images --quiet --no-trunc\nexit\n')).toBe(images);
    expect(await ok(['device', 'ssh', address], 'balena ps --quiet --filter name=frontend\nexit\n')).toBe(container);
  });

  it('tells a build that fails, and leaves what runs', async () => {
    const { address } = practice.device;
    const dockerfile = join(project, 'backend', 'Dockerfile.template');
    const text = await readFile(dockerfile, 'utf8');
    await writeFile(dockerfile, `${text}\nRUN exit 7\n`);
    const result = await balena(['push', address, '--source', project, '--nolive', '--detached']);
    await writeFile(dockerfile, text);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toMatch(/backend: The command '\/bin\/sh -c exit 7' returned a non-zero code: 7/);
    expect(await ok(['device', 'ssh', address], 'balena ps --format "{{.Names}}"\nexit\n')).toMatch(/backend_/);
  });

  it('lets the fleet’s release come back when local mode ends', async () => {
    const { uuid, address, deviceType } = practice.device;
    await ok(['fleet', 'create', 'Workshop', '--type', deviceType]);
    await ok(['device', 'register', 'Workshop', '--uuid', uuid]);
    await eventually('no local service', async () =>
      (await ok(['device', 'ssh', address], 'balena ps -aq\nexit\n')).trim() === '' ? true : undefined,
    );
    const single = join(root, 'test', 'fixtures', 'class', 'single-stays');
    await ok(['push', 'Workshop', '--source', single]);
    const runningNames = (): Promise<string> => ok(['device', 'ssh', uuid], 'balena ps --format "{{.Names}}"\nexit\n');
    await eventually('the fleet’s service', async () => (/main_\d+/.test(await runningNames()) ? true : undefined));
    await ok(['device', 'local-mode', uuid, '--enable']);
    await eventually('nothing', async () => ((await runningNames()).includes('main_') ? undefined : true));
    await ok(['push', address, '--source', project, '--nolive', '--detached']);
    await eventually('the pushed services', async () => ((await runningNames()).includes('frontend_') ? true : undefined));
    await ok(['device', 'local-mode', uuid, '--disable']);
    await eventually('the fleet’s service again', async () => {
      const names = await runningNames();
      return /main_\d+/.test(names) && !names.includes('frontend_') ? true : undefined;
    });
    expect(await ok(['device', 'ssh', uuid], 'balena images\nexit\n')).not.toContain('local_image');
  });
}

function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}
