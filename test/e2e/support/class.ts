import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainBalena, type CliOptions, type Practice } from './practice.ts';
import { eventually, root, temporaryFolder } from './processes.ts';

const today = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Sections 2 to 6 of the class with nothing but the practice side and the CLI as its package installs it: each push and command gives the
 * outcome that the class teaches. Later tests build on earlier ones. `start` starts the practice side on a data directory.
 */
export function classTests(start: (dataDirectory: string) => Promise<Practice>): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let practice: Practice;
  const ok = async (args: readonly string[], options?: CliOptions) => {
    const result = await plainBalena(practice, args, options);
    expect(result, `balena ${args.join(' ')}\n${result.stdout}\n${result.stderr}`).toMatchObject({ exitCode: 0 });
    return result.stdout;
  };
  const project = (state: string) => join(root, 'test', 'fixtures', 'class', state);
  const push = (fleet: string, state: string) => ok(['push', fleet, '--source', project(state)]);
  const inService = (service: string, command: string) =>
    ok(['device', 'ssh', practice.device.uuid, service], { stdin: `${command}\nexit\n` });
  const onHost = (command: string) => ok(['device', 'ssh', practice.device.uuid], { stdin: `${command}\nexit\n` });
  const logs = () => ok(['device', 'logs', practice.device.uuid]);

  /** The machine's own curl, as in the learner's terminal. */
  function curl(path: string): Promise<{ code: number; text: string }> {
    return new Promise((resolve) => {
      const environment = { PATH: process.env['PATH'], HOME: folder.path, ...practice.env };
      const address = `http://${practice.device.address}${path}`;
      const [command, ...words] = [...practice.within, 'curl', '-sS', '--max-time', '20', address];
      execFile(command, words, { env: environment }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
      });
    });
  }

  const answers = (path: string, text: RegExp) =>
    eventually(`${path} answers ${String(text)}`, async () => {
      const answer = await curl(path);
      return answer.code === 0 ? (answer.text.match(text) ?? undefined) : undefined;
    });

  async function enter(fleet: string): Promise<void> {
    await ok(['fleet', 'create', fleet, '--type', practice.device.deviceType]);
    const registered = await plainBalena(practice, ['device', 'register', fleet, '--uuid', practice.device.uuid]);
    if (registered.exitCode !== 0) await ok(['device', 'move', practice.device.uuid, '--fleet', fleet]);
  }

  beforeAll(async () => {
    folder = await temporaryFolder();
    practice = await start(join(folder.path, 'data'));
    await ok(['login', '--token', practice.token]);
  });

  afterAll(async () => {
    await practice.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('2: a service that ends is started again and again', async () => {
    await enter('SingleService');
    await push('SingleService', 'single-starts');
    await eventually('the line of a second start', async () =>
      ((await logs()).match(/\[main\] The service is at work/g) ?? []).length > 1 ? true : undefined,
    );
    expect(await onHost('balena ps --format "{{.Image}} {{.Status}}"')).toMatch(/sha256:|registry2|[0-9a-f]{12}/);
  });

  it('2: a service that stays can be entered, and what it wrote into its own layer goes with the next push', async () => {
    await push('SingleService', 'single-stays');
    await eventually('the service that stays', async () =>
      (await inService('main', 'echo mine > /tmp/mine; ls /tmp').catch(() => '')).includes('mine\n') ? true : undefined,
    );
    await push('SingleService', 'single-writes');
    await eventually('the first date', async () =>
      /\d{4}/.test(await inService('main', 'cat /data/datestamps').catch(() => '')) ? true : undefined,
    );
    expect(await inService('main', 'ls /tmp')).not.toContain('mine');
  });

  it('2: what is written to /data outlives the container', async () => {
    const before = await inService('main', 'wc -l < /data/datestamps');
    await ok(['device', 'restart', practice.device.uuid, '--service', 'main']);
    await eventually('one more date', async () => {
      const after = await inService('main', 'wc -l < /data/datestamps').catch(() => '');
      return (/^(\d+)$/m.exec(after)?.[1] ?? '0') > (/^(\d+)$/m.exec(before)?.[1] ?? '9') ? true : undefined;
    });
  });

  it('3.1: a frontend on host networking answers at the device’s address', async () => {
    await enter('MulticontainerServices');
    const log = await push('MulticontainerServices', 'multicontainer-start');
    expect(log).toMatch(/\[frontend\]\s+Step 1\/6 : FROM node:lts-trixie-slim/);
    expect(log).toContain('up to date');
    expect(await ok(['device', practice.device.uuid])).toContain(practice.device.address);
    await answers('', /The frontend says hello\./);
    expect((await curl(':1234/data')).code).toBe(7);
  });

  it('3.1: a backend with a published port answers beside it', async () => {
    const log = await push('MulticontainerServices', 'multicontainer-backend');
    expect(log).toMatch(/\[frontend\]\s+Using cache|\[frontend\]\s+---> Using cache/);
    await answers(':1234/data', today);
    await answers('', /The frontend says hello\./);
  });

  it('3.2: named volumes are shared, and survive a push', async () => {
    await push('MulticontainerServices', 'multicontainer-volumes');
    await eventually('the volume in the frontend', async () =>
      (await inService('frontend', 'ls -d /frontend-data').catch(() => '')).includes('/frontend-data\n') ? true : undefined,
    );
    await inService('frontend', "echo 'First volume' > /frontend-data/somedata; echo 'Second volume' > /backend-data/somedata");
    expect(await inService('backend', 'cat /backend-persistence/somedata')).toContain('Second volume');
    await inService('backend', "echo 'Second volume 2' >> /backend-persistence/somedata");
    await push('MulticontainerServices', 'multicontainer-volumes');
    await answers('', /hello/);
    const kept = await inService('frontend', 'cat /frontend-data/somedata /backend-data/somedata');
    expect(kept).toMatch(/First volume\s+Second volume\s+Second volume 2/);
  });

  it('4: on host networking the backend’s name does not resolve; on a bridge it does', async () => {
    expect(await inService('frontend', 'getent hosts backend || echo "no such name"')).toContain('no such name');
    await push('MulticontainerServices', 'multicontainer-networks');
    await answers('/backend_data', /Backend data says: \d{4}-/);
    expect((await curl(':1234/data')).code).toBe(7);
    await answers('', /The frontend says hello\./);
    expect(await inService('frontend', 'getent hosts backend')).toMatch(/172\.\d+\.\d+\.\d+\s+backend/);
  });

  it('4: balena refuses a bind mount of the host before anything is built', async () => {
    const broken = await plainBalena(practice, ['push', 'MulticontainerServices', '--source', join(root, 'test/fixtures/bind-mount')]);
    expect(broken.exitCode).not.toBe(0);
    expect(broken.stdout + broken.stderr).toContain('service.volumes cannot be of type "bind"');
  });

  it('5: systemd boots in a privileged service, and lists its units', async () => {
    await enter('systemd');
    await push('systemd', 'systemd-privileged');
    await eventually('the welcome in the log', async () => (/Welcome to .*Debian/.test(await logs()) ? true : undefined));
    await eventually('the units', async () =>
      /dbus\.(service|socket)\s+loaded active/.test(await inService('printer', 'systemctl --no-pager').catch(() => '')) ? true : undefined,
    );
    expect(await inService('printer', 'ps -p 1 -o comm= || cat /proc/1/comm')).toContain('systemd');
  });

  it('5: capabilities are enough for it', async () => {
    await push('systemd', 'systemd-capabilities');
    await eventually('systemd without privileges', async () =>
      /running|degraded/.test(await inService('printer', 'systemctl is-system-running').catch(() => '')) ? true : undefined,
    );
  });

  it('5: a unit of one’s own prints the time, and cached steps are used', async () => {
    expect(await push('systemd', 'systemd-printer')).toContain('Using cache');
    await eventually('the printed time', async () => (/\[printer\].*It is \d{4}-/.test(await logs()) ? true : undefined));
    expect(await inService('printer', 'systemctl is-active printer.service')).toContain('active');
  });

  it('6: a second stage makes the image many times smaller', async () => {
    await enter('Multistage');
    await push('Multistage', 'multistage-single');
    await eventually('the greeting', async () => ((await logs()).includes('Hello from a very small world!') ? true : undefined));
    const before = await onHost('balena images | grep registry2');
    const log = await push('Multistage', 'multistage-two');
    expect(log).toContain('Using cache');
    const after = await eventually('the small image', async () => {
      const images = await onHost('balena images | grep registry2');
      return megabytes(images) < 50 ? images : undefined;
    });
    expect(megabytes(before) / megabytes(after)).toBeGreaterThan(7);
    await eventually('the greeting of the small one', async () => {
      const text = await logs();
      return text.lastIndexOf('Hello from a very small world!') > text.lastIndexOf('Installing service') ? true : undefined;
    });
  });
}

/** The size at the end of the line of `balena images`. */
function megabytes(line: string): number {
  const [, number, unit] = /([\d.]+)\s*(kB|MB|GB)\s*$/m.exec(line.trim()) ?? [];
  return Number(number) * ({ kB: 0.001, MB: 1, GB: 1000 }[unit ?? ''] ?? Number.NaN);
}
