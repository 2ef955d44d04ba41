import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOf, type EngineEvent } from '../../../../src/practice/engine/engine.ts';
import { createTerminal } from '../../../../src/practice/process/line-discipline.ts';
import { run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine();
});
afterEach(() => lab.close());

async function image(command: string, before = ''): Promise<string> {
  return (await lab.build(`FROM debian:trixie-slim\n${before}\nCMD ${command}\n`)).image.id;
}

/** Names of what happened to containers, in order. */
function actions(): string[] {
  return lab.events.flatMap((event) =>
    event.kind === 'container' ? [event.action] : event.kind === 'output' ? [`"${event.line.message}"`] : [],
  );
}

async function stateOf(name = 'main_1_1') {
  return (await lab.engine.inspectContainer(name)).state;
}

describe('a container’s life', () => {
  it('is created, started, prints, and exits with its program’s code', async () => {
    const id = await image('["bash", "-c", "echo Hello; exit 3"]');
    const created = await lab.engine.createContainer(spec(id));
    expect(created).toMatchObject({ name: 'main_1_1', imageId: id, state: { status: 'created' }, restartCount: 0 });
    expect(created.command).toEqual(['bash', '-c', 'echo Hello; exit 3']);
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
    expect(await stateOf()).toMatchObject({ status: 'exited', exitCode: 3 });
    expect(actions()).toEqual(['create', 'start', '"Hello"', 'die']);
    expect(lab.events.at(-1)).toMatchObject({ action: 'die', exitCode: 3 });
    expect(await lab.engine.containerLog('main_1_1')).toMatchObject([{ stream: 'stdout', message: 'Hello' }]);
    await lab.engine.removeContainer('main_1_1');
    expect(await lab.engine.containers()).toEqual([]);
    expect(actions().at(-1)).toBe('destroy');
  });

  it('is found by name, id and the first digits of its id', async () => {
    const { id } = await lab.engine.createContainer(spec(await image('["true"]')));
    for (const reference of [id, id.slice(0, 12), 'main_1_1', '/main_1_1'])
      expect((await lab.engine.inspectContainer(reference)).id).toBe(id);
    await expect(lab.engine.inspectContainer('nobody')).rejects.toMatchObject({ code: 'not-found', message: 'No such container: nobody' });
  });

  it('shows a line at once, though the program goes on for ever, and what has no line end after a moment', async () => {
    await lab.engine.createContainer(spec(await image('["bash", "-c", "echo ready; printf working...; sleep infinity"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await lab.outputOf('main_1_1')).length === 2);
    expect(await lab.outputOf('main_1_1')).toEqual(['ready', 'working...']);
    expect((await stateOf()).status).toBe('running');
  });

  it('takes words of the exec form as they are', async () => {
    await lab.engine.createContainer(spec(await image('["echo", "a", "&&", "sleep", "5"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await lab.outputOf('main_1_1')).length > 0);
    expect(await lab.outputOf('main_1_1')).toEqual(['a && sleep 5']);
  });

  it('says what runc says when the program is not there, and keeps the container', async () => {
    await lab.engine.createContainer(spec(await image('["nonsense"]')));
    const reason = 'exec: "nonsense": executable file not found in $PATH: unknown';
    await expect(lab.engine.startContainer('main_1_1')).rejects.toThrow(`unable to start container process: ${reason}`);
    expect(await stateOf()).toMatchObject({ status: 'created', exitCode: 127, error: expect.stringContaining(reason) as string });
    expect(actions()).toEqual(['create']);
  });

  it.each([
    ['["/usr/bin/nonsense"]', '', /exec: "\/usr\/bin\/nonsense": stat \/usr\/bin\/nonsense: no such file or directory/],
    ['["/etc/passwd"]', '', /exec: "\/etc\/passwd": permission denied/],
    ['["true"]', 'USER nobodyhere', /unable to find user nobodyhere: no matching entries in passwd file/],
  ])('refuses to start %s %s', async (command, before, message) => {
    await lab.engine.createContainer(spec(await image(command, before)));
    await expect(lab.engine.startContainer('main_1_1')).rejects.toThrow(message);
  });

  it('says so when a program of the image is not made yet', async () => {
    await lab.engine.createContainer(spec(await image('["dpkg", "-l"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
    expect(await lab.outputOf('main_1_1')).toEqual(['dpkg: not supported on the practice device']);
    expect(await stateOf()).toMatchObject({ exitCode: 126 });
  });

  it('gives the process its environment, user, directory and host name', async () => {
    const id = await image('["bash", "-c", "env; id; pwd"]', 'ENV A=image B=image\nUSER www-data\nWORKDIR /srv/app');
    await lab.engine.createContainer(spec(id, { environment: { B: 'service', C: '3' } }));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
    const output = await lab.outputOf('main_1_1');
    expect(output).toEqual(expect.arrayContaining(['A=image', 'B=service', 'C=3', 'HOSTNAME=practice', 'HOME=/var/www']));
    expect(output).toContainEqual(expect.stringMatching(/^PATH=\/usr\/local\/sbin:/));
    expect(output.slice(-2)).toEqual(['www-data', '/srv/app']);
  });

  it('has nothing to run without a command', async () => {
    const { image: empty } = await lab.build('FROM scratch\nCOPY Dockerfile /\n');
    await expect(lab.engine.createContainer(spec(empty.id))).rejects.toMatchObject({ code: 'invalid', message: 'No command specified' });
    expect(await lab.engine.containers()).toEqual([]);
  });

  it('goes on when a listener fails', async () => {
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    lab.engine.onEvent(() => {
      throw new Error('listener failed');
    });
    await lab.engine.createContainer(spec(await image('["true"]')));
    expect((await warned).message).toBe('listener failed');
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
  });

  it('refuses a second container of the name, and a removal while it runs', async () => {
    const id = await image('["sleep", "infinity"]');
    const { id: container } = await lab.engine.createContainer(spec(id));
    await expect(lab.engine.createContainer(spec(id))).rejects.toThrow(
      `Conflict. The container name "/main_1_1" is already in use by container "${container}"`,
    );
    await lab.engine.startContainer('main_1_1');
    await expect(lab.engine.removeContainer('main_1_1')).rejects.toMatchObject({ code: 'conflict' });
    await lab.engine.removeContainer('main_1_1', { force: true });
    expect(await lab.engine.containers()).toEqual([]);
    expect(readdirSync(join(lab.directory, 'containers')).filter((name) => !name.startsWith('containers.json'))).toEqual([]);
  });
});

describe('stopping', () => {
  it('sends the stop signal and takes the program’s own exit code', async () => {
    await lab.engine.createContainer(spec(await image('["sleep", "100", "obeys"]'), { restartPolicy: { name: 'always' } }));
    await lab.engine.startContainer('main_1_1');
    await lab.engine.stopContainer('main_1_1');
    expect(await stateOf()).toMatchObject({ status: 'exited', exitCode: 0 });
    expect(actions()).toEqual(['create', 'start', 'kill', 'die', 'stop']);
  });

  it('kills PID 1 that does not handle the signal after the grace time, and it stays stopped under `always`', async () => {
    await lab.engine.createContainer(spec(await image('["sleep", "infinity"]'), { restartPolicy: { name: 'always' } }));
    await lab.engine.startContainer('main_1_1');
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0.2 });
    expect(await stateOf()).toMatchObject({ status: 'exited', exitCode: 137 });
    expect(actions()).toEqual(['create', 'start', 'kill', 'kill', 'die', 'stop']);
    await lab.engine.startContainer('main_1_1');
    expect((await stateOf()).status).toBe('running');
  });

  it('kills with a signal, and refuses when nothing runs', async () => {
    await lab.engine.createContainer(spec(await image('["sleep", "infinity"]'), { restartPolicy: { name: 'always' } }));
    await expect(lab.engine.killContainer('main_1_1', 'SIGKILL')).rejects.toThrow(/Cannot kill container: .* is not running/);
    await lab.engine.startContainer('main_1_1');
    await lab.engine.killContainer('main_1_1', 'SIGKILL');
    await lab.until(async () => (await stateOf()).status === 'exited');
    expect(await stateOf()).toMatchObject({ exitCode: 137 });
  });

  it('restarts on request with a new process and the same files', async () => {
    await lab.engine.createContainer(spec(await image('["bash", "-c", "echo line >> /kept; sleep infinity"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await run(lab.engine, 'main_1_1', ['cat', '/kept']).catch(() => ({ stdout: '' }))).stdout === 'line\n');
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await run(lab.engine, 'main_1_1', ['cat', '/kept'])).stdout === 'line\nline\n');
    expect(await lab.engine.inspectContainer('main_1_1')).toMatchObject({ restartCount: 0 });
  });
});

describe('stop signals', () => {
  it.each([
    ['STOPSIGNAL SIGRTMIN+3', undefined],
    ['STOPSIGNAL 37', undefined],
    ['', 'SIGRTMIN+3' as const],
  ])('the program gets %j %j and ends by itself', async (before, stopSignal) => {
    const id = await image('["sleep", "100", "obeys", "SIGRTMIN+3"]', before);
    await lab.engine.createContainer(spec(id, stopSignal === undefined ? {} : { stopSignal }));
    await lab.engine.startContainer('main_1_1');
    await lab.engine.stopContainer('main_1_1');
    expect(await stateOf()).toMatchObject({ status: 'exited', exitCode: 0 });
    expect(actions()).toEqual(['create', 'start', 'kill', 'die', 'stop']);
  });
});

describe('restart policies', () => {
  it.each(['no', 'always', 'unless-stopped', 'on-failure'] as const)('a restart by hand under `%s` starts it once more', async (name) => {
    await lab.engine.createContainer(spec(await image('["sleep", "100", "obeys"]'), { restartPolicy: { name } }));
    await lab.engine.startContainer('main_1_1');
    await lab.engine.restartContainer('main_1_1');
    expect(actions()).toEqual(['create', 'start', 'kill', 'die', 'stop', 'start', 'restart']);
    expect(await lab.engine.inspectContainer('main_1_1')).toMatchObject({ state: { status: 'running' }, restartCount: 0 });
  });

  it('under `no` never, under `unless-stopped` on any exit', async () => {
    await lab.engine.createContainer(spec(await image('["false"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
    await lab.engine.createContainer(spec(await image('["true"]'), { name: 'again', restartPolicy: { name: 'unless-stopped' } }));
    await lab.engine.startContainer('again');
    await lab.until(async () => (await lab.engine.inspectContainer('again')).restartCount >= 2);
    await lab.engine.stopContainer('again');
    expect((await stateOf('again')).status).toBe('exited');
    expect(await lab.engine.inspectContainer('main_1_1')).toMatchObject({ restartCount: 0 });
  });

  it('restarts on any exit under `always`, tells each death and start, and can be stopped between two runs', async () => {
    await lab.engine.createContainer(spec(await image('["echo", "again"]'), { restartPolicy: { name: 'always' } }));
    await lab.engine.startContainer('main_1_1');
    await lab.until(() => actions().filter((action) => action === '"again"').length === 3);
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    expect(actions().slice(0, 9)).toEqual(['create', 'start', '"again"', 'die', 'start', '"again"', 'die', 'start', '"again"']);
    expect((await stateOf()).status).toBe('exited');
    const starts = actions().filter((action) => action === 'start').length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(actions().filter((action) => action === 'start')).toHaveLength(starts);
    const died = lab.events.find(
      (event): event is Extract<EngineEvent, { kind: 'container' }> => event.kind === 'container' && event.action === 'die',
    );
    expect(died?.container.state.status).toBe('restarting');
  });

  it('gives up after the retries of on-failure, and leaves a success alone', async () => {
    const failing = await image('["false"]');
    await lab.engine.createContainer(spec(failing, { restartPolicy: { name: 'on-failure', maximumRetryCount: 2 } }));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await stateOf()).status === 'exited');
    expect(actions().filter((action) => action === 'start')).toHaveLength(3);
    expect((await lab.engine.inspectContainer('main_1_1')).restartCount).toBe(2);
    await lab.engine.createContainer(spec(await image('["true"]'), { name: 'fine', restartPolicy: { name: 'on-failure' } }));
    await lab.engine.startContainer('fine');
    await lab.until(async () => (await stateOf('fine')).status === 'exited');
  });
});

describe('volumes', () => {
  it('survive their containers and are shared at once', async () => {
    const id = await image('["bash", "-c", "echo stamp >> /data/datestamps; sleep infinity"]');
    const mounts = [{ volume: '1_resin-data', target: '/data' }];
    for (const count of [1, 2]) {
      await lab.engine.createContainer(spec(id, { mounts }));
      await lab.engine.startContainer('main_1_1');
      await lab.until(async () => {
        const { stdout } = await run(lab.engine, 'main_1_1', ['cat', '/data/datestamps']);
        return stdout === 'stamp\n'.repeat(count);
      });
      await lab.engine.removeContainer('main_1_1', { force: true });
    }
    expect(readdirSync(join(lab.directory, 'volumes/1_resin-data/_data'))).toEqual(['datestamps']);
    expect(await lab.engine.volumes()).toMatchObject([{ name: '1_resin-data' }]);
  });

  it('show each container what the other one writes, at once; what else a container wrote goes with it', async () => {
    const id = await image('["sleep", "infinity"]');
    const mounts = [{ volume: 'shared', target: '/data' }];
    for (const name of ['writer', 'reader']) {
      await lab.engine.createContainer(spec(id, { name, mounts }));
      await lab.engine.startContainer(name);
    }
    for (const text of ['one', 'two']) {
      await run(lab.engine, 'writer', ['bash', '-c', `echo ${text} >> /data/file; echo ${text} >> /own`]);
      expect((await run(lab.engine, 'reader', ['cat', '/data/file'])).stdout.trimEnd().split('\n').at(-1)).toBe(text);
    }
    await lab.engine.removeContainer('writer', { force: true });
    await lab.engine.createContainer(spec(id, { name: 'writer', mounts }));
    await lab.engine.startContainer('writer');
    expect((await run(lab.engine, 'writer', ['cat', '/data/file'])).stdout).toBe('one\ntwo\n');
    expect((await run(lab.engine, 'writer', ['cat', '/own'])).stderr).toContain('No such file or directory');
  });

  it('are filled with what the image holds there, once', async () => {
    const id = await image('["sleep", "infinity"]', 'RUN echo from the image > /srv/file');
    const mounts = [{ volume: 'filled', target: '/srv' }];
    await lab.engine.createContainer(spec(id, { mounts }));
    await lab.engine.startContainer('main_1_1');
    expect((await run(lab.engine, 'main_1_1', ['cat', '/srv/file'])).stdout).toBe('from the image\n');
    await run(lab.engine, 'main_1_1', ['bash', '-c', 'echo changed > /srv/file']);
    await lab.engine.createContainer(spec(id, { name: 'second', mounts }));
    await lab.engine.startContainer('second');
    expect((await run(lab.engine, 'second', ['cat', '/srv/file'])).stdout).toBe('changed\n');
  });

  it('cannot be removed while a container has them, nor written where they are read-only', async () => {
    const id = await image('["sleep", "infinity"]', 'VOLUME /cache');
    await lab.engine.createContainer(spec(id, { mounts: [{ volume: 'mine', target: '/data', readOnly: true }] }));
    await lab.engine.startContainer('main_1_1');
    await expect(lab.engine.removeVolume('mine')).rejects.toThrow(/^remove mine: volume is in use - \[/);
    const { stderr } = await run(lab.engine, 'main_1_1', ['bash', '-c', 'echo x > /data/x']);
    expect(stderr).toContain('Read-only file system');
    expect(await lab.engine.volumes()).toHaveLength(2);
    await lab.engine.removeContainer('main_1_1', { force: true });
    expect((await lab.engine.volumes()).map((volume) => volume.name)).toEqual(['mine']);
    await lab.engine.removeVolume('mine');
    await expect(lab.engine.removeVolume('mine')).rejects.toMatchObject({ code: 'not-found' });
    await expect(lab.engine.createVolume('../escape')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('exec', () => {
  beforeEach(async () => {
    await lab.engine.createContainer(spec(await image('["sleep", "infinity"]', 'ENV A=1'), { name: 'up' }));
    await lab.engine.startContainer('up');
  });

  it('runs beside PID 1, with its output apart', async () => {
    expect(await run(lab.engine, 'up', ['echo', 'hi'])).toEqual({ code: 0, stdout: 'hi\n', stderr: '' });
    expect(await run(lab.engine, 'up', ['sh', '-c', 'nonsense'])).toEqual({
      code: 127,
      stdout: '',
      stderr: '/bin/sh: 1: nonsense: not found\n',
    });
    expect((await run(lab.engine, 'up', ['cat', '/proc/1/cmdline'])).stdout).toBe('sleep\0infinity\0');
    expect((await run(lab.engine, 'up', ['cat', '/proc/self/cmdline'])).stdout).toBe('cat\0/proc/self/cmdline\0');
    expect((await run(lab.engine, 'up', ['cat', '/etc/hostname'])).stdout).toBe('practice\n');
  });

  it('refuses what is not there, and a container that does not run', async () => {
    await expect(run(lab.engine, 'up', ['nonsense'])).rejects.toThrow(
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "nonsense": executable file not found in $PATH: unknown',
    );
    await lab.engine.stopContainer('up', { graceSeconds: 0 });
    await expect(run(lab.engine, 'up', ['true'])).rejects.toThrow(/^Container [0-9a-f]{64} is not running$/);
  });

  it('ends with the container', async () => {
    const execution = await lab.engine.exec('up', { command: ['sleep', '100'], stdin: new PassThrough() });
    await lab.engine.stopContainer('up', { graceSeconds: 0 });
    expect(await execution.exited).toMatchObject({ code: 137 });
    let output = '';
    for await (const chunk of execution.stdout) output += String(chunk);
    expect(output).toBe('');
  });

  it('knows its terminal', async () => {
    const { terminal, stdin, keyboard } = createTerminal({ columns: 80, rows: 24 });
    const execution = await lab.engine.exec('up', { command: ['env'], stdin, terminal });
    let output = '';
    for await (const chunk of execution.stdout) output += String(chunk);
    keyboard.end();
    expect(output).toContain('TERM=xterm\n');
    expect(await execution.exited).toEqual({ code: 0 });
  });
});

describe('images', () => {
  it('are tagged, found and removed as Docker does', async () => {
    const id = await image('["sleep", "infinity"]');
    await lab.engine.tagImage(id, 'registry2.practice.localhost/v2/abc');
    await lab.engine.tagImage(id, 'other');
    expect((await lab.engine.inspectImage('other:latest')).tags).toEqual(['registry2.practice.localhost/v2/abc:latest', 'other:latest']);
    await lab.engine.removeImage('other');
    await lab.engine.createContainer(spec('registry2.practice.localhost/v2/abc'));
    await expect(lab.engine.removeImage(id)).rejects.toThrow(/image is being used by stopped container/);
    await lab.engine.removeImage(id, { force: true });
    await expect(lab.engine.inspectImage(id)).rejects.toMatchObject({ code: 'not-found' });
    await lab.engine.startContainer('main_1_1');
    expect((await stateOf()).status).toBe('running');
  });

  it('do not list the base images and build steps that nobody tagged', async () => {
    const id = await image('["true"]');
    expect((await lab.engine.images()).map((each) => each.id)).toEqual([id]);
    expect((await lab.engine.images())[0]).toMatchObject({ size: 78_600_000, architecture: 'amd64' });
  });
});

describe('an engine that starts again', () => {
  it('finds what ran as exited with 137, with its files and log, and can start it', async () => {
    await lab.engine.createContainer(spec(await image('["bash", "-c", "echo up; echo x >> /kept; sleep infinity"]')));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await lab.outputOf('main_1_1')).length === 1);
    const first = startOf((await lab.engine.inspectContainer('main_1_1')).state);
    await lab.engine.close();
    const again = await lab.reopen();
    expect((await again.inspectContainer('main_1_1')).state).toMatchObject({ status: 'exited', exitCode: 137, ...first });
    expect((await again.containerLog('main_1_1')).map((line) => line.message)).toEqual(['up']);
    await again.startContainer('main_1_1');
    await lab.until(async () => (await run(again, 'main_1_1', ['cat', '/kept'])).stdout === 'x\nx\n');
    expect((await run(again, 'main_1_1', ['cat', '/bin/../etc/hostname'])).stdout).toBe('practice\n');
    // As a real engine keeps both: the end before this start is what an observer who was away can know.
    const { createdAt, state } = await again.inspectContainer('main_1_1');
    const times = [createdAt, first.startedAt, 'finishedAt' in state ? state.finishedAt : NaN, startOf(state).startedAt];
    expect(times).toEqual([...times].sort((one, other) => Number(one) - Number(other)));
    expect(startOf(state).startedAt).not.toBe(first.startedAt);
  });

  it('goes on though its image was removed, with the files it has of it and its own', async () => {
    const id = await image('["sleep", "infinity"]', 'RUN echo from the image > /image-file');
    await lab.engine.createContainer(spec(id));
    await lab.engine.startContainer('main_1_1');
    await run(lab.engine, 'main_1_1', ['bash', '-c', 'echo mine > /own; rm /etc/passwd']);
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    await lab.engine.removeImage(id, { force: true });
    await lab.engine.close();
    const again = await lab.reopen();
    await again.startContainer('main_1_1');
    const own = async (path: string) => (await run(again, 'main_1_1', ['cat', path])).stdout;
    expect([await own('/image-file'), await own('/own'), await own('/etc/passwd')]).toEqual(['from the image\n', 'mine\n', '']);
    expect(readdirSync(join(lab.directory, 'containers')).length).toBeGreaterThan(1);
  });

  it('takes containers of the time when each had a whole copy of its image', async () => {
    await lab.engine.createContainer(spec(await image('["cat", "/file"]')));
    const { id } = await lab.engine.inspectContainer('main_1_1');
    await lab.engine.close();
    const path = join(lab.directory, 'containers', 'containers.json');
    const saved = JSON.parse(readFileSync(path, 'utf8')) as { version: number; value: Record<string, unknown>[] };
    for (const record of saved.value) delete record['layers'];
    writeFileSync(path, JSON.stringify({ ...saved, version: 1 }));
    const again = await lab.reopen();
    expect(again.notices).toEqual([]);
    expect((await again.containers()).map((container) => container.id)).toEqual([id]);
    await again.removeContainer('main_1_1');
  });

  it('takes what a power cut left', async () => {
    await lab.engine.createContainer(spec(await image('["sleep", "infinity"]'), { restartPolicy: { name: 'always' } }));
    await lab.engine.startContainer('main_1_1');
    const state = join(lab.directory, 'containers/containers.json');
    await lab.until(() => existsSync(state) && readFileSync(state, 'utf8').includes('"running"'));
    const directory = mkdtempSync(join(tmpdir(), 'fleetlab-cut-'));
    cpSync(lab.directory, directory, { recursive: true });
    mkdirSync(join(directory, 'containers/unknown/root'), { recursive: true });
    const again = await testEngine({ dataDirectory: directory });
    expect((await again.engine.containers()).map((container) => container.state)).toMatchObject([{ status: 'exited', exitCode: 137 }]);
    expect(readdirSync(join(directory, 'containers'))).not.toContain('unknown');
    await again.engine.startContainer('main_1_1');
    expect((await run(again.engine, 'main_1_1', ['echo', 'up'])).stdout).toBe('up\n');
    await again.close();
    rmSync(directory, { recursive: true });
  });

  it('loses nothing else when one state file is damaged', async () => {
    const id = await image('["true"]');
    await lab.engine.createVolume('kept');
    await lab.engine.createContainer(spec(id));
    await lab.engine.close();
    writeFileSync(join(lab.directory, 'containers/containers.json'), '[{"info":');
    writeFileSync(join(lab.directory, 'containers/containers.json.bak'), '');
    const again = await lab.reopen();
    expect(await again.containers()).toEqual([]);
    expect((await again.images()).map((each) => each.id)).toEqual([id]);
    expect((await again.volumes()).map((volume) => volume.name)).toEqual(['kept']);
    expect(again.notices.join(' ')).toContain('containers.json could not be read');
  });

  it('says which layer is missing, and builds it anew', async () => {
    await image('["true"]', 'RUN echo x > /file');
    const layers = join(lab.directory, 'layers');
    await lab.engine.close();
    for (const name of readdirSync(layers)) writeFileSync(join(layers, name), 'damaged');
    const again = await lab.reopen();
    const [broken] = await again.images();
    await expect(again.createContainer(spec(broken?.id ?? ''))).rejects.toThrow(
      /layer [0-9a-f]{12} is missing or damaged on disk: push the service again/,
    );
  });
});

describe('checkpoints', () => {
  it('bring images and volumes back, and remove every container', async () => {
    const point = join(lab.directory, 'checkpoints/start');
    const id = await image('["bash", "-c", "echo x >> /data/stamps; sleep infinity"]');
    const mounts = [{ volume: 'data', target: '/data' }];
    await lab.engine.createContainer(spec(id, { mounts }));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await run(lab.engine, 'main_1_1', ['cat', '/data/stamps'])).stdout === 'x\n');
    await lab.engine.checkpoint(point);
    await run(lab.engine, 'main_1_1', ['bash', '-c', 'echo later >> /data/stamps']);
    const later = await image('["echo", "later"]');
    await lab.engine.createVolume('later');
    await lab.engine.restoreCheckpoint(point);
    expect(await lab.engine.containers()).toEqual([]);
    expect((await lab.engine.images()).map((each) => each.id)).toEqual([id]);
    expect((await lab.engine.volumes()).map((volume) => volume.name)).toEqual(['data']);
    await expect(lab.engine.inspectImage(later)).rejects.toMatchObject({ code: 'not-found' });
    await lab.engine.createContainer(spec(id, { mounts }));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await run(lab.engine, 'main_1_1', ['cat', '/data/stamps'])).stdout === 'x\nx\n');
  });

  it('change nothing when they are missing or damaged', async () => {
    const id = await image('["true"]');
    await lab.engine.createContainer(spec(id));
    await expect(lab.engine.restoreCheckpoint(join(lab.directory, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await lab.engine.containers()).toHaveLength(1);
  });
});

it('does not let an endless output eat memory or the machine', async () => {
  await lab.engine.createContainer(spec(await image('["yes"]')));
  await lab.engine.startContainer('main_1_1');
  await lab.until(async () => (await lab.outputOf('main_1_1')).length >= 10_000);
  expect((await run(lab.engine, 'main_1_1', ['echo', 'still here'])).stdout).toBe('still here\n');
  await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
  const lines = await lab.outputOf('main_1_1');
  expect(lines.length).toBeLessThan(70_000);
});

it('counts the bytes of the writable layer', async () => {
  await lab.engine.createContainer(spec(await image('["bash", "-c", "echo 123456789 > /file; sleep infinity"]')));
  await lab.engine.startContainer('main_1_1');
  await lab.until(async () => (await lab.engine.inspectContainer('main_1_1')).writableSize === 10);
});
