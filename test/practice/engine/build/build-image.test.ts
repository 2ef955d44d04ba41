import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuildError } from '../../../../src/practice/engine/engine.ts';
import { buildRequest, run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine();
});
afterEach(() => lab.close());

/** The content of a file in a container of the image. */
async function fileIn(image: string, path: string): Promise<string> {
  return inContainer(image, ['cat', path]);
}

async function inContainer(image: string, command: string[]): Promise<string> {
  await lab.engine.createContainer(spec(image, { name: 'look', entrypoint: ['sleep', 'infinity'] }));
  await lab.engine.startContainer('look');
  const { stdout, stderr } = await run(lab.engine, 'look', command);
  await lab.engine.removeContainer('look', { force: true });
  return stdout + stderr;
}

function shape(log: readonly string[]): string[] {
  return log.map((line) => line.replaceAll(/[0-9a-f]{12}/g, '#'));
}

describe('a build', () => {
  it('prints what the classic builder prints', async () => {
    const { log, image } = await lab.build(
      'FROM debian:trixie-slim\nWORKDIR /usr/src/app\nCOPY a.txt ./\nRUN echo one\nCMD ["cat", "a.txt"]\n',
      { 'a.txt': 'text' },
      { tag: 'mine' },
    );
    expect(shape(log)).toEqual([
      'Step 1/5 : FROM debian:trixie-slim',
      ' ---> #',
      'Step 2/5 : WORKDIR /usr/src/app',
      ' ---> Running in #',
      'Removing intermediate container #',
      ' ---> #',
      'Step 3/5 : COPY a.txt ./',
      ' ---> #',
      'Step 4/5 : RUN echo one',
      ' ---> Running in #',
      'one',
      'Removing intermediate container #',
      ' ---> #',
      'Step 5/5 : CMD ["cat", "a.txt"]',
      ' ---> Running in #',
      'Removing intermediate container #',
      ' ---> #',
      'Successfully built #',
      'Successfully tagged mine:latest',
    ]);
    expect(image.tags).toEqual(['mine:latest']);
    expect(image.layers.slice(2).map(({ size, isEmpty }) => [size, isEmpty])).toEqual([
      [0, false],
      [4, false],
      [0, true],
      [0, true],
    ]);
    expect(image.layers.at(-1)?.createdBy).toBe('/bin/sh -c #(nop)  CMD ["cat" "a.txt"]');
    expect(image.size).toBe(78_600_004);
    expect(lab.events.map((event) => event.kind)).toEqual(['image', 'image']);
  });

  it('takes steps from the cache until one changes, and gives the same image for the same content', async () => {
    const dockerfile = 'FROM alpine\nRUN echo x > /x\nCOPY a b /d/\nENV Z=1\n';
    const first = await lab.build(dockerfile, { a: '1', b: '2' });
    const second = await lab.build(dockerfile, { a: '1', b: '2' });
    expect(second.image.id).toBe(first.image.id);
    expect(second.image.createdAt).toBe(first.image.createdAt);
    expect(second.log.filter((line) => line === ' ---> Using cache')).toHaveLength(3);
    const third = await lab.build(dockerfile, { a: '1', b: 'changed' });
    expect(third.log.filter((line) => line === ' ---> Using cache')).toHaveLength(1);
    expect(third.image.id).not.toBe(first.image.id);
    const fresh = await lab.build(dockerfile, { a: '1', b: '2' }, { noCache: true });
    expect(fresh.log).not.toContain(' ---> Using cache');
    expect(fresh.image.id).toBe(first.image.id);
  });

  it('keeps the cache over a restart of the engine', async () => {
    await lab.build('FROM alpine\nRUN echo x > /x\n');
    await lab.engine.close();
    const again = await lab.reopen();
    const log: string[] = [];
    await again.build(buildRequest('FROM alpine\nRUN echo x > /x\n', {}, (line) => log.push(line)));
    expect(log).toContain(' ---> Using cache');
  });

  it('builds stages, keeps the first one’s cache when it gains a name, and copies from it', async () => {
    const first = 'RUN echo big > /program\n';
    await lab.build(`FROM debian:trixie-slim\n${first}`);
    const { image, log } = await lab.build(
      `FROM debian:trixie-slim AS build\n${first}FROM alpine\nCOPY --from=build /program /usr/bin/program\nCMD ["program"]\n`,
    );
    expect(shape(log).slice(0, 5)).toEqual([
      'Step 1/5 : FROM debian:trixie-slim AS build',
      ' ---> #',
      'Step 2/5 : RUN echo big > /program',
      ' ---> Using cache',
      ' ---> #',
    ]);
    expect(image.size).toBe(8_300_004);
    expect(await fileIn(image.id, '/usr/bin/program')).toBe('big\n');
  });

  it('stops at a target, and builds from nothing', async () => {
    const { image, log } = await lab.build('FROM scratch AS one\nCOPY Dockerfile /\nFROM alpine\n', {}, { target: 'one' });
    expect(log[0]).toBe('Step 1/2 : FROM scratch AS one');
    expect(image.layers).toHaveLength(1);
    await expect(lab.build('FROM alpine\n', {}, { target: 'none' })).rejects.toThrow('failed to reach build target none in Dockerfile');
  });

  it('substitutes arguments and environment, with ENV over ARG', async () => {
    const { image, log } = await lab.build(
      'ARG BASE=alpine\nFROM ${BASE}\nARG BASE\nARG WHO=world\nENV GREETING="hello ${WHO}" B=${BASE}\nARG GREETING=lost\nRUN echo $GREETING $B $WHO\nLABEL a=$WHO\n',
      {},
      { arguments: { WHO: 'learner', NOBODY: '1' } },
    );
    expect(log).toContain('hello learner alpine learner');
    expect(log).toContain('[Warning] One or more build-args [NOBODY] were not consumed');
    expect(image.config.environment).toMatchObject({ GREETING: 'hello learner', B: 'alpine' });
    expect(image.config.environment).not.toHaveProperty('WHO');
    expect(image.config.labels).toEqual({ a: 'learner' });
  });

  it('keeps configuration as the instructions say', async () => {
    const { image } = await lab.build(
      'FROM node:lts-trixie-slim\nMAINTAINER someone\nUSER node\nWORKDIR a\nWORKDIR b\nEXPOSE 80 53/udp\nVOLUME ["/data"]\nSTOPSIGNAL 37\nSHELL ["/bin/bash", "-c"]\nENTRYPOINT exec serve\n',
    );
    expect(image.config).toMatchObject({
      user: 'node',
      workingDirectory: '/a/b',
      exposedPorts: ['53/udp', '80/tcp'],
      volumes: ['/data'],
      stopSignal: 'SIGRTMIN+3',
      entrypoint: ['/bin/bash', '-c', 'exec serve'],
    });
    expect(image.config.command).toBeUndefined();
    expect(image.config.environment['NODE_VERSION']).toMatch(/^24\./);
  });

  it('removes files that a later step deletes, without the bytes coming back', async () => {
    const { image } = await lab.build('FROM alpine\nCOPY big /big/file\nRUN rm /big\n', { big: 'x'.repeat(5000) });
    expect(image.size).toBe(8_305_000);
    expect(await fileIn(image.id, '/big/file')).toContain('No such file or directory');
  });

  it('says what is copied where, as COPY does', async () => {
    const files = { 'src/one.js': '1', 'src/deep/two.js': '2', 'src/three.txt': '3', 'a b': '4' };
    const { image } = await lab.build(
      'FROM alpine\nCOPY src /app\nCOPY src/*.js "a b" /flat/\nCOPY ["a b", "/named"]\nCOPY . .\nCOPY --chown=1:2 --chmod=750 src/one.js /owned\n',
      files,
    );
    for (const [path, text] of [
      ['/app/deep/two.js', '2'],
      ['/flat/one.js', '1'],
      ['/flat/a b', '4'],
      ['/named', '4'],
      ['/src/three.txt', '3'],
    ] as const)
      expect(await fileIn(image.id, path)).toBe(text);
    expect(await fileIn(image.id, '/flat/three.txt')).toContain('No such file');
  });

  it('follows a link of the image to its place', async () => {
    const { image } = await lab.build('FROM debian:trixie-slim\nCOPY tool /bin/tool\n', { tool: 'x' });
    expect(await fileIn(image.id, '/usr/bin/tool')).toBe('x');
  });

  it('writes here-documents', async () => {
    const { image } = await lab.build(
      'FROM alpine\nENV NAME=you\nCOPY <<EOF /greeting\nhello $NAME\nEOF\nRUN <<EOF\necho from the script > /made\nEOF\n',
    );
    expect(await fileIn(image.id, '/greeting')).toBe('hello you\n');
    expect(await fileIn(image.id, '/made')).toBe('from the script\n');
  });

  it('unpacks a local archive with ADD, inside its destination', async () => {
    const archive = pack();
    archive.entry({ name: 'dir/file' }, 'packed');
    archive.entry({ name: '../../escaped' }, 'kept inside');
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
    const request = buildRequest('FROM alpine\nADD a.tar.gz /x/y/\nCOPY a.tar.gz /z/\n', {}, () => undefined);
    const files = new Map(request.context.files).set('a.tar.gz', { content: gzipSync(Buffer.concat(chunks)), mode: 0o644 });
    const image = await lab.engine.build({ ...request, context: { files } });
    expect(await fileIn(image.id, '/x/y/dir/file')).toBe('packed');
    expect(await fileIn(image.id, '/x/y/escaped')).toBe('kept inside');
    expect(await fileIn(image.id, '/z/a.tar.gz')).not.toContain('No such file');
  });

  it('can be cancelled in the middle of a step', async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const building = lab.engine.build(
      buildRequest(
        'FROM alpine\nRUN sleep 1000\n',
        {},
        (line) => {
          log.push(line);
          if (line.includes('Running in')) setTimeout(() => controller.abort(), 50);
        },
        { abort: controller.signal },
      ),
    );
    await expect(building).rejects.toThrow('The build was cancelled.');
    expect(await lab.engine.images()).toEqual([]);
  });
});

describe('a build that fails', () => {
  it.each([
    [
      'FROM nothere:1\n',
      1,
      /^pull access denied for nothere, repository does not exist or may require 'docker login'.*\(the practice device has debian,/,
    ],
    [
      'FROM debian:woody\n',
      1,
      /^manifest for debian:woody not found: manifest unknown.*\(the practice device has debian with the tags trixie-slim/,
    ],
    ['FROM ${NONE}\n', 1, /^base name should not be blank$/],
    ['FROM --platform=linux/s390x alpine\n', 1, /^platform linux\/s390x is not supported on the practice device, which is linux\/amd64$/],
    [
      'FROM alpine\nCOPY missing.js .\n',
      2,
      /^COPY failed: file not found in build context or excluded by \.dockerignore: stat missing\.js: file does not exist$/,
    ],
    ['FROM alpine\nCOPY *.js .\n', 2, /^COPY failed: no source files were specified$/],
    ['FROM alpine\nCOPY ../x .\n', 2, /^COPY failed: forbidden path outside the build context: \.\.\/x \(\)$/],
    [
      'FROM alpine\nCOPY Dockerfile other /x\n',
      2,
      /^When using COPY with more than one source file, the destination must be a directory and end with a \/$/,
    ],
    ['FROM alpine\nCOPY --from=none /x /y\n', 2, /^pull access denied for none/],
    ['FROM alpine\nCOPY --from=3 /x /y\n', 2, /^invalid from flag value 3/],
    ['FROM alpine AS a\nFROM alpine\nCOPY --from=a /none /y\n', 3, /^COPY failed: stat none: file does not exist$/],
    ['FROM alpine\nCOPY --chown=ghost Dockerfile /\n', 2, /^COPY failed: unable to find user ghost: no matching entries in passwd file$/],
    ['FROM alpine\nEXPOSE eighty\n', 2, /^Invalid containerPort: eighty$/],
    ['FROM alpine\nSTOPSIGNAL SIGNONE\n', 2, /^Invalid signal: SIGNONE$/],
    ['FROM alpine\nENV A=${B^^}\n', 2, /^failed to process/],
    ['FROM debian\nRUN nonsense --x\n', 2, /^The command '\/bin\/sh -c nonsense --x' returned a non-zero code: 127$/],
    ['FROM scratch\nRUN echo\n', 2, /exec: "\/bin\/sh": stat \/bin\/sh: no such file or directory/],
  ])('%j names line %i', async (dockerfile, line, message) => {
    const { error } = await lab.buildFailure(dockerfile, { other: '' });
    expect(error).toBeInstanceOf(BuildError);
    expect((error as BuildError).message).toMatch(message);
    expect((error as BuildError).line).toBe(line);
    expect(await lab.engine.images()).toEqual([]);
  });

  it('says which Dockerfile is missing', async () => {
    await expect(lab.build('FROM alpine\n', {}, { dockerfile: 'Dockerfile.template' })).rejects.toThrow(
      'Cannot locate specified Dockerfile: Dockerfile.template',
    );
  });

  it('prints the output before the failure', async () => {
    const { log } = await lab.buildFailure('FROM alpine\nRUN echo before; exit 3\n');
    expect(log.at(-1)).toBe('before');
  });
});
