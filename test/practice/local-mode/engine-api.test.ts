import { request } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import tar from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, build, collect, eventually, linesOf, openPractice, printed } from './support.ts';
import type { StartedPractice } from './support.ts';

/** The engine's API as dockerode drives it: the client that the balena CLI uses. */
describe('the engine API', () => {
  let started: StartedPractice;
  let docker: Docker;
  let image: string;

  beforeAll(async () => {
    started = await openPractice();
    docker = started.docker;
    image = await build(
      docker,
      { Dockerfile: 'FROM debian:trixie-slim\nWORKDIR /app\nCOPY a.txt ./\nCMD ["sleep", "infinity"]\n', 'a.txt': 'one' },
      { t: 'sleeper' },
    );
  });
  afterAll(() => started.close());

  async function runs(options: Docker.ContainerCreateOptions = {}): Promise<Docker.Container> {
    const container = await docker.createContainer({ Image: 'sleeper', ...options });
    await container.start();
    return container;
  }

  async function exec(
    container: Docker.Container,
    Cmd: string[],
    options: Docker.ExecCreateOptions = {},
  ): Promise<{ stdout: string; stderr: string; code: number | null }> {
    const made = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true, ...options });
    const stream = await made.start({});
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    docker.modem.demuxStream(stream, stdout, stderr);
    stream.on('end', () => {
      stdout.end();
      stderr.end();
    });
    const [out, error] = await Promise.all([collect(stdout), collect(stderr)]);
    return { stdout: out.toString(), stderr: error.toString(), code: (await made.inspect()).ExitCode };
  }

  it('says who it is', async () => {
    expect(String(await docker.ping())).toBe('OK');
    expect(await docker.version()).toMatchObject({ ApiVersion: '1.41', Os: 'linux', Arch: 'amd64' });
    expect(await docker.info()).toMatchObject({ OperatingSystem: expect.stringContaining('balenaOS') as string, Images: 1 });
  });

  describe('images', () => {
    it('builds with the lines of the classic builder, arguments and labels, and a tag', async () => {
      const archive = await archiveOf({ 'deploy/Containerfile': 'FROM debian:trixie-slim\nARG COLOUR\nRUN echo is $COLOUR\n' });
      const lines = await linesOf(
        await docker.buildImage(Readable.from([archive]), {
          t: 'painted:1',
          dockerfile: 'deploy/Containerfile',
          buildargs: { COLOUR: 'green' },
          labels: { 'io.resin.local.image': '1' },
        }),
      );
      const text = printed(lines);
      expect(text).toMatch(/^Step 1\/4 : FROM debian:trixie-slim\n ---> [0-9a-f]{12}\nStep 2\/4 : ARG COLOUR\n/);
      expect(text).toMatch(/ ---> Running in [0-9a-f]{12}\nis green\nRemoving intermediate container/);
      expect(text).toMatch(/Successfully built [0-9a-f]{12}\nSuccessfully tagged painted:1\n$/);
      const { ID } = lines.find((line) => 'aux' in line)?.['aux'] as { ID: string };
      expect(await docker.getImage('painted:1').inspect()).toMatchObject({
        Id: ID,
        RepoTags: ['painted:1'],
        Config: { Labels: { 'io.resin.local.image': '1' } },
      });
      await docker.getImage('painted:1').remove();
      expect((await docker.listImages()).map(({ RepoTags }) => RepoTags)).toEqual([['sleeper:latest']]);
    });

    it('ends a build that fails with the error and its code', async () => {
      const archive = await archiveOf({ Dockerfile: 'FROM debian:trixie-slim\nRUN exit 7\n' });
      const lines = await linesOf(await docker.buildImage(Readable.from([archive]), {}));
      const message = "The command '/bin/sh -c exit 7' returned a non-zero code: 7";
      expect(lines.at(-1)).toEqual({ errorDetail: { code: 7, message }, error: message });
    });

    it('refuses what is no archive, a path outside of it, and BuildKit', async () => {
      await expect(docker.buildImage(Readable.from(['hello'.repeat(300)]), {})).rejects.toThrow(/tar archive/);
      await expect(docker.buildImage(Readable.from([await archiveOf({ '../out': 'x' })]), {})).rejects.toThrow(/outside of the project/);
      await expect(docker.buildImage(Readable.from([]), { version: '2' })).rejects.toThrow(/BuildKit/);
    });

    it('pulls the images that a Dockerfile can begin with, and no others', async () => {
      await linesOf(await docker.pull('docker.io/library/alpine:3.22'));
      expect(await docker.getImage('alpine:3.22').inspect()).toMatchObject({ RepoTags: ['alpine:3.22'] });
      await docker.getImage('alpine:3.22').remove();
      expect((await linesOf(await docker.pull('nobody/nothing:1'))).at(-1)).toMatchObject({
        error: expect.stringContaining('nobody/nothing') as string,
      });
    });

    it('starts a step of a build by its id, as livepush does with the stages', async () => {
      const archive = await archiveOf({
        Dockerfile: 'FROM debian:trixie-slim AS first\nRUN echo made > /made\nFROM debian:trixie-slim\nCOPY --from=first /made /\n',
      });
      const lines = await linesOf(await docker.buildImage(Readable.from([archive]), {}));
      const text = printed(lines);
      const stage = /---> ([0-9a-f]{12})\nStep 3/.exec(text)?.[1] ?? '';
      const container = await docker.createContainer({ Image: stage, Entrypoint: ['/bin/sh', '-c', 'while true; do sleep 3600; done'] });
      await container.start();
      expect((await exec(container, ['cat', '/made'])).stdout).toBe('made\n');
      await container.remove({ force: true });
    });

    it('does not know an image that is not there', async () => {
      await expect(docker.getImage('nothing').inspect()).rejects.toMatchObject({
        statusCode: 404,
        message: expect.stringContaining('No such image: nothing:latest') as string,
      });
      await expect(docker.createContainer({ Image: 'nothing' })).rejects.toMatchObject({ statusCode: 404 });
    });
  });

  describe('containers', () => {
    it('lives and dies', async () => {
      const container = await runs({ name: 'life', Labels: { colour: 'blue' }, Env: ['A=1'] });
      expect(await container.inspect()).toMatchObject({
        Name: '/life',
        State: { Running: true },
        Image: image,
        Config: { Env: ['A=1'], Image: 'sleeper:latest' },
      });
      expect(await docker.listContainers({ filters: { label: ['colour=blue'] } })).toMatchObject([
        { Names: ['/life'], State: 'running', Image: 'sleeper:latest' },
      ]);
      expect(await docker.listContainers({ filters: { label: ['colour=red'] } })).toEqual([]);
      const waited = container.wait() as Promise<{ StatusCode: number }>;
      await container.kill();
      expect((await waited).StatusCode).toBe(137);
      await container.start();
      expect((await container.inspect()).State.Running).toBe(true);
      await container.stop({ t: 0 });
      await expect(container.stop()).rejects.toMatchObject({ statusCode: 304 });
      expect(await docker.listContainers({ filters: { name: ['life'] } })).toEqual([]);
      await container.remove();
      await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 });
    });

    it('tells what it printed, its streams apart, and goes on', async () => {
      const container = await runs({ Cmd: ['sh', '-c', 'echo out; echo bad >&2; sleep 0.2; echo later; sleep infinity'] });
      const stream = await container.logs({ follow: true, stdout: true, stderr: true });
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      docker.modem.demuxStream(stream, stdout, stderr);
      let [out, error] = ['', ''];
      stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
      await eventually('later', () => (out.includes('later') ? true : undefined));
      expect([out, error]).toEqual(['out\nlater\n', 'bad\n']);
      (stream as unknown as Readable).destroy();
      const tail = await container.logs({ stdout: true, tail: 1, timestamps: true });
      expect(tail.subarray(8).toString()).toMatch(/^20\d\d-\S+Z later\n$/);
      await container.remove({ force: true });
    });

    it('runs to its end and is removed, as docker run --rm', async () => {
      const container = await docker.createContainer({
        Image: 'sleeper',
        Cmd: ['sh', '-c', 'echo hello; exit 3'],
        HostConfig: { AutoRemove: true },
      });
      const stream = await container.attach({ stream: true, stdout: true, stderr: true, hijack: true });
      const stdout = new PassThrough();
      docker.modem.demuxStream(stream, stdout, new PassThrough());
      stream.on('end', () => stdout.end());
      const removed = container.wait({ condition: 'removed' }) as Promise<{ StatusCode: number }>;
      await container.start();
      expect((await collect(stdout)).toString()).toBe('hello\n');
      expect((await removed).StatusCode).toBe(3);
      await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 });
    });

    it.each([
      ['a folder of the host', { HostConfig: { Binds: ['/etc:/etc'] } }],
      ['a terminal of its own', { Tty: true }],
      ['links', { HostConfig: { Links: ['a:b'] } }],
      ['a namespace of another', { HostConfig: { PidMode: 'host' } }],
    ])('refuses %s in words', async (_what, options: Docker.ContainerCreateOptions) => {
      await expect(docker.createContainer({ Image: 'sleeper', ...options })).rejects.toMatchObject({
        statusCode: 501,
        message: expect.stringContaining('practice device') as string,
      });
    });

    it('publishes ports, and tells the one that was chosen', async () => {
      const container = await runs({ ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8099' }] } } });
      expect((await container.inspect()).NetworkSettings.Ports).toEqual({ '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8099' }] });
      const second = await docker.createContainer({ Image: 'sleeper', HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8099' }] } } });
      await expect(second.start()).rejects.toThrow(/port is already allocated/);
      await second.remove();
      await container.remove({ force: true });
    });
  });

  describe('exec', () => {
    let container: Docker.Container;
    beforeAll(async () => void (container = await runs()));
    afterAll(() => container.remove({ force: true }));

    it('keeps the streams apart and remembers the exit code', async () => {
      expect(
        await exec(container, ['sh', '-c', 'echo $COLOUR; echo bad >&2; pwd; exit 5'], { Env: ['COLOUR=red'], WorkingDir: '/tmp' }),
      ).toEqual({ stdout: 'red\n/tmp\n', stderr: 'bad\n', code: 5 });
    });

    it('prints why a program cannot be started, with exit code 127', async () => {
      const { stdout, code } = await exec(container, ['nosuch']);
      expect(stdout).toContain('exec: "nosuch": executable file not found in $PATH');
      expect(code).toBe(127);
    });

    it('reads what the client sends', async () => {
      const made = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
      const stream: Duplex = await made.start({ hijack: true, stdin: true });
      const stdout = new PassThrough();
      docker.modem.demuxStream(stream, stdout, new PassThrough());
      stream.on('end', () => stdout.end());
      stream.end('through the wire\n');
      expect((await collect(stdout)).toString()).toBe('through the wire\n');
    });

    it('has a terminal of the client’s size', async () => {
      const made = await container.exec({ Cmd: ['/bin/bash'], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: true });
      const stream: Duplex = await made.start({ hijack: true, stdin: true, Tty: true });
      let shown = '';
      stream.on('data', (chunk: Buffer) => (shown += chunk.toString()));
      await eventually('the prompt', () => (shown.includes('#') ? true : undefined));
      await made.resize({ h: 31, w: 97 });
      stream.write('stty size; exit 6\r');
      await eventually('the end', async () => ((await made.inspect()).Running ? undefined : true));
      expect(shown).toContain('31 97');
      expect((await made.inspect()).ExitCode).toBe(6);
    });

    it('is refused in a container that does not run', async () => {
      const stopped = await docker.createContainer({ Image: 'sleeper' });
      await expect(stopped.exec({ Cmd: ['true'] })).rejects.toMatchObject({ statusCode: 409 });
      await stopped.remove();
    });
  });

  describe('archives', () => {
    it('puts files into a running container and takes them out', async () => {
      const container = await runs();
      await container.putArchive(Readable.from([await archiveOf({ 'app/a.txt': 'two', 'app/new/b.txt': 'b' })]), { path: '/' });
      expect((await exec(container, ['cat', '/app/a.txt', '/app/new/b.txt'])).stdout).toBe('twob');
      const names: string[] = [];
      const extract = tar.extract();
      extract.on('entry', ({ name }, stream, next) => {
        names.push(name);
        stream.resume();
        next();
      });
      const archive = await container.getArchive({ path: '/app' });
      archive.pipe(extract);
      await new Promise<void>((resolve) => extract.on('finish', () => resolve()));
      expect(names.sort()).toEqual(['app/', 'app/a.txt', 'app/new/', 'app/new/b.txt']);
      await container.remove({ force: true });
    });

    it('works on a stopped container, and never leaves it', async () => {
      const container = await docker.createContainer({ Image: 'sleeper' });
      await container.putArchive(Readable.from([await archiveOf({ '../../outside.txt': 'x' })]), { path: '/app' });
      await container.start();
      expect((await exec(container, ['ls', '/app'])).stdout).toBe('a.txt\noutside.txt\n');
      await expect(container.getArchive({ path: '/nothing' })).rejects.toMatchObject({ statusCode: 404 });
      await expect(container.putArchive(Readable.from([await archiveOf({})]), { path: '/app/a.txt' })).rejects.toMatchObject({
        statusCode: 400,
      });
      await container.remove({ force: true });
    });
  });

  it('makes, shows and removes volumes and networks', async () => {
    await docker.createVolume({ Name: 'kept' });
    expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name)).toContain('kept');
    const network = await docker.createNetwork({ Name: 'inner', Internal: true, IPAM: { Config: [{ Subnet: '10.9.0.0/24' }] } });
    const container = await runs({ name: 'member', HostConfig: { NetworkMode: 'inner', Binds: ['kept:/kept'] } });
    expect(await network.inspect()).toMatchObject({
      Name: 'inner',
      Internal: true,
      IPAM: { Config: [{ Subnet: '10.9.0.0/24', Gateway: '10.9.0.1' }] },
    });
    expect((await container.inspect()).NetworkSettings.Networks['inner']?.IPAddress).toBe('10.9.0.2');
    await expect(docker.getVolume('kept').remove()).rejects.toMatchObject({ statusCode: 409 });
    await expect(network.remove()).rejects.toMatchObject({ statusCode: 409 });
    await container.remove({ force: true });
    await docker.getVolume('kept').remove();
    await network.remove();
    expect((await docker.listNetworks()).map(({ Name }) => Name).sort()).toEqual(['bridge', 'host', 'none']);
  });

  it('tells what happens', async () => {
    const events = (await docker.getEvents({ filters: { type: ['container'], event: ['start', 'die'] } })) as unknown as Readable;
    let told = '';
    events.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const container = await runs({ Cmd: ['false'], name: 'short' });
    await eventually('both events', () => (told.trim().split('\n').length >= 2 ? true : undefined));
    const [first, second] = told
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { Action: string; Actor: { Attributes: Record<string, string> } });
    expect(first).toMatchObject({ Action: 'start', Actor: { Attributes: { name: 'short' } } });
    expect(second).toMatchObject({ Action: 'die', Actor: { Attributes: { exitCode: '1' } } });
    events.destroy();
    await container.remove();
  });

  it('names what it does not have', async () => {
    const container = await runs();
    await expect(container.top()).rejects.toThrow(/not supported on the practice device/);
    await container.remove({ force: true });
  });

  it.each([
    ['a name that is not the device’s', { host: 'evil.example' }, 403],
    ['a web page', { host: '127.0.0.1', origin: 'http://127.0.0.1:8080' }, 403],
    ['the device’s address', { host: '10.42.0.7:2375' }, 200],
  ])('answers %s with care', async (_what, headers, status) => {
    for (const port of [started.ports.engine, started.ports.supervisor]) {
      const answered = await new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: port === started.ports.engine ? '/_ping' : '/ping', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(answered).toBe(status);
    }
  });
});
