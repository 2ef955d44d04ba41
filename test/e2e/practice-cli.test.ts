import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balena, startPractice, type CliOptions, type Practice } from './support/practice.ts';
import { eventually, temporaryFolder } from './support/processes.ts';

/** The commands of the class with the real CLI, in the order of a learner's first hour; later tests build on earlier ones. */
describe('the real balena CLI against the practice cloud', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let practice: Practice;
  let project: string;
  const cli = (args: readonly string[], options?: CliOptions) => balena(practice, args, options);
  const ok = async (args: readonly string[], options?: CliOptions) => {
    const result = await cli(args, options);
    expect(result, `balena ${args.join(' ')}\n${result.stdout}\n${result.stderr}`).toMatchObject({ exitCode: 0 });
    return result.stdout;
  };
  const writeDockerfile = (command: string) => writeFile(join(project, 'Dockerfile.template'), `FROM debian:trixie-slim\nCMD ${command}\n`);

  beforeAll(async () => {
    folder = await temporaryFolder();
    practice = await startPractice(join(folder.path, 'data'));
    project = join(folder.path, 'single-service');
    await mkdir(project);
    await writeDockerfile('["bash", "-c", "echo A service was here; sleep 5"]');
  });

  afterAll(async () => {
    await practice.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('prints a JSON line with what a program needs', () => {
    expect(practice.device.uuid).toMatch(/^[0-9a-f]{32}$/);
    expect(practice.env['BALENARC_API_URL']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('refuses a wrong token and every command before login', async () => {
    expect((await cli(['login', '--token', 'wrong-token'])).exitCode).not.toBe(0);
    const result = await cli(['fleet', 'list']);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr + result.stdout).toMatch(/login/i);
  });

  it('logs in and says who one is', async () => {
    await ok(['login', '--token', practice.token]);
    expect(await ok(['whoami'])).toContain('learner');
  });

  it('creates a fleet and lists it', async () => {
    await ok(['fleet', 'create', 'SingleService', '--type', practice.device.deviceType]);
    expect(await ok(['fleet', 'list'])).toContain('practice/singleservice');
    expect(await ok(['fleet', 'SingleService'])).toContain(practice.device.deviceType);
  });

  it('refuses a second fleet of that name and an unknown device type', async () => {
    const again = await cli(['fleet', 'create', 'SingleService', '--type', practice.device.deviceType]);
    expect(again.exitCode).not.toBe(0);
    expect(again.stderr).toMatch(/already exists/i);
    const unknown = await cli(['fleet', 'create', 'Other', '--type', 'toaster']);
    expect(unknown.exitCode).not.toBe(0);
    expect(unknown.stderr).toMatch(/toaster|device type/i);
  });

  it('registers the practice device, which comes online', async () => {
    await ok(['device', 'register', 'SingleService', '--uuid', practice.device.uuid]);
    await eventually('device online', async () =>
      (await ok(['device', practice.device.uuid])).match(/IS ONLINE: +true/) ? true : undefined,
    );
    const list = await ok(['device', 'list']);
    expect(list).toContain(practice.device.uuid.slice(0, 7));
    expect(await ok(['device', practice.device.uuid])).toContain(practice.device.address);
  });

  it('pushes a release and shows the log of the builder', async () => {
    const log = await ok(['push', 'SingleService', '--source', project]);
    expect(log).toContain('Starting build for');
    expect(log).toMatch(/\[main\] +Step 1\/2 : FROM debian:trixie-slim/);
    expect(log).toMatch(/\[main\] +Step 2\/2 : CMD/);
    expect(log).toMatch(/Release successfully created!/);
    expect(log).toMatch(/Release: [0-9a-f]{32} \(id: \d+\)/);
    expect(log).toMatch(/Build finished in/);
    expect(await ok(['release', 'list', 'SingleService'])).toMatch(/success/);
  });

  it('shows the restart loop in the log, in the order the supervisor writes it', async () => {
    const log = await eventually('a restart', async () => {
      const text = await ok(['device', 'logs', practice.device.uuid]);
      return (text.match(/Restarting service/g) ?? []).length >= 1 ? text : undefined;
    });
    const order = [
      'Downloading image',
      'Downloaded image',
      'Installing service',
      'Installed service',
      'Starting service',
      'Started service',
      '[main] A service was here',
      'Service exited',
      'Restarting service',
    ];
    let at = -1;
    for (const words of order) {
      const next = log.indexOf(words, at + 1);
      expect(next, `${words} in\n${log}`).toBeGreaterThan(at);
      at = next;
    }
  });

  it('follows the log', async () => {
    const result = await cli(['device', 'logs', practice.device.uuid, '--tail', '--service', 'main'], {
      interruptAt: /A service was here/,
    });
    expect(result.stdout).toContain('[main] A service was here');
    expect(result.stdout).not.toContain('Restarting service');
  });

  it('runs a service that stays', async () => {
    await writeDockerfile('["bash", "-c", "date >> /data/datestamps && sleep infinity"]');
    await ok(['push', 'SingleService', '--source', project]);
    await eventually('the file', async () => {
      const result = await cli(['device', 'ssh', practice.device.uuid, 'main'], { stdin: 'cat /data/datestamps\nexit\n' });
      return result.exitCode === 0 && /20\d\d/.test(result.stdout) ? true : undefined;
    });
  });

  it('keeps /data over a push', async () => {
    await ok(['push', 'SingleService', '--source', project, '--nocache']);
    await eventually('two lines', async () => {
      const result = await cli(['device', 'ssh', practice.device.uuid, 'main'], { stdin: 'wc -l < /data/datestamps\nexit\n' });
      return /^\s*2\s*$/m.test(result.stdout) ? true : undefined;
    });
  });

  it('opens the host OS, where the engine is seen', async () => {
    const result = await cli(['device', 'ssh', practice.device.uuid], { stdin: 'balena ps\nbalena images\nexit 3\n' });
    expect(result.stdout).toMatch(/main_\d+_\d+/);
    expect(result.stdout).toContain('registry2');
    expect(result.exitCode).not.toBe(0);
  });

  it('recreates a service when a variable changes', async () => {
    await ok(['env', 'set', 'GREETING', 'hello', '--fleet', 'SingleService']);
    expect(await ok(['env', 'list', '--fleet', 'SingleService'])).toContain('GREETING');
    await eventually('the variable in the container', async () => {
      const result = await cli(['device', 'ssh', practice.device.uuid, 'main'], { stdin: 'echo "value: $GREETING"\nexit\n' });
      return result.stdout.includes('value: hello') ? true : undefined;
    });
  });

  it('restarts the services', async () => {
    await ok(['device', 'restart', practice.device.uuid]);
  });

  it('fails a push with the words of the builder', async () => {
    await writeFile(join(project, 'Dockerfile.template'), 'FROM debian:trixie-slim\nRUN no-such-program\n');
    const result = await cli(['push', 'SingleService', '--source', project]);
    expect(result.exitCode).toBe(1);
    expect(result.stdout + result.stderr).toMatch(/returned a non-zero code: 127/);
  });

  it.each([
    ['an unknown instruction', 'FROM debian:trixie-slim\nRUNN echo\n', /unknown instruction: RUNN/i],
    ['an unknown base image', 'FROM debian:nineties\n', /manifest for debian:nineties not found|not found/i],
    ['an empty CMD', 'FROM debian:trixie-slim\nCMD\n', /CMD requires at least one argument/i],
    ['a COPY of a missing file', 'FROM debian:trixie-slim\nCOPY nothing.txt /\n', /COPY failed.*nothing\.txt/i],
    ['an empty Dockerfile', '', /empty/i],
  ])('answers %s', async (_name, dockerfile, words) => {
    await writeFile(join(project, 'Dockerfile.template'), dockerfile);
    const result = await cli(['push', 'SingleService', '--source', project]);
    expect(result.exitCode).not.toBe(0);
    expect(result.stdout + result.stderr).toMatch(words);
  });

  it('refuses a push to a fleet that does not exist', async () => {
    const result = await cli(['push', 'NoSuchFleet', '--source', project]);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toMatch(/NoSuchFleet|not found/i);
  });

  it('pushes detached', async () => {
    await writeDockerfile('["sleep", "infinity"]');
    const before = (await ok(['release', 'list', 'SingleService'])).match(/success/g)?.length ?? 0;
    await ok(['push', 'SingleService', '--source', project, '--detached']);
    await eventually('the release', async () =>
      ((await ok(['release', 'list', 'SingleService'])).match(/success/g)?.length ?? 0) > before ? true : undefined,
    );
  });

  it('holds a fleet at a release, whatever is pushed, until it tracks the latest again', async () => {
    // One that ends at once when it is replaced.
    const write = (words: string) =>
      writeFile(join(project, 'Dockerfile.template'), `FROM debian:trixie-slim\nSTOPSIGNAL SIGKILL\nCMD ["sleep", "${words}"]\n`);
    const push = async () => /Release: ([0-9a-f]{32})/.exec(await ok(['push', 'SingleService', '--source', project]))?.[1] ?? '';
    const runs = (commit: string) =>
      eventually(`release ${commit} on the device`, async () =>
        (await ok(['device', practice.device.uuid])).includes(commit) ? true : undefined,
      );
    await write('1000');
    const first = await push();
    await write('2000');
    await runs(await push());
    await ok(['fleet', 'pin', 'practice/singleservice', first]);
    expect(await ok(['fleet', 'pin', 'practice/singleservice'])).toContain(`pinned to ${first}`);
    await runs(first);
    await write('3000');
    const third = await push();
    // To follow the fleet is to follow its pin.
    await ok(['device', 'track-fleet', practice.device.uuid]);
    await runs(first);
    await ok(['fleet', 'track-latest', 'practice/singleservice']);
    await runs(third);
  });

  it('answers a removed command with its name of today, then runs it', async () => {
    const result = await cli(['devices']);
    expect(result.stderr).toContain('balena device list');
    expect(result.stdout).toContain(practice.device.uuid.slice(0, 7));
    expect((await cli(['logs', practice.device.uuid])).stdout).toContain('Started service');
  });

  it('says what to do when the practice cloud is away, and goes on with the same state', async () => {
    await practice.stop();
    const result = await cli(['push', 'SingleService', '--source', project]);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr + result.stdout).toMatch(/ECONNREFUSED|fetch failed|could not be reached|not running/i);
    practice = await startPractice(join(folder.path, 'data'));
    expect(await ok(['fleet', 'list'])).toContain('SingleService');
    expect(await ok(['device', 'list'])).toContain(practice.device.uuid.slice(0, 7));
  });

  it('removes a fleet', async () => {
    await ok(['fleet', 'create', 'Temporary', '--type', practice.device.deviceType]);
    await ok(['fleet', 'rm', 'Temporary', '--yes']);
    expect(await ok(['fleet', 'list'])).not.toContain('Temporary');
  });
});
