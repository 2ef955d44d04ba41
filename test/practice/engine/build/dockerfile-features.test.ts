import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine();
});
afterEach(() => lab.close());

function shape(log: readonly string[]): string[] {
  return log.map((line) => line.replaceAll(/[0-9a-f]{12}/g, '#'));
}

/** What a RUN of a build prints, without the builder's own lines. */
async function printed(dockerfile: string, files: Record<string, string> = {}, options = {}): Promise<string[]> {
  const { log } = await lab.build(dockerfile, files, options);
  return log.filter((line) => !/^(Step \d| --->|Removing intermediate|Successfully|# Executing|\[Warning\])/.test(line));
}

describe('HEALTHCHECK', () => {
  it('is the image’s configuration, and an image on top inherits it or turns it off', async () => {
    const checked = await lab.build('FROM alpine\nHEALTHCHECK --interval=5s --retries=2 CMD true\n', {}, { tag: 'checked' });
    expect(checked.image.config.healthcheck).toEqual({ test: ['CMD-SHELL', 'true'], interval: 5000, retries: 2 });
    expect(checked.image.layers.at(-1)?.createdBy).toBe(`/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "true"] "5s" "0s" "0s" '\\x02'}`);
    expect((await lab.build('FROM checked\nENV A=1\n')).image.config.healthcheck).toEqual(checked.image.config.healthcheck);
    expect((await lab.build('FROM checked\nHEALTHCHECK NONE\n')).image.config.healthcheck).toEqual({ test: ['NONE'] });
  });
});

describe('ONBUILD', () => {
  it('runs in the build on top, before its own steps, and not in the one after', async () => {
    const base = await lab.build('FROM alpine\nONBUILD COPY a.txt /a.txt\nONBUILD RUN echo triggered\n', {}, { tag: 'base' });
    expect(base.image.config.onBuild).toEqual(['COPY a.txt /a.txt', 'RUN echo triggered']);
    expect(base.log).not.toContain('triggered');
    const next = await lab.build('FROM base\nRUN cat /a.txt\n', { 'a.txt': 'from the context' }, { tag: 'next' });
    expect(shape(next.log)).toEqual([
      'Step 1/2 : FROM base',
      '# Executing 2 build triggers',
      ' ---> Running in #',
      'triggered',
      'Removing intermediate container #',
      ' ---> #',
      'Step 2/2 : RUN cat /a.txt',
      ' ---> Running in #',
      'from the context',
      'Removing intermediate container #',
      ' ---> #',
      'Successfully built #',
      'Successfully tagged next:latest',
    ]);
    expect(next.image.config.onBuild).toBeUndefined();
    expect((await lab.build('FROM next\nENV A=1\n')).log.join('\n')).not.toContain('trigger');
  });

  it('that fails names the line of FROM', async () => {
    await lab.build('FROM alpine\nONBUILD RUN exit 3\n', {}, { tag: 'base' });
    const { error } = await lab.buildFailure('# comment\nFROM base\n');
    expect(error).toMatchObject({ message: "The command '/bin/sh -c exit 3' returned a non-zero code: 3", line: 2 });
  });
});

describe('stages', () => {
  it('are all built, used or not, as the classic builder does', async () => {
    const { log } = await lab.build('FROM alpine AS unused\nRUN echo still built\nFROM debian\n');
    expect(log).toContain('still built');
  });

  it('give files by name in any case, by number, and so do images', async () => {
    await lab.build('FROM alpine\nRUN echo image > /x\n', {}, { tag: 'donor' });
    const lines = await printed(
      'FROM alpine AS Build\nRUN echo stage > /x\nFROM alpine\nCOPY --from=BUILD /x /named\nCOPY --from=0 /x /numbered\nCOPY --from=donor /x /imaged\nRUN cat /named\nRUN cat /numbered\nRUN cat /imaged\n',
    );
    expect(lines).toEqual(['stage', 'stage', 'image']);
  });

  it('can begin with an earlier one, and each has a name of its own', async () => {
    expect(await printed('FROM alpine AS one\nRUN echo x > /x\nFROM one AS two\nRUN cat /x\n')).toEqual(['x']);
    const { error } = await lab.buildFailure('FROM alpine AS one\nFROM alpine AS ONE\n');
    expect(error).toMatchObject({ message: 'one stage name already used', line: 2 });
  });

  it('stop at a target by its number too', async () => {
    const { log } = await lab.build('FROM alpine\nFROM debian\nFROM busybox\n', {}, { target: '1' });
    expect(log.filter((line) => line.startsWith('Step'))).toEqual(['Step 1/2 : FROM alpine', 'Step 2/2 : FROM debian']);
  });
});

describe('RUN', () => {
  it('sees what it mounts, and no layer keeps it', async () => {
    const { image } = await lab.build(
      'FROM alpine AS tools\nRUN echo tool > /kit\nFROM alpine\nRUN --mount=type=cache,target=/cache --mount=type=tmpfs,target=/scratch echo kept > /cache/x && echo y > /scratch/y && echo z > /z\n',
    );
    expect(image.layers.filter(({ isEmpty }) => !isEmpty).at(-1)?.size).toBe(2);
    expect(
      await printed(
        'FROM alpine AS tools\nRUN echo tool > /opt/kit\nFROM alpine\nRUN --mount=from=tools,source=/opt,target=/t cat /t/kit\n',
      ),
    ).toEqual(['tool']);
    const files = { 'sub/a.txt': 'context' };
    expect(await printed('FROM alpine\nWORKDIR /w\nRUN --mount=source=sub,target=here cat /w/here/a.txt\n', files)).toEqual(['context']);
    const { error } = await lab.buildFailure('FROM alpine\nRUN --mount=target=/src echo x > /src/new\n', files);
    expect(error).toBeInstanceOf(Error);
  });

  it('is done anew when what it binds has changed', async () => {
    const dockerfile = 'FROM alpine\nRUN --mount=target=/src cat /src/a.txt\n';
    expect(await printed(dockerfile, { 'a.txt': 'one' })).toEqual(['one']);
    expect((await lab.build(dockerfile, { 'a.txt': 'one' })).log).toContain(' ---> Using cache');
    expect(await printed(dockerfile, { 'a.txt': 'two' })).toEqual(['two']);
  });

  it('refuses to bind what is not there, or one file', async () => {
    expect((await lab.buildFailure('FROM alpine\nRUN --mount=source=none,target=/x true\n')).error).toMatchObject({
      message: 'RUN failed: file not found in build context or excluded by .dockerignore: stat none: file does not exist',
      line: 2,
    });
    expect((await lab.buildFailure('FROM alpine\nRUN --mount=source=Dockerfile,target=/x true\n')).error).toMatchObject({
      message: 'RUN --mount=type=bind of a single file is not supported on the practice device: bind its folder',
    });
  });

  it('has the proxy arguments without ARG, and the cache does not know them', async () => {
    const { log } = await lab.build('FROM alpine\nRUN echo via $http_proxy\n', {}, { arguments: { http_proxy: 'one' } });
    expect(log).toContain('via one');
    expect(log.join('\n')).not.toContain('were not consumed');
    expect((await lab.build('FROM alpine\nRUN echo via $http_proxy\n', {}, { arguments: { http_proxy: 'two' } })).log).toContain(
      ' ---> Using cache',
    );
  });

  it('uses the shell that SHELL names from there on', async () => {
    const { image } = await lab.build('FROM debian\nSHELL ["/bin/bash", "-c"]\nRUN true\nCMD serve\n');
    expect(image.layers.map(({ createdBy }) => createdBy)).toContain('/bin/bash -c true');
    expect(image.config.command).toEqual(['/bin/bash', '-c', 'serve']);
  });
});

describe('VOLUME', () => {
  it('shows what the image holds there; what a RUN writes after it is not kept, what COPY brings is', async () => {
    const lines = await printed(
      'FROM alpine\nWORKDIR /data\nRUN echo before > /data/a\nVOLUME /data\nRUN echo lost > /data/b && cat /data/a\nCOPY a.txt /data/c\nRUN cat /data/c\n',
      { 'a.txt': 'copied' },
    );
    expect(lines).toEqual(['before', 'copied']);
    const { error } = await lab.buildFailure('FROM alpine\nVOLUME /data\nRUN echo lost > /data/b\nRUN cat /data/b\n');
    expect(error).toBeInstanceOf(Error);
  });
});

describe('COPY', () => {
  it('gives owner and mode as told, also by name and with variables', async () => {
    await lab.build('FROM alpine\nARG WHO=1000\nCOPY --chown=${WHO}:7 --chmod=640 a.txt /a\n', { 'a.txt': 'x' }, { tag: 'owned' });
    await expect(lab.build('FROM owned\nUSER 1000\nRUN cat /a\n')).resolves.toBeDefined();
    expect((await lab.buildFailure('FROM alpine\nCOPY --chmod=rwx a.txt /a\n', { 'a.txt': 'x' })).error).toMatchObject({
      message: "COPY failed: invalid chmod parameter: 'rwx'. it should be octal string and between 0 and 07777",
    });
  });
});

describe('MAINTAINER', () => {
  it('is taken, with a word about LABEL', async () => {
    expect((await lab.build('FROM alpine\nMAINTAINER someone@example.com\n')).log).toContain(
      '[Warning] MAINTAINER is deprecated: use a LABEL instead',
    );
  });
});
