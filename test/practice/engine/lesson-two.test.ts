import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';
import { programs } from '../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from './test-engine.ts';
import type { TestEngine } from './test-engine.ts';

/** The class's single service, with the real shell and programs. */

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
});
afterEach(() => lab.close());

const service = { restartPolicy: { name: 'always' as const }, mounts: [{ volume: '1_resin-data', target: '/data' }] };

function lifeOf(): string[] {
  return lab.events.flatMap((event) => {
    if (event.kind === 'output') return [event.line.message];
    return event.kind === 'container' && event.action !== 'create' ? [event.action] : [];
  });
}

describe('lesson 2', () => {
  it('2.1 and 2.2: a service that ends is restarted, again and again', async () => {
    const { image, log } = await lab.build('FROM debian:trixie-slim\n\nCMD ["bash", "-c", "echo Hello from the container; sleep 0.2"]\n');
    expect(log).toEqual([
      'Step 1/2 : FROM debian:trixie-slim',
      expect.stringMatching(/^ ---> [0-9a-f]{12}$/),
      'Step 2/2 : CMD ["bash", "-c", "echo Hello from the container; sleep 0.2"]',
      expect.stringMatching(/^ ---> Running in [0-9a-f]{12}$/),
      expect.stringMatching(/^Removing intermediate container [0-9a-f]{12}$/),
      ` ---> ${image.id.slice(7, 19)}`,
      `Successfully built ${image.id.slice(7, 19)}`,
    ]);
    await lab.engine.createContainer(spec(image.id, service));
    await lab.engine.startContainer('main_1_1');
    await lab.until(() => lifeOf().filter((event) => event === 'start').length === 3);
    expect(lifeOf().slice(0, 7)).toEqual(['start', 'Hello from the container', 'die', 'start', 'Hello from the container', 'die', 'start']);
  });

  it('2.2: with `sleep infinity` it starts once and stays', async () => {
    const { image } = await lab.build('FROM debian:trixie-slim\nCMD ["bash", "-c", "echo Hello; sleep infinity"]\n');
    await lab.engine.createContainer(spec(image.id, service));
    await lab.engine.startContainer('main_1_1');
    await lab.until(() => lifeOf().includes('Hello'));
    expect(await lab.engine.inspectContainer('main_1_1')).toMatchObject({ restartCount: 0, state: { status: 'running' } });
    // A shell becomes the last command that it was given.
    await expect.poll(async () => (await run(lab.engine, 'main_1_1', ['cat', '/proc/1/cmdline'])).stdout).toBe('sleep\0infinity\0');
  });

  it('2.3: what is in /data survives a new container, what is elsewhere does not', async () => {
    const { image } = await lab.build(
      'FROM debian:trixie-slim\nCMD ["bash", "-c", "date >> /data/datestamps; date >> /lost; echo ready; sleep infinity"]\n',
    );
    for (const count of [1, 2]) {
      const { id } = await lab.engine.createContainer(spec(image.id, service));
      await lab.engine.startContainer(id);
      await lab.until(async () => (await lab.outputOf(id)).includes('ready'));
      const { stdout } = await run(lab.engine, id, ['cat', '/data/datestamps']);
      expect(stdout.trimEnd().split('\n')).toHaveLength(count);
      expect((await run(lab.engine, id, ['wc', '-l', '/lost'])).stdout).toBe('1 /lost\n');
      await lab.engine.removeContainer(id, { force: true });
    }
  });

  it('runs build steps in the real shell, and says what the shell says', async () => {
    const { image, log } = await lab.build(
      'FROM alpine\nENV GREETING=hello\nRUN mkdir -p /srv && echo "$GREETING $(uname -m)" > /srv/text && cat /srv/text\nCMD ["cat", "/srv/text"]\n',
    );
    expect(log).toContain('hello x86_64');
    await lab.engine.createContainer(spec(image.id));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await lab.outputOf('main_1_1')).includes('hello x86_64'));
    const failure = await lab.buildFailure('FROM debian:trixie-slim\nRUN nonsense\n');
    expect(failure.log).toContain('/bin/sh: 1: nonsense: not found');
    expect(failure.error).toMatchObject({ message: "The command '/bin/sh -c nonsense' returned a non-zero code: 127", line: 2 });
  });

  it('starts a Node image through its entrypoint', async () => {
    const { image } = await lab.build('FROM node:lts-trixie-slim\nCMD ["sh", "-c", "echo through the entrypoint"]\n');
    expect(image.config.entrypoint).toEqual(['docker-entrypoint.sh']);
    await lab.engine.createContainer(spec(image.id));
    await lab.engine.startContainer('main_1_1');
    await lab.until(async () => (await lab.outputOf('main_1_1')).includes('through the entrypoint'));
  });

  it('stops a shell that handles the signal at once', async () => {
    const { image } = await lab.build(
      `FROM debian:trixie-slim\nSTOPSIGNAL SIGINT\nCMD ["bash", "-c", "trap 'echo bye; exit 0' INT; echo up; while true; do sleep 0.05; done"]\n`,
    );
    await lab.engine.createContainer(spec(image.id, service));
    await lab.engine.startContainer('main_1_1');
    await lab.until(() => lifeOf().includes('up'));
    await lab.engine.stopContainer('main_1_1');
    expect(lifeOf()).toEqual(['start', 'up', 'kill', 'bye', 'die', 'stop']);
  });
});
